/* test-demo.c: the demo's factory is believable, the same for the same seed, and filled once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "demo/stanok-demo-catalogue.h"
#include "demo/stanok-demo-live.h"
#include "demo/stanok-demo-people.h"
#include "demo/stanok-demo.h"

#define NOW_MS G_GINT64_CONSTANT (1795305600000)

typedef struct {
  gint64         now_ms;
  guint64        random;
  StanokSql     *sql;
  StanokObjects *objects;
  StanokMes     *mes;
  StanokReady   *ready;
  char          *folder, *secrets;
} Fixture;

static gint64
get_now (gpointer data)
{
  return ((Fixture *) data)->now_ms;
}

static void
get_random (gpointer data,
            guint8  *bytes,
            gsize    n)
{
  Fixture *fixture = data;

  for (gsize i = 0; i < n; i++)
    {
      fixture->random = fixture->random * G_GUINT64_CONSTANT (6364136223846793005) + 1;
      bytes[i] = (guint8) (fixture->random >> 56);
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const StanokMesPorts ports = { get_now, get_random, fixture, NULL };
  g_autoptr(GError) error = NULL;
  gint64 counter = 0;

  fixture->now_ms = NOW_MS;
  fixture->sql = stanok_sql_open (":memory:", NULL, &error);
  fixture->objects = stanok_objects_new_memory ();
  fixture->mes = stanok_mes_new (&ports, fixture->sql, fixture->objects, &STANOK_MES_DEFAULTS,
                                 &counter, &error);
  fixture->folder = g_dir_make_tmp ("stanok-demo-XXXXXX", &error);
  fixture->secrets = g_build_filename (fixture->folder, "secrets.json", NULL);
  fixture->ready = STANOK_RECORD_READY.create ();
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->secrets);
  g_rmdir (fixture->folder);
  stanok_ready_free (fixture->ready);
  stanok_mes_free (fixture->mes);
  stanok_objects_free (fixture->objects);
  stanok_sql_close (fixture->sql);
  g_free (fixture->secrets);
  g_free (fixture->folder);
}

static void
fill (Fixture    *fixture,
      guint32     seed,
      gint64      n_orders,
      const char *models)
{
  const StanokDemoOptions options = { seed, n_orders, fixture->now_ms, fixture->secrets, models };
  g_autoptr(GError) error = NULL;

  g_assert_true (stanok_demo_fill (fixture->mes, fixture->objects, &options, fixture->ready,
                                   &error));
  g_assert_no_error (error);
}

/* (transfer full) (element-type StanokOrder): all of them. */
static GPtrArray *
list (Fixture *fixture,
      gint64   n)
{
  GPtrArray *orders = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%" G_GINT64_FORMAT, 1001 + i);
      StanokOrder *order = stanok_mes_dup_order (fixture->mes, id);

      g_assert_nonnull (order);
      g_ptr_array_add (orders, order);
    }
  return orders;
}

/* ---- orders ------------------------------------------------------------------------------ */

static gboolean
is_name_of (const char              *title,
            const StanokDemoProduct *product)
{
  for (guint i = 0; i < STANOK_DEMO_N_NAMES; i++)
    if (g_str_has_prefix (title, product->en[i]) || g_str_has_prefix (title, product->ru[i]))
      return TRUE;
  return FALSE;
}

/* A signet ring is a signet ring on the screen too. */
static void
check_model (Fixture           *fixture,
             const StanokOrder *order)
{
  const StanokFile *file = stanok_order_get_file (order, "model");
  gboolean is_found = FALSE;

  g_assert_nonnull (file);
  g_assert_cmpint (stanok_objects_size (fixture->objects, file->sha256), ==, file->size);
  for (gsize i = 0; i < STANOK_DEMO_N_PRODUCTS; i++)
    {
      const StanokDemoProduct *product = &STANOK_DEMO_PRODUCTS[i];
      g_autofree char *start = g_strconcat (product->id, product->file != NULL ? "." : "-", NULL);

      if (g_str_has_prefix (file->name, start))
        {
          g_assert_true (is_name_of (order->title, product));
          is_found = TRUE;
        }
    }
  g_assert_true (is_found);
}

