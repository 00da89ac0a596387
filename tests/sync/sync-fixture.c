/* sync-fixture.c: the real core, cache and journal in a world of virtual time, before a fake MES
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync-fixture.h"

#include <string.h>

#define LATENCY_MS 40
#define PIECE      65536
#define DEVICE     "K-07"

typedef struct {
  StanokHttpRequest *request;
  gint64             sent_ms;
  gint64             due_ms;
  gint64             wait_ms;
  StanokHttpAnswer  *answer;     /* (nullable) on its way back */
} Flight;

typedef struct {
  StanokEventKind  kind;
  StanokEntry     *entry;
  GPtrArray       *entries;
  char            *command_id;
} Mail;

/* ---- small things ----------------------------------------------------------------------- */

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  stanok_http_request_free (flight->request);
  g_clear_pointer (&flight->answer, stanok_http_answer_free);
  g_free (flight);
}

static void
mail_free (gpointer data)
{
  Mail *mail = data;

  g_clear_pointer (&mail->entry, stanok_entry_unref);
  g_clear_pointer (&mail->entries, g_ptr_array_unref);
  g_free (mail->command_id);
  g_free (mail);
}

static void
tell (SyncFixture *self,
      const char  *kind,
      const char  *text)
{
  g_ptr_array_add (self->told, g_strdup_printf ("%s %s", kind, text != NULL ? text : ""));
  if (strcmp (kind, "log") == 0)
    g_test_message ("%" G_GINT64_FORMAT ": %s", self->ports.boot_ms, text);
}

/* ---- effects ---------------------------------------------------------------------------- */

static gint64
get_wait_ms (const StanokHttpRequest *request)
{
  const char *wait = strstr (request->path, "wait=");

  return wait != NULL ? g_ascii_strtoll (wait + strlen ("wait="), NULL, 10) * 1000 : 0;
}

static void
take_off (SyncFixture  *self,
          StanokEffect *effect)
{
  Flight *flight = g_new0 (Flight, 1);

  flight->request = g_steal_pointer (&effect->request);
  flight->sent_ms = self->ports.boot_ms;
  flight->due_ms = flight->sent_ms + self->latency_ms;
  flight->wait_ms = get_wait_ms (flight->request);
  g_ptr_array_add (self->flights, flight);
  g_ptr_array_add (self->mes->seen, g_strdup_printf ("%s %s", flight->request->method,
                                                     flight->request->path));
  g_test_message ("%" G_GINT64_FORMAT ": %s %s", self->ports.boot_ms, flight->request->method,
                  flight->request->path);
}

static void
cancel (SyncFixture *self,
        guint64      request_id)
{
  for (guint i = 0; i < self->flights->len; i++)
    if (((Flight *) self->flights->pdata[i])->request->id == request_id)
      {
        g_ptr_array_remove_index (self->flights, i);
        return;
      }
}

static void
settle (SyncFixture  *self,
        StanokEffect *effect)
{
  Mail *mail = g_new0 (Mail, 1);
  g_autoptr(GError) error = NULL;

  if (self->is_journal_mute)
    {
      g_free (mail);
      return;
    }
  mail->kind = STANOK_EVENT_SETTLED;
  mail->command_id = g_strdup (effect->settlement.command_id);
  if (self->settle_fails > 0)
    self->settle_fails--;
  else
    {
      mail->entry = stanok_journal_settle (self->journal, &effect->settlement, &error);
      g_assert_true (mail->entry != NULL || stanok_disk_has_failed (self->disk));
    }
  g_queue_push_tail (&self->mail, mail);
}

static void
list_accepted (SyncFixture *self)
{
  Mail *mail = g_new0 (Mail, 1);

  mail->kind = STANOK_EVENT_ACCEPTED_LIST;
  if (self->list_fails > 0)
    self->list_fails--;
  else
    mail->entries = stanok_journal_list_accepted (self->journal);
  g_queue_push_tail (&self->mail, mail);
}

