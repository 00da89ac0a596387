/* stanok-office-wire.c: orders as an office brings them, and what became of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-office-wire.h"

#include "wire/stanok-record-private.h"

#define REQ STANOK_FIELD_REQUIRED
#define OPT STANOK_FIELD_OPTIONAL
#define NUL STANOK_FIELD_NULLABLE

#define GROUP(wire_name, table) { wire_name, table, G_N_ELEMENTS (table), NULL, NULL, NULL }

/* ---- what is brought ------------------------------------------------------------------------ */

static const StanokField quantity_fields[] = {
  F_INT (StanokOrder, ordered,       "ordered",       REQ, 1, STANOK_COUNT_MAX),
  F_INT (StanokOrder, tolerance_pct, "tolerance_pct", REQ, 0, 100),
};
static const StanokRecordType quantity_type = GROUP ("OfficeQuantity", quantity_fields);

static const StanokField order_fields[] = {
  F_ID      (StanokOrder, id,           "id",           REQ),
  F_STRING  (StanokOrder, number,       "number",       REQ),
  F_STRING  (StanokOrder, title,        "title",        REQ),
  F_STRING  (StanokOrder, customer,     "customer",     REQ),
  F_STRING  (StanokOrder, source,       "source",       REQ),
  F_STRING  (StanokOrder, material,     "material",     REQ),
  F_GROUP   ("quantity", REQ, &quantity_type, -1),
  F_MS      (StanokOrder, due_ms,       "due_ms",       REQ),
  F_MS      (StanokOrder, created_ms,   "created_ms",   OPT),
  F_INT     (StanokOrder, priority,     "priority",     REQ, 0, 9),
  F_STRING  (StanokOrder, station,      "station",      NUL),
  F_TEXT    (StanokOrder, instructions, "instructions", REQ),
  F_RECORDS (StanokOrder, files,        "files",        REQ, &STANOK_RECORD_FILE),
};
static const StanokRecordType order_type =
  STANOK_RECORD_TYPE ("OfficeOrder", order_fields, (gpointer (*) (void)) stanok_order_new,
                      (void (*) (gpointer)) stanok_order_unref, NULL);

static const StanokField orders_fields[] = {
  F_RECORDS (StanokOfficeOrders, items, "items", REQ, &order_type),
};
const StanokRecordType STANOK_RECORD_OFFICE_ORDERS =
  STANOK_RECORD_TYPE ("OfficeOrders", orders_fields,
                      (gpointer (*) (void)) stanok_office_orders_new,
                      (void (*) (gpointer)) stanok_office_orders_free, NULL);

StanokOfficeOrders *
stanok_office_orders_new (void)
{
  StanokOfficeOrders *self = g_new0 (StanokOfficeOrders, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
  return self;
}

void
stanok_office_orders_free (StanokOfficeOrders *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* ---- what became of it ---------------------------------------------------------------------- */

static const char * const outcomes[STANOK_N_OFFICE_OUTCOMES] = {
  [STANOK_OFFICE_CREATED]   = "created",
  [STANOK_OFFICE_REPLACED]  = "replaced",
  [STANOK_OFFICE_UNCHANGED] = "unchanged",
};

const char *
stanok_office_outcome_name (StanokOfficeOutcome outcome)
{
  g_return_val_if_fail (outcome < STANOK_N_OFFICE_OUTCOMES, NULL);

  return outcomes[outcome];
}

int
stanok_office_outcome_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < STANOK_N_OFFICE_OUTCOMES; i++)
    if (g_str_equal (outcomes[i], name))
      return i;
  return -1;
}

static gpointer
result_new (void)
{
  return g_new0 (StanokOfficeResult, 1);
}

static void
result_free (gpointer data)
{
  StanokOfficeResult *self = data;

  g_free (self->id);
  g_free (self->etag);
  g_free (self);
}

static const StanokField result_fields[] = {
  F_ID     (StanokOfficeResult, id,      "id",      REQ),
  F_ENUM   (StanokOfficeResult, outcome, "outcome", REQ,
            (const char *(*) (int)) stanok_office_outcome_name, stanok_office_outcome_from_name),
  F_INT    (StanokOfficeResult, rev,     "rev",     REQ, 0, G_MAXINT64),
  F_STRING (StanokOfficeResult, etag,    "etag",    REQ),
};
static const StanokRecordType result_type =
  STANOK_RECORD_TYPE ("OfficeResult", result_fields, result_new, result_free, NULL);

static const StanokField reply_fields[] = {
  F_ID      (StanokOfficeReply, epoch, "epoch", REQ),
  F_RECORDS (StanokOfficeReply, items, "items", REQ, &result_type),
};
const StanokRecordType STANOK_RECORD_OFFICE_REPLY =
  STANOK_RECORD_TYPE ("OfficeReply", reply_fields, (gpointer (*) (void)) stanok_office_reply_new,
                      (void (*) (gpointer)) stanok_office_reply_free, NULL);

StanokOfficeReply *
stanok_office_reply_new (void)
{
  StanokOfficeReply *self = g_new0 (StanokOfficeReply, 1);

  self->items = g_ptr_array_new_with_free_func (result_free);
  return self;
}

void
stanok_office_reply_free (StanokOfficeReply *self)
{
  g_free (self->epoch);
  g_ptr_array_unref (self->items);
  g_free (self);
}

void
stanok_office_reply_add (StanokOfficeReply  *self,
                         StanokOfficeOutcome outcome,
                         const StanokOrder  *order)
{
  StanokOfficeResult *result = result_new ();

  result->id = g_strdup (order->id);
  result->outcome = (int) outcome;
  result->rev = order->rev;
  result->etag = g_strdup (order->etag);
  g_ptr_array_add (self->items, result);
}
