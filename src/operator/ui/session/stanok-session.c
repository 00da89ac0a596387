/* stanok-session.c: what every page shares: who works, what time it is, how sync stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-session.h"

struct _StanokSession
{
  GObject           parent_instance;

  /* Owned */
  StanokStore      *store;
  StanokThumbs     *thumbs;
  StanokOrderList  *mine;
  StanokLogin      *login;        /* (nullable) */
  GTimeZone        *zone;
  char             *device_id;
  char             *station_id;   /* (nullable) */

  StanokSyncStatus  status;
};

enum {
  SIGNAL_TICK,
  SIGNAL_STATUS_CHANGED,
  SIGNAL_LOGIN_CHANGED,
  SIGNAL_GO,
  SIGNAL_OPEN_ORDER,
  SIGNAL_ASK,
  SIGNAL_RETRY_NOW,
  SIGNAL_ADOPT,
  SIGNAL_RECORDED,
  SIGNAL_NOT_RECORDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokSession, stanok_session, G_TYPE_OBJECT)

static void
stanok_session_finalize (GObject *object)
{
  StanokSession *self = STANOK_SESSION (object);

  g_clear_object (&self->mine);
  g_clear_object (&self->thumbs);
  g_clear_object (&self->store);
  g_clear_pointer (&self->login, stanok_login_free);
  g_time_zone_unref (self->zone);
  g_free (self->device_id);
  g_free (self->station_id);

  G_OBJECT_CLASS (stanok_session_parent_class)->finalize (object);
}

static guint
add_signal (StanokSessionClass *klass,
            const char         *name,
            GType               first,
            GType               second)
{
  guint n = first == G_TYPE_NONE ? 0 : second == G_TYPE_NONE ? 1 : 2;

  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n, first, second);
}

static void
stanok_session_class_init (StanokSessionClass *klass)
{
  const GType none = G_TYPE_NONE;

  G_OBJECT_CLASS (klass)->finalize = stanok_session_finalize;

  signals[SIGNAL_TICK] = add_signal (klass, "tick", none, none);
  signals[SIGNAL_STATUS_CHANGED] = add_signal (klass, "status-changed", none, none);
  signals[SIGNAL_LOGIN_CHANGED] = add_signal (klass, "login-changed", none, none);
  signals[SIGNAL_GO] = add_signal (klass, "go", G_TYPE_UINT, none);
  signals[SIGNAL_OPEN_ORDER] = add_signal (klass, "open-order", G_TYPE_STRING, none);
  signals[SIGNAL_ASK] = add_signal (klass, "ask", G_TYPE_UINT, none);
  signals[SIGNAL_RETRY_NOW] = add_signal (klass, "retry-now", none, none);
  signals[SIGNAL_ADOPT] = add_signal (klass, "adopt", GTK_TYPE_WIDGET, none);
  signals[SIGNAL_RECORDED] = add_signal (klass, "recorded", STANOK_TYPE_ENTRY_ITEM, none);
  signals[SIGNAL_NOT_RECORDED] =
    g_signal_new ("not-recorded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  g_signal_accumulator_true_handled, NULL, NULL,
                  G_TYPE_BOOLEAN, 3, G_TYPE_POINTER, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
stanok_session_init (StanokSession *self)
{
  self->zone = g_time_zone_new_local ();
}

/* Mine: nobody's orders are nobody's, so the query names a person that cannot be. */
static void
update_mine (StanokSession *self)
{
  StanokQuery query = { STANOK_SEGMENT_MINE, STANOK_SORT_DUE };

  query.operator_id = self->login != NULL ? self->login->operator_id : (char *) "";
  stanok_order_list_set_query (self->mine, &query);
}

StanokSession *
stanok_session_new (StanokStore  *store,
                    StanokModels *models,
                    const char   *device_id,
                    const char   *station_id)
{
  StanokSession *self = g_object_new (STANOK_TYPE_SESSION, NULL);

  self->store = g_object_ref (store);
  self->thumbs = stanok_thumbs_new (store, models);
  self->mine = stanok_order_list_new (store);
  self->device_id = g_strdup (device_id);
  self->station_id = g_strdup (station_id);
  self->status.validated_boot_ms = -1;
  self->status.next_try_boot_ms = -1;
  update_mine (self);
  return self;
}

StanokStore *
stanok_session_get_store (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return self->store;
}

StanokThumbs *
stanok_session_get_thumbs (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return self->thumbs;
}

const char *
stanok_session_get_device (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return self->device_id;
}

const char *
stanok_session_get_station (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return self->station_id;
}

GListModel *
stanok_session_get_mine (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->mine);
}

/* ---- time ---------------------------------------------------------------------------- */

static const StanokClock *
get_clock (StanokSession *self)
{
  const StanokPorts *ports = stanok_store_get_ports (self->store);

  return ports != NULL ? &ports->clock : NULL;
}

/* Until the store is open there is no port to ask; the clock on the wall runs all the same. */
static gint64
get_wall_ms (StanokSession *self)
{
  const StanokClock *clock = get_clock (self);

  return clock != NULL ? clock->wall_ms (clock->data) : g_get_real_time () / 1000;
}

StanokNow
stanok_session_get_now (StanokSession *self)
{
  StanokNow now = { 0, NULL };

  g_return_val_if_fail (STANOK_IS_SESSION (self), now);

  now.now_ms = get_wall_ms (self);
  now.zone = self->zone;
  return now;
}

gint64
stanok_session_get_server_now_ms (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), 0);

  return get_wall_ms (self) + (self->status.clock_measured ? self->status.clock_offset_ms : 0);
}

