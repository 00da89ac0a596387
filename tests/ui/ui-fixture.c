/* ui-fixture.c: what every test of the room starts with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include <adwaita.h>
#include <locale.h>

#include "ui-picture.h"
#include "ui/shared/stanok-ui.h"

void
ui_fixture_init (int    *argc,
                 char ***argv)
{
  g_autoptr(GtkCssProvider) sheet = NULL;
  g_autofree char *type = NULL;

  /* Looked up once and kept: the isolated folders have neither the schemas that libadwaita asks
   * for nor the types by which a picture is told to be SVG. */
  g_settings_schema_source_get_default ();
  type = g_content_type_guess (NULL, (const guchar *) "<svg/>", strlen ("<svg/>"), NULL);
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  gtk_disable_setlocale ();
  adw_init ();
  stanok_ui_register_resources ();

  sheet = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (sheet, "/org/stanok/Stanok/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (sheet),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  /* What is tested is where things end, not how they get there. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_icon_theme_add_resource_path (
    gtk_icon_theme_get_for_display (gdk_display_get_default ()), "/org/stanok/Stanok/icons");
}

void
ui_fixture_drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

GtkWindow *
ui_fixture_show (GtkWidget *child,
                 int        width_px,
                 int        height_px)
{
  GtkWidget *window = gtk_window_new ();

  gtk_widget_add_css_class (window, "stanok");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width_px, height_px);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  ui_picture_settle (window);
  return GTK_WINDOW (window);
}

void
ui_fixture_close (GtkWindow *window)
{
  gtk_window_destroy (window);
  ui_fixture_drain ();
}

static gboolean
press_on (GtkWidget           *widget,
          GtkPropagationPhase  phase,
          guint                keyval)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);
  guint i;

  for (i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_taken = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != phase)
        continue;
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, (GdkModifierType) 0, &is_taken);
      if (is_taken)
        return TRUE;
    }
  return FALSE;
}

gboolean
ui_fixture_press (GtkWidget *widget,
                  guint      keyval)
{
  GtkWidget *at;

  for (at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      if (press_on (at, GTK_PHASE_CAPTURE, keyval))
        return TRUE;
    }
  for (at = widget; at != NULL; at = gtk_widget_get_parent (at))
    {
      if (press_on (at, GTK_PHASE_BUBBLE, keyval))
        return TRUE;
    }
  return FALSE;
}

GtkWidget *
ui_fixture_find (GtkWidget *root,
                 UiAccepts  accepts,
                 gpointer   data)
{
  GtkWidget *child;

  if (accepts (root, data))
    return root;
  for (child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_fixture_find (child, accepts, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static char *
get_name (GtkWidget *widget)
{
  /* Returns what was expected, or what is there: asking for the impossible gives the truth. */
  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, "\001");
}

static gboolean
is_button_named (GtkWidget *widget,
                 gpointer   data)
{
  return (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget)) &&
         gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, data) == NULL;
}

GtkWidget *
ui_fixture_find_button (GtkWidget  *root,
                        const char *name)
{
  GtkWidget *button = ui_fixture_find (root, is_button_named, (gpointer) name);

  if (button == NULL)
    g_error ("there is no button \"%s\"", name);
  return button;
}

void
ui_fixture_click (GtkWidget  *root,
                  const char *name)
{
  GtkWidget *button = ui_fixture_find_button (root, name);

  g_assert_true (gtk_widget_is_sensitive (button));
  if (GTK_IS_CHECK_BUTTON (button))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
  else
    g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_nameless (GtkWidget *widget,
             gpointer   data)
{
  g_autofree char *name = NULL;

  /* Pages of a stack that are not shown are looked at, too; what is hidden gets its words when it
   * is shown. */
  if (!gtk_widget_is_visible (widget) && gtk_widget_get_root (widget) != NULL)
    return FALSE;
  if (!gtk_widget_get_focusable (widget) || GTK_IS_SCROLLED_WINDOW (widget) ||
      GTK_IS_VIEWPORT (widget) || GTK_IS_TEXT (widget))
    return FALSE;
  if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return FALSE;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return TRUE;
  name = get_name (widget);
  return name == NULL || *name == '\0';
}

void
ui_fixture_assert_names (GtkWidget *root)
{
  GtkWidget *found = ui_fixture_find (root, is_nameless, NULL);

  if (found != NULL)
    g_error ("%s .%s takes the focus and has no accessible name", G_OBJECT_TYPE_NAME (found),
             gtk_widget_get_css_classes (found)[0]);
}
