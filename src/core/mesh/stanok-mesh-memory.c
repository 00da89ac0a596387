/* stanok-mesh-memory.c: big arrays that may be refused, so that a huge model ends in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/stanok-mesh-memory.h"

#include <sys/mman.h>

#include "domain/stanok-error.h"

#define HUGE_PAGE  ((gsize) 2 << 20)

static void
set_error (gsize    count,
           gsize    size,
           GError **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "the model needs more memory than it may have "
               "(%" G_GSIZE_FORMAT " MiB in one piece); reduce its triangles and export it again",
               count / 1024 * size / 1024);
}

/* Taking page after page of a fresh array costs as much time as the work on it. Only a wish. */
static void
ask_for_huge_pages (gpointer array,
                    gsize    n_bytes)
{
#ifdef MADV_HUGEPAGE
  gsize begin = ((gsize) array + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  gsize end = ((gsize) array + n_bytes) / HUGE_PAGE * HUGE_PAGE;

  if (begin < end)
    madvise ((gpointer) begin, end - begin, MADV_HUGEPAGE);
#endif
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
  else
    ask_for_huge_pages (array, count * size);
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
