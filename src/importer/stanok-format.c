/* stanok-format.c: which files are read at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-format.h"

#include <string.h>

#include "importer/stanok-refuse.h"
#include "importer/stanok-scan.h"

#define LOOK_BYTES ((gsize) 4096)

typedef enum {
  NO,
  MAYBE,    /* nothing speaks against it */
  YES,
} Likeness;

static gboolean
begins_with (const guint8 *bytes,
             gsize         n_bytes,
             const char   *text)
{
  return n_bytes >= strlen (text) && memcmp (bytes, text, strlen (text)) == 0;
}

/* Past a byte order mark and white space. */
static gsize
skip_blank (const guint8 *bytes,
            gsize         n_bytes)
{
  gsize at = begins_with (bytes, n_bytes, "\xef\xbb\xbf") ? 3 : 0;

  while (at < MIN (n_bytes, LOOK_BYTES) && g_ascii_isspace ((char) bytes[at]))
    at++;
  return at;
}

static gboolean
is_text (const guint8 *bytes,
         gsize         n_bytes)
{
  return memchr (bytes, 0, MIN (n_bytes, LOOK_BYTES)) == NULL;
}

static Likeness
like_stl (const guint8 *bytes,
          gsize         n_bytes)
{
  gsize at = skip_blank (bytes, n_bytes);

  if (is_text (bytes, n_bytes) && n_bytes - at > 5 &&
      g_ascii_strncasecmp ((const char *) bytes + at, "solid", 5) == 0)
    return YES;
  return MAYBE;    /* a binary one may begin with anything */
}

static Likeness
like_ply (const guint8 *bytes,
          gsize         n_bytes)
{
  return begins_with (bytes, n_bytes, "ply\n") || begins_with (bytes, n_bytes, "ply\r") ? YES : NO;
}

static Likeness
like_obj (const guint8 *bytes,
          gsize         n_bytes)
{
  return is_text (bytes, n_bytes) ? MAYBE : NO;
}

static Likeness
like_off (const guint8 *bytes,
          gsize         n_bytes)
{
  gsize look = MIN (n_bytes, (gsize) 10);

  return g_strstr_len ((const char *) bytes, (gssize) look, "OFF") != NULL ? YES : NO;
}

static Likeness
like_glb (const guint8 *bytes,
          gsize         n_bytes)
{
  return begins_with (bytes, n_bytes, "glTF") ? YES : NO;
}

static Likeness
like_gltf (const guint8 *bytes,
           gsize         n_bytes)
{
  gsize at = skip_blank (bytes, n_bytes);

  return at < n_bytes && bytes[at] == '{' ? YES : NO;
}

static Likeness
like_3mf (const guint8 *bytes,
          gsize         n_bytes)
{
  return begins_with (bytes, n_bytes, "PK\x03\x04") ? YES : NO;
}

static Likeness
like_xml (const guint8 *bytes,
          gsize         n_bytes,
          const char   *root)
{
  gsize at = skip_blank (bytes, n_bytes);
  gsize look = MIN (n_bytes, LOOK_BYTES);

  if (at >= n_bytes || bytes[at] != '<')
    return NO;
  return g_strstr_len ((const char *) bytes, (gssize) look, root) != NULL ? YES : NO;
}

static Likeness
like_amf (const guint8 *bytes,
          gsize         n_bytes)
{
  return like_xml (bytes, n_bytes, "<amf");
}

static Likeness
like_dae (const guint8 *bytes,
          gsize         n_bytes)
{
  return like_xml (bytes, n_bytes, "<COLLADA");
}

static Likeness
like_3ds (const guint8 *bytes,
          gsize         n_bytes)
{
  return begins_with (bytes, n_bytes, "MM") && !is_text (bytes, n_bytes) ? YES : NO;
}

static Likeness
like_fbx (const guint8 *bytes,
          gsize         n_bytes)
{
  return begins_with (bytes, n_bytes, "Kaydara FBX Binary") || begins_with (bytes, n_bytes, "; FBX")
           ? YES : NO;
}

