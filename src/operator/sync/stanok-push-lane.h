/* stanok-push-lane.h: all unsettled commands of this device on one order, first in, first out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-journal.h"
#include "sync/stanok-backoff.h"

G_BEGIN_DECLS

typedef struct {
  StanokEntry *entry;              /* (owned) PENDING or PARKED */
  gint64       settling_until_ms;  /* boot: the journal was told its fate; 0 = it was not */
} StanokLaneItem;

/* 2.8: a command that ended as a conflict, by the journal's numbers. */
typedef struct {
  gint64         born;             /* wishes born later hang on it… */
  gint64         change;           /* …if they waited already when it ended so */
} StanokChain;

typedef struct {
  char          *order_id;
  GPtrArray     *items;            /* (element-type StanokLaneItem) in the order of capture */
  GPtrArray     *conflicts;        /* (element-type utf8) command ids whose card nobody acknowledged */
  GArray        *chains;           /* (element-type StanokChain) of all its conflicts */
  StanokBackoff  backoff;          /* P8: the lane's counter */
  gint64         last_try_ms;      /* boot; 0 = never */
  guint          rebases;          /* of the head, in this round */
  char          *tag;              /* (nullable) P3: returned by the lane's last settled command */
  gint64         tag_rev;          /* of the order that has @tag */
  char          *rebase_tag;       /* (nullable) P4: of the order that the head was held against */
  gboolean       wants_upload;     /* the server lacks the head's photo */
  gboolean       was_uploaded;     /* and still does after it was sent: not at once again */
} StanokLane;

/* Lanes, and in which order incarnations of the journal came: seq counts within one only. */
typedef struct {
  GPtrArray *lanes;                /* (element-type StanokLane) in the order of appearance */
  GPtrArray *incarnations;         /* (element-type utf8) the oldest first, ours last */
} StanokLanes;

void            stanok_lanes_init   (StanokLanes       *self,
                                     const char        *incarnation);
void            stanok_lanes_clear  (StanokLanes       *self);
/* Brings in a new entry or the news of an old one; the lane is there until it is empty. Returns it or NULL. */
StanokLane     *stanok_lanes_put    (StanokLanes       *self,
                                     const StanokEntry *entry);
StanokLane     *stanok_lanes_find   (StanokLanes       *self,
                                     const char        *order_id);
StanokLaneItem *stanok_lanes_find_item (StanokLanes    *self,
                                     const char        *command_id,
                                     StanokLane       **lane);
guint           stanok_lanes_count  (const StanokLanes *self,
                                     gint64            *oldest_wall_ms);

StanokLaneItem *stanok_lane_get_head   (const StanokLane *self);
/* 2.8: wanted after something that has become a conflict, before anybody could know of that. */
gboolean        stanok_lane_is_outdated (const StanokLane  *self,
                                         const StanokEntry *entry);
/* Why the head does not go out now though nothing technical hinders it; NULL if it may. */
const char     *stanok_lane_get_reason (const StanokLane *self);
/* The head settled or begins anew: what belonged to its tries is forgotten. */
void            stanok_lane_reset_head (StanokLane       *self);

G_END_DECLS
