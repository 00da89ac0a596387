/* ui-fixture.h: what every test of the room starts with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ui_fixture_init (int    *argc,
                      char ***argv);

G_END_DECLS
