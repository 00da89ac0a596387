/* test-fetch.c: models arrive whole or not at all, over every server and line there is (B1 to B8)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync-fixture.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define MIB    (1024 * 1024)

#define BLOBS "GET /v1/blobs/"
#define STRAY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct {
  SyncFixture  sync;
  char        *model;      /* of WO-1: 300,000 bytes */
} FetchFixture;

static void
set_up (FetchFixture  *self,
        gconstpointer  data)
{
  sync_fixture_set_up (&self->sync, data);
  self->sync.fetch_blobs = TRUE;
  self->model = fake_mes_add_blob (self->sync.mes, 300000);
  fake_mes_set_model (self->sync.mes, "WO-1", self->model);
}

static void
tear_down (FetchFixture  *self,
           gconstpointer  data)
{
  sync_fixture_tear_down (&self->sync, data);
  g_free (self->model);
}

static GBytes *
read_file (SyncFixture *self,
           const char  *folder,
           const char  *sha256)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", folder, sha256);

  return stanok_disk_read (self->disk, name);
}

/* S16: what stands under the name of a hash has that hash, always. */
static void
assert_honest (SyncFixture *self)
{
  const StanokFiles *files = &self->ports.ports.files;
  g_autoptr(GPtrArray) names = files->list (files->data, "blob", NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      g_autoptr(GBytes) bytes = read_file (self, "blob", names->pdata[i]);
      g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

      g_assert_cmpstr (hash, ==, names->pdata[i]);
    }
}

static void
assert_ready (SyncFixture *self,
              const char  *sha256)
{
  g_auto(StanokBlob) blob = { 0 };
  g_autofree char *words = g_strdup_printf ("ready %s", sha256);
  g_autoptr(GBytes) bytes = read_file (self, "blob", sha256);

  assert_honest (self);
  g_assert_nonnull (bytes);
  g_assert_true (stanok_cache_get_blob (self->cache, sha256, &blob));
  g_assert_cmpint (blob.state, ==, STANOK_BLOB_READY);
  g_assert_true (sync_fixture_was_told (self, words));
  g_assert_null (read_file (self, "part", sha256));
}

/* ---- the good day ----------------------------------------------------------------------- */

static void
test_whole (FetchFixture  *self,
            gconstpointer  data)
{
  SyncFixture *sync = &self->sync;

  sync_fixture_boot (sync);
  sync_fixture_run (sync, 5 * SECOND);
  assert_ready (sync, self->model);
  g_assert_cmpint (sync_fixture_status (sync).fetch, ==, STANOK_FETCH_STATUS_QUIET);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), ==, 1);
  /* Once is enough, over restarts, too. */
  sync_fixture_kill (sync, FALSE);
  sync_fixture_boot (sync);
  sync_fixture_run (sync, MINUTE);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), ==, 1);
}

/* B8: what I work on, then what I may take; one at a time. */
static void
test_order (FetchFixture  *self,
            gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *second = fake_mes_add_blob (sync->mes, 200000);
  g_autofree char *third = fake_mes_add_blob (sync->mes, 100000);
  g_autofree char *first_asked = NULL;
  StanokOrder *order;

  fake_mes_set_model (sync->mes, "WO-2", second);
  fake_mes_set_model (sync->mes, "WO-3", third);
  order = fake_mes_order (sync->mes, "WO-3");
  order->holder_operator = g_strdup ("op-1");
  order->holder_device = g_strdup ("K-07");
  order->state = STANOK_STATE_MANUFACTURING_STARTED;
  order->run = STANOK_RUN_RUNNING;
  fake_mes_touch (sync->mes, "WO-3");
  sync_fixture_boot (sync);
  for (int i = 0; i < 500; i++)
    {
      sync_fixture_run (sync, 10);
      g_assert_cmpuint (sync_fixture_n_flights (sync, STANOK_CHANNEL_BLOB), <=, 1);
      if (first_asked == NULL && sync_fixture_n_flights (sync, STANOK_CHANNEL_BLOB) > 0)
        first_asked = g_strdup (sync_fixture_flight (sync, STANOK_CHANNEL_BLOB)->path);
    }
  g_assert_true (g_str_has_suffix (first_asked, third));
  assert_ready (sync, self->model);
  assert_ready (sync, second);
  assert_ready (sync, third);
}

