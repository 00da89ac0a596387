/* fake-mes.c: as much of the MES as sync's tests need: orders, feed, reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-mes-private.h"

#include <string.h>

#include "wire/stanok-headers.h"

/* ---- orders ----------------------------------------------------------------------------- */

static void
fake_order_free (gpointer data)
{
  FakeOrder *order = data;

  stanok_order_unref (order->order);
  g_free (order->gone);
  g_free (order);
}

static void
fake_row_free (gpointer data)
{
  FakeRow *row = data;

  g_free (row->command_id);
  g_free (row->incarnation);
  g_free (row->order_id);
  g_free (row->body);
  g_free (row);
}

static FakeOrder *
find_order (FakeMes    *self,
            const char *id)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      FakeOrder *order = self->orders->pdata[i];

      if (strcmp (order->order->id, id) == 0)
        return order;
    }
  return NULL;
}

StanokOrder *
fake_mes_order (FakeMes    *self,
                const char *id)
{
  FakeOrder *order = find_order (self, id);

  return order != NULL && order->gone == NULL ? order->order : NULL;
}

void
fake_mes_replace (FakeMes           *self,
                  const char        *id,
                  const StanokOrder *next)
{
  FakeOrder *order = find_order (self, id);
  StanokOrder *copy = stanok_order_copy (next);

  g_assert (order != NULL);
  copy->rev = order->order->rev + 1;
  g_free (copy->epoch);
  copy->epoch = g_strdup (self->epoch);
  g_free (copy->etag);
  copy->etag = g_strdup_printf ("\"%s.r%" G_GINT64_FORMAT "\"", self->epoch, copy->rev);
  copy->changed_ms = *self->wall_ms;
  stanok_order_unref (order->order);
  order->order = copy;
  order->seq = ++self->seq;
}

void
fake_mes_touch (FakeMes    *self,
                const char *id)
{
  FakeOrder *order = find_order (self, id);
  StanokOrder *same;

  g_assert (order != NULL);
  same = stanok_order_ref (order->order);
  fake_mes_replace (self, id, same);
  stanok_order_unref (same);
}

void
fake_mes_claim (FakeMes    *self,
                const char *id,
                const char *operator_id)
{
  StanokOrder *order = fake_mes_order (self, id);

  g_free (order->holder_operator);
  g_free (order->holder_device);
  order->holder_operator = g_strdup (operator_id);
  order->holder_device = g_strdup ("K-99");
  order->holder_since_ms = *self->wall_ms;
  fake_mes_touch (self, id);
}

void
fake_mes_remove (FakeMes    *self,
                 const char *id,
                 const char *gone)
{
  FakeOrder *order = find_order (self, id);

  g_assert (order != NULL);
  fake_mes_touch (self, id);
  order->gone = g_strdup (gone);
}

void
fake_mes_add (FakeMes    *self,
              const char *id)
{
  FakeOrder *order = g_new0 (FakeOrder, 1);
  StanokOrder *value = stanok_order_new ();

  value->id = g_strdup (id);
  value->epoch = g_strdup (self->epoch);
  value->etag = g_strdup ("\"new\"");
  value->number = g_strdup (id);
  value->title = g_strdup ("Ring");
  value->customer = g_strdup ("Anna");
  value->source = g_strdup ("shop");
  value->material = g_strdup ("ag925");
  value->instructions = g_strdup ("Polish it");
  value->instructions_rev = 1;
  value->ordered = 10;
  value->price_minor = -1;
  value->state = STANOK_STATE_MANUFACTURING_APPROVED;
  value->created_ms = value->available_ms = value->due_ms = *self->wall_ms;
  order->order = value;
  g_ptr_array_add (self->orders, order);
  fake_mes_touch (self, id);
}

char *
fake_mes_add_blob (FakeMes *self,
                   gsize    size)
{
  guint8 *bytes = g_malloc (size);
  g_autoptr(GBytes) blob = NULL;
  char *sha256;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 2654435761u >> 13);
  blob = g_bytes_new_take (bytes, size);
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, blob);
  g_hash_table_replace (self->blobs, g_strdup (sha256), g_bytes_ref (blob));
  return sha256;
}

void
fake_mes_set_model (FakeMes    *self,
                    const char *id,
                    const char *sha256)
{
  StanokFile *file = stanok_file_new ();
  GBytes *blob = g_hash_table_lookup (self->blobs, sha256);

  file->sha256 = g_strdup (sha256);
  file->size = blob != NULL ? (gint64) g_bytes_get_size (blob) : 1000;
  file->media_type = g_strdup ("model/stl");
  file->role = g_strdup ("model");
  file->name = g_strdup ("ring.stl");
  file->unit = g_strdup ("mm");
  g_ptr_array_add (fake_mes_order (self, id)->files, file);
  fake_mes_touch (self, id);
}

