/* stanok-order-list.c: the orders of a query as a list model that never waits
 *
 * Main keeps the keys of all rows and the items of those that were looked at;
 * the sync thread answers two questions: which keys (after a new query or new
 * facts), and which rows (for a page of keys nobody has seen yet).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-key-diff.h"
#include "store/stanok-order-item.h"
#include "store/stanok-store-private.h"

#define PAGE       128
#define KEEP_ITEMS (64 * PAGE)     /* items kept though nobody shows them */
#define LOOK_AT_MOST 64            /* of them at a time, should somebody hold all */
#define MAX_STEPS  64

struct _StanokOrderList
{
  GObject      parent_instance;

  StanokStore *store;          /* (owned) */
  StanokQuery  query;          /* strings owned */
  GArray      *keys;           /* (element-type gint64) */
  /* key -> StanokOrderItem (owned); looked up only, never iterated in order */
  GHashTable  *items;
  GQueue       recent;         /* of keys of @items, oldest first: what to forget */
  GHashTable  *asked_keys;     /* keys whose rows are being read for a page */
  gboolean     loading;
  gboolean     asking;
  gboolean     ask_again;
};

static void stanok_order_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StanokOrderList, stanok_order_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      stanok_order_list_iface_init))

static void
clear_query (StanokQuery *query)
{
  g_clear_pointer (&query->operator_id, g_free);
  g_clear_pointer (&query->station, g_free);
  g_clear_pointer (&query->search, g_free);
}

static void
copy_query (StanokQuery       *to,
            const StanokQuery *from)
{
  *to = *from;
  to->operator_id = g_strdup (from->operator_id);
  to->station = g_strdup (from->station);
  to->search = g_strdup (from->search);
}

/* ---- questions to the sync thread ------------------------------------------------------ */

typedef struct {
  StanokStore *store;
  GWeakRef     list;
  gboolean     for_keys;
  StanokQuery  query;
  GArray      *keys;         /* answer to for_keys */
  GArray      *wanted;       /* keys of rows to read */
  GPtrArray   *rows;         /* (element-type StanokRow) (nullable elements) */
} Question;

static void ask_keys (StanokOrderList *self);

static void
free_question (gpointer data)
{
  Question *question = data;

  g_weak_ref_clear (&question->list);
  clear_query (&question->query);
  g_clear_pointer (&question->keys, g_array_unref);
  g_clear_pointer (&question->wanted, g_array_unref);
  g_clear_pointer (&question->rows, g_ptr_array_unref);
  g_free (question);
}

static Question *
question_new (StanokOrderList *self)
{
  Question *question = g_new0 (Question, 1);

  question->store = self->store;
  g_weak_ref_init (&question->list, self);
  question->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  return question;
}

static StanokOrderItem *
find_item (StanokOrderList *self,
           gint64           key)
{
  return g_hash_table_lookup (self->items, &key);
}

/* main */
static void
take_rows (StanokOrderList *self,
           Question        *question)
{
  for (guint i = 0; question->rows != NULL && i < question->rows->len; i++)
    {
      const StanokRow *row = g_ptr_array_index (question->rows, i);
      StanokOrderItem *item;

      if (row == NULL)
        continue;
      item = find_item (self, row->key);
      if (item != NULL)
        stanok_order_item_take_row (item, row);
    }
}

/* Step by step, so that at every signal the model is what the signal says. */
static void
take_keys (StanokOrderList *self,
           GArray          *keys)
{
  g_autoptr(GArray) steps = stanok_key_diff (self->keys, keys, MAX_STEPS);

  for (guint i = 0; i < steps->len; i++)
    {
      const StanokKeyStep *step = &g_array_index (steps, StanokKeyStep, i);

      if (step->removed > 0)
        g_array_remove_range (self->keys, step->position, step->removed);
      if (step->added > 0)
        g_array_insert_vals (self->keys, step->position,
                             &g_array_index (keys, gint64, step->from), step->added);
      g_list_model_items_changed (G_LIST_MODEL (self), step->position, step->removed, step->added);
    }
}

static void
take_answer (gpointer data)
{
  Question *question = data;
  g_autoptr(StanokOrderList) self = g_weak_ref_get (&question->list);

  if (self == NULL)
    return;
  if (question->for_keys)
    {
      self->asking = FALSE;
      /* Rows first: an item that moves is shown with its new face at once. */
      take_rows (self, question);
      /* No keys: the cache is not open yet, or could not answer. What is shown stays. */
      if (question->keys != NULL)
        {
          self->loading = FALSE;
          take_keys (self, question->keys);
        }
      /* Last, so that it asks for all that is shown now, and knows what is not. */
      if (self->ask_again)
        ask_keys (self);
      return;
    }
  for (guint i = 0; i < question->wanted->len; i++)
    g_hash_table_remove (self->asked_keys, &g_array_index (question->wanted, gint64, i));
  take_rows (self, question);
}

/* sync thread */
static void
answer (gpointer data)
{
  Question *question = data;
  StanokCache *cache = question->store->cache;
  g_autoptr(GError) error = NULL;

  if (cache != NULL && question->for_keys)
    {
      question->keys = stanok_cache_run_query (cache, &question->query, &error);
      if (question->keys == NULL)
        g_message ("asking for a list of orders: %s", error->message);
    }
  if (cache != NULL && question->wanted->len > 0)
    question->rows = stanok_cache_read_rows (cache, &g_array_index (question->wanted, gint64, 0),
                                             question->wanted->len);
  stanok_store_post_main (question->store, take_answer, question, free_question);
}

