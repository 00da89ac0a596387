/* test-keypad.c: figures by touch and by keyboard, and the field they go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui/shared/stanok-keypad.h"
#include "ui/shared/stanok-number-field.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-scale.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *keypad;
  GtkWidget *field;
  GtkWidget *entry;
  GtkWidget *button;
  GString   *heard;
} Fixture;

static void
digit_cb (Fixture *fixture,
          guint    digit)
{
  g_string_append_printf (fixture->heard, "%u", digit);
}

static void
clear_cb (Fixture *fixture)
{
  g_string_append (fixture->heard, "C");
}

static void
backspace_cb (Fixture *fixture)
{
  g_string_append (fixture->heard, "<");
}

static void
enter_cb (Fixture *fixture)
{
  g_string_append (fixture->heard, "E");
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  fixture->heard = g_string_new (NULL);
  fixture->keypad = stanok_keypad_new ();
  fixture->field = stanok_number_field_new (STANOK_STATUS_DONE, "Good", 100);
  fixture->entry = gtk_entry_new ();
  fixture->button = gtk_button_new_with_label ("Other");
  gtk_box_append (GTK_BOX (box), fixture->field);
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gtk_box_append (GTK_BOX (box), fixture->button);
  gtk_box_append (GTK_BOX (box), fixture->keypad);
  g_signal_connect_swapped (fixture->keypad, "digit", G_CALLBACK (digit_cb), fixture);
  g_signal_connect_swapped (fixture->keypad, "clear", G_CALLBACK (clear_cb), fixture);
  g_signal_connect_swapped (fixture->keypad, "backspace", G_CALLBACK (backspace_cb), fixture);
  g_signal_connect_swapped (fixture->keypad, "enter", G_CALLBACK (enter_cb), fixture);
  stanok_keypad_listen (STANOK_KEYPAD (fixture->keypad), box);
  fixture->window = ui_fixture_show (box, 600, 700);
  gtk_widget_grab_focus (fixture->field);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_fixture_close (fixture->window);
  g_string_free (fixture->heard, TRUE);
}

static void
test_touch (Fixture       *fixture,
            gconstpointer  data)
{
  ui_fixture_click (fixture->keypad, "1");
  ui_fixture_click (fixture->keypad, "0");
  ui_fixture_click (fixture->keypad, "Clear");
  ui_fixture_click (fixture->keypad, "9");
  ui_fixture_click (fixture->keypad, "Erase the last figure");
  g_assert_cmpstr (fixture->heard->str, ==, "10C9<");
  /* The keypad must not pull the focus out of what is typed into. */
  g_assert_true (gtk_window_get_focus (fixture->window) == fixture->field);
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_true (ui_fixture_press (fixture->field, GDK_KEY_1));
  g_assert_true (ui_fixture_press (fixture->field, GDK_KEY_KP_9));
  g_assert_true (ui_fixture_press (fixture->field, GDK_KEY_BackSpace));
  g_assert_true (ui_fixture_press (fixture->field, GDK_KEY_Delete));
  g_assert_true (ui_fixture_press (fixture->field, GDK_KEY_Return));
  g_assert_false (ui_fixture_press (fixture->field, GDK_KEY_a));
  g_assert_cmpstr (fixture->heard->str, ==, "19<CE");
}

static void
test_leaves_entries_and_keys_alone (Fixture       *fixture,
                                    gconstpointer  data)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (fixture->entry)));

  gtk_widget_grab_focus (fixture->entry);
  ui_fixture_press (text, GDK_KEY_1);
  g_assert_cmpstr (fixture->heard->str, ==, "");

  gtk_widget_grab_focus (fixture->button);
  ui_fixture_press (fixture->button, GDK_KEY_Return);
  g_assert_cmpstr (fixture->heard->str, ==, "");
  ui_fixture_press (fixture->button, GDK_KEY_7);
  g_assert_cmpstr (fixture->heard->str, ==, "7");
}