StanokDigest
fake_mes_digest (FakeMes *self)
{
  StanokDigest digest = { 0, 0 };

  for (guint i = 0; i < self->orders->len; i++)
    {
      const FakeOrder *order = self->orders->pdata[i];

      if (order->gone == NULL)
        stanok_digest_add (&digest, order->order->id, order->order->rev);
    }
  if (self->has_digest_bug)
    digest.sum64++;
  return digest;
}

/* ---- answers ---------------------------------------------------------------------------- */

StanokHttpAnswer *
fake_mes_answer (FakeMes                 *self,
                 const StanokHttpRequest *request,
                 guint                    status,
                 char                    *body)
{
  StanokHttpAnswer *answer = stanok_http_answer_new (request->id, STANOK_TRANSPORT_OK, status);
  g_autofree char *date = stanok_http_date_format (*self->wall_ms);

  answer->body = body != NULL ? g_bytes_new_take (body, strlen (body)) : g_bytes_new_static ("", 0);
  stanok_http_answer_set (answer, "stanok-epoch", self->epoch);
  stanok_http_answer_set (answer, "date", date);
  if (body != NULL)
    stanok_http_answer_set (answer, "content-type",
                            status < 400 ? "application/json" : "application/problem+json");
  return answer;
}

StanokHttpAnswer *
fake_mes_problem (FakeMes                 *self,
                  const StanokHttpRequest *request,
                  StanokProblemType        type,
                  StanokOrder             *order)
{
  StanokProblem problem = { .type = type, .title = (char *) "No", .order = order,
                            .status = stanok_problem_status (type) };

  return fake_mes_answer (self, request, (guint) problem.status,
                          stanok_record_to_json (&STANOK_RECORD_PROBLEM, &problem));
}

/* With the tag, or 304 if the asker has it. */
static StanokHttpAnswer *
answer_tagged (FakeMes                 *self,
               const StanokHttpRequest *request,
               const char              *etag,
               char                    *body)
{
  StanokHttpAnswer *answer;

  if (stanok_etag_list_contains (stanok_http_request_get (request, "If-None-Match"), etag))
    {
      g_free (body);
      answer = fake_mes_answer (self, request, 304, NULL);
    }
  else
    answer = fake_mes_answer (self, request, 200, body);
  stanok_http_answer_set (answer, "etag", etag);
  return answer;
}

static void
set_digest (FakeMes          *self,
            StanokHttpAnswer *answer)
{
  StanokDigest digest = fake_mes_digest (self);
  g_autofree char *text = stanok_digest_format (&digest);

  stanok_http_answer_set (answer, "stanok-digest", text);
}

/* ---- reads ------------------------------------------------------------------------------ */

static StanokHttpAnswer *
get_meta (FakeMes                 *self,
          const StanokHttpRequest *request)
{
  g_autofree char *etag = g_strdup_printf ("\"%s.m%d\"", self->epoch, self->is_plain);
  const char *features = self->is_plain ? "" : "\"feed\",\"long-poll\"";
  char *body =
    g_strdup_printf ("{\"epoch\":\"%s\",\"server_time_ms\":%" G_GINT64_FORMAT ","
                     "\"features\":[%s],\"min_client\":null,\"limits\":{"
                     "\"page_max\":1000,\"wait_max_s\":20,\"body_max\":65536,"
                     "\"blob_max\":10485760,\"leases_max\":3,\"offline_signin_days\":10}}",
                     self->epoch, *self->wall_ms, features);

  return answer_tagged (self, request, etag, body);
}

static StanokHttpAnswer *
get_reference (FakeMes                 *self,
               const StanokHttpRequest *request)
{
  g_autofree char *etag = g_strdup_printf ("\"%s.%s\"", self->epoch, request->path + 4);

  return answer_tagged (self, request, etag,
                        g_strdup_printf ("{\"epoch\":\"%s\",\"items\":[]}", self->epoch));
}

static char *
get_parameter (const char *path,
               const char *name)
{
  const char *query = strchr (path, '?');
  g_autofree char *key = g_strdup_printf ("%s=", name);
  g_auto(GStrv) pairs = g_strsplit (query != NULL ? query + 1 : "", "&", -1);

  for (gsize i = 0; pairs[i] != NULL; i++)
    if (g_str_has_prefix (pairs[i], key))
      return g_uri_unescape_string (pairs[i] + strlen (key), NULL);
  return NULL;
}

