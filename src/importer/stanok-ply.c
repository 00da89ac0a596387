/* stanok-ply.c: reads PLY, text and binary of both byte orders
 *
 * Counts are believed only as far as the bytes reach: nothing is allocated that the file is too
 * short to fill.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-ply.h"

#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "importer/stanok-feed.h"
#include "importer/stanok-ply-header.h"
#include "importer/stanok-refuse.h"
#include "mesh/stanok-mesh-memory.h"

#define MAX_VERTICES (3 * (guint64) STANOK_MESH_MAX_TRIANGLES)
#define MAX_CORNERS  1000000u      /* of one face */

typedef struct
{
  StanokPlyHeader header;
  StanokScan      scan;
  float          *positions;     /* 3 * n_vertices */
  guint32         n_vertices;    /* that were read */
  GArray         *face;          /* (element-type float) corners of the face at hand */
  StanokFeed      feed;
} Reader;

static guint64
turn (guint64 bits,
      guint   n_bytes)
{
  return GUINT64_SWAP_LE_BE (bits) >> (64 - 8 * n_bytes);
}

static double
decode (guint64       bits,
        StanokPlyType type)
{
  guint32 low = (guint32) bits;
  float single;
  double number;

  switch (type)
    {
    case STANOK_PLY_INT8:
      return (gint8) bits;
    case STANOK_PLY_INT16:
      return (gint16) bits;
    case STANOK_PLY_INT32:
      return (gint32) low;
    case STANOK_PLY_UINT8:
    case STANOK_PLY_UINT16:
    case STANOK_PLY_UINT32:
      return (double) bits;
    case STANOK_PLY_FLOAT32:
      memcpy (&single, &low, sizeof single);
      return (double) single;
    case STANOK_PLY_FLOAT64:
      memcpy (&number, &bits, sizeof number);
      return number;
    case STANOK_PLY_NONE:
    default:
      g_return_val_if_reached (0);
    }
}

/* FALSE at the end of the bytes, or at a word that is no number. */
static gboolean
read_value (Reader        *self,
            StanokPlyType  type,
            double        *value)
{
  guint n_bytes = stanok_ply_type_bytes (type);
  guint64 bits = 0;

  if (self->header.encoding == STANOK_PLY_TEXT)
    return stanok_scan_number (&self->scan, value);
  if (self->scan.end - self->scan.at < (gssize) n_bytes)
    return FALSE;
  memcpy (&bits, self->scan.at, n_bytes);
  self->scan.at += n_bytes;
  bits = GUINT64_FROM_LE (bits);
  if (self->header.encoding == STANOK_PLY_BIG_ENDIAN)
    bits = turn (bits, n_bytes);
  *value = decode (bits, type);
  return TRUE;
}

static gboolean
refuse_end (const Reader  *self,
            const char    *what,
            guint64        i,
            guint64        count,
            GError       **error)
{
  StanokScan ahead = self->scan;
  const char *word;
  gsize length = 0;

  if (self->header.encoding == STANOK_PLY_TEXT)
    length = stanok_scan_word (&ahead, &word);
  if (length > 0)
    {
      g_autofree char *shown = stanok_scan_show (word, length);

      return stanok_refuse (error, "line %" G_GUINT64_FORMAT ": “%s” is not a number; export the "
                            "file again", stanok_scan_line_number (&ahead), shown);
    }
  return stanok_refuse (error, "the file ends after %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                        " %s; export it again", i, count, what);
}

/* By the least that @count of these can take up: a list may be empty, a number in a text is a digit
 * and a blank. */
static gboolean
fits (const Reader           *self,
      const StanokPlyElement *element)
{
  guint64 least = 0;

  for (guint i = 0; i < element->n_properties; i++)
    {
      const StanokPlyProperty *p = element->properties + i;
      StanokPlyType type = p->count_type != STANOK_PLY_NONE ? p->count_type : p->type;

      least += self->header.encoding == STANOK_PLY_TEXT ? 2 : stanok_ply_type_bytes (type);
    }
  /* The last number of a text needs no blank. */
  return least == 0 || element->count <= ((guint64) (self->scan.end - self->scan.at) + 1) / least;
}

static gboolean
skip_list (Reader                  *self,
           const StanokPlyProperty *property,
           double                   count)
{
  guint n_bytes = stanok_ply_type_bytes (property->type);
  double value;

  if (!(count >= 0 && count <= (double) (self->scan.end - self->scan.at)))
    return FALSE;
  if (self->header.encoding != STANOK_PLY_TEXT)
    {
      if ((guint64) count * n_bytes > (guint64) (self->scan.end - self->scan.at))
        return FALSE;
      self->scan.at += (gsize) count * n_bytes;
      return TRUE;
    }
  for (guint64 i = 0; i < (guint64) count; i++)
    if (!read_value (self, property->type, &value))
      return FALSE;
  return TRUE;
}

/* Reads a property that means nothing to us. */
static gboolean
skip_property (Reader                  *self,
               const StanokPlyProperty *property)
{
  double value;

  if (property->count_type == STANOK_PLY_NONE)
    return read_value (self, property->type, &value);
  return read_value (self, property->count_type, &value) && skip_list (self, property, value);
}

static gboolean
read_vertices (Reader                  *self,
               const StanokPlyElement  *element,
               GError                 **error)
{
  if (self->positions != NULL)
    return stanok_refuse (error, "the file lists its corners twice; export it again");
  if (element->count > MAX_VERTICES)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the model has more than %" G_GUINT64_FORMAT " corners; "
                   "reduce it and export it again", MAX_VERTICES);
      return FALSE;
    }
  self->positions = stanok_mesh_alloc (element->count, 3 * sizeof (float), error);
  if (self->positions == NULL)
    return FALSE;
  for (guint64 i = 0; i < element->count; i++)
    {
      for (guint k = 0; k < element->n_properties; k++)
        {
          const StanokPlyProperty *p = element->properties + k;
          double value = 0;

          if (p->meaning == STANOK_PLY_OTHER ? !skip_property (self, p)
                                             : !read_value (self, p->type, &value))
            return refuse_end (self, "corners", i, element->count, error);
          if (p->meaning != STANOK_PLY_OTHER)
            self->positions[3 * i + p->meaning - STANOK_PLY_X] = (float) value;
        }
      self->n_vertices++;
    }
  return TRUE;
}