/* A keypad that goes away must not leave its ears on the page. */
static void
test_stops_listening (Fixture       *fixture,
                      gconstpointer  data)
{
  gtk_widget_unparent (fixture->keypad);
  g_assert_false (ui_fixture_press (fixture->field, GDK_KEY_1));
  g_assert_cmpstr (fixture->heard->str, ==, "");
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_field_types (Fixture       *fixture,
                  gconstpointer  data)
{
  StanokNumberField *field = STANOK_NUMBER_FIELD (fixture->field);
  int changed = 0;

  g_signal_connect_swapped (field, "changed", G_CALLBACK (count_cb), &changed);
  stanok_number_field_set_value (field, 12);
  g_assert_cmpint (changed, ==, 1);
  /* The first figure replaces what was put there for the operator. */
  stanok_number_field_add_digit (field, 3);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 3);
  stanok_number_field_add_digit (field, 4);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 34);
  /* A figure beyond the limit is not taken: 34 stays, it does not become 100. */
  stanok_number_field_add_digit (field, 5);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 34);
  stanok_number_field_backspace (field);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 3);
  stanok_number_field_clear (field);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 0);
  gtk_test_accessible_assert_property (fixture->field, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0");
  stanok_number_field_set_value (field, 1000);
  g_assert_cmpint (stanok_number_field_get_value (field), ==, 100);
}

static void
test_field_asks_for_figures (Fixture       *fixture,
                             gconstpointer  data)
{
  int activated = 0;

  gtk_widget_grab_focus (fixture->button);
  g_signal_connect_swapped (fixture->field, "activated", G_CALLBACK (count_cb), &activated);
  gtk_widget_grab_focus (fixture->field);
  ui_fixture_drain ();
  g_assert_cmpint (activated, >=, 1);
}

static void
assert_plan (gint64 ordered,
             gint64 good,
             gint64 scrap,
             gint64 unit,
             guint  n_good,
             guint  n_scrap,
             guint  n_left)
{
  StanokScalePlan plan;

  stanok_scale_plan (ordered, good, scrap, &plan);
  g_assert_cmpint (plan.unit, ==, unit);
  g_assert_cmpint (plan.n_good, ==, n_good);
  g_assert_cmpint (plan.n_scrap, ==, n_scrap);
  g_assert_cmpint (plan.n_left, ==, n_left);
  g_assert_cmpint (n_good + n_scrap + n_left, <=, STANOK_SCALE_MAX_TICKS);
}

static void
test_scale_counts (void)
{
  /* Scrap is made again: 8 good of 12 leave 4, whatever was scrap. */
  assert_plan (12, 8, 1, 1, 8, 1, 4);
  assert_plan (40, 40, 0, 1, 40, 0, 0);
  assert_plan (41, 40, 0, 5, 8, 0, 1);
  assert_plan (41, 41, 0, 5, 9, 0, 0);
  assert_plan (195, 4, 1, 5, 0, 1, 39);
  assert_plan (399, 399, 1, 10, 39, 1, 0);
  assert_plan (1000000, 0, 0, 50000, 0, 0, 20);
  assert_plan (12, 13, 2, 1, 13, 2, 0);
  assert_plan (0, 0, 0, 1, 0, 0, 1);
  assert_plan (12, -1, -1, 1, 0, 0, 12);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  ADD ("/ui/keypad/touch", test_touch);
  ADD ("/ui/keypad/keyboard-does-the-same", test_keyboard);
  ADD ("/ui/keypad/leaves-entries-and-keys-alone", test_leaves_entries_and_keys_alone);
  ADD ("/ui/keypad/stops-listening-when-it-goes", test_stops_listening);
  ADD ("/ui/number-field/types", test_field_types);
  ADD ("/ui/number-field/asks-for-figures-when-focused", test_field_asks_for_figures);
  g_test_add_func ("/ui/scale/counts-what-it-draws", test_scale_counts);
  return g_test_run ();
}