/* B8: none begins while a command is on its way. */
static void
test_yields (FetchFixture  *self,
             gconstpointer  data)
{
  SyncFixture *sync = &self->sync;

  sync_fixture_boot (sync);
  for (int i = 0; i < 40; i++)
    g_free (sync_fixture_act (sync, STANOK_COMMAND_NOTE, "WO-2"));
  while (sync_fixture_status (sync).n_unsettled > 0)
    {
      g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), ==, 0);
      sync_fixture_run (sync, 20);
    }
  sync_fixture_run (sync, 5 * SECOND);
  assert_ready (sync, self->model);
}

/* ---- cuts ------------------------------------------------------------------------------- */

/* B2: goes on where it was cut, after a reset and after a kill. */
static void
test_resumes (FetchFixture  *self,
              gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autoptr(GBytes) part = NULL;
  const StanokHttpRequest *request;

  sync->cut_stream_at = 100000;
  sync_fixture_boot (sync);
  while (sync->cut_stream_at != 0)
    sync_fixture_run (sync, 10);
  part = read_file (sync, "part", self->model);
  g_assert_cmpuint (g_bytes_get_size (part), ==, 100000);
  g_assert_cmpint (sync_fixture_status (sync).link, ==, STANOK_LINK_ONLINE);
  if (GPOINTER_TO_INT (data))
    {
      sync_fixture_kill (sync, FALSE);
      sync_fixture_boot (sync);
    }
  while (sync_fixture_n_flights (sync, STANOK_CHANNEL_BLOB) == 0)
    sync_fixture_run (sync, 10);
  request = sync_fixture_flight (sync, STANOK_CHANNEL_BLOB);
  g_assert_cmpstr (stanok_http_request_get (request, "Range"), ==, "bytes=100000-");
  g_assert_nonnull (stanok_http_request_get (request, "If-Range"));
  g_assert_cmpstr (stanok_http_request_get (request, "Accept-Encoding"), ==, "identity");
  sync_fixture_run (sync, 5 * SECOND);
  assert_ready (sync, self->model);
}

/* Cut again and again, at any byte: it gets there. */
static void
test_many_cuts (FetchFixture  *self,
                gconstpointer  data)
{
  SyncFixture *sync = &self->sync;

  sync->piece = 1000;
  sync_fixture_boot (sync);
  for (int i = 0; i < 30; i++)
    {
      sync->cut_stream_at = (guint) g_test_rand_int_range (1, 20000);
      sync_fixture_run (sync, 12 * SECOND);
    }
  sync->cut_stream_at = 0;
  sync_fixture_run (sync, 2 * MINUTE);
  assert_ready (sync, self->model);
}

/* A file that always breaks off at the same byte takes neither the link with it nor the others. */
static void
test_breaks_for_ever (FetchFixture  *self,
                      gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *other = fake_mes_add_blob (sync->mes, 500);
  g_autofree char *words = g_strdup_printf ("missing %s", self->model);

  fake_mes_set_model (sync->mes, "WO-7", other);
  sync->piece = 1000;
  sync->mes->blob_fault = FAKE_BLOB_IGNORED;
  sync->mes->n_blob_faults = G_MAXUINT;
  sync->cut_always_at = 1000;
  sync_fixture_boot (sync);
  for (int i = 0; i < 9 * 60; i++)
    {
      sync_fixture_run (sync, SECOND);
      if (i > 1)
        g_assert_cmpint (sync_fixture_status (sync).link, ==, STANOK_LINK_ONLINE);
    }
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <=, 6);
  g_assert_true (sync_fixture_was_told (sync, words));
  assert_ready (sync, other);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <=, 6);
  sync->cut_always_at = 0;
  sync->mes->n_blob_faults = 0;
  sync_fixture_run (sync, 12 * MINUTE);
  assert_ready (sync, self->model);
}

/* However many cannot be had: those below them in the queue can. */
static void
test_many_missing (FetchFixture  *self,
                   gconstpointer  data)
{
  SyncFixture *sync = &self->sync;

  for (int i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("M-%d", i);
      g_autofree char *sha256 = g_strdup_printf ("%02d%s", i, STRAY + 2);

      fake_mes_add (sync->mes, id);
      fake_mes_order (sync->mes, id)->available_ms += HOUR;
      fake_mes_set_model (sync->mes, id, sha256);
    }
  sync_fixture_boot (sync);
  sync_fixture_run (sync, MINUTE);
  assert_ready (sync, self->model);
  g_assert_true (sync_fixture_was_told (sync, "missing 00"));
  g_assert_true (sync_fixture_was_told (sync, "missing 39"));
}

/* ---- bad answers (B3, B4, B5) ----------------------------------------------------------- */

