/* stanok-step.h: what an order is to the person at this terminal, and what he can do with it next
 *
 * Pure: same arguments, same answer. One dominant step per state; a step that
 * is not possible says why.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-cache.h"
#include "ui/shared/stanok-status.h"

G_BEGIN_DECLS

/* Who looks, and how sure this terminal is of what it says. Strings are borrowed. */
typedef struct {
  const char *operator_id;     /* (nullable) nobody is signed in */
  const char *device_id;
  gboolean    is_online;       /* the server answers: a claim is decided at once */
  gint64      server_now_ms;
} StanokViewer;

typedef enum {
  STANOK_STEP_NONE,        /* look at the reason */
  STANOK_STEP_TAKE,        /* claim and start */
  STANOK_STEP_ASK,         /* claim and start, but somebody may be first */
  STANOK_STEP_START,
  STANOK_STEP_START_UNSURE, /* asked for: work at his own risk */
  STANOK_STEP_RESUME,
  STANOK_STEP_COMPLETE,
} StanokStep;

/* Why there is no next step. */
typedef enum {
  STANOK_BAR_NONE,
  STANOK_BAR_NOBODY,       /* nobody is signed in */
  STANOK_BAR_OTHERS,       /* somebody else has it */
  STANOK_BAR_RESERVED,     /* another bench has the first right */
  STANOK_BAR_HELD,
  STANOK_BAR_CANCELLED,
  STANOK_BAR_NOT_READY,    /* not approved yet */
  STANOK_BAR_DONE,
  STANOK_BAR_GONE,         /* no longer in the server's queue */
} StanokBar;

gboolean     stanok_step_is_mine    (const StanokRow    *row,
                                     const StanokViewer *viewer);
StanokStatus stanok_step_get_status (const StanokRow    *row,
                                     const StanokViewer *viewer);
StanokStep   stanok_step_get        (const StanokRow    *row,
                                     const StanokViewer *viewer,
                                     StanokBar          *bar);
/* Time worked: the closed intervals and the open one. */
gint64       stanok_step_get_elapsed_ms (const StanokOrder *order,
                                         gint64             server_now_ms);

G_END_DECLS
