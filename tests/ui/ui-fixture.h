/* ui-fixture.h: what every test of the room starts with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void ui_fixture_init (int    *argc,
                      char ***argv);

/* Runs the main loop until nothing is left to do. */
void ui_fixture_drain (void);

/* A window of its own around @child, presented and drawn; destroy it with ui_fixture_close(). */
GtkWindow *ui_fixture_show  (GtkWidget *child,
                             int        width_px,
                             int        height_px);
void       ui_fixture_close (GtkWindow *window);

/* As if the key was pressed while the focus is where it is. Returns whether somebody took it. */
gboolean ui_fixture_press (GtkWidget *widget,
                           guint      keyval);

/* The first widget below @root of which @accepts says yes, depth first. */
typedef gboolean (*UiAccepts) (GtkWidget *widget, gpointer data);
GtkWidget *ui_fixture_find        (GtkWidget  *root,
                                   UiAccepts   accepts,
                                   gpointer    data);
GtkWidget *ui_fixture_find_button (GtkWidget  *root,
                                   const char *name);
void       ui_fixture_click       (GtkWidget  *root,
                                   const char *name);
/* Fails if anything below @root that takes the focus has no accessible name. */
void       ui_fixture_assert_names (GtkWidget *root);

G_END_DECLS
