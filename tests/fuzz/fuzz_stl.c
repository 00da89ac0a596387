/* fuzz_stl.c: any bytes as an STL file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "fuzz-mesh.h"
#include "fuzz.h"
#include "importer/stanok-stl.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  GError *error = NULL;
  StanokMesh *mesh = stanok_stl_read (data, size, &error);

  fuzz_check_read (mesh, error);
  return 0;
}

/* Binary: two triangles that share an edge, with a plain title and with a misleading one. */
GBytes *
fuzz_seed (guint i)
{
  static const float triangles[2][9] = {
    { 0, 0, 0, 1, 0, 0, 0, 1, 0 }, { 0, 1, 0, 1, 0, 0, 1, 1, 2 },
  };
  guint8 bytes[84 + 2 * 50] = { 0 };
  guint32 count = GUINT32_TO_LE (2);

  if (i > 1)
    return NULL;
  memcpy (bytes, i == 0 ? "bytes" : "solid", 5);
  memcpy (bytes + 80, &count, 4);
  for (guint t = 0; t < 2; t++)
    memcpy (bytes + 84 + 50 * t + 12, triangles[t], sizeof triangles[t]);
  return g_bytes_new (bytes, sizeof bytes);
}
