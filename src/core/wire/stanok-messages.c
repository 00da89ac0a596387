/* stanok-messages.c: the tables of the protocol's messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-messages.h"

#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

/* Makers and enders: one pair a record, written by the macro because they only differ in their
 * lists. */
#define MAKE(Type, name)             \
  static gpointer                    \
  name##_new (void)                  \
  {                                  \
    Type *self = g_new0 (Type, 1);   \
                                     \
    name##_init (self);              \
    return self;                     \
  }

static void
free_text (gpointer text)
{
  g_free (text);
}

/* ---- meta ------------------------------------------------------------------------------ */

static void
meta_init (StanokMeta *self)
{
  self->features = g_ptr_array_new_with_free_func (free_text);
}

MAKE (StanokMeta, meta)

void
stanok_meta_free (StanokMeta *self)
{
  g_free (self->epoch);
  g_ptr_array_unref (self->features);
  g_free (self->min_client);
  g_free (self);
}

static const StanokField limits_fields[] = {
  F_INT (StanokMeta, page_max,            "page_max",            REQ, 1, 10000),
  F_INT (StanokMeta, wait_max_s,          "wait_max_s",          REQ, 0, 3600),
  F_INT (StanokMeta, body_max,            "body_max",            REQ, 1, G_MAXINT32),
  F_INT (StanokMeta, blob_max,            "blob_max",            REQ, 1, G_MAXINT64),
  F_INT (StanokMeta, leases_max,          "leases_max",          REQ, 0, 1000),
  F_INT (StanokMeta, offline_signin_days, "offline_signin_days", REQ, 0, 365),
};
static const StanokRecordType limits_type = GROUP ("Limits", limits_fields);

static const StanokField meta_fields[] = {
  F_ID      (StanokMeta, epoch,          "epoch",          REQ),
  F_MS      (StanokMeta, server_time_ms, "server_time_ms", REQ),
  F_STRINGS (StanokMeta, features,       "features",       REQ),
  F_STRING  (StanokMeta, min_client,     "min_client",     NUL),
  F_GROUP   ("limits", REQ, &limits_type, -1),
};
const StanokRecordType STANOK_RECORD_META =
  STANOK_RECORD_TYPE ("Meta", meta_fields, meta_new, (void (*) (gpointer)) stanok_meta_free, NULL);

/* ---- snapshot, changes, pages of orders ------------------------------------------------ */

static void
snapshot_page_init (StanokSnapshotPage *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
}

MAKE (StanokSnapshotPage, snapshot_page)

void
stanok_snapshot_page_free (StanokSnapshotPage *self)
{
  g_free (self->epoch);
  g_free (self->cursor);
  g_ptr_array_unref (self->items);
  g_free (self->next_page);
  g_free (self);
}

static const StanokField snapshot_fields[] = {
  F_ID      (StanokSnapshotPage, epoch,          "epoch",          REQ),
  F_STRING  (StanokSnapshotPage, cursor,         "cursor",         REQ),
  F_RECORDS (StanokSnapshotPage, items,          "items",          REQ, &STANOK_RECORD_ORDER),
  F_STRING  (StanokSnapshotPage, next_page,      "next_page",      OPT),
  F_MS      (StanokSnapshotPage, server_time_ms, "server_time_ms", REQ),
};
const StanokRecordType STANOK_RECORD_SNAPSHOT_PAGE =
  STANOK_RECORD_TYPE ("SnapshotPage", snapshot_fields, snapshot_page_new,
                      (void (*) (gpointer)) stanok_snapshot_page_free, NULL);

static gpointer
change_new (void)
{
  return g_new0 (StanokChange, 1);
}

void
stanok_change_free (StanokChange *self)
{
  g_clear_pointer (&self->order, stanok_order_unref);
  g_free (self->id);
  g_free (self->gone);
  g_free (self);
}

static gboolean
check_tombstone (gconstpointer   record,
                 GError        **error)
{
  const StanokChange *change = record;

  return g_strcmp0 (change->gone, "deleted") == 0 || g_strcmp0 (change->gone, "left_scope") == 0 ||
         stanok_record_refuse (error, "gone is neither “deleted” nor “left_scope”");
}

