/* stanok-log-files.h: the segments of the outbox log as files: found, proven, cut, renamed
 *
 * Private to the room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-log-segment.h"

G_BEGIN_DECLS

/* A segment in memory. */
typedef struct {
  guint              number;
  guint8            *bytes;     /* (owned) (nullable) */
  gsize              n;
  StanokSegmentScan  scan;
} StanokLogSegment;

/* What a walk over all segments found. */
typedef struct {
  guint             first_bad;  /* index of the first segment that is not clean, or their number */
  StanokLogSegment  last;       /* (owned) the last one read */
} StanokLogWalk;

void              stanok_log_segment_clear  (StanokLogSegment *self);
void              stanok_log_walk_clear     (StanokLogWalk *self);

/* (element-type guint): their numbers, ascending */
GArray           *stanok_log_list_segments  (const StanokFiles *files, GError **error);
/* Reads until something is wrong or the visitor has had enough. */
gboolean          stanok_log_walk           (const StanokFiles *files, const GArray *numbers,
                                             StanokLogVisitor visit, gpointer data,
                                             StanokLogWalk *out, GError **error);
/* A tear can only be where the last append was going on; all else is damage. */
gboolean          stanok_log_is_torn        (const StanokLogWalk *walked, const GArray *numbers);

/* Opens or makes, cuts behind @end; what is reserved after it is zeros for sure. */
StanokFileHandle *stanok_log_open_segment   (const StanokFiles *files, guint number, gsize end,
                                             GError **error);
/* The segment gets its name only when it is complete. The name is not synced yet. */
gboolean          stanok_log_write_segment  (const StanokFiles *files, guint number,
                                             const guint8 *bytes, gsize n, GError **error);
/* All before @number, from the newest backwards: what a crash leaves over is still a chain. */
gboolean          stanok_log_delete_older   (const StanokFiles *files, guint number,
                                             GError **error);
/* Finishes or undoes what a crash interrupted. */
gboolean          stanok_log_tidy           (const StanokFiles *files, GError **error);
/* Renames the damaged segments; the valid part of the first one keeps its name. */
gboolean          stanok_log_set_aside      (const StanokPorts *ports, const GArray *numbers,
                                             const StanokLogWalk *walked, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokLogSegment, stanok_log_segment_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokLogWalk, stanok_log_walk_clear)

G_END_DECLS
