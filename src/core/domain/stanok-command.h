/* stanok-command.h: one thing that an operator did or wants
 *
 * An *intent* is a wish about the future and may be refused. A *fact* is
 * something that physically happened and is never refused: at worst it is
 * recorded with an exception.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-names.h"

G_BEGIN_DECLS

#define STANOK_COUNT_MAX 1000000   /* pieces in one report */

typedef struct {
  char   *reason;      /* id of a scrap reason */
  gint64  count;       /* pieces, 1..STANOK_COUNT_MAX */
} StanokScrap;

/* Only the members that the type needs are set; the others are 0 or NULL. */
typedef struct {
  gboolean   start;         /* claim: take and start in one */
  gint64     good;          /* progress, complete: pieces to add */
  GPtrArray *scrap;         /* (element-type StanokScrap) (not nullable) progress, complete */
  char      *reason;        /* (nullable) pause, hold, reopen */
  char      *to;            /* (nullable) hand_over, reassign: operator id */
  gint64     priority;      /* prioritise: 0..9 */
  char      *command_id;    /* (nullable) revert, help_ack: the command meant */
  char      *exception_id;  /* (nullable) resolve */
  char      *decision;      /* (nullable) resolve: "keep" or "apply" */
  char      *kind;          /* (nullable) help */
  char      *text;          /* (nullable) note */
  char      *tracking;      /* (nullable) ship */
  char      *sha256;        /* (nullable) attach */
  char      *media_type;    /* (nullable) attach */
  char      *name;          /* (nullable) attach */
} StanokArgs;

typedef struct {
  char   *command_id;          /* UUIDv7, lower case with dashes; permanent */
  StanokCommandType type;
  char   *order_id;

  char   *operator_id;         /* who acted, at capture */
  char   *login_id;
  char   *auth;                /* "pin", "offline_pin", "expired_offline", "badge" */

  gint64  wall_ms;             /* both clocks of the device at capture */
  gint64  boot_ms;
  char   *boot_id;

  gint64  base_rev;            /* rev of the order that was on the screen, 0 if none */
  gint64  saw_instructions_rev;  /* 0 = unknown */
  char   *saw_model;           /* (nullable) sha256 */
  char   *depends_on;          /* (nullable) command id */

  StanokArgs args;
} StanokCommand;

StanokCommand *stanok_command_new  (void) G_GNUC_WARN_UNUSED_RESULT;
StanokCommand *stanok_command_copy (const StanokCommand *self) G_GNUC_WARN_UNUSED_RESULT;
void           stanok_command_free (StanokCommand *self);
gint64         stanok_command_get_scrap_count (const StanokCommand *self);
void           stanok_command_add_scrap (StanokCommand *self, const char *reason, gint64 count);

StanokScrap *stanok_scrap_new  (const char *reason, gint64 count) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_scrap_free (StanokScrap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokCommand, stanok_command_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokScrap, stanok_scrap_free)

G_END_DECLS
