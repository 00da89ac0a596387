/* sim-driver.c: events to a terminal's core and effects from it, as its three threads do it
 *
 * The journal's thread and sync's only send each other messages, in order. Here each message
 * is a task of the scheduler, a little later or not, so that a crash can come between any two.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-driver.h"

#include "sim-check.h"
#include "sim-net.h"

#define TOKEN_MS 3000      /* how long it takes to get a new one */

typedef enum {
  /* to the journal */
  MESSAGE_RECORD,
  MESSAGE_SETTLE,
  MESSAGE_ACKNOWLEDGE,
  MESSAGE_LIST,
  MESSAGE_COMPACT,
  MESSAGE_SETTING,
  /* to sync */
  MESSAGE_RECORDED,
  MESSAGE_SETTLED,
  MESSAGE_LISTED,
} MessageKind;

typedef struct {
  MessageKind       kind;
  StanokCommand    *command;       /* (owned) (nullable) */
  char             *id;            /* (owned) (nullable) of a command, or a key */
  char             *text;          /* (owned) (nullable) */
  SimTold           told;
  StanokSettlement  settlement;    /* strings owned */
  GArray           *have;          /* (owned) (nullable) */
  StanokEntry      *entry;         /* (owned) (nullable) */
  GPtrArray        *entries;       /* (owned) (nullable) */
} Message;

