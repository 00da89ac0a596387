/* stanok-sync.c: runs the sync core on the store's sync thread, over libsoup
 *
 * The main thread's half: it starts and stops the driver, passes on what people and the machine
 * say, and hears how things stand, at most ten times a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "stanok-sync"

#include "sync/stanok-sync.h"

#include "sync/stanok-sync-driver.h"

#define TELL_EVERY_US (G_TIME_SPAN_SECOND / 10)

/* What both threads touch. Outlives the object: a message to the main thread may be on its way. */
typedef struct {
  GMutex           mutex;
  GMainContext    *main;
  /* (mutex mutex) */
  StanokSync      *owner;          /* (nullable) NULL once stopped */
  StanokSyncStatus status;
  gboolean         is_tell_due;    /* a message is on its way */
  gint64           told_us;
} Board;

struct _StanokSync
{
  GObject           parent_instance;

  StanokStore      *store;         /* (owned) */
  StanokNetFactory  make_net;
  GDestroyNotify    free_data;
  gpointer          data;
  char             *device_id;
  char             *operator_id;   /* (nullable) */
  StanokSyncDriver *driver;        /* (owned) (nullable) until the store is ready */
  Board            *board;         /* (owned) shared */
  GNetworkMonitor  *monitor;       /* (nullable) borrowed while started */
  gboolean          is_started;
  gboolean          is_stopped;
};

enum {
  STATUS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokSync, stanok_sync, G_TYPE_OBJECT)

/* ---- the board ------------------------------------------------------------------------ */

static void
board_clear (gpointer data)
{
  Board *board = data;

  g_mutex_clear (&board->mutex);
  g_main_context_unref (board->main);
}

static void
board_release (gpointer board)
{
  g_atomic_rc_box_release_full (board, board_clear);
}

