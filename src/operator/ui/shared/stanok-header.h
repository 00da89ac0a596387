/* stanok-header.h: where one is, how it stands with the server, what time it is, who works
 *
 * The left half is one target that opens Status; the name at the right is one
 * that opens what the person can do. Where there is no room, the name, the
 * scanner, the station and the mark give way in this order; the sync word
 * never does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_SYNC_QUIET,    /* all accepted, or nothing to say yet */
  STANOK_SYNC_CARE,     /* unsent, no connection, stale */
  STANOK_SYNC_NEED,     /* a person must decide */
} StanokSyncFace;

#define STANOK_TYPE_HEADER (stanok_header_get_type ())

G_DECLARE_FINAL_TYPE (StanokHeader, stanok_header, STANOK, HEADER, GtkWidget)

/* Signals
 *   status ()   the left half was pressed
 *   person ()   the name was pressed
 */
GtkWidget  *stanok_header_new          (void);
void        stanok_header_set_station  (StanokHeader   *self,
                                        const char     *station,
                                        const char     *kiosk);
void        stanok_header_set_sync     (StanokHeader   *self,
                                        StanokSyncFace  face,
                                        const char     *icon,
                                        const char     *words);
const char *stanok_header_get_sync     (StanokHeader   *self);
/* NULL: there is no scanner, and no word about it */
void        stanok_header_set_scanner  (StanokHeader   *self,
                                        const char     *words);
void        stanok_header_set_clock    (StanokHeader   *self,
                                        const char     *time);
/* NULL: nobody is signed in */
void        stanok_header_set_person   (StanokHeader   *self,
                                        const char     *name);

G_END_DECLS