static void
perform (SyncFixture  *self,
         StanokEffect *effect)
{
  switch (effect->kind)
    {
    case STANOK_EFFECT_HTTP_SEND: take_off (self, effect); break;
    case STANOK_EFFECT_HTTP_CANCEL: cancel (self, effect->request_id); break;
    case STANOK_EFFECT_TIMER_SET: self->timer_ms = effect->boot_ms; break;
    case STANOK_EFFECT_SETTLE: settle (self, effect); break;
    case STANOK_EFFECT_LIST_ACCEPTED: list_accepted (self); break;
    case STANOK_EFFECT_COMPACT: self->n_compacted++; break;
    case STANOK_EFFECT_SET_SETTING: tell (self, "setting", effect->text); break;
    case STANOK_EFFECT_REFERENCE_CHANGED: tell (self, "reference", effect->text); break;
    case STANOK_EFFECT_BLOB_READY: tell (self, "ready", effect->text); break;
    case STANOK_EFFECT_BLOB_MISSING: tell (self, "missing", effect->text); break;
    case STANOK_EFFECT_RENEW_TOKEN: tell (self, "renew", NULL); break;
    case STANOK_EFFECT_LOG: tell (self, "log", effect->text); break;
    case STANOK_EFFECT_VIEW_CHANGED: break;
    case STANOK_EFFECT_STATUS_CHANGED: break;
    default: g_assert_not_reached ();
    }
}

static void
handle (SyncFixture       *self,
        const StanokEvent *event)
{
  g_autoptr(GPtrArray) effects = stanok_effects_new ();
  g_autofree char *why = NULL;

  stanok_sync_core_handle (self->core, event, effects);
  for (guint i = 0; i < effects->len; i++)
    perform (self, effects->pdata[i]);
  if (!stanok_sync_core_check (self->core, &why))
    g_error ("SC2 after event %d: %s", event->kind, why);
  g_assert_cmpuint (sync_fixture_n_flights (self, STANOK_CHANNEL_COMMAND), <=, 1);
}

void
sync_fixture_event (SyncFixture       *self,
                    const StanokEvent *event)
{
  handle (self, event);
  while (self->core != NULL && !g_queue_is_empty (&self->mail))
    {
      Mail *mail = g_queue_pop_head (&self->mail);
      StanokEvent news = { .kind = mail->kind, .entry = mail->entry, .entries = mail->entries,
                           .command_id = mail->command_id };

      handle (self, &news);
      mail_free (mail);
    }
}

void
sync_fixture_hint (SyncFixture     *self,
                   StanokEventKind  kind,
                   gboolean         up)
{
  StanokEvent event = { .kind = kind, .up = up };

  sync_fixture_event (self, &event);
}

/* ---- time ------------------------------------------------------------------------------- */

static void
stream (SyncFixture      *self,
        StanokHttpAnswer *answer)
{
  g_autoptr(GBytes) body = g_steal_pointer (&answer->body);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (body, &n);
  StanokEvent head = { .kind = STANOK_EVENT_HTTP_HEAD, .answer = answer };
  guint cut_at = self->cut_always_at != 0 ? self->cut_always_at : self->cut_stream_at;

  if (answer->transport != STANOK_TRANSPORT_OK)
    return;
  sync_fixture_event (self, &head);
  for (gsize at = 0; at < n; at += self->piece)
    {
      gsize end = MIN (n, at + self->piece);
      StanokEvent chunk = { .kind = STANOK_EVENT_HTTP_CHUNK, .request_id = answer->request_id };

      if (cut_at != 0)
        end = MIN (end, cut_at);
      chunk.bytes = bytes + at;
      chunk.n_bytes = end > at ? end - at : 0;
      sync_fixture_event (self, &chunk);
      if (cut_at != 0 && end == cut_at)
        {
          answer->transport = STANOK_TRANSPORT_RESET;
          answer->status = 0;
          self->cut_stream_at = 0;
          return;
        }
    }
}

static void
deliver (SyncFixture      *self,
         Flight           *flight,
         StanokHttpAnswer *answer)
{
  StanokEvent event = { .kind = STANOK_EVENT_HTTP_DONE, .answer = answer };
  gboolean is_stream = flight->request->stream;
  guint64 id = flight->request->id;

  if (is_stream)
    stream (self, answer);
  cancel (self, id);
  sync_fixture_event (self, &event);
  sync_fixture_wake (self);
}

