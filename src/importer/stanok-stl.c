/* stanok-stl.c: reads STL, binary and text
 *
 * Normals are not read: they say nothing that the corners do not, and are often wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-stl.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "importer/stanok-feed.h"
#include "importer/stanok-refuse.h"
#include "importer/stanok-scan.h"

#define HEADER_BYTES    84u
#define TRIANGLE_BYTES  50u
#define MAX_CORNERS     64u       /* of one facet in a text file: some writers put polygons there */
#define FACET_CHARACTERS 260u     /* of a usual one: a guess of their number */

static gboolean
is_blank (const guint8 *bytes,
          gsize         n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (bytes[i] != 0 && !g_ascii_isspace ((char) bytes[i]))
      return FALSE;
  return TRUE;
}

/* Less than a triangle more, or nothing but blanks, is what some writers leave behind. Whole
 * triangles more than were promised are not: a part of the shape might be lost. */
static gboolean
check_length (const guint8  *bytes,
              gsize          n_bytes,
              guint64        count,
              GError       **error)
{
  guint64 held = (n_bytes - HEADER_BYTES) / TRIANGLE_BYTES;
  guint64 end = HEADER_BYTES + TRIANGLE_BYTES * count;

  if (count > STANOK_MESH_MAX_TRIANGLES && end <= n_bytes)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the model has %" G_GUINT64_FORMAT " triangles, more than the %u that can be "
                   "shown; reduce it and export it again", count, STANOK_MESH_MAX_TRIANGLES);
      return FALSE;
    }
  if (held < count)
    return stanok_refuse (error, "the file ends after %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                          " triangles; export it again", held, count);
  if (n_bytes - end >= TRIANGLE_BYTES && !is_blank (bytes + end, n_bytes - end))
    return stanok_refuse (error, "the file promises %" G_GUINT64_FORMAT " triangles and holds %"
                          G_GUINT64_FORMAT "; export it again", count, held);
  return TRUE;
}

static void
read_corners (const guint8 *bytes,
              float        *corners)
{
  guint32 bits[9];

  memcpy (bits, bytes + 12, sizeof bits);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  for (guint i = 0; i < 9; i++)
    bits[i] = GUINT32_FROM_LE (bits[i]);
#endif
  memcpy (corners, bits, sizeof bits);
}

static StanokMesh *
read_binary (const guint8  *bytes,
             gsize          n_bytes,
             GError       **error)
{
  g_auto(StanokFeed) feed = { NULL };
  guint32 count;

  memcpy (&count, bytes + 80, sizeof count);
  count = GUINT32_FROM_LE (count);
  if (!check_length (bytes, n_bytes, count, error) || !stanok_feed_begin (&feed, count, error))
    return NULL;
  bytes += HEADER_BYTES;
  while (count > 0)
    {
      guint32 n = MIN (count, STANOK_FEED_BLOCK);

      for (guint32 i = 0; i < n; i++, bytes += TRIANGLE_BYTES)
        read_corners (bytes, feed.soup + 9 * i);
      feed.n = n;
      count -= n;
      if (!stanok_feed_flush (&feed, error))
        return NULL;
    }
  return stanok_feed_finish (&feed, error);
}

typedef struct
{
  StanokScan scan;
  StanokFeed feed;
  float      corners[3 * MAX_CORNERS];
  guint32    n_corners;
  gboolean   in_facet;
  gboolean   in_solid;
} Text;

static gboolean
read_vertex (Text    *self,
             GError **error)
{
  if (!self->in_facet || self->n_corners == MAX_CORNERS)
    return stanok_refuse (error, "line %" G_GUINT64_FORMAT " has a corner too many; export the "
                          "file again", stanok_scan_line_number (&self->scan));
  for (guint i = 0; i < 3; i++)
    {
      double number;

      if (!stanok_scan_number (&self->scan, &number))
        {
          const char *word;
          gsize length = stanok_scan_word (&self->scan, &word);
          g_autofree char *shown = stanok_scan_show (word, length);

          if (length == 0)
            return stanok_refuse (error, "the file ends in triangle %" G_GUINT64_FORMAT "; "
                                  "export it again", self->feed.n_fed + 1);
          return stanok_refuse (error, "line %" G_GUINT64_FORMAT ": “%s” is not a number; export "
                                "the file again", stanok_scan_line_number (&self->scan), shown);
        }
      self->corners[3 * self->n_corners + i] = (float) number;
    }
  self->n_corners++;
  return TRUE;
}

