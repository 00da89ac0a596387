/* stanok-mesh-memory.c: big arrays that may be refused, so that a huge model ends in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-mesh-memory.h"

#include "domain/stanok-error.h"

static void
set_error (gsize    count,
           gsize    size,
           GError **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "the model needs more memory than it may have (%" G_GSIZE_FORMAT " MiB in one piece); "
               "reduce its triangles and export it again", count / 1024 * size / 1024);
}

/* (transfer full): not cleared; NULL with %STANOK_ERROR_LIMIT if there is not so much memory. */
gpointer
stanok_mesh_alloc (gsize    count,
                   gsize    size,
                   GError **error)
{
  gpointer array = g_try_malloc_n (MAX (count, 1), size);

  if (array == NULL)
    set_error (count, size, error);
  return array;
}

/* After failure @array is as it was. */
gboolean
stanok_mesh_realloc (gpointer *array,
                     gsize     count,
                     gsize     size,
                     GError  **error)
{
  gpointer bigger = g_try_realloc_n (*array, MAX (count, 1), size);

  if (bigger == NULL)
    {
      set_error (count, size, error);
      return FALSE;
    }
  *array = bigger;
  return TRUE;
}
