/* test-segments.c: one of a few, by touch, by keyboard and by program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-segments.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *segments;
  GString   *heard;
} Fixture;

static void
chosen_cb (Fixture *fixture,
           guint    index)
{
  g_string_append_printf (fixture->heard, "%u;", index);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->heard = g_string_new (NULL);
  fixture->segments = stanok_segments_new ("Orders");
  stanok_segments_append (STANOK_SEGMENTS (fixture->segments), "Available");
  stanok_segments_append (STANOK_SEGMENTS (fixture->segments), "Mine");
  stanok_segments_append (STANOK_SEGMENTS (fixture->segments), "All");
  g_signal_connect_swapped (fixture->segments, "chosen", G_CALLBACK (chosen_cb), fixture);
  fixture->window = ui_fixture_show (fixture->segments, 600, 80);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_fixture_close (fixture->window);
  g_string_free (fixture->heard, TRUE);
}

static guint
get_chosen (Fixture *fixture)
{
  return stanok_segments_get_chosen (STANOK_SEGMENTS (fixture->segments));
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *first = gtk_widget_get_first_child (fixture->segments);

  gtk_widget_grab_focus (first);
  ui_fixture_press (first, GDK_KEY_Right);
  g_assert_cmpint (get_chosen (fixture), ==, 1);
  ui_fixture_press (first, GDK_KEY_End);
  ui_fixture_press (first, GDK_KEY_Right);
  g_assert_cmpint (get_chosen (fixture), ==, 2);
  ui_fixture_press (first, GDK_KEY_Left);
  ui_fixture_press (first, GDK_KEY_Home);
  ui_fixture_press (first, GDK_KEY_Left);
  g_assert_cmpint (get_chosen (fixture), ==, 0);
  g_assert_cmpstr (fixture->heard->str, ==, "1;2;1;0;");
  g_assert_true (gtk_window_get_focus (fixture->window) == first);
  /* Tab is not ours: it leads on. */
  g_assert_false (ui_fixture_press (first, GDK_KEY_Tab));
}

static void
test_touch_keeps_one_chosen (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *second = ui_fixture_find_button (fixture->segments, "Mine");

  ui_fixture_click (fixture->segments, "Mine");
  ui_fixture_click (fixture->segments, "Mine");
  g_assert_cmpstr (fixture->heard->str, ==, "1;");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (second)));
  gtk_test_accessible_assert_role (second, GTK_ACCESSIBLE_ROLE_RADIO);
}

static void
test_program_is_quiet (Fixture       *fixture,
                       gconstpointer  data)
{
  stanok_segments_choose (STANOK_SEGMENTS (fixture->segments), 2);
  g_assert_cmpint (get_chosen (fixture), ==, 2);
  g_assert_cmpstr (fixture->heard->str, ==, "");
}

static void
test_count_is_said (Fixture       *fixture,
                    gconstpointer  data)
{
  stanok_segments_set_count (STANOK_SEGMENTS (fixture->segments), 0, 24);
  ui_fixture_find_button (fixture->segments, "Available 24");
  stanok_segments_set_count (STANOK_SEGMENTS (fixture->segments), 0, -1);
  ui_fixture_find_button (fixture->segments, "Available");
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_choice (void)
{
  GtkWidget *widget = g_object_ref_sink (stanok_choice_new ("Why scrap?", 3));
  StanokChoice *choice = STANOK_CHOICE (widget);
  int changed = 0;

  stanok_choice_append (choice, "porosity", "Porosity", NULL);
  stanok_choice_append (choice, "size", "Size off", NULL);
  g_assert_null (stanok_choice_get_id (choice));
  g_signal_connect_swapped (choice, "changed", G_CALLBACK (count_cb), &changed);
  ui_fixture_click (widget, "Size off");
  g_assert_cmpstr (stanok_choice_get_id (choice), ==, "size");
  g_assert_cmpstr (stanok_choice_get_title (choice), ==, "Size off");
  /* What assistive technology has instead of a press. */
  gtk_widget_activate_action (ui_fixture_find_button (widget, "Porosity"), "chip.choose", NULL);
  g_assert_cmpstr (stanok_choice_get_id (choice), ==, "porosity");
  g_assert_cmpint (changed, ==, 2);
  stanok_choice_set_id (choice, "no such thing");
  g_assert_null (stanok_choice_get_id (choice));
  stanok_choice_clear (choice);
  g_assert_null (stanok_choice_get_title (choice));
  stanok_choice_append (choice, "again", "Again", NULL);
  g_assert_finalize_object (widget);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  ADD ("/ui/segments/keyboard", test_keyboard);
  ADD ("/ui/segments/touch-keeps-one-chosen", test_touch_keeps_one_chosen);
  ADD ("/ui/segments/program-is-quiet", test_program_is_quiet);
  ADD ("/ui/segments/count-is-said", test_count_is_said);
  g_test_add_func ("/ui/choice/one-of-several", test_choice);
  return g_test_run ();
}