static gboolean
begin_facet (Text    *self,
             GError **error)
{
  const char *line;
  gsize length;

  if (self->in_facet)
    return stanok_refuse (error, "line %" G_GUINT64_FORMAT ": the triangle before it has no end; "
                          "export the file again", stanok_scan_line_number (&self->scan));
  self->in_facet = TRUE;
  self->n_corners = 0;
  stanok_scan_line (&self->scan, &line, &length);    /* the normal */
  return TRUE;
}

static gboolean
end_facet (Text    *self,
           GError **error)
{
  if (!self->in_facet || self->n_corners < 3)
    return stanok_refuse (error, "line %" G_GUINT64_FORMAT ": a triangle with %u corners; export "
                          "the file again", stanok_scan_line_number (&self->scan), self->n_corners);
  self->in_facet = FALSE;
  return stanok_feed_polygon (&self->feed, self->corners, self->n_corners, error);
}

static gboolean
read_statement (Text        *self,
                const char  *word,
                gsize        length,
                GError     **error)
{
  const char *line;
  gsize line_length;
  g_autofree char *shown = NULL;

  if (stanok_scan_is (word, length, "vertex"))
    return read_vertex (self, error);
  if (stanok_scan_is (word, length, "endfacet"))
    return end_facet (self, error);
  if (stanok_scan_is (word, length, "endloop"))
    return TRUE;
  if (stanok_scan_is (word, length, "facet"))
    return begin_facet (self, error);
  if (stanok_scan_is (word, length, "solid") || stanok_scan_is (word, length, "endsolid"))
    {
      self->in_solid = length == strlen ("solid");
      stanok_scan_line (&self->scan, &line, &line_length);
      return TRUE;
    }
  if (stanok_scan_is (word, length, "outer"))
    {
      stanok_scan_line (&self->scan, &line, &line_length);
      return TRUE;
    }
  shown = stanok_scan_show (word, length);
  return stanok_refuse (error, "line %" G_GUINT64_FORMAT ": “%s” does not belong into an STL "
                        "file; export it again", stanok_scan_line_number (&self->scan), shown);
}

static StanokMesh *
read_text (const guint8  *bytes,
           gsize          n_bytes,
           GError       **error)
{
  g_autofree Text *self = g_new0 (Text, 1);
  StanokMesh *mesh = NULL;
  const char *word;
  gsize length;
  gboolean ok;

  self->scan = stanok_scan_over (bytes, n_bytes);
  ok = stanok_feed_begin (&self->feed, n_bytes / FACET_CHARACTERS, error);
  while (ok && (length = stanok_scan_word (&self->scan, &word)) > 0)
    ok = read_statement (self, word, length, error);
  if (ok && self->in_facet)
    ok = stanok_refuse (error, "the file ends in triangle %" G_GUINT64_FORMAT "; export it again",
                        self->feed.n_fed + 1);
  else if (ok && self->in_solid)
    ok = stanok_refuse (error, "the file ends after %" G_GUINT64_FORMAT " triangles without its "
                        "end mark; export it again", self->feed.n_fed);
  if (ok)
    mesh = stanok_feed_finish (&self->feed, error);
  stanok_feed_clear (&self->feed);
  return mesh;
}

/* Binary files may begin with "solid", too: their length fits the count, or they have a zero. */
static gboolean
looks_like_text (const guint8 *bytes,
                 gsize         n_bytes)
{
  gsize at = 0;
  guint32 count = 0;

  if (n_bytes >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    at = 3;
  while (at < n_bytes && g_ascii_isspace ((char) bytes[at]))
    at++;
  if (n_bytes - at < 5 || g_ascii_strncasecmp ((const char *) bytes + at, "solid", 5) != 0)
    return FALSE;
  if (n_bytes >= HEADER_BYTES)
    {
      memcpy (&count, bytes + 80, sizeof count);
      if (HEADER_BYTES + TRIANGLE_BYTES * (guint64) GUINT32_FROM_LE (count) == n_bytes)
        return FALSE;
    }
  return memchr (bytes, 0, MIN (n_bytes, 1024)) == NULL;
}

StanokMesh *
stanok_stl_read (const guint8  *bytes,
                 gsize          n_bytes,
                 GError       **error)
{
  if (looks_like_text (bytes, n_bytes))
    {
      gsize mark = n_bytes >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

      return read_text (bytes + mark, n_bytes - mark, error);
    }
  if (n_bytes < HEADER_BYTES)
    {
      stanok_refuse (error, "the file is too short for a model (%" G_GSIZE_FORMAT " bytes); "
                     "export it again", n_bytes);
      return NULL;
    }
  return read_binary (bytes, n_bytes, error);
}
