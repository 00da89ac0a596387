/* model-files.c: model files made for the tests, good and bad
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "model-files.h"

#include <math.h>
#include <string.h>

#include <gio/gio.h>

GByteArray *
model_make_text (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return bytes;
}

static void
append_number (GByteArray *bytes,
               guint32     value,
               guint       n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (value >> 8 * i);

      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
append_float (GByteArray *bytes,
              float       value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  append_number (bytes, bits, 4);
}

GByteArray *
model_make_stl_box (float side)
{
  /* Corners by bit: 1 is x, 2 is y, 4 is z. */
  static const guint8 triangles[12][3] = {
    { 0, 2, 3 }, { 0, 3, 1 }, { 4, 5, 7 }, { 4, 7, 6 }, { 0, 1, 5 }, { 0, 5, 4 },
    { 2, 6, 7 }, { 2, 7, 3 }, { 0, 4, 6 }, { 0, 6, 2 }, { 1, 3, 7 }, { 1, 7, 5 },
  };
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < 20; i++)
    append_number (bytes, 0, 4);
  append_number (bytes, 12, 4);
  for (guint t = 0; t < 12; t++)
    {
      for (guint i = 0; i < 3; i++)
        append_float (bytes, 0);
      for (guint c = 0; c < 3; c++)
        for (guint k = 0; k < 3; k++)
          append_float (bytes, triangles[t][side < 0 ? 2 - c : c] & 1 << k ? fabsf (side) : 0);
      append_number (bytes, 0, 2);
    }
  return bytes;
}

GByteArray *
model_make_gltf (const char *uri)
{
  g_autofree char *text = g_strdup_printf (
    "{\"asset\":{\"version\":\"2.0\"},\"scene\":0,\"scenes\":[{\"nodes\":[0]}],"
    "\"nodes\":[{\"mesh\":0}],"
    "\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":0}}]}],"
    "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,\"count\":3,\"type\":\"VEC3\","
    "\"max\":[1,1,1],\"min\":[0,0,0]}],\"bufferViews\":[{\"buffer\":0,\"byteLength\":36}],"
    "\"buffers\":[{\"byteLength\":36,\"uri\":\"%s\"}]}", uri);

  return model_make_text (text);
}

GByteArray *
model_make_deep_gltf (guint depth)
{
  GByteArray *bytes = model_make_text ("{\"asset\":");

  for (guint i = 0; i < depth; i++)
    g_byte_array_append (bytes, (const guint8 *) "[", 1);
  return bytes;
}