static gint64
get_number (const char *path,
            const char *name)
{
  g_autofree char *text = get_parameter (path, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* The page token is where it begins and what the cursor was: "3.e1.17". */
static StanokHttpAnswer *
get_snapshot (FakeMes                 *self,
              const StanokHttpRequest *request)
{
  g_autofree char *token = get_parameter (request->path, "page");
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  StanokSnapshotPage page = { self->epoch, NULL, items, NULL, *self->wall_ms };
  guint i = token != NULL ? (guint) atoi_safe (token) : 0;
  StanokHttpAnswer *answer;

  page.cursor = token != NULL ? g_strdup (strchr (token, '.') + 1)
                              : g_strdup_printf ("%s.%" G_GINT64_FORMAT, self->epoch, self->seq);
  for (; i < self->orders->len && items->len < self->page_size; i++)
    {
      const FakeOrder *order = self->orders->pdata[i];

      if (order->gone == NULL)
        g_ptr_array_add (items, order->order);
    }
  if (i < self->orders->len)
    page.next_page = g_strdup_printf ("%u.%s", i, page.cursor);
  answer = fake_mes_answer (self, request, 200,
                            stanok_record_to_json (&STANOK_RECORD_SNAPSHOT_PAGE, &page));
  if (page.next_page == NULL)
    set_digest (self, answer);
  g_free (page.next_page);
  g_free (page.cursor);
  return answer;
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const FakeOrder *first = *(FakeOrder *const *) a, *second = *(FakeOrder *const *) b;

  return first->seq < second->seq ? -1 : first->seq > second->seq;
}

static StanokHttpAnswer *
send_changes (FakeMes                 *self,
              const StanokHttpRequest *request,
              char                    *from,
              gint64                   since)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy (self->orders, NULL, NULL);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  StanokChanges changes = { self->epoch, from, NULL, FALSE, items, *self->wall_ms };
  gint64 last = self->seq;
  StanokHttpAnswer *answer;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_changes);
  for (guint i = 0; i < sorted->len && !changes.has_more; i++)
    {
      const FakeOrder *order = sorted->pdata[i];
      StanokChange change = { order->gone == NULL ? order->order : NULL, order->order->id,
                              order->order->rev, order->gone };

      if (order->seq <= since)
        continue;
      changes.has_more = items->len == self->page_size;
      if (changes.has_more)
        last = ((FakeOrder *) sorted->pdata[i - 1])->seq;
      else
        g_ptr_array_add (items, g_memdup2 (&change, sizeof change));
    }
  changes.to = g_strdup_printf ("%s.%" G_GINT64_FORMAT, self->epoch, last);
  answer = fake_mes_answer (self, request, 200,
                            stanok_record_to_json (&STANOK_RECORD_CHANGES, &changes));
  if (!changes.has_more)
    set_digest (self, answer);
  g_free (changes.to);
  return answer;
}

static StanokHttpAnswer *
get_changes (FakeMes                 *self,
             const StanokHttpRequest *request,
             gboolean                 is_last_call)
{
  g_autofree char *from = get_parameter (request->path, "since");
  g_autofree char *mine = g_strdup_printf ("%s.", self->epoch);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", from);
  gint64 since = -1;
  StanokHttpAnswer *answer;

  if (g_str_has_prefix (from, mine))
    since = g_ascii_strtoll (from + strlen (mine), NULL, 10);
  else if (strcmp (from, "plain") != 0)
    return fake_mes_problem (self, request, STANOK_PROBLEM_EPOCH_CHANGED, NULL);
  if (since < 0 || since > self->seq)
    return fake_mes_problem (self, request, STANOK_PROBLEM_CURSOR_EXPIRED, NULL);
  if (since < self->seq)
    return send_changes (self, request, from, since);
  if (!is_last_call && get_number (request->path, "wait") > 0)
    return NULL;
  answer = answer_tagged (self, request, etag, NULL);
  set_digest (self, answer);
  return answer;
}

/* One tag a page, over what it holds. */
static StanokHttpAnswer *
get_orders (FakeMes                 *self,
            const StanokHttpRequest *request)
{
  g_autofree char *after = get_parameter (request->path, "after");
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  StanokOrdersPage page = { self->epoch, items, NULL };
  g_autofree char *hash = NULL;
  g_autofree char *etag = NULL;
  char *body;

  for (guint i = 0; i < self->orders->len; i++)
    {
      const FakeOrder *order = self->orders->pdata[i];

      if (order->gone != NULL || (after != NULL && strcmp (order->order->id, after) <= 0))
        continue;
      if (items->len == self->page_size)
        {
          page.next_after = ((StanokOrder *) items->pdata[items->len - 1])->id;
          break;
        }
      g_ptr_array_add (items, order->order);
    }
  body = stanok_record_to_json (&STANOK_RECORD_ORDERS_PAGE, &page);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);
  etag = g_strdup_printf ("\"%s.%.16s\"", self->epoch, hash);
  return answer_tagged (self, request, etag, body);
}

