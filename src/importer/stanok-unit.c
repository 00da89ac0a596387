/* stanok-unit.c: how long a model's unit is, where its file says so
 *
 * The library that reads 3MF and AMF ignores their unit, and a ring would cost as much as a house.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-unit.h"

#include <gio/gio.h>
#include <string.h>

#include "importer/stanok-refuse.h"
#include "importer/stanok-scan.h"

#define LOOK_BYTES    ((gsize) 8192)
#define LOCAL_BYTES   30u              /* of a ZIP entry's own head */
#define CENTRAL_BYTES 46u              /* of its row in the directory */
#define END_BYTES     22u
#define END_LOOK      ((gsize) 65557)  /* the end record and its longest comment */

static const struct
{
  const char *name;
  double      mm;
} units[] = {
  { "micron", 0.001 }, { "micrometer", 0.001 }, { "millimeter", 1 }, { "centimeter", 10 },
  { "meter", 1000 }, { "inch", 25.4 }, { "foot", 304.8 }, { "feet", 304.8 },
};

static guint32
number_at (const guint8 *bytes,
           guint         n_bytes)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) bytes[i] << (8 * i);
  return number;
}

/* The unit="..." of the first element called @element; 1 if there is none. */
static gboolean
read_attribute (const char  *text,
                gsize        n_bytes,
                const char  *element,
                double      *mm,
                GError     **error)
{
  const char *open = n_bytes > 0 ? g_strstr_len (text, (gssize) n_bytes, element) : NULL;
  const char *end, *name, *value;
  char quote;

  *mm = 1;
  if (open == NULL || (end = memchr (open, '>', n_bytes - (gsize) (open - text))) == NULL)
    return TRUE;
  name = g_strstr_len (open, end - open, "unit=");
  if (name == NULL || end - name < 7 || !g_ascii_isspace (name[-1]))
    return TRUE;
  quote = name[5];
  value = name + 6;
  end = memchr (value, quote, (gsize) (end - value));
  if ((quote != '"' && quote != '\'') || end == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (stanok_scan_is (value, (gsize) (end - value), units[i].name))
      {
        *mm = units[i].mm;
        return TRUE;
      }
  {
    g_autofree char *shown = stanok_scan_show (value, (gsize) (end - value));

    return stanok_refuse (error, "the model is measured in “%s”, which is no known unit; "
                          "export it in millimetres", shown);
  }
}

/* The first bytes of a packed entry, unpacked. Empty if it is damaged: the reader will say so. */
static gsize
unpack_head (const guint8 *bytes,
             gsize         n_bytes,
             guint         method,
             char         *out)
{
  g_autoptr(GConverter) inflater = NULL;
  gsize n_read = 0, n_written = 0;

  if (method == 0)
    {
      memcpy (out, bytes, MIN (n_bytes, LOOK_BYTES));
      return MIN (n_bytes, LOOK_BYTES);
    }
  inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW));
  if (g_converter_convert (inflater, bytes, n_bytes, out, LOOK_BYTES, G_CONVERTER_NO_FLAGS,
                           &n_read, &n_written, NULL) == G_CONVERTER_ERROR)
    return 0;
  return n_written;
}

/* Where the directory of a ZIP file begins and how many rows it has. */
static gboolean
find_directory (const guint8  *bytes,
                gsize          n_bytes,
                gsize         *at,
                guint         *n_rows)
{
  gsize lowest = n_bytes > END_LOOK ? n_bytes - END_LOOK : 0;

  if (n_bytes < END_BYTES)
    return FALSE;
  for (gsize end = n_bytes - END_BYTES + 1; end-- > lowest; )
    if (memcmp (bytes + end, "PK\x05\x06", 4) == 0)
      {
        *n_rows = number_at (bytes + end + 10, 2);
        *at = number_at (bytes + end + 16, 4);
        return *at < end;
      }
  return FALSE;
}

static gboolean
is_model_name (const guint8 *name,
               gsize         n_bytes)
{
  return n_bytes >= 6 && g_ascii_strncasecmp ((const char *) name + n_bytes - 6, ".model", 6) == 0;
}

static gsize
unpack_model (const guint8 *bytes,
              gsize         n_bytes,
              char         *out)
{
  gsize at;
  guint n_rows;

  if (!find_directory (bytes, n_bytes, &at, &n_rows))
    return 0;
  for (guint i = 0; i < n_rows && at + CENTRAL_BYTES <= n_bytes; i++)
    {
      const guint8 *row = bytes + at;
      gsize name_bytes = number_at (row + 28, 2), packed = number_at (row + 20, 4);
      gsize local = number_at (row + 42, 4), data;

      at += CENTRAL_BYTES + name_bytes + number_at (row + 30, 2) + number_at (row + 32, 2);
      if (at > n_bytes)
        return 0;
      if (!is_model_name (row + CENTRAL_BYTES, name_bytes))
        continue;
      if (local + LOCAL_BYTES > n_bytes)
        return 0;
      data = local + LOCAL_BYTES;
      data += number_at (bytes + local + 26, 2) + number_at (bytes + local + 28, 2);
      if (data >= n_bytes)
        return 0;
      return unpack_head (bytes + data, MIN (packed, n_bytes - data), number_at (row + 10, 2), out);
    }
  return 0;
}

gboolean
stanok_unit_find (StanokFormat   format,
                  const guint8  *bytes,
                  gsize          n_bytes,
                  double        *mm,
                  GError       **error)
{
  char head[LOOK_BYTES];

  *mm = format == STANOK_FORMAT_GLB || format == STANOK_FORMAT_GLTF ? 1000 : 1;
  if (format == STANOK_FORMAT_AMF)
    return read_attribute ((const char *) bytes, MIN (n_bytes, LOOK_BYTES), "<amf", mm, error);
  if (format == STANOK_FORMAT_3MF)
    return read_attribute (head, unpack_model (bytes, n_bytes, head), "<model", mm, error);
  return TRUE;
}
