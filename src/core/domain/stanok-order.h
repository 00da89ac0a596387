/* stanok-order.h: one order, as every part of the system means it
 *
 * An order is a value: built once, shared by reference, never changed after it
 * has been shown to anybody else. Change = stanok_order_copy(), edit, share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-state.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A file of the order: content-addressed, so a changed model is another file. */
typedef struct {
  char   *sha256;      /* 64 lower-case hex digits */
  gint64  size;        /* bytes */
  char   *media_type;
  char   *role;        /* "model", "drawing" or "photo" */
  char   *name;        /* as the customer called it */
  char   *unit;        /* (nullable) "mm" or "in" of a model */
} StanokFile;

/* What did not fit when a fact was recorded; a supervisor looks at it. */
typedef struct {
  char   *id;
  char   *kind;        /* a name of StanokExceptionKind */
  char   *command_id;
  gint64  at_ms;
} StanokOrderException;

typedef struct {
  /* identity */
  char   *id;                 /* "WO-1042" */
  char   *epoch;
  gint64  rev;                /* grows with every change within an epoch */
  char   *etag;               /* with its quotes: "\"e7.r41\"" */

  /* what is to be made, for whom, by when */
  char   *number;
  char   *title;
  char   *customer;
  char   *source;             /* "shop", "partner" or "crm" */
  char   *material;           /* "ag925" */
  gint64  ordered;            /* pieces */
  gint64  tolerance_pct;      /* of @ordered, both ways */
  gint64  due_ms;
  gint64  created_ms;
  gint64  available_ms;       /* when it could first be taken */
  gint64  priority;           /* 0..9, 9 is the most urgent */
  char   *station;            /* (nullable) planned for */
  gint64  instructions_rev;
  char   *instructions;
  GPtrArray *files;           /* (element-type StanokFile) (not nullable) */

  /* where it stands */
  StanokState state;
  StanokRun   run;
  char   *pause_reason;       /* (nullable) */
  gint64  run_since_ms;       /* start of the open interval of work, 0 if none */
  gint64  elapsed_ms;         /* closed intervals of work only */
  gint64  good;
  gint64  scrap;
  char   *holder_operator;    /* (nullable) all three holder fields or none */
  char   *holder_device;      /* (nullable) */
  gint64  holder_since_ms;
  char   *held_reason;        /* (nullable) non-null while on hold */
  char   *held_by;            /* (nullable) */
  gint64  held_since_ms;
  gboolean cancelled;
  char   *lease_device;       /* (nullable) */
  gint64  lease_until_ms;     /* server time */
  char   *started_model;      /* (nullable) sha256 of the model when work started */
  gint64  started_instructions_rev; /* 0 if never started */

  /* beside it */
  gint64  price_minor;        /* in minor units, -1 if not priced */
  char   *price_currency;     /* (nullable) */
  char   *price_list;         /* (nullable) */
  gboolean price_watertight;
  char   *help_kind;          /* (nullable) an open call for help */
  char   *help_command;       /* (nullable) */
  gint64  help_since_ms;
  char   *last_command;       /* (nullable) newest effect apart from note, attach, help */
  char   *last_type;          /* (nullable) */
  char   *last_operator;      /* (nullable) */
  GPtrArray *exceptions;      /* (element-type StanokOrderException) (not nullable) open ones */
  gint64  changed_ms;
} StanokOrder;

#define STANOK_TYPE_ORDER (stanok_order_get_type ())

GType        stanok_order_get_type (void) G_GNUC_CONST;
StanokOrder *stanok_order_new      (void) G_GNUC_WARN_UNUSED_RESULT;
StanokOrder *stanok_order_ref      (const StanokOrder *self);
void         stanok_order_unref    (StanokOrder *self);
StanokOrder *stanok_order_copy     (const StanokOrder *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     stanok_order_equal    (const StanokOrder *a, const StanokOrder *b);

gboolean          stanok_order_is_open  (const StanokOrder *self);
const StanokFile *stanok_order_get_file (const StanokOrder *self, const char *role);
gint64            stanok_order_get_remaining  (const StanokOrder *self);
gint64            stanok_order_get_least_good (const StanokOrder *self);
gint64            stanok_order_get_most_good  (const StanokOrder *self);

StanokFile           *stanok_file_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                  stanok_file_free (StanokFile *self);
StanokOrderException *stanok_order_exception_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                  stanok_order_exception_free (StanokOrderException *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOrder, stanok_order_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokFile, stanok_file_free)

G_END_DECLS