static const char *const fault_names[FAKE_N_BLOB_FAULTS] = {
  "good", "b3-206-early", "b3-206-late", "b3-206-of-another", "b3-206-unnamed", "b4-200-slice",
  "b4-range-ignored", "b4-416", "b5-flipped", "longer", "shorter",
};

static void
run_honestly (SyncFixture *self,
              guint        seconds)
{
  for (guint i = 0; i < seconds; i++)
    {
      sync_fixture_run (self, SECOND);
      assert_honest (self);
    }
}

/* Once, on a first request and on one that resumes: right in the end, and never wrong before. */
static void
test_fault (FetchFixture  *self,
            gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *resumed = fake_mes_add_blob (sync->mes, 150000);

  sync->mes->blob_fault = (FakeBlobFault) GPOINTER_TO_INT (data);
  sync->mes->n_blob_faults = 1;
  sync_fixture_boot (sync);
  run_honestly (sync, 60);
  g_assert_cmpuint (sync->mes->n_blob_faults, ==, 0);
  assert_ready (sync, self->model);

  fake_mes_set_model (sync->mes, "WO-2", resumed);
  sync->cut_stream_at = 70000;
  sync_fixture_wake (sync);
  while (sync->cut_stream_at != 0)
    sync_fixture_run (sync, 10);
  sync->mes->n_blob_faults = 1;
  run_honestly (sync, 60);
  g_assert_cmpuint (sync->mes->n_blob_faults, ==, 0);
  assert_ready (sync, resumed);
}

/* For ever: three tries, then "bad", and no loop. */
static void
test_always_wrong (FetchFixture  *self,
                   gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *other = fake_mes_add_blob (sync->mes, 5000);
  g_auto(StanokBlob) blob = { 0 };

  fake_mes_set_model (sync->mes, "WO-2", other);
  sync->mes->blob_fault = FAKE_BLOB_FLIPPED;
  sync->mes->n_blob_faults = 1000;
  sync_fixture_boot (sync);
  sync_fixture_run (sync, HOUR);
  g_assert_true (stanok_cache_get_blob (sync->cache, self->model, &blob));
  g_assert_cmpint (blob.state, ==, STANOK_BLOB_BAD);
  g_assert_true (sync_fixture_was_told (sync, "missing"));
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), ==, 6);
  g_assert_null (read_file (sync, "blob", self->model));
  g_assert_null (read_file (sync, "part", self->model));
}

/* Every fault for ever: bounded, honest, and the rest of the work goes on. */
static void
test_fault_for_ever (FetchFixture  *self,
                     gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *id = NULL;

  sync->mes->blob_fault = (FakeBlobFault) GPOINTER_TO_INT (data);
  sync->mes->n_blob_faults = 100000;
  sync_fixture_boot (sync);
  sync_fixture_run (sync, HOUR);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <=, 30);
  id = sync_fixture_act (sync, STANOK_COMMAND_NOTE, "WO-2");
  sync_fixture_run (sync, SECOND);
  sync_fixture_assert_state (sync, id, STANOK_ENTRY_ACCEPTED);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <, 15 + 3600 / 20);
  assert_honest (sync);
}

/* A captive portal's page is not a model, and a model that the server lacks holds up no other. */
static void
test_not_there (FetchFixture  *self,
                gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  FakeRule portal = { .path = "/v1/blobs/", .times = 2, .fault = FAKE_SAY, .status = 200,
                      .body = "<html>Welcome</html>",
                      .headers = { "stanok-epoch", "", "content-type", "text/html" } };
  static const char lacking[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  fake_mes_set_model (sync->mes, "WO-2", lacking);
  fake_mes_rule (sync->mes, &portal);
  sync_fixture_boot (sync);
  sync_fixture_run (sync, 3 * MINUTE);
  assert_ready (sync, self->model);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <=, 5);
  sync_fixture_run (sync, HOUR);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), <=, 13);
}

/* ---- the disk --------------------------------------------------------------------------- */

/* B7: under 256 MiB nothing more is loaded, and people can see why. */
static void
test_no_room (FetchFixture  *self,
              gconstpointer  data)
{
  SyncFixture *sync = &self->sync;

  sync_fixture_boot (sync);
  stanok_disk_set_room (sync->disk, stanok_disk_get_used (sync->disk) + 200 * MIB);
  sync_fixture_run (sync, 5 * MINUTE);
  g_assert_cmpuint (fake_mes_count (sync->mes, BLOBS), ==, 0);
  g_assert_cmpint (sync_fixture_status (sync).fetch, ==, STANOK_FETCH_STATUS_NO_ROOM);
  stanok_disk_set_room (sync->disk, -1);
  sync_fixture_run (sync, 2 * MINUTE);
  assert_ready (sync, self->model);
}

