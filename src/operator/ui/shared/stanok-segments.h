/* stanok-segments.h: one of a few, side by side in a track, with counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_TYPE_SEGMENTS (stanok_segments_get_type ())

G_DECLARE_FINAL_TYPE (StanokSegments, stanok_segments, STANOK, SEGMENTS, GtkWidget)

/* Signals
 *   chosen (guint index)   by a person, not by stanok_segments_choose()
 */
/* @name: what is chosen here, for a screen reader */
GtkWidget *stanok_segments_new       (const char     *name);
void       stanok_segments_append    (StanokSegments *self,
                                      const char     *word);
/* -1: no number is known, none is shown */
void       stanok_segments_set_count (StanokSegments *self,
                                      guint           index,
                                      gint64          count);
void       stanok_segments_choose    (StanokSegments *self,
                                      guint           index);
guint      stanok_segments_get_chosen (StanokSegments *self);

G_END_DECLS
