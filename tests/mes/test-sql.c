/* test-sql.c: the layer over the database keeps what it promises, and says what went wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sql/stanok-sql.h"

#include <glib/gstdio.h>
#include <string.h>

#include "domain/stanok-error.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("stanok-sql-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static StanokSql *
open_with_table (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  StanokSql *sql = stanok_sql_open (fixture->path, NULL, &error);

  g_assert_no_error (error);
  stanok_sql_script (sql, "CREATE TABLE IF NOT EXISTS t (id TEXT PRIMARY KEY, n BIGINT, b BLOB)",
                     &error);
  g_assert_no_error (error);
  return sql;
}

static gint64
insert (StanokSql  *sql,
        const char *id,
        gint64      n,
        GError    **error)
{
  StanokSqlQuery *query = stanok_sql_query (sql, "INSERT INTO t (id, n, b) VALUES (?1, ?2, ?3)",
                                            error);

  stanok_sql_bind_text (query, 1, id);
  stanok_sql_bind_int (query, 2, n);
  stanok_sql_bind_blob (query, 3, "a\0b", 3);
  return stanok_sql_run (query, error);
}

static gint64
count (StanokSql *sql)
{
  g_autoptr(StanokSqlQuery) query = stanok_sql_query (sql, "SELECT count(*) AS n FROM t", NULL);

  g_assert_true (stanok_sql_step (query, NULL));
  return stanok_sql_int (query, "n");
}

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) error = NULL;
  gsize n;

  g_assert_cmpint (insert (sql, "Ж", G_MININT64, &error), ==, 1);
  g_assert_no_error (error);
  query = stanok_sql_query (sql, "SELECT id, n, b, NULL AS none FROM t", &error);
  g_assert_true (stanok_sql_step (query, &error));
  g_assert_cmpstr (stanok_sql_text (query, "id"), ==, "Ж");
  g_assert_cmpint (stanok_sql_int (query, "n"), ==, G_MININT64);
  g_assert_cmpmem (stanok_sql_blob (query, "b", &n), 3, "a\0b", 3);
  g_assert_cmpuint (n, ==, 3);
  g_assert_null (stanok_sql_text (query, "none"));
  g_assert_cmpint (stanok_sql_int (query, "none"), ==, 0);
  g_assert_false (stanok_sql_step (query, &error));
  g_assert_no_error (error);
}

/* A loop over a statement may run the same statement inside. */
static void
test_nested (Fixture       *fixture,
             gconstpointer  data)
{
  static const char text[] = "SELECT id FROM t ORDER BY id";
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(StanokSqlQuery) outer = NULL;
  int n = 0;

  insert (sql, "a", 1, NULL);
  insert (sql, "b", 2, NULL);
  outer = stanok_sql_query (sql, text, NULL);
  while (stanok_sql_step (outer, NULL))
    {
      g_autoptr(StanokSqlQuery) inner = stanok_sql_query (sql, text, NULL);

      g_assert_true (stanok_sql_step (inner, NULL));
      g_assert_cmpstr (stanok_sql_text (inner, "id"), ==, "a");
      n++;
    }
  g_assert_cmpint (n, ==, 2);
}

static void
test_transactions (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_sql_begin (sql, &error));
  insert (sql, "a", 1, NULL);
  stanok_sql_rollback (sql);
  g_assert_cmpint (count (sql), ==, 0);
  g_assert_true (stanok_sql_begin (sql, &error));
  insert (sql, "a", 1, NULL);
  g_assert_true (stanok_sql_commit (sql, &error));
  /* Closing in the middle of one keeps nothing of it. */
  g_assert_true (stanok_sql_begin (sql, &error));
  insert (sql, "b", 1, NULL);
  g_clear_pointer (&sql, stanok_sql_close);
  sql = open_with_table (fixture);
  g_assert_cmpint (count (sql), ==, 1);
}

static void
test_constraint (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (insert (sql, "a", 1, &error), ==, 1);
  g_assert_cmpint (insert (sql, "a", 1, &error), ==, -1);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_clear_error (&error);
  /* The statement is as good as new. */
  g_assert_cmpint (insert (sql, "b", 1, &error), ==, 1);
  g_assert_null (stanok_sql_query (sql, "SELEKT", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
}

static void
test_full (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(GError) error = NULL;
  g_autofree char *id = g_strnfill (100000, 'x');

  stanok_sql_script (sql, "PRAGMA max_page_count=8", NULL);
  g_assert_true (stanok_sql_begin (sql, &error));
  g_assert_cmpint (insert (sql, id, 1, &error), ==, -1);
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_FULL);
  g_clear_error (&error);
  stanok_sql_rollback (sql);
  stanok_sql_script (sql, "PRAGMA max_page_count=1000", NULL);
  g_assert_cmpint (insert (sql, id, 1, &error), ==, 1);
}

static void
test_corrupt (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *junk = g_strnfill (8192, 'j');
  g_autoptr(GError) error = NULL;

  g_file_set_contents (fixture->path, junk, -1, NULL);
  g_assert_null (stanok_sql_open (fixture->path, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT);
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(StanokSql) sql = open_with_table (fixture);
  g_autoptr(GError) error = NULL;

  g_assert_null (stanok_sql_open (fixture->path, NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (stanok_sql_open ("/nowhere/at/all.db", NULL, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
}

static void
test_migrations (Fixture       *fixture,
                 gconstpointer  data)
{
  static const StanokSqlMigration steps[] = {
    { "001-a.sql", "CREATE TABLE t (id TEXT, n BIGINT, b BLOB)" },
    { "002-b.sql", "INSERT INTO t VALUES ('x', 1, NULL); INSERT INTO t VALUES ('y', 2, NULL)" },
    { "003-c.sql", "INSERT INTO t VALUES ('z', 3, NULL); INSERT INTO nowhere VALUES (1)" },
  };
  g_autoptr(StanokSql) sql = stanok_sql_open (fixture->path, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_sql_migrate (sql, steps, 1, &error));
  g_assert_true (stanok_sql_migrate (sql, steps, 2, &error));
  g_assert_true (stanok_sql_migrate (sql, steps, 2, &error));
  g_assert_cmpint (count (sql), ==, 2);
  /* A step that fails leaves nothing of itself, and says which it was. */
  g_assert_false (stanok_sql_migrate (sql, steps, 3, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "003-c.sql"));
  g_clear_error (&error);
  g_assert_cmpint (count (sql), ==, 2);
  g_assert_false (stanok_sql_migrate (sql, steps, 1, &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_STORE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/sql/values/come-back-as-they-went", test_values);
  ADD ("/sql/queries/one-statement-inside-itself", test_nested);
  ADD ("/sql/transactions/all-or-nothing", test_transactions);
  ADD ("/sql/errors/constraint-is-store", test_constraint);
  ADD ("/sql/errors/no-room-is-full", test_full);
  ADD ("/sql/errors/junk-is-corrupt", test_corrupt);
  ADD ("/sql/errors/second-opener-is-busy", test_busy);
  ADD ("/sql/migrations/each-once-and-whole", test_migrations);
  return g_test_run ();
}
