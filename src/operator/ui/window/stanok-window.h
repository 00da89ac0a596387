/* stanok-window.h: the one window: header, page, shelf, and the way between the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "store/stanok-store.h"
#include "sync/stanok-sync-status.h"
#include "ui/session/stanok-session.h"
#include "view3d/stanok-models.h"

G_BEGIN_DECLS

#define STANOK_TYPE_WINDOW (stanok_window_get_type ())
G_DECLARE_FINAL_TYPE (StanokWindow, stanok_window, STANOK, WINDOW, AdwApplicationWindow)

/**
 * stanok_window_new:
 * @device_id: "K-07", shown beside the station
 * @station: (nullable): id of the station, its name comes from the reference data
 *
 * Signals, for the application:
 *   retry-now ()                     a person asked to try the server at once
 *   operator-changed (operator_id)   (nullable) who is signed in; sync prefetches for him
 */
StanokWindow *stanok_window_new        (AdwApplication *application,
                                        StanokStore    *store,
                                        StanokModels   *models,
                                        const char     *device_id,
                                        const char     *station);
/* Copies. Called at every change of sync's status, on the main thread. */
void          stanok_window_set_status (StanokWindow           *self,
                                        const StanokSyncStatus *status);
/* What its pages share; borrowed. */
StanokSession *stanok_window_get_session (StanokWindow *self);

G_END_DECLS