StanokHttpAnswer *
fake_mes_read (FakeMes                 *self,
               const StanokHttpRequest *request,
               gboolean                 is_last_call)
{
  const char *path = request->path;

  if (strcmp (path, "/v1/meta") == 0)
    return get_meta (self, request);
  if (strcmp (path, "/v1/roster") == 0 || strcmp (path, "/v1/operators") == 0 ||
      strcmp (path, "/v1/stations") == 0 || strcmp (path, "/v1/reasons") == 0)
    return get_reference (self, request);
  if (g_str_has_prefix (path, "/v1/queues/floor/snapshot"))
    return get_snapshot (self, request);
  if (g_str_has_prefix (path, "/v1/queues/floor/changes"))
    return get_changes (self, request, is_last_call);
  if (g_str_has_prefix (path, "/v1/orders?"))
    return get_orders (self, request);
  if (g_str_has_prefix (path, "/v1/devices/self/ledger?incarnation="))
    return fake_mes_read_ledger (self, request);
  if (g_str_has_prefix (path, "/v1/blobs/"))
    return fake_mes_read_blob (self, request);
  return fake_mes_problem (self, request, STANOK_PROBLEM_NOT_FOUND, NULL);
}

/* ---- life ------------------------------------------------------------------------------- */

FakeMes *
fake_mes_new (gint64 *wall_ms)
{
  FakeMes *self = g_new0 (FakeMes, 1);

  self->epoch = g_strdup ("e1");
  self->orders = g_ptr_array_new_with_free_func (fake_order_free);
  self->ledger = g_ptr_array_new_with_free_func (fake_row_free);
  self->rules = g_ptr_array_new_with_free_func (g_free);
  self->seen = g_ptr_array_new_with_free_func (g_free);
  self->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) g_bytes_unref);
  self->page_size = 3;
  self->wall_ms = wall_ms;
  return self;
}

void
fake_mes_free (FakeMes *self)
{
  g_free (self->epoch);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->ledger);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->seen);
  g_hash_table_unref (self->blobs);
  g_free (self);
}

static gpointer
copy_order (gconstpointer data,
            gpointer      user_data)
{
  const FakeOrder *order = data;
  FakeOrder *copy = g_memdup2 (order, sizeof *order);

  copy->order = stanok_order_copy (order->order);
  copy->gone = g_strdup (order->gone);
  return copy;
}

static gpointer
copy_row (gconstpointer data,
          gpointer      user_data)
{
  const FakeRow *row = data;
  FakeRow *copy = g_memdup2 (row, sizeof *row);

  copy->command_id = g_strdup (row->command_id);
  copy->incarnation = g_strdup (row->incarnation);
  copy->order_id = g_strdup (row->order_id);
  copy->body = g_strdup (row->body);
  return copy;
}

FakeMes *
fake_mes_backup (FakeMes *self)
{
  FakeMes *copy = fake_mes_new (self->wall_ms);

  g_free (copy->epoch);
  copy->epoch = g_strdup (self->epoch);
  copy->seq = self->seq;
  g_ptr_array_unref (copy->orders);
  g_ptr_array_unref (copy->ledger);
  copy->orders = g_ptr_array_copy (self->orders, copy_order, NULL);
  copy->ledger = g_ptr_array_copy (self->ledger, copy_row, NULL);
  g_ptr_array_set_free_func (copy->orders, fake_order_free);
  g_ptr_array_set_free_func (copy->ledger, fake_row_free);
  return copy;
}

void
fake_mes_restore (FakeMes    *self,
                  FakeMes    *backup,
                  const char *epoch)
{
  g_autofree char *old = self->epoch;

  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->ledger);
  self->orders = g_ptr_array_ref (backup->orders);
  self->ledger = g_ptr_array_ref (backup->ledger);
  self->seq = backup->seq;
  self->epoch = g_strdup (epoch != NULL ? epoch : old);
  for (guint i = 0; epoch != NULL && i < self->orders->len; i++)
    fake_mes_touch (self, ((FakeOrder *) self->orders->pdata[i])->order->id);
}