/* The keys anew, and the rows of what is known: both from one moment. */
static void
ask_keys (StanokOrderList *self)
{
  Question *question;

  self->ask_again = self->asking;
  if (self->asking || self->store->closed)
    return;
  self->asking = TRUE;
  question = question_new (self);
  question->for_keys = TRUE;
  copy_query (&question->query, &self->query);
  for (const GList *l = self->recent.head; l != NULL; l = l->next)
    {
      const gint64 *key = l->data;

      /* Only what somebody holds besides us is shown; the rest is read when it is asked for. */
      StanokOrderItem *item = find_item (self, *key);

      if (G_OBJECT (item)->ref_count > 1)
        g_array_append_val (question->wanted, *key);
      else
        stanok_order_item_set_stale (item);
    }
  stanok_worker_post (self->store->sync_worker, answer, question, NULL);
}

/* All of the page that is not on its way already: the neighbours will be looked at next. */
static void
ask_page (StanokOrderList *self,
          guint            position)
{
  guint first = position - position % PAGE;
  guint end = MIN (first + PAGE, self->keys->len);
  Question *question;

  if (self->store->closed ||
      g_hash_table_contains (self->asked_keys, &g_array_index (self->keys, gint64, position)))
    return;
  question = question_new (self);
  for (guint i = first; i < end; i++)
    {
      gint64 key = g_array_index (self->keys, gint64, i);

      if (g_hash_table_add (self->asked_keys, g_memdup2 (&key, sizeof key)))
        g_array_append_val (question->wanted, key);
    }
  stanok_worker_post (self->store->sync_worker, answer, question, NULL);
}

/* ---- the model ------------------------------------------------------------------------- */

static void
forget_oldest (StanokOrderList *self)
{
  guint to_look_at = MIN (self->recent.length, LOOK_AT_MOST);

  while (self->recent.length > KEEP_ITEMS && to_look_at-- > 0)
    {
      gint64 *key = g_queue_pop_head (&self->recent);

      if (G_OBJECT (find_item (self, *key))->ref_count > 1)
        g_queue_push_tail (&self->recent, key);
      else
        {
          g_hash_table_remove (self->items, key);
          g_free (key);
        }
    }
}

static StanokOrderItem *
make_item (StanokOrderList *self,
           gint64           key)
{
  StanokOrderItem *item = stanok_order_item_new ();

  g_hash_table_insert (self->items, g_memdup2 (&key, sizeof key), item);
  g_queue_push_tail (&self->recent, g_memdup2 (&key, sizeof key));
  forget_oldest (self);
  return item;
}

static gpointer
stanok_order_list_get_item (GListModel *model,
                            guint       position)
{
  StanokOrderList *self = STANOK_ORDER_LIST (model);
  StanokOrderItem *item;
  gint64 key;

  if (position >= self->keys->len)
    return NULL;
  key = g_array_index (self->keys, gint64, position);
  item = find_item (self, key);
  if (item == NULL)
    item = make_item (self, key);
  g_object_ref (item);
  if (stanok_order_item_is_stale (item))
    ask_page (self, position);
  return item;
}

static guint
stanok_order_list_get_n_items (GListModel *model)
{
  return STANOK_ORDER_LIST (model)->keys->len;
}

static GType
stanok_order_list_get_item_type (GListModel *model)
{
  return STANOK_TYPE_ORDER_ITEM;
}

static void
stanok_order_list_iface_init (GListModelInterface *iface)
{
  iface->get_item = stanok_order_list_get_item;
  iface->get_n_items = stanok_order_list_get_n_items;
  iface->get_item_type = stanok_order_list_get_item_type;
}

static void
stanok_order_list_finalize (GObject *object)
{
  StanokOrderList *self = STANOK_ORDER_LIST (object);

  clear_query (&self->query);
  g_array_unref (self->keys);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->asked_keys);
  g_queue_clear_full (&self->recent, g_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (stanok_order_list_parent_class)->finalize (object);
}

static void
stanok_order_list_class_init (StanokOrderListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_order_list_finalize;
}

static void
stanok_order_list_init (StanokOrderList *self)
{
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->asked_keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->loading = TRUE;
  g_queue_init (&self->recent);
}

StanokOrderList *
stanok_order_list_new (StanokStore *store)
{
  StanokOrderList *self = g_object_new (STANOK_TYPE_ORDER_LIST, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "rows-changed", G_CALLBACK (ask_keys), self, G_CONNECT_SWAPPED);
  return self;
}

void
stanok_order_list_set_query (StanokOrderList   *self,
                             const StanokQuery *query)
{
  g_return_if_fail (STANOK_IS_ORDER_LIST (self));

  clear_query (&self->query);
  copy_query (&self->query, query);
  ask_keys (self);
}

gboolean
stanok_order_list_is_loading (StanokOrderList *self)
{
  return self->loading;
}

gint64
stanok_order_list_find (StanokOrderList *self,
                        const char      *order_id)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      StanokOrderItem *item = find_item (self, g_array_index (self->keys, gint64, i));
      const StanokRow *row = item != NULL ? stanok_order_item_get_row (item) : NULL;

      if (row != NULL && row->order != NULL && g_str_equal (row->order->id, order_id))
        return i;
    }
  return -1;
}
