/* fuzz_ply.c: any bytes as a PLY file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "fuzz-mesh.h"
#include "fuzz.h"
#include "importer/stanok-ply.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  GError *error = NULL;
  StanokMesh *mesh = stanok_ply_read (data, size, &error);

  fuzz_check_read (mesh, error);
  return 0;
}

static void
append (GByteArray *bytes,
        guint32     value,
        guint       n_bytes,
        gboolean    is_big)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (value >> 8 * (is_big ? n_bytes - 1 - i : i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Binary, of both byte orders: four corners, a square and a triangle. */
GBytes *
fuzz_seed (guint i)
{
  static const char *heads[] = {
    "ply\nformat binary_little_endian 1.0\n", "ply\nformat binary_big_endian 1.0\n",
  };
  static const char rest[] =
    "element vertex 4\nproperty float x\nproperty float y\nproperty float z\nproperty uchar red\n"
    "element face 2\nproperty list uchar short vertex_indices\n"
    "element edge 1\nproperty list int double w\nend_header\n";
  static const float corners[4][3] = { { 0, 0, 0 }, { 1, 0, 0 }, { 1, 1, 0 }, { 0, 1, 0.5f } };
  GByteArray *bytes;

  if (i >= G_N_ELEMENTS (heads))
    return NULL;
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) heads[i], (guint) strlen (heads[i]));
  g_byte_array_append (bytes, (const guint8 *) rest, sizeof rest - 1);
  for (guint v = 0; v < 4; v++)
    {
      for (guint k = 0; k < 3; k++)
        {
          guint32 bits;

          memcpy (&bits, &corners[v][k], sizeof bits);
          append (bytes, bits, 4, i == 1);
        }
      append (bytes, 200, 1, FALSE);
    }
  append (bytes, 4, 1, FALSE);
  for (guint v = 0; v < 4; v++)
    append (bytes, v, 2, i == 1);
  append (bytes, 3, 1, FALSE);
  for (guint v = 0; v < 3; v++)
    append (bytes, 2 - v, 2, i == 1);
  append (bytes, 1, 4, i == 1);
  append (bytes, 0, 4, FALSE);
  append (bytes, 0, 4, FALSE);
  return g_byte_array_free_to_bytes (bytes);
}
