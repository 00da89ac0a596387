/* bench-mesh.c: what a large model costs, in CPU time, beside merely reading its file
 *
 *   bench-mesh [ROUNDS]
 *
 * The models are a knob, its triangles cut into four again and again: shape and volume stay.
 * Everything is done once a round, so that a busy machine slows all of it alike; medians are
 * printed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "demo/stanok-piece.h"
#include "importer/stanok-stl.h"
#include "mesh/stanok-coarse.h"
#include "mesh/stanok-measures.h"
#include "mesh/stanok-mesh-memory.h"

#define MAX_ROUNDS 25

typedef enum {
  READ,         /* read() into fresh memory, as malloc() gives it */
  READ_HUGE,    /* the same into huge pages, which the mesh has, too */
  WELD,         /* from mapped bytes to a mesh */
  MEASURE,
  EDGES,
  CREASES,
  COARSE,
  PROGRAM,      /* stanok-import, start to end, mesh file written */
  N_STAGES,
} Stage;

static const char *names[N_STAGES] = {
  "read() the file", "read() into huge pages", "weld", "box, area, volume", "edges, shells",
  "creases", "coarse version",
  "stanok-import, all in all",
};

typedef struct
{
  double ms[N_STAGES][MAX_ROUNDS];
  double program_wall_ms[MAX_ROUNDS];
  long   program_peak_kib;
} Figures;

static double
now_ms (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static void
halfway (const float *a,
         const float *b,
         float       *out)
{
  for (guint i = 0; i < 3; i++)
    out[i] = (a[i] + b[i]) / 2;
}

static StanokMesh *
subdivide (const StanokMesh *mesh)
{
  g_autofree float *soup = g_new (float, 36 * (gsize) mesh->n_triangles);
  float *to = soup;

  for (gsize t = 0; t < mesh->n_triangles; t++)
    {
      float p[6][3];
      static const guint8 parts[4][3] = { { 0, 3, 5 }, { 3, 1, 4 }, { 5, 4, 2 }, { 3, 4, 5 } };

      for (guint i = 0; i < 3; i++)
        memcpy (p[i], mesh->positions + 3 * (gsize) mesh->triangles[3 * t + i], sizeof p[i]);
      for (guint i = 0; i < 3; i++)
        halfway (p[i], p[(i + 1) % 3], p[3 + i]);
      for (guint i = 0; i < 4; i++)
        for (guint k = 0; k < 3; k++, to += 3)
          memcpy (to, p[parts[i][k]], sizeof p[0]);
    }
  return stanok_mesh_weld (soup, 4 * mesh->n_triangles, NULL);
}

static char *
make_model (guint n_cuts)
{
  StanokMesh *mesh = stanok_piece_make (STANOK_PIECE_KNOB, 40, 1);
  char *path = g_strdup_printf ("%s/bench-%u-XXXXXX", g_get_tmp_dir (), n_cuts);
  g_autoptr(GBytes) bytes = NULL;
  int fd = g_mkstemp (path);

  for (guint i = 0; i < n_cuts; i++)
    {
      StanokMesh *finer = subdivide (mesh);

      stanok_mesh_free (mesh);
      mesh = finer;
    }
  bytes = stanok_mesh_to_stl (mesh);
  stanok_mesh_free (mesh);
  close (fd);
  if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                            NULL))
    exit (1);
  return path;
}

static double
time_read (const char *path,
           gsize       n_bytes,
           gboolean    is_huge)
{
  double start = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  guint8 *bytes = is_huge ? stanok_mesh_alloc (n_bytes, 1, NULL) : g_malloc (n_bytes);
  gsize done = 0;
  gssize n;

  while ((n = read (fd, bytes + done, n_bytes - done)) > 0)
    done += (gsize) n;
  g_free (bytes);
  close (fd);
  return now_ms (CLOCK_PROCESS_CPUTIME_ID) - start;
}