static void
test_orders (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = NULL;
  g_autoptr(GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 by_state[STANOK_N_STATES] = { 0 };
  guint n_late = 0, n_tomorrow = 0, n_russian = 0, n_held = 0, n_cancelled = 0;

  fill (fixture, 1, 2000, "/usr/share");
  orders = list (fixture, 2000);
  for (guint i = 0; i < orders->len; i++)
    {
      const StanokOrder *order = orders->pdata[i];
      gboolean is_open = order->state == STANOK_STATE_MANUFACTURING_APPROVED;

      check_model (fixture, order);
      by_state[order->state]++;
      n_late += is_open && order->due_ms < NOW_MS;
      n_tomorrow += is_open && order->due_ms > NOW_MS && order->due_ms < NOW_MS + 86400000;
      n_russian += (guchar) order->title[0] >= 0x80;
      n_held += order->held_reason != NULL;
      n_cancelled += order->cancelled;
      g_assert_cmpint (order->available_ms, <=, NOW_MS);
      g_assert_cmpint (order->created_ms, <, order->due_ms);
      if (order->holder_operator != NULL)
        g_hash_table_insert (held, order->holder_operator, GINT_TO_POINTER (
            GPOINTER_TO_INT (g_hash_table_lookup (held, order->holder_operator)) + 1));
    }
  for (int i = 0; i < STANOK_N_STATES; i++)
    g_assert_cmpint (by_state[i], >, 0);
  g_assert_cmpint (by_state[STANOK_STATE_MANUFACTURING_APPROVED], >, 500);
  g_assert_cmpint (by_state[STANOK_STATE_MANUFACTURING_STARTED], ==, 20);
  g_assert_cmpuint (n_late, >, 20);
  g_assert_cmpuint (n_tomorrow, >, 5);
  g_assert_cmpuint (n_russian, >, 900);
  g_assert_cmpuint (n_russian, <, 1500);
  g_assert_cmpuint (n_held, >, 5);
  g_assert_cmpuint (n_cancelled, >, 2);
  /* Everybody still has hands free. */
  for (guint i = 0; i < STANOK_DEMO_N_OPERATORS; i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (held, stanok_demo_people_get_id (i))),
                     <, 4);
}

static void
test_equal_seeds (Fixture       *fixture,
                  gconstpointer  data)
{
  Fixture other = { .random = 77 };
  g_autoptr(GPtrArray) orders = NULL, others = NULL;
  guint n_different = 0;

  set_up (&other, NULL);
  fill (fixture, 5, 100, NULL);
  fill (&other, 5, 100, NULL);
  orders = list (fixture, 100);
  others = list (&other, 100);
  for (guint i = 0; i < orders->len; i++)
    {
      StanokOrder *mine = orders->pdata[i], *theirs = others->pdata[i];

      /* Only what belongs to the server differs. */
      g_free (mine->epoch);
      mine->epoch = g_strdup (theirs->epoch);
      g_free (mine->etag);
      mine->etag = g_strdup (theirs->etag);
      g_assert_true (stanok_order_equal (mine, theirs));
    }
  for (guint i = 0; i < fixture->ready->operators->len; i++)
    g_assert_cmpstr (((StanokReadyOperator *) fixture->ready->operators->pdata[i])->pin, ==,
                     ((StanokReadyOperator *) other.ready->operators->pdata[i])->pin);
  g_assert_cmpstr (((StanokReadyDevice *) fixture->ready->devices->pdata[0])->token, !=,
                   ((StanokReadyDevice *) other.ready->devices->pdata[0])->token);
  tear_down (&other, NULL);

  set_up (&other, NULL);
  fill (&other, 6, 100, NULL);
  g_clear_pointer (&others, g_ptr_array_unref);
  others = list (&other, 100);
  for (guint i = 0; i < orders->len; i++)
    n_different += strcmp (((StanokOrder *) orders->pdata[i])->title,
                           ((StanokOrder *) others->pdata[i])->title) != 0;
  g_assert_cmpuint (n_different, >, 50);
  tear_down (&other, NULL);
}

