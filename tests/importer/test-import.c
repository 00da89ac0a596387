/* test-import.c: the program, with good, odd and hostile files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "importer/stanok-jail.h"
#include "mesh/stanok-mesh-file.h"
#include "model-files.h"

#define QUIETLY \
  (G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL)

typedef struct
{
  int   status;    /* of exit, or -1 */
  char *out;
  char *err;
} Run;

static void
run_clear (Run *self)
{
  g_free (self->out);
  g_free (self->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static Run
run_import (const char *first,
            ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  Run self = { -1, NULL, NULL };
  va_list more;
  int status;

  g_ptr_array_add (arguments, (char *) STANOK_IMPORT);
  va_start (more, first);
  for (const char *a = first; a != NULL; a = va_arg (more, const char *))
    g_ptr_array_add (arguments, (char *) a);
  va_end (more);
  g_ptr_array_add (arguments, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **) arguments->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               &self.out, &self.err, &status, &error));
  g_assert_no_error (error);
  if (WIFEXITED (status))
    self.status = WEXITSTATUS (status);
  g_test_message ("%d %s%s", self.status, self.out, self.err);
  return self;
}

static char *
put_file (const char   *name,
          gconstpointer bytes,
          gsize         n_bytes)
{
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (g_get_user_cache_dir (), name, NULL);

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return path;
}

static char *
put_array (const char *name,
           GByteArray *bytes)
{
  char *path = put_file (name, bytes->data, bytes->len);

  g_byte_array_unref (bytes);
  return path;
}

static void
test_json (void)
{
  g_autofree char *path = put_array ("box.stl", model_make_stl_box (10));
  g_autofree char *mesh_path = g_build_filename (g_get_user_cache_dir (), "box.mesh", NULL);
  g_auto(Run) run = run_import (path, "--json", "--output", mesh_path, NULL);
  g_autoptr(StanokMeshFile) mesh = stanok_mesh_file_open (mesh_path, NULL);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpstr (run.out, ==,
                   "{\"format\":\"stl\",\"triangles\":12,\"vertices\":8,"
                   "\"min_mm\":[0,0,0],\"max_mm\":[10,10,10],\"size_mm\":[10,10,10],"
                   "\"area_mm2\":600,\"volume_mm3\":1000,\"watertight\":true,\"open_edges\":0,"
                   "\"non_manifold_edges\":0,\"shells\":1,\"notes\":[]}\n");
  g_assert_nonnull (mesh);
  g_assert_cmpuint (stanok_mesh_file_get (mesh)->n_triangles, ==, 12);
}

static void
test_text (void)
{
  g_autofree char *path = put_array ("box.stl", model_make_stl_box (10));
  g_auto(Run) run = run_import (path, NULL);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.out, ==,
                   "box.stl: 12 triangles, 10.00 × 10.00 × 10.00 mm, 1000.00 mm³, closed\n");
}

/* Signed tetrahedra over what a renderer would draw. */
static double
drawn_volume (const StanokMeshSections *s)
{
  double volume = 0;

  for (const guint32 *t = s->triangles; t < s->triangles + 3 * s->n_triangles; t += 3)
    {
      const float *a = s->vertices[t[0]].position;
      const float *b = s->vertices[t[1]].position;
      const float *c = s->vertices[t[2]].position;

      volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
                 a[2] * (b[0] * c[1] - b[1] * c[0])) / 6;
    }
  return volume;
}

static void
test_inside_out (void)
{
  g_autofree char *path = put_array ("box.stl", model_make_stl_box (-10));
  g_autofree char *mesh_path = g_build_filename (g_get_user_cache_dir (), "box.mesh", NULL);
  g_auto(Run) run = run_import (path, "--json", "--output", mesh_path, NULL);
  g_autoptr(StanokMeshFile) mesh = stanok_mesh_file_open (mesh_path, NULL);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_nonnull (strstr (run.out, "\"volume_mm3\":1000,"));
  g_assert_nonnull (strstr (run.out, "inside out"));
  g_assert_cmpfloat_with_epsilon (drawn_volume (stanok_mesh_file_get (mesh)), 1000, 1e-3);
}