/* Fault 41: every access to the disk fails once, from the first to the last. */
static void
test_disk_fails (FetchFixture  *self,
                 gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  StanokDiskFault fault = GPOINTER_TO_INT (data) ? STANOK_DISK_ENOSPC : STANOK_DISK_EIO;

  for (gint64 n = 0; n < 60; n++)
    {
      g_autofree char *sha256 = fake_mes_add_blob (sync->mes, 5000 + (gsize) n);
      g_autofree char *id = g_strdup_printf ("M-%" G_GINT64_FORMAT, n);

      if (sync->core == NULL)
        {
          sync_fixture_boot (sync);
          sync_fixture_run (sync, 5 * SECOND);
        }
      fake_mes_add (sync->mes, id);
      fake_mes_set_model (sync->mes, id, sha256);
      sync_fixture_wake (sync);
      stanok_disk_fail_at (sync->disk, n, fault, FALSE);
      sync_fixture_run (sync, 4 * MINUTE);
      stanok_disk_fail_at (sync->disk, -1, fault, FALSE);
      assert_honest (sync);
      sync_fixture_run (sync, 4 * MINUTE);
      assert_ready (sync, sha256);
    }
}

/* B6: what rotted on the disk is found at a start, and fetched again. */
static void
test_rot (FetchFixture  *self,
          gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  g_autofree char *name = g_strdup_printf ("blob/%s", self->model);
  g_auto(StanokBlob) blob = { 0 };

  sync_fixture_boot (sync);
  sync_fixture_run (sync, 5 * SECOND);
  assert_ready (sync, self->model);
  sync_fixture_kill (sync, FALSE);
  g_assert_true (stanok_disk_damage (sync->disk, name, 1234, 1));
  sync->down = STANOK_TRANSPORT_UNREACHABLE;
  sync_fixture_boot (sync);
  sync_fixture_run (sync, SECOND);
  /* Found without the network, too, and not shown from now on. */
  assert_honest (sync);
  g_assert_true (stanok_cache_get_blob (sync->cache, self->model, &blob));
  g_assert_cmpint (blob.state, ==, STANOK_BLOB_WANTED);
  sync->down = STANOK_TRANSPORT_OK;
  sync_fixture_run (sync, 2 * MINUTE);
  assert_ready (sync, self->model);
}

/* A part that nobody wants is litter. */
static void
test_litter (FetchFixture  *self,
             gconstpointer  data)
{
  SyncFixture *sync = &self->sync;
  static const guint8 bytes[] = "half a model";

  sync_fixture_put_file (sync, "part/" STRAY, bytes, sizeof bytes);
  sync_fixture_boot (sync);
  sync_fixture_run (sync, 5 * SECOND);
  g_assert_null (read_file (sync, "part", STRAY));
}

#define ADD(name, data, function) \
  g_test_add ("/sync/fetch/" name, FetchFixture, GINT_TO_POINTER (data), set_up, function, \
              tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("loads-and-verifies", 0, test_whole);
  ADD ("b8-mine-first-one-at-a-time", 0, test_order);
  ADD ("b8-yields-to-commands", 0, test_yields);
  ADD ("b2-resumes-after-a-reset", 0, test_resumes);
  ADD ("b2-resumes-after-a-kill", 1, test_resumes);
  ADD ("b2-many-cuts", 0, test_many_cuts);
  for (int fault = 1; fault < FAKE_N_BLOB_FAULTS; fault++)
    {
      g_autofree char *once = g_strdup_printf ("/sync/fetch/once/%s", fault_names[fault]);
      g_autofree char *ever = g_strdup_printf ("/sync/fetch/for-ever/%s", fault_names[fault]);

      g_test_add (once, FetchFixture, GINT_TO_POINTER (fault), set_up, test_fault, tear_down);
      g_test_add (ever, FetchFixture, GINT_TO_POINTER (fault), set_up, test_fault_for_ever,
                  tear_down);
    }
  ADD ("breaks-for-ever", 0, test_breaks_for_ever);
  ADD ("many-missing", 0, test_many_missing);
  ADD ("b5-three-times-wrong-is-bad", 0, test_always_wrong);
  ADD ("not-there", 0, test_not_there);
  ADD ("b7-no-room", 0, test_no_room);
  ADD ("disk-fails-eio", 0, test_disk_fails);
  ADD ("disk-fails-enospc", 1, test_disk_fails);
  ADD ("b6-finds-rot-at-a-start", 0, test_rot);
  ADD ("drops-litter", 0, test_litter);
  return g_test_run ();
}