static void
land (SyncFixture *self,
      Flight      *flight)
{
  gint64 now_ms = self->ports.boot_ms;
  g_autoptr(StanokHttpAnswer) answer = NULL;

  if (self->down == STANOK_TRANSPORT_TIMEOUT &&
      now_ms < flight->sent_ms + flight->request->deadline_ms)
    {
      flight->due_ms = flight->sent_ms + flight->request->deadline_ms;
      return;
    }
  if (self->down != STANOK_TRANSPORT_OK)
    answer = stanok_http_answer_new (flight->request->id, self->down, 0);
  else if (flight->answer != NULL)
    answer = g_steal_pointer (&flight->answer);
  else
    {
      answer = fake_mes_handle (self->mes, flight->request,
                                now_ms >= flight->sent_ms + flight->wait_ms);
      if (flight->request->channel == STANOK_CHANNEL_FEED)
        self->written_ms = now_ms;
      if (answer != NULL && self->way_back_ms > 0)
        {
          flight->answer = g_steal_pointer (&answer);
          flight->wait_ms = 0;
          flight->due_ms = now_ms + self->way_back_ms;
          return;
        }
    }
  if (answer == NULL)
    flight->due_ms = flight->sent_ms + flight->wait_ms;
  else
    deliver (self, flight, answer);
}

void
sync_fixture_wake (SyncFixture *self)
{
  for (guint i = 0; i < self->flights->len; i++)
    {
      Flight *flight = self->flights->pdata[i];

      if (flight->wait_ms > 0 && self->down == STANOK_TRANSPORT_OK)
        flight->due_ms = MIN (flight->due_ms, self->ports.boot_ms + self->latency_ms);
    }
}

static Flight *
find_next (SyncFixture *self)
{
  Flight *next = NULL;

  for (guint i = 0; i < self->flights->len && !self->is_net_mute; i++)
    {
      Flight *flight = self->flights->pdata[i];

      if (next == NULL || flight->due_ms < next->due_ms)
        next = flight;
    }
  return next;
}

static void
move_clock (SyncFixture *self,
            gint64       to_ms)
{
  if (to_ms > self->ports.boot_ms)
    stanok_fake_ports_pass (&self->ports, to_ms - self->ports.boot_ms);
}

void
sync_fixture_run (SyncFixture *self,
                  gint64       ms)
{
  gint64 end_ms = self->ports.boot_ms + ms;
  guint budget = 2000000;

  while (self->core != NULL && budget-- > 0)
    {
      Flight *flight = find_next (self);
      gint64 flight_ms = flight != NULL ? flight->due_ms : G_MAXINT64;
      gint64 timer_ms = self->timer_ms >= 0 ? self->timer_ms : G_MAXINT64;

      if (MIN (flight_ms, timer_ms) > end_ms)
        break;
      move_clock (self, MIN (flight_ms, timer_ms));
      if (flight_ms <= timer_ms)
        land (self, flight);
      else
        {
          self->timer_ms = -1;
          sync_fixture_hint (self, STANOK_EVENT_TIMER, FALSE);
        }
    }
  g_assert_cmpuint (budget, >, 0);
  move_clock (self, end_ms);
}

void
sync_fixture_sleep (SyncFixture *self,
                    gint64       ms)
{
  stanok_fake_ports_pass (&self->ports, ms);
}

/* ---- people ----------------------------------------------------------------------------- */

