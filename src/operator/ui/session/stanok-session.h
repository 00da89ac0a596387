/* stanok-session.h: what every page shares: who works, what time it is, how sync stands
 *
 * Also the one place where an act of a person becomes a command in the journal.
 *
 * Invariants (tests quote the numbers)
 *   SE1  "recorded" is emitted only after the store said so (U3).
 *   SE2  A command that was not recorded is emitted as "not-recorded" with the
 *        same command, so that trying again repeats the tap and not the act.
 *   SE3  The actor of a command is who is signed in when it is made (S13).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "store/stanok-order-list.h"
#include "store/stanok-store.h"
#include "ui/session/stanok-step.h"
#include "ui/session/stanok-sync-words.h"
#include "ui/session/stanok-thumbs.h"

G_BEGIN_DECLS

/* The pages of the window. */
typedef enum {
  STANOK_PAGE_SIGNIN,
  STANOK_PAGE_QUEUE,
  STANOK_PAGE_JOB,
  STANOK_PAGE_ATTENTION,
  STANOK_PAGE_STATUS,
} StanokPage;

#define STANOK_N_PAGES (STANOK_PAGE_STATUS + 1)

#define STANOK_TYPE_SESSION (stanok_session_get_type ())

G_DECLARE_FINAL_TYPE (StanokSession, stanok_session, STANOK, SESSION, GObject)

/* Signals
 *   tick ()                                   once a second
 *   status-changed ()                         sync's status
 *   login-changed ()
 *   go (guint page)                           a page asks for another
 *   open-order (const char *order_id)         show this order as the job
 *   ask (guint what)                          a page asks the window for one of its sheets: StanokAsk
 *   retry-now ()
 *   adopt (GtkWidget *sheet)                  a page hands the window a sheet to lay over all
 *   recorded (StanokEntryItem *)              it is safe on this disk
 *   not-recorded (gpointer command, const char *etag, const GError *) -> gboolean
 *                                             TRUE: a sheet that is open tells the person itself
 */
StanokSession *stanok_session_new (StanokStore  *store,
                                   StanokModels *models,
                                   const char   *device_id,
                                   const char   *station_id);

StanokStore  *stanok_session_get_store   (StanokSession *self);
StanokThumbs *stanok_session_get_thumbs  (StanokSession *self);
const char   *stanok_session_get_device  (StanokSession *self);
const char   *stanok_session_get_station (StanokSession *self);   /* (nullable) */
/* The orders that the person holds, most urgent first; empty while nobody is signed in. (transfer none) */
GListModel   *stanok_session_get_mine    (StanokSession *self);

/* ---- time: wall clock of this terminal; the zone is borrowed ------------------------- */
StanokNow     stanok_session_get_now           (StanokSession *self);
gint64        stanok_session_get_server_now_ms (StanokSession *self);
/* Server time as the wall clock of this terminal would have shown it. */
gint64        stanok_session_to_wall_ms        (StanokSession *self,
                                                gint64         server_ms);
gint64        stanok_session_get_boot_ms       (StanokSession *self);
void          stanok_session_tick              (StanokSession *self);

/* ---- who, and how sure; borrowed ----------------------------------------------------- */
const StanokLogin      *stanok_session_get_login  (StanokSession *self);   /* (nullable) */
void                    stanok_session_set_login  (StanokSession     *self,
                                                   const StanokLogin *login);
StanokViewer            stanok_session_get_viewer (StanokSession *self);
const StanokSyncStatus *stanok_session_get_status (StanokSession *self);
void                    stanok_session_set_status (StanokSession          *self,
                                                   const StanokSyncStatus *status);

/* Everything that is said of the connection depends on this. */
StanokStanding          stanok_session_get_standing (StanokSession *self);

/* ---- acts ---------------------------------------------------------------------------- */
/* A command of who is signed in, now, on @order, without arguments. NULL if nobody is, or the store is not open. */
StanokCommand *stanok_session_begin  (StanokSession     *self,
                                      StanokCommandType  type,
                                      const StanokOrder *order) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @command. "recorded" or "not-recorded" follows. @etag: (nullable): of the order that was on the screen. */
void           stanok_session_record (StanokSession     *self,
                                      StanokCommand     *command,
                                      const char        *etag);

/* ---- between the pages --------------------------------------------------------------- */
typedef enum {
  STANOK_ASK_MORE,
  STANOK_ASK_PERSON,
} StanokAsk;

void stanok_session_go         (StanokSession *self,
                                StanokPage     page);
void stanok_session_open_order (StanokSession *self,
                                const char    *order_id);
void stanok_session_ask        (StanokSession *self,
                                StanokAsk      what);
void stanok_session_retry_now  (StanokSession *self);
void stanok_session_adopt      (StanokSession *self,
                                GtkWidget     *sheet);

G_END_DECLS
