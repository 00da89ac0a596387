/* stanok-recording.h: what the person is told after an act: recorded, with undo, or not recorded
 *
 * Invariants (tests quote the numbers)
 *   RC1  "Recorded" is shown only after the session's "recorded" (U3).
 *   RC2  An act that was not recorded is shown over everything until the person
 *        tries again or gives up; trying again records the same command.
 *   RC3  Undo records a revert of that very command; it edits nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/session/stanok-session.h"

G_BEGIN_DECLS

#define STANOK_TYPE_RECORDING (stanok_recording_get_type ())

G_DECLARE_FINAL_TYPE (StanokRecording, stanok_recording, STANOK, RECORDING, GObject)

/* Lays its toast into @overlay, which must outlive it. */
StanokRecording *stanok_recording_new       (StanokSession   *session,
                                             GtkOverlay      *overlay);
/* Its sheet lies over those of the pages: add them first. */
void             stanok_recording_add_sheet (StanokRecording *self,
                                             GtkOverlay      *overlay);

G_END_DECLS