char *
sync_fixture_act_with (SyncFixture       *self,
                       StanokCommandType  type,
                       const char        *order_id,
                       const StanokArgs  *args)
{
  g_autoptr(StanokCommand) command = stanok_command_new ();
  g_auto(StanokView) view = stanok_cache_get_view (self->cache, order_id);
  g_autoptr(StanokEntry) entry = NULL;
  g_autoptr(GError) error = NULL;
  StanokEvent event = { .kind = STANOK_EVENT_RECORDED };

  command->command_id = stanok_uuid7_new (&self->ports.ports);
  command->type = type;
  command->order_id = g_strdup (order_id);
  command->operator_id = g_strdup ("op-1");
  command->login_id = g_strdup ("login-1");
  command->auth = g_strdup ("pin");
  command->wall_ms = self->ports.wall_ms;
  command->boot_ms = self->ports.boot_ms;
  command->boot_id = g_strdup (self->ports.boot_id);
  command->base_rev = view.order != NULL ? view.order->rev : 0;
  command->args.start = args->start;
  command->args.good = args->good;
  command->args.text = g_strdup (args->text);
  command->args.reason = g_strdup (args->reason);
  command->args.sha256 = g_strdup (args->sha256);
  command->args.media_type = g_strdup (args->media_type);
  command->args.name = g_strdup (args->name);
  entry = stanok_journal_record (self->journal, command,
                                 view.order != NULL ? view.order->etag : NULL, &error);
  g_assert_no_error (error);
  event.entry = entry;
  sync_fixture_event (self, &event);
  return g_strdup (command->command_id);
}

char *
sync_fixture_act (SyncFixture       *self,
                  StanokCommandType  type,
                  const char        *order_id)
{
  StanokArgs args = { .good = type == STANOK_COMMAND_PROGRESS ? 1 : 0,
                      .text = type == STANOK_COMMAND_NOTE ? (char *) "note" : NULL };

  return sync_fixture_act_with (self, type, order_id, &args);
}

void
sync_fixture_acknowledge (SyncFixture *self,
                          const char  *command_id)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry = stanok_journal_acknowledge (self->journal, command_id, "op-1",
                                                             &error);
  StanokEvent event = { .kind = STANOK_EVENT_SETTLED, .entry = entry };

  g_assert_no_error (error);
  sync_fixture_event (self, &event);
}

void
sync_fixture_put_file (SyncFixture  *self,
                       const char   *name,
                       const guint8 *bytes,
                       gsize         n)
{
  const StanokFiles *files = &self->ports.ports.files;
  StanokFileHandle *file = files->open (files->data, name, TRUE, NULL);

  g_assert_nonnull (file);
  g_assert_true (files->pwrite (files->data, file, bytes, n, 0, NULL));
  files->close (files->data, file);
}

/* ---- questions -------------------------------------------------------------------------- */

StanokEntry *
sync_fixture_entry (SyncFixture *self,
                    const char  *command_id)
{
  return stanok_journal_lookup (self->journal, command_id);
}

void
sync_fixture_assert_state (SyncFixture      *self,
                           const char       *command_id,
                           StanokEntryState  state)
{
  g_autoptr(StanokEntry) entry = sync_fixture_entry (self, command_id);

  g_assert_nonnull (entry);
  g_assert_cmpint (entry->state, ==, state);
}

StanokSyncStatus
sync_fixture_status (SyncFixture *self)
{
  StanokSyncStatus status;

  stanok_sync_core_get_status (self->core, &status);
  return status;
}

void
sync_fixture_assert_converged (SyncFixture *self)
{
  StanokSyncStatus status = sync_fixture_status (self);
  StanokDigest digest = fake_mes_digest (self->mes);
  g_auto(StanokBaseState) base = { 0 };

  stanok_cache_get_base_state (self->cache, &base);
  g_assert_cmpuint (status.n_unsettled, ==, 0);
  g_assert_cmpint (status.link, ==, STANOK_LINK_ONLINE);
  g_assert_cmpstr (base.epoch, ==, self->mes->epoch);
  g_assert_cmpint (base.digest.count, ==, digest.count);
  g_assert_cmpuint (base.digest.sum64, ==, digest.sum64);
  for (guint i = 0; i < self->mes->orders->len; i++)
    {
      const FakeOrder *order = self->mes->orders->pdata[i];
      g_autoptr(StanokOrder) mine = stanok_cache_get_base (self->cache, order->order->id);
      g_autofree char *here = mine != NULL ? stanok_order_to_json (mine) : NULL;
      g_autofree char *there = order->gone == NULL ? stanok_order_to_json (order->order) : NULL;

      g_assert_cmpstr (here, ==, there);
    }
}