static gboolean
read_corners (Reader                  *self,
              const StanokPlyProperty *property,
              guint64                  i,
              guint64                  n_faces,
              GError                 **error)
{
  double count, index;

  if (!read_value (self, property->count_type, &count))
    return refuse_end (self, "faces", i, n_faces, error);
  if (!(count >= 0 && count <= MAX_CORNERS && count == floor (count)))
    return stanok_refuse (error, "face %" G_GUINT64_FORMAT " has %.15g corners; export the file "
                          "again", i + 1, count);
  g_array_set_size (self->face, 0);
  for (guint32 k = 0; k < (guint32) count; k++)
    {
      if (!read_value (self, property->type, &index))
        return refuse_end (self, "faces", i, n_faces, error);
      if (!(index >= 0 && index < self->n_vertices && index == floor (index)))
        return stanok_refuse (error, "face %" G_GUINT64_FORMAT " has the corner %.15g, but the "
                              "file has %u; export it again", i + 1, index, self->n_vertices);
      g_array_append_vals (self->face, self->positions + 3 * (gsize) index, 3);
    }
  return TRUE;
}

static gboolean
read_faces (Reader                  *self,
            const StanokPlyElement  *element,
            GError                 **error)
{
  for (guint64 i = 0; i < element->count; i++)
    {
      for (guint k = 0; k < element->n_properties; k++)
        {
          const StanokPlyProperty *p = element->properties + k;

          if (p->meaning != STANOK_PLY_CORNERS)
            {
              if (!skip_property (self, p))
                return refuse_end (self, "faces", i, element->count, error);
              continue;
            }
          if (!read_corners (self, p, i, element->count, error))
            return FALSE;
          if (!stanok_feed_polygon (&self->feed, (const float *) (const void *) self->face->data,
                                    self->face->len / 3, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_element (Reader                  *self,
              const StanokPlyElement  *element,
              GError                 **error)
{
  static const char *names[] = {
    [STANOK_PLY_THINGS] = "entries",
    [STANOK_PLY_VERTICES] = "corners",
    [STANOK_PLY_FACES] = "faces",
  };

  if (element->n_properties == 0)
    return TRUE;
  if (!fits (self, element))
    return stanok_refuse (error, "the file is too short for the %" G_GUINT64_FORMAT " %s it "
                          "promises; export it again", element->count, names[element->kind]);
  if (element->kind == STANOK_PLY_VERTICES)
    return read_vertices (self, element, error);
  if (element->kind == STANOK_PLY_FACES)
    return read_faces (self, element, error);
  for (guint64 i = 0; i < element->count; i++)
    for (guint k = 0; k < element->n_properties; k++)
      if (!skip_property (self, element->properties + k))
        return refuse_end (self, "entries", i, element->count, error);
  return TRUE;
}

static StanokMesh *
read_all (Reader  *self,
          GError **error)
{
  guint64 n_faces = 0;

  if (!stanok_ply_header_read (&self->header, &self->scan, error))
    return NULL;
  for (guint i = 0; i < self->header.n_elements; i++)
    if (self->header.elements[i].kind == STANOK_PLY_FACES && fits (self, self->header.elements + i))
      n_faces = self->header.elements[i].count;
  if (!stanok_feed_begin (&self->feed, n_faces, error))
    return NULL;
  for (guint i = 0; i < self->header.n_elements; i++)
    if (!read_element (self, self->header.elements + i, error))
      return NULL;
  return stanok_feed_finish (&self->feed, error);
}

StanokMesh *
stanok_ply_read (const guint8  *bytes,
                 gsize          n_bytes,
                 GError       **error)
{
  g_autofree Reader *self = g_new0 (Reader, 1);
  StanokMesh *mesh;

  self->scan = stanok_scan_over (bytes, n_bytes);
  self->face = g_array_new (FALSE, FALSE, sizeof (float));
  mesh = read_all (self, error);
  g_array_unref (self->face);
  g_free (self->positions);
  stanok_feed_clear (&self->feed);
  return mesh;
}