static const struct
{
  const char *extension;
  const char *name;
  Likeness  (*like) (const guint8 *bytes, gsize n_bytes);
} formats[STANOK_N_FORMATS] = {
  [STANOK_FORMAT_STL] = { "stl", "an STL file", like_stl },
  [STANOK_FORMAT_PLY] = { "ply", "a PLY file", like_ply },
  [STANOK_FORMAT_OBJ] = { "obj", "an OBJ file", like_obj },
  [STANOK_FORMAT_OFF] = { "off", "an OFF file", like_off },
  [STANOK_FORMAT_GLB] = { "glb", "a GLB file", like_glb },
  [STANOK_FORMAT_GLTF] = { "gltf", "a glTF file", like_gltf },
  [STANOK_FORMAT_3MF] = { "3mf", "a 3MF file", like_3mf },
  [STANOK_FORMAT_AMF] = { "amf", "an AMF file", like_amf },
  [STANOK_FORMAT_DAE] = { "dae", "a COLLADA file", like_dae },
  [STANOK_FORMAT_3DS] = { "3ds", "a 3DS file", like_3ds },
  [STANOK_FORMAT_FBX] = { "fbx", "an FBX file", like_fbx },
};

const char *
stanok_format_get_extension (StanokFormat format)
{
  return formats[format].extension;
}

/* A binary STL has no mark of its own, but its length follows from its count. */
static gboolean
is_binary_stl (const guint8 *bytes,
               gsize         n_bytes)
{
  guint32 count;

  if (n_bytes < 84)
    return FALSE;
  memcpy (&count, bytes + 80, sizeof count);
  return 84 + 50 * (guint64) GUINT32_FROM_LE (count) == n_bytes;
}

/* The only format whose bytes these surely are, or -1. */
static int
find_by_bytes (const guint8 *bytes,
               gsize         n_bytes)
{
  if (is_binary_stl (bytes, n_bytes))
    return STANOK_FORMAT_STL;
  for (int i = 0; i < STANOK_N_FORMATS; i++)
    if (formats[i].like (bytes, n_bytes) == YES)
      return i;
  return -1;
}

static int
find_by_extension (const char *extension)
{
  for (int i = 0; i < STANOK_N_FORMATS; i++)
    if (g_ascii_strcasecmp (extension, formats[i].extension) == 0)
      return i;
  return -1;
}

static gboolean
refuse_kind (const char  *extension,
             GError     **error)
{
  g_autofree char *shown = stanok_scan_show (extension, strlen (extension));

  return stanok_refuse (error, "files of the kind .%s are not read; "
                        "export the model as STL, 3MF, PLY, OBJ or GLB", shown);
}

/* @by_bytes: -1 if they are of no kind that we know. */
static gboolean
refuse_contents (StanokFormat   by_name,
                 int            by_bytes,
                 GError       **error)
{
  if (by_bytes < 0)
    return stanok_refuse (error, "the file does not begin like %s; export it again",
                          formats[by_name].name);
  return stanok_refuse (error, "this is not %s but %s; give it the right name",
                        formats[by_name].name, formats[by_bytes].name);
}

gboolean
stanok_format_find (const char    *extension,
                    const guint8  *bytes,
                    gsize          n_bytes,
                    StanokFormat  *format,
                    GError       **error)
{
  int by_bytes = find_by_bytes (bytes, n_bytes);
  int by_name = by_bytes;

  if (extension != NULL && extension[0] == '.')
    extension++;
  if (extension != NULL && extension[0] != '\0')
    {
      Likeness likeness;

      by_name = find_by_extension (extension);
      if (by_name < 0)
        return refuse_kind (extension, error);
      likeness = formats[by_name].like (bytes, n_bytes);
      if (likeness == NO || (likeness == MAYBE && by_bytes >= 0 && by_bytes != by_name))
        return refuse_contents ((StanokFormat) by_name, by_bytes, error);
    }
  if (by_name < 0)
    return stanok_refuse (error, "nothing in the file says what it is; "
                          "give it a name that ends in .stl, .3mf, .ply or .obj");
  *format = (StanokFormat) by_name;
  return TRUE;
}