static void
message_free (gpointer data)
{
  Message *self = data;

  g_clear_pointer (&self->command, stanok_command_free);
  g_free (self->id);
  g_free (self->text);
  g_free ((char *) self->settlement.command_id);
  g_free ((char *) self->settlement.reason);
  g_free ((char *) self->settlement.meanwhile);
  g_clear_pointer (&self->have, g_array_unref);
  g_clear_pointer (&self->entry, stanok_entry_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

void
sim_driver_drop_messages (SimKiosk *kiosk)
{
  g_queue_clear_full (&kiosk->to_journal, message_free);
  g_queue_clear_full (&kiosk->to_sync, message_free);
}

/* ---- sync's thread ------------------------------------------------------------------- */

static void perform (SimKiosk *kiosk, StanokEffect *effect);

/* @command: (nullable): that it is about */
static void
handle (SimKiosk          *kiosk,
        const StanokEvent *event,
        const SimCommand  *command)
{
  g_autoptr(GPtrArray) effects = NULL;
  guint life = kiosk->life;

  if (!sim_kiosk_is_up (kiosk))
    return;
  effects = stanok_effects_new ();
  stanok_sync_core_handle (kiosk->core, event, effects);
  sim_kiosk_check_power (kiosk);
  for (guint i = 0; i < effects->len && kiosk->life == life; i++)
    perform (kiosk, effects->pdata[i]);
  if (kiosk->life == life)
    sim_check_event (kiosk, command);
}

static void
fire (gpointer data,
      gpointer arg)
{
  SimKiosk *kiosk = data;
  StanokEvent event = { .kind = STANOK_EVENT_TIMER };

  kiosk->timer_task = 0;
  /* Of a machine that sleeps, the timer fires when it wakes. */
  if (kiosk->is_asleep)
    return;
  kiosk->timer_boot_ms = -1;
  handle (kiosk, &event, NULL);
}

static void
set_timer (SimKiosk *kiosk,
           gint64    boot_ms)
{
  sim_sched_cancel (kiosk->world->sched, kiosk->timer_task);
  kiosk->timer_task = 0;
  kiosk->timer_boot_ms = boot_ms;
  if (boot_ms >= 0)
    kiosk->timer_task = sim_sched_at (kiosk->world->sched,
                                      sim_clock_when (&kiosk->clock, boot_ms), fire, kiosk, NULL,
                                      NULL);
}

static void post_turn (SimKiosk *kiosk, gboolean is_sync, gint64 delay_ms);

/* Whoever was to sleep longer has turns that come later: a turn without a message does nothing. */
void
sim_driver_wake (SimKiosk *kiosk)
{
  for (guint i = 0; i < kiosk->to_journal.length; i++)
    post_turn (kiosk, FALSE, 0);
  for (guint i = 0; i < kiosk->to_sync.length; i++)
    post_turn (kiosk, TRUE, 0);
  if (kiosk->timer_boot_ms >= 0)
    set_timer (kiosk, kiosk->timer_boot_ms);
}

void
sim_driver_boot (SimKiosk  *kiosk,
                 GPtrArray *entries)
{
  StanokEvent event = { .kind = STANOK_EVENT_BOOT, .entries = entries };

  handle (kiosk, &event, NULL);
}

void
sim_kiosk_answered (SimKiosk               *kiosk,
                    const SimCommand       *command,
                    const StanokHttpAnswer *answer)
{
  StanokEvent event = { .kind = STANOK_EVENT_HTTP_DONE, .answer = answer };

  sim_check_answered (kiosk, answer);
  handle (kiosk, &event, command);
}

void
sim_kiosk_retry_now (SimKiosk *kiosk)
{
  StanokEvent event = { .kind = STANOK_EVENT_RETRY_NOW };

  handle (kiosk, &event, NULL);
}

static void
take_sync_message (SimKiosk      *kiosk,
                   const Message *message)
{
  StanokEvent event = { .kind = STANOK_EVENT_SETTLED, .entry = message->entry,
                        .command_id = message->id };

  /* The store's facade does the same before it tells the listener. */
  if (message->entry != NULL)
    stanok_cache_put_entry (kiosk->cache, message->entry);
  if (message->kind == MESSAGE_RECORDED)
    event.kind = STANOK_EVENT_RECORDED;
  if (message->kind == MESSAGE_LISTED)
    {
      event.kind = STANOK_EVENT_ACCEPTED_LIST;
      event.entries = message->entries;
    }
  handle (kiosk, &event, sim_oracle_find (kiosk->world->oracle, message->id));
}

/* ---- the journal's thread ------------------------------------------------------------ */

static void post_to_sync (SimKiosk *kiosk, Message *message);

/* @entry: (transfer full) (nullable) */
static void
publish (SimKiosk    *kiosk,
         MessageKind  kind,
         const char  *command_id,
         StanokEntry *entry)
{
  Message *message = g_new0 (Message, 1);

  message->kind = kind;
  message->id = g_strdup (command_id);
  message->entry = entry;
  post_to_sync (kiosk, message);
}

static void
record (SimKiosk      *kiosk,
        const Message *message)
{
  SimCommand *command = sim_oracle_find (kiosk->world->oracle, message->command->command_id);
  g_autoptr(GError) error = NULL;
  StanokEntry *entry;

  /* Whoever taps again takes the word back that he was given. */
  command->is_denied = FALSE;
  entry = stanok_journal_record (kiosk->journal, message->command, message->text, &error);
  /* A power cut while it wrote: nobody is told anything. */
  if (stanok_disk_is_cut (kiosk->disk))
    {
      sim_sometimes (kiosk->world, KIOSK_KILLED_RECORDING);
      if (entry != NULL)
        stanok_entry_unref (entry);
      sim_kiosk_check_power (kiosk);
      return;
    }
  if (entry != NULL)
    sim_event (kiosk->world, "%s records%s #%d %s WO-%d as %" G_GINT64_FORMAT, kiosk->id,
               entry->single_copy ? " in a single copy" : "", command->number,
               stanok_command_name (command->act.type), command->act.order, entry->seq);
  else
    sim_event (kiosk->world, "%s does NOT record #%d %s WO-%d: %s", kiosk->id, command->number,
               stanok_command_name (command->act.type), command->act.order, error->message);
  sim_check_recorded (kiosk, command, entry);
  message->told (kiosk, command, entry);
  if (entry != NULL)
    publish (kiosk, MESSAGE_RECORDED, command->id, entry);
}

static void
settle (SimKiosk      *kiosk,
        const Message *message)
{
  const StanokSettlement *settlement = &message->settlement;
  SimCommand *command = sim_oracle_find (kiosk->world->oracle, settlement->command_id);
  g_autoptr(GError) error = NULL;
  StanokEntry *entry;

  /* A second tap on a card that the first has taken away. */
  if (settlement->state == STANOK_ENTRY_PENDING && !settlement->reoffer &&
      command->entry->state != STANOK_ENTRY_PARKED)
    return;
  entry = stanok_journal_settle (kiosk->journal, settlement, &error);
  if (stanok_disk_is_cut (kiosk->disk))
    {
      sim_check_doubted (kiosk, command);
      if (entry != NULL)
        stanok_entry_unref (entry);
      sim_kiosk_check_power (kiosk);
      return;
    }
  sim_check_settled (kiosk, settlement, entry);
  publish (kiosk, MESSAGE_SETTLED, settlement->command_id, entry);
}

static void
acknowledge (SimKiosk      *kiosk,
             const Message *message)
{
  StanokEntry *entry = stanok_journal_acknowledge (kiosk->journal, message->id, message->text,
                                                   NULL);

  if (!stanok_disk_is_cut (kiosk->disk) && entry != NULL)
    {
      sim_sometimes (kiosk->world, CARD_ACKNOWLEDGED);
      sim_check_acknowledged (kiosk, entry);
      publish (kiosk, MESSAGE_SETTLED, message->id, entry);
      return;
    }
  if (entry != NULL)
    stanok_entry_unref (entry);
}

static void
list (SimKiosk *kiosk)
{
  Message *message = g_new0 (Message, 1);

  message->kind = MESSAGE_LISTED;
  message->entries = stanok_journal_list_accepted (kiosk->journal);
  post_to_sync (kiosk, message);
}

static void
take_journal_message (SimKiosk      *kiosk,
                      const Message *message)
{
  switch (message->kind)
    {
    case MESSAGE_RECORD:
      record (kiosk, message);
      break;
    case MESSAGE_SETTLE:
      settle (kiosk, message);
      break;
    case MESSAGE_ACKNOWLEDGE:
      acknowledge (kiosk, message);
      break;
    case MESSAGE_LIST:
      list (kiosk);
      break;
    case MESSAGE_COMPACT:
      stanok_journal_compact (kiosk->journal, message->have, NULL);
      break;
    case MESSAGE_SETTING:
      stanok_journal_set_setting (kiosk->journal, message->id, message->text, NULL);
      break;
    case MESSAGE_RECORDED:
    case MESSAGE_SETTLED:
    case MESSAGE_LISTED:
    default:
      g_assert_not_reached ();
    }
  sim_kiosk_check_power (kiosk);
}

/* ---- messages ------------------------------------------------------------------------ */

typedef struct {
  SimKiosk *kiosk;
  guint     life;
  gboolean  is_sync;
} Turn;

/* Each message has a turn of its own, and takes the oldest message: so they stay in order. */
static void
take_turn (gpointer data,
           gpointer arg)
{
  const Turn *turn = arg;
  SimKiosk *kiosk = turn->kiosk;
  Message *message;

  if (turn->life != kiosk->life || kiosk->core == NULL)
    return;
  if (kiosk->is_asleep)
    {
      post_turn (kiosk, turn->is_sync, MAX (kiosk->awake_ms - sim_now (kiosk->world), 1));
      return;
    }
  message = g_queue_pop_head (turn->is_sync ? &kiosk->to_sync : &kiosk->to_journal);
  if (message == NULL)
    return;
  if (turn->is_sync)
    take_sync_message (kiosk, message);
  else
    take_journal_message (kiosk, message);
  message_free (message);
}

static void
post_turn (SimKiosk *kiosk,
           gboolean  is_sync,
           gint64    delay_ms)
{
  Turn *turn = g_new (Turn, 1);

  *turn = (Turn) { kiosk, kiosk->life, is_sync };
  sim_sched_at (kiosk->world->sched, sim_now (kiosk->world) + delay_ms, take_turn, NULL, turn,
                g_free);
}

static void
post (SimKiosk *kiosk,
      Message  *message,
      gboolean  is_sync)
{
  g_queue_push_tail (is_sync ? &kiosk->to_sync : &kiosk->to_journal, message);
  post_turn (kiosk, is_sync,
             sim_rng_between (&kiosk->faults, 0, kiosk->world->options.thread_delay_ms));
}

static void
post_to_sync (SimKiosk *kiosk,
              Message  *message)
{
  post (kiosk, message, TRUE);
}

void
sim_kiosk_tap (SimKiosk      *kiosk,
               StanokCommand *command,
               const char    *etag_seen,
               SimTold        told)
{
  Message *message = g_new0 (Message, 1);

  message->kind = MESSAGE_RECORD;
  message->command = command;
  message->text = g_strdup (etag_seen);
  message->told = told;
  post (kiosk, message, FALSE);
}

void
sim_kiosk_acknowledge (SimKiosk   *kiosk,
                       const char *command_id,
                       const char *operator_id)
{
  Message *message = g_new0 (Message, 1);

  message->kind = MESSAGE_ACKNOWLEDGE;
  message->id = g_strdup (command_id);
  message->text = g_strdup (operator_id);
  post (kiosk, message, FALSE);
}

static void
post_settlement (SimKiosk               *kiosk,
                 const StanokSettlement *settlement)
{
  Message *message = g_new0 (Message, 1);

  message->kind = MESSAGE_SETTLE;
  message->settlement = *settlement;
  message->settlement.command_id = g_strdup (settlement->command_id);
  message->settlement.reason = g_strdup (settlement->reason);
  message->settlement.meanwhile = g_strdup (settlement->meanwhile);
  post (kiosk, message, FALSE);
}

void
sim_kiosk_unpark (SimKiosk   *kiosk,
                  const char *command_id)
{
  StanokSettlement settlement = { .command_id = command_id, .state = STANOK_ENTRY_PENDING };

  sim_sometimes (kiosk->world, UNPARKED);
  post_settlement (kiosk, &settlement);
}

/* ---- effects ------------------------------------------------------------------------- */

static void
renew_token (gpointer data,
             gpointer arg)
{
  SimKiosk *kiosk = data;

  sim_sometimes (kiosk->world, TOKEN_RENEWED);
  sim_net_renew_token (kiosk->world->net, kiosk->number);
}

static void
post_simple (SimKiosk     *kiosk,
             MessageKind   kind,
             StanokEffect *effect)
{
  Message *message = g_new0 (Message, 1);

  message->kind = kind;
  message->id = g_strdup (effect->key);
  message->text = g_strdup (effect->text);
  if (effect->have != NULL)
    message->have = g_array_ref (effect->have);
  post (kiosk, message, FALSE);
}

static void
perform (SimKiosk     *kiosk,
         StanokEffect *effect)
{
  SimWorld *world = kiosk->world;

  switch (effect->kind)
    {
    case STANOK_EFFECT_HTTP_SEND:
      sim_net_send (world->net, kiosk, effect->request);
      break;
    case STANOK_EFFECT_HTTP_CANCEL:
      sim_net_cancel (world->net, kiosk, effect->request_id);
      break;
    case STANOK_EFFECT_TIMER_SET:
      set_timer (kiosk, effect->boot_ms);
      break;
    case STANOK_EFFECT_SETTLE:
      post_settlement (kiosk, &effect->settlement);
      break;
    case STANOK_EFFECT_LIST_ACCEPTED:
      post_simple (kiosk, MESSAGE_LIST, effect);
      break;
    case STANOK_EFFECT_COMPACT:
      post_simple (kiosk, MESSAGE_COMPACT, effect);
      break;
    case STANOK_EFFECT_SET_SETTING:
      post_simple (kiosk, MESSAGE_SETTING, effect);
      break;
    case STANOK_EFFECT_RENEW_TOKEN:
      sim_sched_at (world->sched, sim_now (world) + TOKEN_MS, renew_token, kiosk, NULL, NULL);
      break;
    case STANOK_EFFECT_LOG:
      sim_note (world, "%s: %s", kiosk->id, effect->text);
      break;
    case STANOK_EFFECT_VIEW_CHANGED:
    case STANOK_EFFECT_REFERENCE_CHANGED:
    case STANOK_EFFECT_BLOB_READY:
    case STANOK_EFFECT_BLOB_MISSING:
    case STANOK_EFFECT_STATUS_CHANGED:
    default:
      break;
    }
}