gboolean
sync_fixture_was_told (SyncFixture *self,
                       const char  *prefix)
{
  for (guint i = 0; i < self->told->len; i++)
    if (g_str_has_prefix (self->told->pdata[i], prefix))
      return TRUE;
  return FALSE;
}

guint
sync_fixture_n_flights (SyncFixture   *self,
                        StanokChannel  channel)
{
  guint count = 0;

  for (guint i = 0; i < self->flights->len; i++)
    count += ((Flight *) self->flights->pdata[i])->request->channel == channel ? 1 : 0;
  return count;
}

const StanokHttpRequest *
sync_fixture_flight (SyncFixture   *self,
                     StanokChannel  channel)
{
  for (guint i = 0; i < self->flights->len; i++)
    {
      Flight *flight = self->flights->pdata[i];

      if (flight->request->channel == channel)
        return flight->request;
    }
  return NULL;
}

/* ---- life ------------------------------------------------------------------------------- */

void
sync_fixture_boot (SyncFixture *self)
{
  StanokRecovery recovery = { 0 };
  StanokSyncConfig config = { DEVICE, NULL, "stanok/0.1.0", self->fetch_blobs };
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GError) error = NULL;
  StanokEvent event = { .kind = STANOK_EVENT_BOOT };
  gboolean rebuilt;

  self->journal = stanok_journal_open (&self->ports.ports, &recovery, &error);
  g_assert_no_error (error);
  stanok_recovery_clear (&recovery);
  self->cache = stanok_cache_open (&self->ports.ports, &rebuilt, &error);
  g_assert_no_error (error);
  config.incarnation = stanok_journal_get_incarnation (self->journal);
  self->core = stanok_sync_core_new (&config, &self->ports.ports, self->cache);
  entries = stanok_journal_list_open (self->journal);
  event.entries = entries;
  sync_fixture_event (self, &event);
}

void
sync_fixture_kill (SyncFixture *self,
                   gboolean     arrives)
{
  for (guint i = 0; arrives && i < self->flights->len; i++)
    {
      Flight *flight = self->flights->pdata[i];

      g_clear_pointer (&(StanokHttpAnswer *) { fake_mes_handle (self->mes, flight->request, TRUE) },
                       stanok_http_answer_free);
    }
  g_ptr_array_set_size (self->flights, 0);
  g_queue_clear_full (&self->mail, mail_free);
  self->timer_ms = -1;
  g_clear_pointer (&self->core, stanok_sync_core_free);
  g_clear_pointer (&self->cache, stanok_cache_close);
  g_clear_pointer (&self->journal, stanok_journal_close);
}

void
sync_fixture_set_up (SyncFixture   *self,
                     gconstpointer  data)
{
  guint64 seed = (guint64) g_test_rand_int ();

  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  self->disk = stanok_disk_new (seed);
  stanok_fake_ports_init (&self->ports, self->disk, seed);
  self->mes = fake_mes_new (&self->ports.wall_ms);
  self->flights = g_ptr_array_new_with_free_func (flight_free);
  self->told = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->mail);
  self->timer_ms = -1;
  self->latency_ms = LATENCY_MS;
  self->piece = PIECE;
  for (int i = 1; i <= 7; i++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%d", i);

      fake_mes_add (self->mes, id);
    }
}

void
sync_fixture_tear_down (SyncFixture   *self,
                        gconstpointer  data)
{
  sync_fixture_kill (self, FALSE);
  g_ptr_array_unref (self->flights);
  g_ptr_array_unref (self->told);
  fake_mes_free (self->mes);
  stanok_disk_free (self->disk);
}

void
sync_fixture_begin (SyncFixture *self)
{
  sync_fixture_boot (self);
  sync_fixture_run (self, 2000);
  sync_fixture_assert_converged (self);
  fake_mes_forget (self->mes);
}

char *
sync_fixture_take (SyncFixture *self,
                   const char  *order_id)
{
  const StanokArgs args = { .start = TRUE };

  return sync_fixture_act_with (self, STANOK_COMMAND_CLAIM, order_id, &args);
}
