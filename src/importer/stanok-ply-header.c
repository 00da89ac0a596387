/* stanok-ply-header.c: what a PLY file says of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-ply-header.h"

#include <string.h>

#include "importer/stanok-refuse.h"

#define MAX_LINES 1000u

static const struct
{
  const char    *name;
  StanokPlyType  type;
  guint          bytes;
} types[] = {
  { "char", STANOK_PLY_INT8, 1 }, { "int8", STANOK_PLY_INT8, 1 },
  { "uchar", STANOK_PLY_UINT8, 1 }, { "uint8", STANOK_PLY_UINT8, 1 },
  { "short", STANOK_PLY_INT16, 2 }, { "int16", STANOK_PLY_INT16, 2 },
  { "ushort", STANOK_PLY_UINT16, 2 }, { "uint16", STANOK_PLY_UINT16, 2 },
  { "int", STANOK_PLY_INT32, 4 }, { "int32", STANOK_PLY_INT32, 4 },
  { "uint", STANOK_PLY_UINT32, 4 }, { "uint32", STANOK_PLY_UINT32, 4 },
  { "float", STANOK_PLY_FLOAT32, 4 }, { "float32", STANOK_PLY_FLOAT32, 4 },
  { "double", STANOK_PLY_FLOAT64, 8 }, { "float64", STANOK_PLY_FLOAT64, 8 },
};

static gboolean
refuse (GError     **error,
        const char  *fault,
        const char  *word,
        gsize        length)
{
  g_autofree char *shown = stanok_scan_show (word, length);

  return stanok_refuse (error, "the head of the file %s (“%s”); export it again", fault, shown);
}

guint
stanok_ply_type_bytes (StanokPlyType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].bytes;
  return 0;
}

static gboolean
read_type (StanokScan     *line,
           StanokPlyType  *type,
           GError        **error)
{
  const char *word;
  gsize length = stanok_scan_word (line, &word);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (stanok_scan_is (word, length, types[i].name))
      {
        *type = types[i].type;
        return TRUE;
      }
  return refuse (error, "names an unknown kind of number", word, length);
}

static StanokPlyMeaning
find_meaning (const StanokPlyElement *element,
              const char             *word,
              gsize                   length,
              gboolean                is_list)
{
  if (element->kind == STANOK_PLY_FACES && is_list &&
      (stanok_scan_is (word, length, "vertex_indices") ||
       stanok_scan_is (word, length, "vertex_index")))
    return STANOK_PLY_CORNERS;
  if (element->kind != STANOK_PLY_VERTICES || is_list || length != 1)
    return STANOK_PLY_OTHER;
  switch (*word)
    {
    case 'x':
      return STANOK_PLY_X;
    case 'y':
      return STANOK_PLY_Y;
    case 'z':
      return STANOK_PLY_Z;
    default:
      return STANOK_PLY_OTHER;
    }
}

static gboolean
read_property (StanokPlyHeader  *self,
               StanokScan       *line,
               GError          **error)
{
  StanokPlyElement *element = self->elements + self->n_elements - 1;
  StanokPlyProperty *property;
  StanokScan ahead = *line;
  const char *word;
  gsize length = stanok_scan_word (&ahead, &word);

  if (self->n_elements == 0 || element->n_properties == STANOK_PLY_MAX_PROPERTIES)
    return refuse (error, "has a property out of place", word, length);
  property = element->properties + element->n_properties;
  property->count_type = STANOK_PLY_NONE;
  if (stanok_scan_is (word, length, "list"))
    {
      *line = ahead;
      if (!read_type (line, &property->count_type, error))
        return FALSE;
      if (property->count_type >= STANOK_PLY_FLOAT32)
        return refuse (error, "counts in fractions", word, length);
    }
  if (!read_type (line, &property->type, error))
    return FALSE;
  length = stanok_scan_word (line, &word);
  property->meaning = find_meaning (element, word, length, property->count_type != STANOK_PLY_NONE);
  element->n_properties++;
  return TRUE;
}

static gboolean
read_element (StanokPlyHeader  *self,
              StanokScan       *line,
              GError          **error)
{
  StanokPlyElement *element = self->elements + self->n_elements;
  const char *word;
  gsize length = stanok_scan_word (line, &word);
  gint64 count;

  if (self->n_elements == STANOK_PLY_MAX_ELEMENTS)
    return refuse (error, "lists too many kinds of things", word, length);
  if (!stanok_scan_integer (line, &count) || count < 0)
    return refuse (error, "gives no count", word, length);
  memset (element, 0, sizeof *element);
  element->count = (guint64) count;
  if (stanok_scan_is (word, length, "vertex"))
    element->kind = STANOK_PLY_VERTICES;
  else if (stanok_scan_is (word, length, "face"))
    element->kind = STANOK_PLY_FACES;
  self->n_elements++;
  return TRUE;
}

static gboolean
read_encoding (StanokPlyHeader  *self,
               StanokScan       *line,
               GError          **error)
{
  const char *word;
  gsize length = stanok_scan_word (line, &word);

  if (stanok_scan_is (word, length, "ascii"))
    self->encoding = STANOK_PLY_TEXT;
  else if (stanok_scan_is (word, length, "binary_little_endian"))
    self->encoding = STANOK_PLY_LITTLE_ENDIAN;
  else if (stanok_scan_is (word, length, "binary_big_endian"))
    self->encoding = STANOK_PLY_BIG_ENDIAN;
  else
    return refuse (error, "names an unknown encoding", word, length);
  return TRUE;
}

static gboolean
has_kind (const StanokPlyHeader *self,
          StanokPlyKind          kind,
          guint                  meanings)
{
  for (guint i = 0; i < self->n_elements; i++)
    {
      const StanokPlyElement *element = self->elements + i;
      guint found = 0;

      if (element->kind != kind)
        continue;
      for (guint k = 0; k < element->n_properties; k++)
        found |= 1u << element->properties[k].meaning;
      return (found & meanings) == meanings;
    }
  return FALSE;
}

static gboolean
check_parts (const StanokPlyHeader  *self,
             GError                **error)
{
  const guint place = 1u << STANOK_PLY_X | 1u << STANOK_PLY_Y | 1u << STANOK_PLY_Z;

  if (!has_kind (self, STANOK_PLY_VERTICES, place))
    return stanok_refuse (error, "the file has no corners with x, y and z; export it again");
  if (!has_kind (self, STANOK_PLY_FACES, 1u << STANOK_PLY_CORNERS))
    return stanok_refuse (error, "the file has points but no faces; export it as a mesh");
  return TRUE;
}

gboolean
stanok_ply_header_read (StanokPlyHeader  *self,
                        StanokScan       *scan,
                        GError          **error)
{
  gboolean has_encoding = FALSE;
  const char *text;
  gsize n;

  self->n_elements = 0;
  for (guint i = 0; i < MAX_LINES && stanok_scan_line (scan, &text, &n); i++)
    {
      StanokScan line = stanok_scan_over ((const guint8 *) text, n);
      const char *word;
      gsize length = stanok_scan_word (&line, &word);
      gboolean ok = TRUE;

      if (stanok_scan_is (word, length, "end_header"))
        return has_encoding ? check_parts (self, error)
                            : refuse (error, "gives no encoding", word, length);
      if (stanok_scan_is (word, length, "format"))
        ok = has_encoding = read_encoding (self, &line, error);
      else if (stanok_scan_is (word, length, "element"))
        ok = read_element (self, &line, error);
      else if (stanok_scan_is (word, length, "property"))
        ok = read_property (self, &line, error);
      /* Comments and their like, and what some writers forget to mark as one. */
      if (!ok)
        return FALSE;
    }
  return refuse (error, "has no end", "end_header", 10);
}