/* ---- people ------------------------------------------------------------------------------ */

static StanokMesResponse *
ask (Fixture    *fixture,
     const char *path)
{
  g_autofree char *bearer = g_strconcat (
      "Bearer ", ((StanokReadyDevice *) fixture->ready->devices->pdata[0])->token, NULL);
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  const StanokMesRequest request = { .method = "GET", .path = path, .headers = headers };

  g_ptr_array_add (headers, (gpointer) "authorization");
  g_ptr_array_add (headers, bearer);
  return stanok_mes_handle (fixture->mes, &request);
}

static gpointer
ask_list (Fixture                *fixture,
          const char             *path,
          const StanokRecordType *type)
{
  g_autoptr(StanokMesResponse) response = ask (fixture, path);
  g_autoptr(GError) error = NULL;
  gpointer record;
  gsize n;
  const char *json;

  g_assert_cmpuint (response->status, ==, 200);
  json = g_bytes_get_data (response->body, &n);
  record = stanok_record_from_json (type, json, n, &STANOK_JSON_ANSWER, &error);
  g_assert_no_error (error);
  return record;
}

static void
test_people (Fixture       *fixture,
             gconstpointer  data)
{
  StanokRoster *roster;
  guint n_supervisors = 0;

  fill (fixture, 1, 10, NULL);
  roster = ask_list (fixture, "/v1/roster", &STANOK_RECORD_ROSTER);
  g_assert_cmpuint (roster->items->len, ==, 14);
  for (guint i = 0; i < roster->items->len; i++)
    {
      const StanokRosterEntry *entry = roster->items->pdata[i];
      const StanokReadyOperator *secret = fixture->ready->operators->pdata[i];
      g_autofree char *badge = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret->badge, -1);

      g_assert_cmpstr (entry->operator_id, ==, secret->id);
      g_assert_cmpint (strlen (secret->pin), ==, 6);
      g_assert_cmpstr (entry->badge, ==, badge);
      /* A1: Argon2id over at least 19 MiB and twice. */
      g_assert_true (g_str_has_prefix (entry->pin, "$argon2id$v=19$m=19456,t=2,p=1$"));
      if (i < 2)
        g_assert_cmpint (crypto_pwhash_str_verify (entry->pin, secret->pin, 6), ==, 0);
      n_supervisors += strcmp (entry->role, "supervisor") == 0;
    }
  g_assert_cmpuint (n_supervisors, ==, 2);
  stanok_reference_free (roster);
}

static void
test_reasons (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const kinds[] = { "scrap", "pause", "hold", "help" };
  StanokReasons *reasons;
  guint n[G_N_ELEMENTS (kinds)] = { 0 };

  fill (fixture, 1, 10, NULL);
  reasons = ask_list (fixture, "/v1/reasons", &STANOK_RECORD_REASONS);
  for (guint i = 0; i < reasons->items->len; i++)
    {
      const StanokReason *reason = reasons->items->pdata[i];
      g_autofree char *name = g_strdup_printf ("stanok-%s-symbolic.svg", reason->icon);
      g_autofree char *path = g_test_build_filename (
          G_TEST_DIST, "..", "..", "src", "operator", "ui", "style", "icons", "scalable", "actions",
          name, NULL);

      g_assert_cmpstr (reason->name.en, !=, reason->name.ru);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        n[j] += strcmp (reason->kind, kinds[j]) == 0;
    }
  for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
    g_assert_cmpuint (n[j], >=, 2);
  stanok_reference_free (reasons);
}

/* ---- again ------------------------------------------------------------------------------- */

