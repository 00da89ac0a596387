/* test-import-run.c: a model becomes a mesh file, or a sentence, whatever the importer does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "domain/stanok-error.h"
#include "mesh/stanok-mesh-file.h"
#include "port/stanok-import-run.h"

static const char tetrahedron[] =
  "solid t\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 0 6 0\nvertex 6 0 0\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 0 0\nvertex 6 0 0\nvertex 0 0 6\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 6 0 0\nvertex 0 6 0\nvertex 0 0 6\nendloop\nendfacet\n"
  "facet normal 0 0 0\nouter loop\nvertex 0 6 0\nvertex 0 0 0\nvertex 0 0 6\nendloop\nendfacet\n"
  "endsolid t\n";

typedef struct
{
  char *folder;
  char *model;
  char *mesh;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->folder = g_build_filename (g_get_user_cache_dir (), "meshes", NULL);
  g_mkdir_with_parents (self->folder, 0700);
  self->model = g_build_filename (g_get_user_cache_dir (), "0123abcd", NULL);
  self->mesh = g_build_filename (self->folder, "0123abcd.mesh", NULL);
  g_assert_true (g_file_set_contents (self->model, tetrahedron, -1, NULL));
}

static guint
count_files (const Fixture *self)
{
  g_autoptr(GDir) folder = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_free (self->folder);
  g_free (self->model);
  g_free (self->mesh);
}

static void
test_good (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMeshFile) mesh = NULL;

  g_assert_true (stanok_import_run_sync (STANOK_IMPORT, self->model, "Кольцо.STL", self->mesh, NULL,
                                         &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (self), ==, 1);
  mesh = stanok_mesh_file_open (self->mesh, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (stanok_mesh_file_get (mesh)->measures->volume_mm3, 36, 1e-6);
}

static void
finished_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GAsyncResult **to = user_data;

  *to = g_object_ref (result);
}

static void
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
run_async (const Fixture  *self,
           const char     *program,
           GCancellable   *cancellable,
           gboolean        is_cancelled,
           GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  stanok_import_run_async (program, self->model, NULL, self->mesh, cancellable, finished_cb,
                           &result);
  if (is_cancelled)
    g_timeout_add_once (200, cancel, cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return stanok_import_run_finish (result, error);
}

static void
test_async (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (run_async (self, STANOK_IMPORT, NULL, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (self->mesh, G_FILE_TEST_EXISTS));
}

static void
test_bad_model (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (self->model, tetrahedron, 150, NULL));
  g_assert_false (stanok_import_run_sync (STANOK_IMPORT, self->model, "ring.stl", self->mesh, NULL,
                                          &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  g_assert_cmpstr (error->message, ==, "ring.stl: the file ends in triangle 2; export it again");
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_missing (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (stanok_import_run_sync ("/nowhere/stanok-import", self->model, NULL, self->mesh,
                                          NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (stanok_import_run_sync (STANOK_IMPORT, "/nowhere/model", NULL, self->mesh, NULL,
                                          &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (stanok_import_run_sync (STANOK_IMPORT, self->model, NULL, "/nowhere/mesh", NULL,
                                          &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (self->mesh, 0700), ==, 0);
  g_assert_false (stanok_import_run_sync (STANOK_IMPORT, self->model, NULL, self->mesh, NULL,
                                          &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_cmpuint (count_files (self), ==, 1);
}

/* A program that is not the one we know. */
static const struct
{
  const char *script;
  int         code;
  const char *sentence;    /* pattern */
} strangers[] = {
  { "echo 'ring.stl: it is bad.' >&2; exit 3", STANOK_ERROR_BAD_DATA, "ring.stl: it is bad" },
  { "printf 'noise\\nmore noise\\nthe sentence.\\n\\n' >&2; exit 3", STANOK_ERROR_BAD_DATA,
    "the sentence" },
  { "printf 'a\\033[31m\\tb\\377' >&2; exit 3", STANOK_ERROR_BAD_DATA, "a [31m b?*" },
  { "exit 3", STANOK_ERROR_BAD_DATA, "the model cannot be read; export it again" },
  { "echo big >&2; exit 4", STANOK_ERROR_LIMIT, "big" },
  { "echo gone >&2; exit 5", STANOK_ERROR_STORE, "gone" },
  { "echo full >&2; exit 6", STANOK_ERROR_FULL, "full" },
  { "echo open >&2; exit 7", STANOK_ERROR_STORE, "open" },
  { "exit 99", STANOK_ERROR_BAD_DATA, "*cannot be read*" },
  { "kill -SEGV $$", STANOK_ERROR_LIMIT, "*stopped from outside (signal 11)*" },
  { "while :; do echo 'I will say this for ever and ever'; done >&2", STANOK_ERROR_LIMIT,
    "*stopped from outside*" },
  { "exit 0", STANOK_ERROR_BAD_DATA, "this is not a good mesh file*" },
  { "echo 'not a mesh' >&4; exit 0", STANOK_ERROR_BAD_DATA, "this is not a good mesh file*" },
};

static char *
make_program (const char *script)
{
  char *path = g_build_filename (g_get_user_cache_dir (), "stranger", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);

  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  return path;
}

static void
test_stranger (Fixture       *self,
               gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *program = make_program (strangers[i].script);
  g_autoptr(GError) error = NULL;

  g_assert_false (stanok_import_run_sync (program, self->model, "ring.stl", self->mesh, NULL,
                                          &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, STANOK_ERROR, strangers[i].code);
  g_assert_true (g_pattern_match_simple (strangers[i].sentence, error->message));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (count_files (self), ==, 0);
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *program = make_program ("exec sleep 60");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (run_async (self, program, cancellable, i == 0, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (count_files (self), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/port/import-run/good", Fixture, NULL, set_up, test_good, tear_down);
  g_test_add ("/port/import-run/async", Fixture, NULL, set_up, test_async, tear_down);
  g_test_add ("/port/import-run/bad-model", Fixture, NULL, set_up, test_bad_model, tear_down);
  g_test_add ("/port/import-run/something-is-missing", Fixture, NULL, set_up, test_missing,
              tear_down);
  g_test_add ("/port/import-run/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/port/import-run/stranger/%u", i);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_stranger, tear_down);
    }
  return g_test_run ();
}
