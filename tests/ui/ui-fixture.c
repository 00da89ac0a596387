/* ui-fixture.c: what every test of the room starts with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include <adwaita.h>
#include <locale.h>

#include "ui/shared/stanok-ui.h"

void
ui_fixture_init (int    *argc,
                 char ***argv)
{
  /* Looked up once and kept: the isolated folders have no schemas, and libadwaita asks for one. */
  g_settings_schema_source_get_default ();
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  gtk_disable_setlocale ();
  adw_init ();
  stanok_ui_register_resources ();

  /* What is tested is where things end, not how they get there. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_icon_theme_add_resource_path (
    gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/org/stanok/Stanok/icons");
}