/* A bad file leaves nothing at the place of the mesh, and what was there stays. */
static void
test_output_is_whole (void)
{
  g_autoptr(GByteArray) bytes = model_make_stl_box (10);
  g_autofree char *path = put_file ("cut.stl", bytes->data, bytes->len - 60);
  g_autofree char *mesh_path = put_file ("old.mesh", "old", 3);
  g_auto(Run) run = run_import (path, "--output", mesh_path, NULL);
  g_autofree char *left = NULL;
  g_autoptr(GDir) folder = NULL;
  const char *name;

  g_assert_cmpint (run.status, ==, 3);
  g_assert_cmpstr (run.out, ==, "");
  g_assert_cmpstr (run.err, ==,
                   "cut.stl: the file ends after 10 of 12 triangles; export it again.\n");
  g_assert_true (g_file_get_contents (mesh_path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "old");
  folder = g_dir_open (g_get_user_cache_dir (), 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    g_assert_null (strstr (name, ".part"));
}

static void
test_ends (void)
{
  g_autofree char *box = put_array ("box.stl", model_make_stl_box (10));
  g_autofree char *empty = put_file ("empty.stl", "", 0);
  g_autofree char *text = put_file ("letter.doc", "hello", 5);
  const struct { const char *a, *b, *c; int status; const char *says; } rows[] = {
    { NULL, NULL, NULL, 2, "give one FILE, or --fd-in" },
    { "--nonsense", NULL, NULL, 2, "nonsense" },
    { box, box, NULL, 2, "give one FILE" },
    { box, "--fd-in=0", NULL, 2, "give one FILE" },
    { "--fd-in=0", "--output=x", NULL, 2, "give one FILE" },
    { "--fd-in=77", NULL, NULL, 5, "cannot be read: Bad file descriptor" },
    { empty, NULL, NULL, 3, "empty.stl: the file is empty" },
    { text, NULL, NULL, 3, "files of the kind .doc are not read" },
    { "/nowhere/box.stl", NULL, NULL, 5, "box.stl: cannot be opened: No such file" },
    { "/etc", NULL, NULL, 5, "cannot be read: Is a directory" },
    { box, "--output", "/nowhere/box.mesh", 5, "cannot be opened" },
    { box, "--format", "ply", 3, "this is not a PLY file but an STL file" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Run) run = run_import (rows[i].a, rows[i].b, rows[i].c, NULL);

      g_assert_cmpint (run.status, ==, rows[i].status);
      g_assert_nonnull (strstr (run.err, rows[i].says));
      g_assert_cmpstr (run.out, ==, "");
    }
}

/* The terminal's way: descriptors, and no names. */
static int
run_with_descriptors (int         in_fd,
                      int         out_fd,
                      const char *more)
{
  char *arguments[] = { (char *) STANOK_IMPORT, (char *) "--fd-in=8", (char *) "--fd-out=9",
                        (char *) more, NULL };
  const int from[] = { in_fd, out_fd }, to[] = { 8, 9 };
  g_autoptr(GError) error = NULL;
  int status;
  pid_t child;

  g_assert_true (g_spawn_async_with_pipes_and_fds (NULL, (const char * const *) arguments, NULL,
                                                   QUIETLY, NULL, NULL, -1, -1, -1, from, to, 2,
                                                   &child, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static void
test_descriptors (void)
{
  g_autoptr(GByteArray) box = model_make_stl_box (10);
  static const struct { const char *more; int status; } rows[] = {
    { NULL, 0 }, { "--format=stl", 0 }, { "--format=.STL", 0 }, { "--name=ring.stl", 0 },
    { "--name=ring", 0 },
    { "--name=ring.obj", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int in_fd = memfd_create ("model", MFD_CLOEXEC), out_fd = memfd_create ("mesh", MFD_CLOEXEC);
      g_autoptr(StanokMeshFile) mesh = NULL;

      g_assert_cmpint (write (in_fd, box->data, box->len), ==, box->len);
      g_assert_cmpint (run_with_descriptors (in_fd, out_fd, rows[i].more), ==, rows[i].status);
      mesh = stanok_mesh_file_map (out_fd, NULL);
      g_assert_cmpint (mesh != NULL, ==, rows[i].status == 0);
      close (in_fd);
      close (out_fd);
    }
}

static void
test_full_disk (void)
{
  g_autofree char *path = put_array ("box.stl", model_make_stl_box (10));
  int in_fd = open (path, O_RDONLY | O_CLOEXEC), out_fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);
  int read_only = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (run_with_descriptors (in_fd, out_fd, NULL), ==, 6);
  g_assert_cmpint (run_with_descriptors (in_fd, read_only, NULL), ==, 5);
  close (in_fd);
  close (out_fd);
  close (read_only);
}

/* A pipe has no length and cannot be mapped. If the parent is killed, the child does not live on:
 * the pipe has no reader any more. */
static void
test_pipe_and_kill (void)
{
  const char * const arguments[] = { STANOK_IMPORT, "--fd-in=8", "--format=stl", NULL };
  g_autoptr(GByteArray) more = model_make_stl_box (10);
  guint n_bytes = more->len;
  struct pollfd no_reader = { .events = 0 };    /* an error is reported unasked */
  int to[] = { 8 }, pipe_fds[2], status;
  pid_t child;

  /* More than a pipe holds: once it is written, the child has begun to read. */
  g_byte_array_set_size (more, 400000);
  memset (more->data + n_bytes, 0, more->len - n_bytes);
  signal (SIGPIPE, SIG_IGN);
  for (guint is_killed = 0; is_killed <= 1; is_killed++)
    {
      g_assert_cmpint (pipe2 (pipe_fds, O_CLOEXEC), ==, 0);
      g_assert_true (g_spawn_async_with_pipes_and_fds (NULL, arguments, NULL, QUIETLY, NULL, NULL,
                                                       -1, -1, -1, pipe_fds, to, 1, &child,
                                                       NULL, NULL, NULL, NULL));
      close (pipe_fds[0]);
      no_reader.fd = pipe_fds[1];
      g_assert_cmpint (write (pipe_fds[1], more->data, more->len), ==, more->len);
      if (is_killed)
        kill (child, SIGKILL);
      else
        close (pipe_fds[1]);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      if (!is_killed)
        {
          g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
          continue;
        }
      g_assert_cmpint (poll (&no_reader, 1, 5000), ==, 1);
      g_assert_cmpint (write (pipe_fds[1], "x", 1), ==, -1);
      g_assert_cmpint (errno, ==, EPIPE);
      close (pipe_fds[1]);
    }
}

/* What other programs' readers died of or gave away. Whatever happens: a sentence, nothing of
 * another file, and the right end. */
static void
test_hostile (void)
{
  static const char face_ply[] =
    "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
    "property float z\nelement face 1\nproperty list uchar int vertex_indices\nend_header\n"
    "0 0 0\n1 0 0\n0 1 0\n3 0 1 99999999\n";
  const struct
  {
    const char *name;
    GByteArray *bytes;
    int         status;
    const char *says;
    gboolean    kills_reader;
  } rows[] = {
    { "face.ply", model_make_text (face_ply), 3, "corner 99999999" },
    { "spy.gltf", model_make_gltf ("../../../../../../etc/passwd"), 3,
      "refers to “../../../../../../etc/passwd”" },
    { "spy2.gltf", model_make_gltf ("/etc/passwd"), 3, "etc/passwd”" },
    { "deep.gltf", model_make_deep_gltf (300000), 3, "", TRUE },
    { "count.off", model_make_text ("OFF\n3000000000 1 0\n0 0 0\n"), -2, "", TRUE },
    { "index.3mf", model_make_3mf ("millimeter", 77777777, 0), 3, "" },
    { "bomb.3mf", model_make_3mf ("millimeter", 3, 700), 4, "", TRUE },
    { "parsec.3mf", model_make_3mf ("parsec", 3, 0), 3, "“parsec”, which is no known unit" },
    { "cut.3mf", model_make_text ("PK\x03\x04 and no more"), 3, "" },
    { "cut.glb", model_make_text ("glTF\x02"), 3, "" },
    { "words.obj", model_make_text ("f 1 2 3\nf 9 9 9\n"), 3, "" },
    { "cut.dae", model_make_text ("<?xml version=\"1.0\"?><COLLADA>"), 3, "" },
    { "cut.amf", model_make_text ("<?xml version=\"1.0\"?><amf><object>"), 3, "" },
    { "cut.fbx", model_make_text ("; FBX\nObjects: {"), 3, "" },
    { "cut.3ds", model_make_text ("MM\x10"), 3, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = put_array (rows[i].name, rows[i].bytes);
      g_auto(Run) run = { 0, NULL, NULL };

      if (STANOK_UNDER_SANITIZER && rows[i].kills_reader)
        continue;    /* it would end the program in its own way */
      run = run_import (path, "--json", NULL);
      g_assert_cmpint (run.status, >=, 3);
      g_assert_cmpint (run.status, <=, 4);
      if (rows[i].status > 0)
        g_assert_cmpint (run.status, ==, rows[i].status);
      g_assert_cmpstr (run.out, ==, "");
      g_assert_true (g_str_has_prefix (run.err, rows[i].name));
      g_assert_true (g_str_has_suffix (run.err, ".\n"));
      g_assert_nonnull (strstr (run.err, rows[i].says));
      g_assert_null (strstr (run.err, "root:"));
    }
}

/* The material of an OBJ file is not needed, so it is only said that it was not read. */
static void
test_side_file (void)
{
  g_autofree char *path = put_array ("box.obj", model_make_text (
    "mtllib ../../../../etc/passwd\nv 0 0 0\nv 2 0 0\nv 0 2 0\nv 0 0 2\nusemtl gold\n"
    "f 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n"));
  g_auto(Run) run = run_import (path, "--json", NULL);

  g_assert_cmpint (run.status, ==, 0);
  g_assert_nonnull (strstr (run.out, "to which the file refers, was not read"));
  g_assert_null (strstr (run.out, "root:"));
  g_assert_nonnull (strstr (run.out, "\"volume_mm3\":1.333333333,"));
}

static void
test_3mf_units (void)
{
  static const struct { const char *unit, *size; } rows[] = {
    { "millimeter", "\"max_mm\":[1,1,1]" },
    { "inch", "\"max_mm\":[25.39999962,25.39999962,25.39999962]" },
    { "centimeter", "\"max_mm\":[10,10,10]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = put_array ("tetrahedron.3mf", model_make_3mf (rows[i].unit, 3, 0));
      g_auto(Run) run = run_import (path, "--json", NULL);

      g_assert_cmpint (run.status, ==, 0);
      g_assert_nonnull (strstr (run.out, rows[i].size));
      g_assert_nonnull (strstr (run.out, "\"watertight\":true"));
    }
}

/* Real files of Debian's packages, where they are installed: what must come out. */
static void
test_real_files (void)
{
  static const struct { const char *path, *says; } rows[] = {
    { "assimp/models/STL/Spider_binary.stl", "\"triangles\":1312," },
    { "assimp/models/OFF/Cube.off", "\"volume_mm3\":1," },
    { "assimp/models/PLY/cube_binary.ply", "\"volume_mm3\":1," },
    { "assimp/models/AMF/test9.amf", "\"volume_mm3\":12," },
    { "assimp/models/glTF2/BoxTextured-glTF-Binary/BoxTextured.glb",
      "\"size_mm\":[1000,1000,1000]" },
    { "assimp/models/3MF/box.3mf", "\"size_mm\":[10,20,30]" },
    { "assimp/models/Collada/sphere.dae", "\"watertight\":true" },
    { "opencascade/data/stl/sh1.stl", "\"triangles\":3290," },
    { "opencascade/data/stl/bearing.stl", "\"open_edges\":134," },
    { "opencascade/data/stl/head.stl", "\"triangles\":117694," },
  };
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename ("/usr/share", rows[i].path, NULL);
      g_auto(Run) run = { 0, NULL, NULL };

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      n_found++;
      run = run_import (path, "--json", NULL);
      g_assert_cmpint (run.status, ==, 0);
      g_assert_nonnull (strstr (run.out, rows[i].says));
    }
  if (n_found == 0)
    g_test_skip ("neither assimp-testmodels nor occt-misc is installed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/importer/program/json-and-mesh", test_json);
  g_test_add_func ("/importer/program/text", test_text);
  g_test_add_func ("/importer/program/inside-out-is-turned", test_inside_out);
  g_test_add_func ("/importer/program/the-mesh-is-whole-or-absent", test_output_is_whole);
  g_test_add_func ("/importer/program/every-end", test_ends);
  g_test_add_func ("/importer/program/descriptors", test_descriptors);
  g_test_add_func ("/importer/program/full-disk", test_full_disk);
  g_test_add_func ("/importer/program/a-pipe-and-a-killed-parent", test_pipe_and_kill);
  g_test_add_func ("/importer/program/hostile-files", test_hostile);
  g_test_add_func ("/importer/program/a-side-file-is-not-read", test_side_file);
  g_test_add_func ("/importer/program/3mf-units", test_3mf_units);
  g_test_add_func ("/importer/program/real-files", test_real_files);
  return g_test_run ();
}