static void
time_geometry (const char *path,
               gsize       n_bytes,
               Figures    *figures,
               guint       round)
{
  double at[N_STAGES + 1];
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  StanokMeasures measures;
  StanokAdjacency *adjacency;
  StanokCreases *creases;
  StanokMesh *mesh;
  guint8 *bytes;
  guint32 n;

  at[WELD] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  bytes = mmap (NULL, n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
  mesh = stanok_stl_read (bytes, n_bytes, NULL);
  munmap (bytes, n_bytes);
  at[MEASURE] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  stanok_measure_shape (mesh, &measures);
  at[EDGES] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  adjacency = stanok_adjacency_new (mesh, NULL);
  stanok_measure_topology (adjacency, &measures);
  at[CREASES] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  creases = stanok_creases_new (adjacency, STANOK_CREASE_DEGREES, NULL);
  at[COARSE] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  free (stanok_coarse_new (mesh, creases, measures.area_mm2, &n, NULL));
  at[PROGRAM] = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  for (guint stage = WELD; stage < PROGRAM; stage++)
    figures->ms[stage][round] = at[stage + 1] - at[stage];
  stanok_creases_free (creases);
  stanok_adjacency_free (adjacency);
  stanok_mesh_free (mesh);
  close (fd);
}

static void
time_program (const char *path,
              Figures    *figures,
              guint       round)
{
  double start = now_ms (CLOCK_MONOTONIC);
  g_autofree char *output = g_strdup_printf ("%s.mesh", path);
  char *arguments[] = { (char *) STANOK_IMPORT, (char *) path, (char *) "--format=stl",
                        (char *) "--output", output, NULL };
  struct rusage usage;
  pid_t child;
  int status;

  if (!g_spawn_async (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                      NULL, NULL, &child, NULL))
    exit (1);
  wait4 (child, &status, 0, &usage);
  figures->program_wall_ms[round] = now_ms (CLOCK_MONOTONIC) - start;
  figures->program_peak_kib = MAX (figures->program_peak_kib, usage.ru_maxrss);
  figures->ms[PROGRAM][round] =
    (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
    (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
  unlink (output);
}

static int
compare (const void *a,
         const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static void
bench (guint n_cuts,
       guint n_rounds)
{
  g_autofree char *path = make_model (n_cuts);
  g_autofree Figures *figures = g_new0 (Figures, 1);
  double ms[N_STAGES], read_ms;
  gsize n_bytes;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  n_bytes = (gsize) lseek (fd, 0, SEEK_END);
  close (fd);
  for (guint round = 0; round < n_rounds; round++)
    {
      figures->ms[READ][round] = time_read (path, n_bytes, FALSE);
      figures->ms[READ_HUGE][round] = time_read (path, n_bytes, TRUE);
      time_geometry (path, n_bytes, figures, round);
      time_program (path, figures, round);
    }
  unlink (path);
  printf ("%.1f MB, %" G_GSIZE_FORMAT " triangles; CPU ms, medians of %u\n", (double) n_bytes / 1e6,
          (n_bytes - 84) / 50, n_rounds);
  for (guint stage = 0; stage < N_STAGES; stage++)
    {
      ms[stage] = median (figures->ms[stage], n_rounds);
      printf ("  %-28s %8.1f   %5.1f x read\n", names[stage], ms[stage], ms[stage] / ms[READ]);
    }
  read_ms = ms[READ];
  printf ("  read and measure: %.2f x read (target 2)\n", (read_ms + ms[MEASURE]) / read_ms);
  printf ("  read, weld, measure, edges: %.1f x read (target 10)\n",
          (read_ms + ms[WELD] + ms[MEASURE] + ms[EDGES]) / read_ms);
  printf ("  stanok-import: %.0f ms wall, peak %.0f MB = %.1f x file\n",
          median (figures->program_wall_ms, n_rounds), (double) figures->program_peak_kib / 1024,
          (double) figures->program_peak_kib * 1024 / (double) n_bytes);
}

int
main (int   argc,
      char *argv[])
{
  guint64 n_rounds = 5;

  if (argc > 1 && !g_ascii_string_to_unsigned (argv[1], 10, 1, MAX_ROUNDS, &n_rounds, NULL))
    {
      fprintf (stderr, "bench-mesh: ROUNDS is a number from 1 to %d\n", MAX_ROUNDS);
      return 2;
    }
  bench (2, (guint) n_rounds);
  bench (4, (guint) n_rounds);
  return 0;
}