/* main */
static gboolean
tell_cb (gpointer data)
{
  Board *board = data;
  g_autoptr(StanokSync) owner = NULL;

  g_mutex_lock (&board->mutex);
  board->is_tell_due = FALSE;
  board->told_us = g_get_monotonic_time ();
  if (board->owner != NULL)
    owner = g_object_ref (board->owner);
  g_mutex_unlock (&board->mutex);
  if (owner != NULL)
    g_signal_emit (owner, signals[STATUS_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* sync thread; (mutex board->mutex) */
static void
schedule_tell (Board *board)
{
  gint64 wait_us = board->told_us + TELL_EVERY_US - g_get_monotonic_time ();
  g_autoptr(GSource) source = g_timeout_source_new ((guint) (MAX (wait_us, 0) / 1000));

  board->is_tell_due = TRUE;
  g_source_set_static_name (source, "stanok-sync-status");
  g_source_set_callback (source, tell_cb, g_atomic_rc_box_acquire (board), board_release);
  g_source_attach (source, board->main);
}

/* sync thread */
static void
take_status (gpointer                data,
             const StanokSyncStatus *status,
             gboolean                is_news)
{
  Board *board = data;

  g_mutex_lock (&board->mutex);
  board->status = *status;
  if (is_news && !board->is_tell_due)
    schedule_tell (board);
  g_mutex_unlock (&board->mutex);
}

/* ---- messages to the sync thread ------------------------------------------------------ */

typedef struct {
  StanokSyncDriver *driver;
  void            (*job) (StanokSyncDriver *driver, const char *text);
  char             *text;
  /* For who waits for it */
  GMutex           *mutex;
  GCond            *done;
  gboolean         *is_done;
} Message;

static gboolean
message_cb (gpointer data)
{
  const Message *message = data;

  message->job (message->driver, message->text);
  if (message->mutex == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (message->mutex);
  *message->is_done = TRUE;
  g_cond_signal (message->done);
  g_mutex_unlock (message->mutex);
  return G_SOURCE_REMOVE;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->text);
  g_free (message);
}

/* Of the priority of all messages to that thread: they run in the order in which they were sent. */
static void
post_message (StanokSync    *self,
              const Message *message)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, message_cb, g_memdup2 (message, sizeof *message), message_free);
  g_source_attach (source, stanok_store_get_sync_context (self->store));
}

static void
post (StanokSync  *self,
      void       (*job) (StanokSyncDriver *driver, const char *text),
      const char  *text)
{
  Message message = { .driver = self->driver, .job = job, .text = g_strdup (text) };

  if (self->driver != NULL && !self->is_stopped)
    post_message (self, &message);
  else
    g_free (message.text);
}

static void
post_and_wait (StanokSync  *self,
               void       (*job) (StanokSyncDriver *driver, const char *text))
{
  GMutex mutex;
  GCond done;
  gboolean is_done = FALSE;
  Message message = { self->driver, job, NULL, &mutex, &done, &is_done };

  g_mutex_init (&mutex);
  g_cond_init (&done);
  post_message (self, &message);
  g_mutex_lock (&mutex);
  while (!is_done)
    g_cond_wait (&done, &mutex);
  g_mutex_unlock (&mutex);
  g_cond_clear (&done);
  g_mutex_clear (&mutex);
}

/* sync thread, all of them */
static void
retry_job (StanokSyncDriver *driver,
           const char       *text)
{
  stanok_sync_driver_retry (driver);
}

static void
operator_job (StanokSyncDriver *driver,
              const char       *text)
{
  stanok_sync_driver_set_operator (driver, text);
}

static void
up_job (StanokSyncDriver *driver,
        const char       *text)
{
  stanok_sync_driver_hint (driver, TRUE);
}

static void
down_job (StanokSyncDriver *driver,
          const char       *text)
{
  stanok_sync_driver_hint (driver, FALSE);
}

static void
close_job (StanokSyncDriver *driver,
           const char       *text)
{
  stanok_sync_driver_close (driver);
}

/* ---- starting ------------------------------------------------------------------------- */

static void
begin (StanokSync *self)
{
  StanokSyncParts parts = {
    .store = self->store,
    .ports = stanok_store_get_ports (self->store),
    .incarnation = stanok_store_dup_incarnation (self->store),
    .device_id = self->device_id,
    .make_net = self->make_net,
    .net_data = self->data,
    .tell = take_status,
    .tell_data = self->board,
  };

  self->driver = stanok_sync_driver_new (&parts);
  stanok_sync_driver_attach (self->driver);
  post (self, operator_job, self->operator_id);
}

static void
phase_changed_cb (StanokSync *self)
{
  if (self->driver == NULL && !self->is_stopped &&
      stanok_store_get_phase (self->store) == STANOK_STORE_READY)
    begin (self);
}

/* A hint and no more: what the machine calls a network says nothing about the MES behind it. */
static void
network_changed_cb (StanokSync *self,
                    gboolean    is_available)
{
  post (self, is_available ? up_job : down_job, NULL);
}

void
stanok_sync_start (StanokSync *self)
{
  g_return_if_fail (STANOK_IS_SYNC (self));

  if (self->is_started)
    return;
  self->is_started = TRUE;
  g_signal_connect_object (self->store, "phase-changed", G_CALLBACK (phase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->monitor = g_network_monitor_get_default ();
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  phase_changed_cb (self);
}

void
stanok_sync_retry_now (StanokSync *self)
{
  g_return_if_fail (STANOK_IS_SYNC (self));

  post (self, retry_job, NULL);
}

void
stanok_sync_set_operator (StanokSync *self,
                          const char *operator_id)
{
  g_return_if_fail (STANOK_IS_SYNC (self));

  if (g_strcmp0 (self->operator_id, operator_id) == 0)
    return;
  g_free (self->operator_id);
  self->operator_id = g_strdup (operator_id);
  post (self, operator_job, operator_id);
}

void
stanok_sync_get_status (StanokSync       *self,
                        StanokSyncStatus *out)
{
  g_return_if_fail (STANOK_IS_SYNC (self));

  g_mutex_lock (&self->board->mutex);
  *out = self->board->status;
  g_mutex_unlock (&self->board->mutex);
}

/* ---- life ----------------------------------------------------------------------------- */

void
stanok_sync_stop (StanokSync *self)
{
  static const StanokStoreListener nobody = { 0 };

  g_return_if_fail (STANOK_IS_SYNC (self));

  if (self->is_stopped)
    return;
  self->is_stopped = TRUE;
  g_mutex_lock (&self->board->mutex);
  self->board->owner = NULL;
  g_mutex_unlock (&self->board->mutex);
  if (self->driver == NULL)
    return;
  /* Both go to one thread in this order: when the second is done, the first is, too. */
  stanok_store_set_sync_listener (self->store, &nobody);
  post_and_wait (self, close_job);
  g_clear_pointer (&self->driver, stanok_sync_driver_free);
}

static void
stanok_sync_finalize (GObject *object)
{
  StanokSync *self = STANOK_SYNC (object);

  stanok_sync_stop (self);
  if (self->free_data != NULL)
    self->free_data (self->data);
  board_release (self->board);
  g_free (self->operator_id);
  g_free (self->device_id);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (stanok_sync_parent_class)->finalize (object);
}

static void
stanok_sync_class_init (StanokSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_sync_finalize;
  signals[STATUS_CHANGED] = g_signal_new ("status-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
stanok_sync_init (StanokSync *self)
{
  self->board = g_atomic_rc_box_new0 (Board);
  g_mutex_init (&self->board->mutex);
  self->board->main = g_main_context_ref_thread_default ();
  self->board->owner = self;
  self->board->status.link = STANOK_LINK_STARTING;
  self->board->status.next_try_boot_ms = -1;
  self->board->status.validated_boot_ms = -1;
}

/**
 * stanok_sync_new:
 * @device_id: as the server knows this terminal
 *
 * Nothing is asked before stanok_sync_start().
 */
StanokSync *
stanok_sync_new (StanokStore      *store,
                 StanokNetFactory  make_net,
                 GDestroyNotify    free_data,
                 gpointer          data,
                 const char       *device_id)
{
  StanokSync *self = g_object_new (STANOK_TYPE_SYNC, NULL);

  self->store = g_object_ref (store);
  self->make_net = make_net;
  self->free_data = free_data;
  self->data = data;
  self->device_id = g_strdup (device_id);
  return self;
}
