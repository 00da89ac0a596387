/* stanok-office-wire.h: orders as an office brings them, and what became of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wire/stanok-order-wire.h"

G_BEGIN_DECLS

/* The most orders that one request may bring: they are stored together or not at all. */
#define STANOK_OFFICE_ORDERS_MAX 5000

typedef struct {
  /* (element-type StanokOrder): only what an office decides is set: what is to be made, for whom,
   * by when, from which files. @created_ms is 0 if it was left out. */
  GPtrArray *items;
} StanokOfficeOrders;

typedef enum {
  STANOK_OFFICE_CREATED,
  STANOK_OFFICE_REPLACED,
  STANOK_OFFICE_UNCHANGED,
} StanokOfficeOutcome;

#define STANOK_N_OFFICE_OUTCOMES (STANOK_OFFICE_UNCHANGED + 1)

/* "created", … A name that is none gives -1. */
const char *stanok_office_outcome_name      (StanokOfficeOutcome outcome);
int         stanok_office_outcome_from_name (const char *name);

typedef struct {
  char   *id;
  int     outcome;             /* StanokOfficeOutcome */
  gint64  rev;
  char   *etag;
} StanokOfficeResult;

typedef struct {
  char      *epoch;
  GPtrArray *items;            /* (element-type StanokOfficeResult) as they were brought */
} StanokOfficeReply;

extern const StanokRecordType STANOK_RECORD_OFFICE_ORDERS, STANOK_RECORD_OFFICE_REPLY;

StanokOfficeOrders *stanok_office_orders_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                stanok_office_orders_free (StanokOfficeOrders *self);
StanokOfficeReply  *stanok_office_reply_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void                stanok_office_reply_free  (StanokOfficeReply *self);
void                stanok_office_reply_add   (StanokOfficeReply  *self,
                                               StanokOfficeOutcome outcome,
                                               const StanokOrder  *order);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOfficeOrders, stanok_office_orders_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOfficeReply, stanok_office_reply_free)

G_END_DECLS