gint64
stanok_session_to_wall_ms (StanokSession *self,
                           gint64         server_ms)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), 0);

  return server_ms - (self->status.clock_measured ? self->status.clock_offset_ms : 0);
}

gint64
stanok_session_get_boot_ms (StanokSession *self)
{
  const StanokClock *clock;

  g_return_val_if_fail (STANOK_IS_SESSION (self), 0);

  clock = get_clock (self);
  return clock != NULL ? clock->boot_ms (clock->data) : 0;
}

void
stanok_session_tick (StanokSession *self)
{
  g_return_if_fail (STANOK_IS_SESSION (self));

  g_signal_emit (self, signals[SIGNAL_TICK], 0);
}

/* ---- who, and how sure --------------------------------------------------------------- */

const StanokLogin *
stanok_session_get_login (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return self->login;
}

void
stanok_session_set_login (StanokSession     *self,
                          const StanokLogin *login)
{
  g_return_if_fail (STANOK_IS_SESSION (self));

  g_clear_pointer (&self->login, stanok_login_free);
  if (login != NULL)
    self->login = stanok_login_copy (login);
  update_mine (self);
  g_signal_emit (self, signals[SIGNAL_LOGIN_CHANGED], 0);
}

StanokViewer
stanok_session_get_viewer (StanokSession *self)
{
  StanokViewer viewer = { NULL, NULL, FALSE, 0 };

  g_return_val_if_fail (STANOK_IS_SESSION (self), viewer);

  viewer.operator_id = self->login != NULL ? self->login->operator_id : NULL;
  viewer.device_id = self->device_id;
  viewer.is_online = self->status.link == STANOK_LINK_ONLINE;
  viewer.server_now_ms = stanok_session_get_server_now_ms (self);
  return viewer;
}

const StanokSyncStatus *
stanok_session_get_status (StanokSession *self)
{
  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);

  return &self->status;
}