static void
test_filled_once (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *token = NULL, *pin = NULL;
  gint64 head;

  fill (fixture, 1, 30, NULL);
  head = stanok_mes_get_head (fixture->mes);
  token = g_strdup (((StanokReadyDevice *) fixture->ready->devices->pdata[0])->token);
  pin = g_strdup (((StanokReadyOperator *) fixture->ready->operators->pdata[0])->pin);
  stanok_ready_free (fixture->ready);
  fixture->ready = STANOK_RECORD_READY.create ();
  fill (fixture, 9, 50, NULL);
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 30);
  g_assert_cmpint (stanok_mes_get_head (fixture->mes), ==, head);
  g_assert_cmpstr (((StanokReadyDevice *) fixture->ready->devices->pdata[0])->token, ==, token);
  g_assert_cmpstr (((StanokReadyOperator *) fixture->ready->operators->pdata[0])->pin, ==, pin);
}

/* Without the file, or with one of another server, there are new tokens, and they work. */
static void
test_lost_secrets (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char * const left[] = { NULL, "{\"url\":\"\",\"epoch\":\"e\",\"devices\":"
                                       "[{\"id\":\"K-01\",\"token\":\"x\",\"station\":\"s\"}]}" };

  fill (fixture, 1, 30, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autoptr(StanokMesResponse) response = NULL;

      g_unlink (fixture->secrets);
      if (left[i] != NULL)
        g_file_set_contents (fixture->secrets, left[i], -1, NULL);
      stanok_ready_free (fixture->ready);
      fixture->ready = STANOK_RECORD_READY.create ();
      fill (fixture, 1, 30, NULL);
      response = ask (fixture, "/v1/meta");
      g_assert_cmpuint (response->status, ==, 200);
      g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 30);
    }
}

static void
test_secrets_unwritable (Fixture       *fixture,
                         gconstpointer  data)
{
  const StanokDemoOptions options = { 1, 10, NOW_MS, "/nowhere/secrets.json", NULL };
  g_autoptr(GError) error = NULL;

  g_assert_false (stanok_demo_fill (fixture->mes, fixture->objects, &options, fixture->ready,
                                    &error));
  g_assert_nonnull (strstr (error->message, "/nowhere/secrets.json"));
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), ==, 0);
}

/* ---- live -------------------------------------------------------------------------------- */

static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(StanokDemoLive) live = NULL;
  g_autoptr(StanokMesResponse) response = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *metrics = NULL;
  static const char * const lines[] = {
    "stanok_commands_total{type=\"claim\",outcome=\"applied\"}",
    "stanok_commands_total{type=\"progress\",outcome=\"applied\"}",
    "stanok_commands_total{type=\"complete\",outcome=\"applied\"}",
    "stanok_commands_total{type=\"pack\",outcome=\"applied\"}",
    "stanok_commands_total{type=\"ship\",outcome=\"applied\"}",
    "stanok_store_failures_total 0\n",
  };
  gsize n;

  fill (fixture, 1, 300, NULL);
  live = stanok_demo_live_new (fixture->mes, 3, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 400; i++)
    {
      gint64 next_ms = stanok_demo_live_step (live, fixture->mes, fixture->now_ms);

      g_assert_cmpint (next_ms, >, 1000);
      g_assert_cmpint (next_ms, <, 10000);
      fixture->now_ms += next_ms;
    }
  g_assert_cmpint (stanok_mes_count_orders (fixture->mes), >, 350);
  {
    const StanokMesRequest request = { .method = "GET", .path = "/metrics", .is_loopback = TRUE };

    response = stanok_mes_handle (fixture->mes, &request);
  }
  metrics = g_strndup (g_bytes_get_data (response->body, &n), g_bytes_get_size (response->body));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (metrics, lines[i]));
  /* What they are refused stays the exception. */
  g_assert_null (strstr (metrics, "outcome=\"recorded_with_exception\""));
}

int
main (int   argc,
      char *argv[])
{
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, test) g_test_add ("/demo/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("orders/are-believable", test_orders);
  ADD ("orders/equal-seeds-equal-orders", test_equal_seeds);
  ADD ("people/can-sign-in", test_people);
  ADD ("people/reasons-have-pictures", test_reasons);
  ADD ("again/fills-once", test_filled_once);
  ADD ("again/lost-secrets", test_lost_secrets);
  ADD ("again/secrets-cannot-be-written", test_secrets_unwritable);
  ADD ("live/goes-on", test_live);
  return g_test_run ();
}