static guint32
checksum (const guint8 *bytes,
          gsize         n_bytes,
          guint32       sum)
{
  sum = ~sum;
  for (gsize i = 0; i < n_bytes; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
  return ~sum;
}

typedef struct
{
  GByteArray *file;
  GByteArray *directory;
  guint       n;
} Zip;

static void
append_entry_numbers (GByteArray *bytes,
                      guint32     sum,
                      guint32     packed,
                      guint32     n_bytes,
                      const char *name)
{
  append_number (bytes, 20, 2);
  append_number (bytes, 0, 2);
  append_number (bytes, packed == n_bytes ? 0 : 8, 2);
  append_number (bytes, 0, 4);
  append_number (bytes, sum, 4);
  append_number (bytes, packed, 4);
  append_number (bytes, n_bytes, 4);
  append_number (bytes, (guint32) strlen (name), 2);
  append_number (bytes, 0, 2);
}

static void
zip_add (Zip          *self,
         const char   *name,
         gconstpointer data,
         gsize         packed,
         guint32       sum,
         gsize         n_bytes)
{
  guint32 at = self->file->len;

  append_number (self->file, 0x04034b50, 4);
  append_entry_numbers (self->file, sum, (guint32) packed, (guint32) n_bytes, name);
  g_byte_array_append (self->file, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (self->file, data, (guint) packed);
  append_number (self->directory, 0x02014b50, 4);
  append_number (self->directory, 20, 2);
  append_entry_numbers (self->directory, sum, (guint32) packed, (guint32) n_bytes, name);
  append_number (self->directory, 0, 4);    /* comment, disk */
  append_number (self->directory, 0, 2);
  append_number (self->directory, 0, 4);
  append_number (self->directory, at, 4);
  g_byte_array_append (self->directory, (const guint8 *) name, (guint) strlen (name));
  self->n++;
}

static void
zip_add_text (Zip        *self,
              const char *name,
              const char *text)
{
  gsize n = strlen (text);

  zip_add (self, name, text, n, checksum ((const guint8 *) text, n, 0), n);
}

static GByteArray *
zip_finish (Zip *self)
{
  guint32 at = self->file->len;

  g_byte_array_append (self->file, self->directory->data, self->directory->len);
  append_number (self->file, 0x06054b50, 4);
  append_number (self->file, 0, 4);
  append_number (self->file, self->n, 2);
  append_number (self->file, self->n, 2);
  append_number (self->file, self->directory->len, 4);
  append_number (self->file, at, 4);
  append_number (self->file, 0, 2);
  g_byte_array_unref (self->directory);
  return self->file;
}

/* @text, then blanks: packed to almost nothing. */
static GByteArray *
pack_with_blanks (const char *text,
                  guint       mib,
                  guint32    *sum,
                  gsize      *n_bytes)
{
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GConverter) deflater =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 1));
  g_autoptr(GOutputStream) packer = g_converter_output_stream_new (memory, deflater);
  g_autofree guint8 *blanks = g_malloc (1 << 20);
  g_autoptr(GBytes) bytes = NULL;
  GByteArray *out = g_byte_array_new ();

  memset (blanks, ' ', 1 << 20);
  *n_bytes = strlen (text) + ((gsize) mib << 20);
  *sum = 0;    /* wrong: a reader that gets as far as checking it has read it all */
  g_output_stream_write_all (packer, text, strlen (text), NULL, NULL, NULL);
  for (guint i = 0; i < mib; i++)
    g_output_stream_write_all (packer, blanks, 1 << 20, NULL, NULL, NULL);
  g_output_stream_close (packer, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_byte_array_append (out, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  return out;
}

GByteArray *
model_make_3mf (const char *unit,
                guint       last_index,
                guint       padding_mib)
{
  Zip zip = { g_byte_array_new (), g_byte_array_new (), 0 };
  g_autofree char *text = g_strdup_printf (
    "<?xml version=\"1.0\"?>\n<model unit=\"%s\" "
    "xmlns=\"http://schemas.microsoft.com/3dmanufacturing/core/2015/02\">"
    "<resources><object id=\"1\" type=\"model\"><mesh><vertices><vertex x=\"0\" y=\"0\" z=\"0\"/>"
    "<vertex x=\"1\" y=\"0\" z=\"0\"/><vertex x=\"0\" y=\"1\" z=\"0\"/><vertex x=\"0\" y=\"0\" "
    "z=\"1\"/></vertices>"
    "<triangles><triangle v1=\"0\" v2=\"2\" v3=\"1\"/><triangle v1=\"0\" v2=\"1\" v3=\"3\"/>"
    "<triangle v1=\"0\" v2=\"3\" v3=\"2\"/><triangle v1=\"1\" v2=\"2\" "
    "v3=\"%u\"/></triangles></mesh></object></resources>"
    "<build><item objectid=\"1\"/></build></model>", unit, last_index);

  zip_add_text (&zip, "[Content_Types].xml",
                "<?xml version=\"1.0\"?><Types "
                "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                "<Default Extension=\"model\" "
                "ContentType=\"application/vnd.ms-package.3dmanufacturing-3dmodel+xml\"/>"
                "<Default Extension=\"rels\" "
                "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                "</Types>");
  zip_add_text (&zip, "_rels/.rels",
                "<?xml version=\"1.0\"?><Relationships "
                "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                "<Relationship "
                "Target=\"/3D/3dmodel.model\" Id=\"r\" "
                "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\"/>"
                "</Relationships>");
  if (padding_mib > 0)
    {
      guint32 sum;
      gsize n_bytes;
      g_autoptr(GByteArray) packed = pack_with_blanks (text, padding_mib, &sum, &n_bytes);

      zip_add (&zip, "3D/3dmodel.model", packed->data, packed->len, sum, n_bytes);
    }
  else
    {
      zip_add_text (&zip, "3D/3dmodel.model", text);
    }
  return zip_finish (&zip);
}
