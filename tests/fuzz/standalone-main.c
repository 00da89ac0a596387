/* standalone-main.c: runs a fuzz target over its corpus as a plain test
 *
 *   fuzz_NAME [FILE|FOLDER]...     seeds and files, and some mutants of each, always the same
 *   fuzz_NAME --write FOLDER       the seeds as files, for libFuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MUTANTS     400u
#define MAX_BYTES   ((gsize) 1 << 16)    /* of a file that is worth mutating */

static guint n_runs;

static guint32
draw (guint32 *state,
      guint32  below)
{
  *state = *state * 1664525u + 1013904223u;
  return (guint32) ((guint64) *state * below >> 32);
}

/* A copy that ends where its memory ends, so that a checker sees a byte too much being read. */
static void
run (const guint8 *bytes,
     gsize         n_bytes)
{
  guint8 *copy = calloc (1, MAX (n_bytes, 1));

  memcpy (copy, bytes, n_bytes);
  LLVMFuzzerTestOneInput (copy, n_bytes);
  free (copy);
  n_runs++;
}

static void
mutate (GByteArray *bytes,
        guint32    *state)
{
  static const guint8 telling[] = { 0, 1, 0x7f, 0x80, 0xff, ' ', '\n', '-', '9' };
  guint32 at = draw (state, bytes->len);
  guint32 again = MIN (bytes->len - at, 64);

  switch (draw (state, 6))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1u << draw (state, 8));
      break;
    case 1:
      bytes->data[at] = telling[draw (state, G_N_ELEMENTS (telling))];
      break;
    case 2:
      g_byte_array_set_size (bytes, MAX (at, 1));
      break;
    case 3:
      g_byte_array_remove_range (bytes, at, 1 + draw (state, MIN (bytes->len - at, 8)));
      break;
    case 4:
      /* Room first: the bytes must not move while they are copied. */
      g_byte_array_set_size (bytes, bytes->len + again);
      memcpy (bytes->data + bytes->len - again, bytes->data + at, again);
      break;
    default:
      memset (bytes->data + at, 0xff, MIN (bytes->len - at, 4));
      break;
    }
  if (bytes->len == 0)
    g_byte_array_set_size (bytes, 1);
}

static void
run_family (const guint8 *bytes,
            gsize         n_bytes)
{
  guint32 state = (guint32) n_bytes;

  run (bytes, n_bytes);
  if (n_bytes == 0 || n_bytes > MAX_BYTES)
    return;
  for (guint i = 0; i < MUTANTS; i++)
    {
      g_autoptr(GByteArray) mutant = g_byte_array_new ();
      guint n = 1 + draw (&state, 4);

      g_byte_array_append (mutant, bytes, (guint) n_bytes);
      while (n-- > 0)
        mutate (mutant, &state);
      run (mutant->data, mutant->len);
    }
}

static gboolean
run_path (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *bytes = NULL;
  const char *name;
  gsize n_bytes;

  if (folder != NULL)
    {
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          if (!run_path (inner))
            return FALSE;
        }
      return TRUE;
    }
  if (!g_file_get_contents (path, &bytes, &n_bytes, NULL))
    {
      fprintf (stderr, "%s cannot be read\n", path);
      return FALSE;
    }
  run_family ((const guint8 *) bytes, n_bytes);
  return TRUE;
}

static int
write_seeds (const char *folder)
{
  GBytes *seed;

  for (guint i = 0; fuzz_seed != NULL && (seed = fuzz_seed (i)) != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/seed-%u", folder, i);

      if (!g_file_set_contents (path, g_bytes_get_data (seed, NULL),
                                (gssize) g_bytes_get_size (seed), NULL))
        return 1;
      g_bytes_unref (seed);
    }
  return 0;
}

int
main (int   argc,
      char *argv[])
{
  GBytes *seed;

  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    return write_seeds (argv[2]);
  run ((const guint8 *) "", 0);
  for (guint i = 0; fuzz_seed != NULL && (seed = fuzz_seed (i)) != NULL; i++)
    {
      run_family (g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
      g_bytes_unref (seed);
    }
  for (int i = 1; i < argc; i++)
    if (!run_path (argv[i]))
      return 1;
  printf ("%u runs\n", n_runs);
  return 0;
}