void
stanok_session_set_status (StanokSession          *self,
                           const StanokSyncStatus *status)
{
  g_return_if_fail (STANOK_IS_SESSION (self));
  g_return_if_fail (status != NULL);

  self->status = *status;
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

StanokStanding
stanok_session_get_standing (StanokSession *self)
{
  StanokStanding standing = { .phase = STANOK_STORE_OPENING };

  g_return_val_if_fail (STANOK_IS_SESSION (self), standing);

  standing.phase = stanok_store_get_phase (self->store);
  standing.status = self->status;
  standing.n_unsent = stanok_store_get_n_unsent (self->store, &standing.oldest_unsent_wall_ms);
  standing.n_cards = g_list_model_get_n_items (stanok_store_get_cards (self->store));
  standing.boot_ms = stanok_session_get_boot_ms (self);
  standing.now = stanok_session_get_now (self);
  return standing;
}

/* ---- acts ---------------------------------------------------------------------------- */

StanokCommand *
stanok_session_begin (StanokSession     *self,
                      StanokCommandType  type,
                      const StanokOrder *order)
{
  const StanokPorts *ports;
  const StanokFile *model;
  StanokCommand *command;

  g_return_val_if_fail (STANOK_IS_SESSION (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);

  ports = stanok_store_get_ports (self->store);
  if (self->login == NULL || ports == NULL ||
      stanok_store_get_phase (self->store) != STANOK_STORE_READY)
    return NULL;

  command = stanok_command_new ();
  command->command_id = stanok_uuid7_new (ports);
  command->type = type;
  command->order_id = g_strdup (order->id);
  command->operator_id = g_strdup (self->login->operator_id);
  command->login_id = g_strdup (self->login->login_id);
  command->auth = g_strdup (self->login->auth);
  command->wall_ms = ports->clock.wall_ms (ports->clock.data);
  command->boot_ms = ports->clock.boot_ms (ports->clock.data);
  command->boot_id = g_strdup (ports->clock.boot_id (ports->clock.data));
  command->base_rev = order->rev;
  command->saw_instructions_rev = order->instructions_rev;
  model = stanok_order_get_file (order, "model");
  command->saw_model = model != NULL ? g_strdup (model->sha256) : NULL;
  return command;
}

typedef struct {
  StanokSession *session;    /* (owned) */
  StanokCommand *command;    /* (owned) */
  char          *etag;       /* (owned) (nullable) */
} Act;

static void
act_free (Act *act)
{
  g_object_unref (act->session);
  stanok_command_free (act->command);
  g_free (act->etag);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Act) act = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokEntry) entry = NULL;
  g_autoptr(StanokEntryItem) item = NULL;

  entry = stanok_store_record_finish (STANOK_STORE (source), result, &error);
  if (entry == NULL)
    {
      gboolean is_told = FALSE;

      g_signal_emit (act->session, signals[SIGNAL_NOT_RECORDED], 0,
                     act->command, act->etag, error, &is_told);
      return;
    }
  item = stanok_entry_item_new (entry);
  g_signal_emit (act->session, signals[SIGNAL_RECORDED], 0, item);
}

void
stanok_session_record (StanokSession *self,
                       StanokCommand *command,
                       const char    *etag)
{
  Act *act;

  g_return_if_fail (STANOK_IS_SESSION (self));
  g_return_if_fail (command != NULL);

  act = g_new0 (Act, 1);
  act->session = g_object_ref (self);
  act->command = command;
  act->etag = g_strdup (etag);
  stanok_store_record_async (self->store, command,
                             stanok_command_is_intent (command->type) ? etag : NULL,
                             NULL, recorded_cb, act);
}

/* ---- between the pages --------------------------------------------------------------- */

void
stanok_session_go (StanokSession *self,
                   StanokPage     page)
{
  g_return_if_fail (STANOK_IS_SESSION (self));

  g_signal_emit (self, signals[SIGNAL_GO], 0, (guint) page);
}

void
stanok_session_open_order (StanokSession *self,
                           const char    *order_id)
{
  g_return_if_fail (STANOK_IS_SESSION (self));
  g_return_if_fail (order_id != NULL);

  g_signal_emit (self, signals[SIGNAL_OPEN_ORDER], 0, order_id);
}

void
stanok_session_ask (StanokSession *self,
                    StanokAsk      what)
{
  g_return_if_fail (STANOK_IS_SESSION (self));

  g_signal_emit (self, signals[SIGNAL_ASK], 0, (guint) what);
}

void
stanok_session_retry_now (StanokSession *self)
{
  g_return_if_fail (STANOK_IS_SESSION (self));

  g_signal_emit (self, signals[SIGNAL_RETRY_NOW], 0);
}

void
stanok_session_adopt (StanokSession *self,
                      GtkWidget     *sheet)
{
  g_return_if_fail (STANOK_IS_SESSION (self));
  g_return_if_fail (GTK_IS_WIDGET (sheet));

  g_signal_emit (self, signals[SIGNAL_ADOPT], 0, sheet);
}
