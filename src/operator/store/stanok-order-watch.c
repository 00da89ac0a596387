/* stanok-order-watch.c: one order, kept up to date wherever it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-order-item.h"
#include "store/stanok-store-private.h"

struct _StanokOrderWatch
{
  GObject      parent_instance;

  StanokStore *store;        /* (owned) */
  char        *order_id;
  StanokRow   *row;          /* (nullable) (owned) */
  gboolean     asking;       /* a question is on its way */
  gboolean     ask_again;    /* rows changed meanwhile */
};

enum {
  WATCH_CHANGED,
  N_WATCH_SIGNALS,
};

static guint watch_signals[N_WATCH_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokOrderWatch, stanok_order_watch, G_TYPE_OBJECT)

/* Shares nothing with the watch but its address, and that weakly. */
typedef struct {
  StanokStore *store;
  GWeakRef     watch;
  char        *order_id;
  StanokRow   *row;
} Question;

static void ask (StanokOrderWatch *self);

static void
free_question (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->watch);
  g_free (question->order_id);
  g_clear_pointer (&question->row, stanok_row_unref);
  g_free (question);
}

/* main */
static void
take_answer (gpointer data)
{
  Question *question = data;
  g_autoptr(StanokOrderWatch) self = g_weak_ref_get (&question->watch);
  StanokRow *row = question->row;

  if (self == NULL)
    return;
  self->asking = FALSE;
  if (self->ask_again)
    ask (self);
  if (row == self->row || (row != NULL && self->row != NULL && stanok_row_same (row, self->row)))
    return;
  g_clear_pointer (&self->row, stanok_row_unref);
  self->row = g_steal_pointer (&question->row);
  g_signal_emit (self, watch_signals[WATCH_CHANGED], 0);
}

/* sync thread */
static void
answer (gpointer data)
{
  Question *question = data;

  if (question->store->cache != NULL)
    question->row = stanok_cache_get_row (question->store->cache, question->order_id);
  stanok_store_post_main (question->store, take_answer, question, free_question);
}

static void
ask (StanokOrderWatch *self)
{
  Question *question;

  self->ask_again = self->asking;
  if (self->asking || self->store->closed)
    return;
  self->asking = TRUE;
  question = g_new0 (Question, 1);
  question->store = self->store;
  g_weak_ref_init (&question->watch, self);
  question->order_id = g_strdup (self->order_id);
  stanok_worker_post (self->store->sync_worker, answer, question, NULL);
}

static void
stanok_order_watch_finalize (GObject *object)
{
  StanokOrderWatch *self = STANOK_ORDER_WATCH (object);

  g_clear_pointer (&self->row, stanok_row_unref);
  g_free (self->order_id);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (stanok_order_watch_parent_class)->finalize (object);
}

static void
stanok_order_watch_class_init (StanokOrderWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_order_watch_finalize;

  watch_signals[WATCH_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
stanok_order_watch_init (StanokOrderWatch *self)
{
}

StanokOrderWatch *
stanok_order_watch_new (StanokStore *store,
                        const char  *order_id)
{
  StanokOrderWatch *self = g_object_new (STANOK_TYPE_ORDER_WATCH, NULL);

  self->store = g_object_ref (store);
  self->order_id = g_strdup (order_id);
  g_signal_connect_object (store, "rows-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  ask (self);
  return self;
}

const char *
stanok_order_watch_get_id (StanokOrderWatch *self)
{
  return self->order_id;
}

const StanokRow *
stanok_order_watch_get_row (StanokOrderWatch *self)
{
  g_return_val_if_fail (STANOK_IS_ORDER_WATCH (self), NULL);

  return self->row;
}