static const StanokField tombstone_fields[] = {
  F_ID     (StanokChange, id,   "id",   REQ),
  F_INT    (StanokChange, rev,  "rev",  REQ, 0, G_MAXINT64),
  F_STRING (StanokChange, gone, "gone", REQ),
};
const StanokRecordType STANOK_RECORD_TOMBSTONE =
  STANOK_RECORD_TYPE ("Tombstone", tombstone_fields, change_new,
                      (void (*) (gpointer)) stanok_change_free, check_tombstone);

static gboolean
decode_change (StanokChange  *change,
               JsonNode      *node,
               GError       **error)
{
  if (JSON_NODE_HOLDS_OBJECT (node) &&
      json_object_has_member (json_node_get_object (node), "gone"))
    return stanok_record_decode_node (&STANOK_RECORD_TOMBSTONE, node, change, error);

  change->order = stanok_order_new ();
  if (!stanok_record_decode_node (&STANOK_RECORD_ORDER, node, change->order, error))
    return FALSE;
  change->id = g_strdup (change->order->id);
  change->rev = change->order->rev;
  return TRUE;
}

static gboolean
decode_changes (gpointer   record,
                gpointer   json_node,
                GError   **error)
{
  StanokChanges *changes = record;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY ((JsonNode *) json_node))
    return stanok_record_refuse (error, "expected a list");
  array = json_node_get_array (json_node);
  if (json_array_get_length (array) > STANOK_LIST_MAX)
    return stanok_record_refuse (error, "list too long");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      StanokChange *change = change_new ();

      g_ptr_array_add (changes->items, change);
      if (!decode_change (change, json_array_get_element (array, i), error))
        return FALSE;
    }
  return TRUE;
}

static void
encode_changes (gconstpointer  record,
                GString       *out)
{
  const StanokChanges *changes = record;

  g_string_append_c (out, '[');
  for (guint i = 0; i < changes->items->len; i++)
    {
      const StanokChange *change = g_ptr_array_index (changes->items, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (change->order != NULL)
        stanok_record_append (&STANOK_RECORD_ORDER, change->order, out);
      else
        stanok_record_append (&STANOK_RECORD_TOMBSTONE, change, out);
    }
  g_string_append_c (out, ']');
}

static void
changes_init (StanokChanges *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_change_free);
}

MAKE (StanokChanges, changes)

void
stanok_changes_free (StanokChanges *self)
{
  g_free (self->epoch);
  g_free (self->from);
  g_free (self->to);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static const StanokField changes_fields[] = {
  F_ID     (StanokChanges, epoch,          "epoch",          REQ),
  F_STRING (StanokChanges, from,           "from",           REQ),
  F_STRING (StanokChanges, to,             "to",             REQ),
  F_BOOL   (StanokChanges, has_more,       "has_more",       REQ),
  F_CUSTOM ("items", REQ, decode_changes, encode_changes),
  F_MS     (StanokChanges, server_time_ms, "server_time_ms", REQ),
};
const StanokRecordType STANOK_RECORD_CHANGES =
  STANOK_RECORD_TYPE ("Changes", changes_fields, changes_new,
                      (void (*) (gpointer)) stanok_changes_free, NULL);

static void
orders_page_init (StanokOrdersPage *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
}

MAKE (StanokOrdersPage, orders_page)

void
stanok_orders_page_free (StanokOrdersPage *self)
{
  g_free (self->epoch);
  g_ptr_array_unref (self->items);
  g_free (self->next_after);
  g_free (self);
}

static const StanokField orders_fields[] = {
  F_ID      (StanokOrdersPage, epoch,      "epoch",      REQ),
  F_RECORDS (StanokOrdersPage, items,      "items",      REQ, &STANOK_RECORD_ORDER),
  F_STRING  (StanokOrdersPage, next_after, "next_after", OPT),
};
const StanokRecordType STANOK_RECORD_ORDERS_PAGE =
  STANOK_RECORD_TYPE ("OrdersPage", orders_fields, orders_page_new,
                      (void (*) (gpointer)) stanok_orders_page_free, NULL);
