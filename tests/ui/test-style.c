/* test-style.c: sheets parse, icons are found and every picture that a sheet needs is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#define BASE "/org/stanok/Stanok"

static void
parsing_error_cb (GtkCssProvider *provider,
                  GtkCssSection  *section,
                  const GError   *error,
                  gpointer        user_data)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_error ("%s: %s", where, error->message);
}

static void
test_sheets_parse (void)
{
  static const char *const sheets[] = { "style", "style-dark", "style-hc", "style-hc-dark" };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strdup_printf (BASE "/%s.css", sheets[i]);
      g_autofree char *text = NULL;

      g_signal_connect (provider, "parsing-error", G_CALLBACK (parsing_error_cb), NULL);
      gtk_css_provider_load_from_resource (provider, path);
      text = gtk_css_provider_to_string (provider);
      g_assert_nonnull (strstr (text, "stanok_veil"));
    }
}

/* A theme that forgets a role would show another theme's colour. */
static void
test_themes_define_the_same_roles (void)
{
  static const char *const themes[] = { "style-dark", "style-hc", "style-hc-dark" };
  g_autoptr(GBytes) light = g_resources_lookup_data (BASE "/tokens.css", 0, NULL);
  g_auto(GStrv) lines = NULL;
  gsize n_roles = 0;
  gsize i, j;

  g_assert_nonnull (light);
  lines = g_strsplit (g_bytes_get_data (light, NULL), "\n", -1);
  for (i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *role = NULL;

      if (!g_str_has_prefix (lines[i], "@define-color stanok_"))
        continue;
      n_roles++;
      role = g_strndup (lines[i], strcspn (lines[i], "#"));
      g_strchomp (role);
      for (j = 0; j < G_N_ELEMENTS (themes); j++)
        {
          g_autofree char *path = g_strdup_printf (BASE "/%s.css", themes[j]);
          g_autoptr(GBytes) sheet = g_resources_lookup_data (path, 0, NULL);
          g_autofree char *with_space = g_strconcat (role, " ", NULL);

          if (strstr (g_bytes_get_data (sheet, NULL), with_space) == NULL)
            g_error ("%s.css lacks %s", themes[j], role);
        }
    }
  g_assert_cmpint (n_roles, ==, 36);
}

static void
test_icons_are_found (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_auto(GStrv) names = NULL;
  gsize i, n_seen = 0;

  names = g_resources_enumerate_children (BASE "/icons/scalable/actions", 0, NULL);
  g_assert_nonnull (names);
  for (i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_strndup (names[i], strlen (names[i]) - strlen (".svg"));
      g_autoptr(GtkIconPaintable) icon = NULL;

      if (g_str_has_suffix (name, "-rtl"))
        continue;
      g_assert_true (gtk_icon_theme_has_icon (theme, name));
      icon = gtk_icon_theme_lookup_icon (theme, name, NULL, 24, 1, GTK_TEXT_DIR_LTR, 0);
      g_assert_true (gtk_icon_paintable_is_symbolic (icon));
      n_seen++;
    }
  g_assert_cmpint (n_seen, >, 120);
}

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);

  g_test_add_func ("/ui/style/sheets-parse", test_sheets_parse);
  g_test_add_func ("/ui/style/themes-define-the-same-roles", test_themes_define_the_same_roles);
  g_test_add_func ("/ui/style/icons-are-found", test_icons_are_found);

  return g_test_run ();
}
