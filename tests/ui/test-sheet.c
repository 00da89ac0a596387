/* test-sheet.c: a sheet holds the focus, closes by Escape, keeps what was typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui/shared/stanok-number-field.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-sheet.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *under;
  GtkWidget *button;
  GtkWidget *sheet;
  GtkWidget *field;
  int        closed;
  int        primary;
} Fixture;

static void
count_cb (int *count)
{
  (*count)++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *content = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  fixture->under = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  fixture->button = gtk_button_new_with_label ("Under");
  gtk_box_append (GTK_BOX (fixture->under), fixture->button);
  fixture->field = stanok_number_field_new (STANOK_STATUS_DONE, "Good", 100);
  gtk_box_append (GTK_BOX (content), fixture->field);
  fixture->sheet = stanok_sheet_new ();
  stanok_sheet_set_title (STANOK_SHEET (fixture->sheet), "Complete WO-1187", NULL);
  stanok_sheet_set_content (STANOK_SHEET (fixture->sheet), content);
  stanok_key_set_text (stanok_sheet_get_primary (STANOK_SHEET (fixture->sheet)), "Complete");
  g_signal_connect_swapped (fixture->sheet, "closed", G_CALLBACK (count_cb), &fixture->closed);
  g_signal_connect_swapped (fixture->sheet, "primary", G_CALLBACK (count_cb), &fixture->primary);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), fixture->under);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), fixture->sheet);
  fixture->window = ui_fixture_show (overlay, 1280, 800);
  gtk_widget_grab_focus (fixture->button);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_fixture_close (fixture->window);
}

static void
open_sheet (Fixture *fixture)
{
  stanok_sheet_open (STANOK_SHEET (fixture->sheet));
  ui_fixture_drain ();
}

static gboolean
focus_is_inside (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, fixture->sheet);
}

static void
test_keeps_what_was_typed (Fixture       *fixture,
                           gconstpointer  data)
{
  open_sheet (fixture);
  stanok_number_field_set_value (STANOK_NUMBER_FIELD (fixture->field), 7);
  ui_fixture_click (fixture->sheet, "Close");
  g_assert_false (stanok_sheet_is_open (STANOK_SHEET (fixture->sheet)));
  open_sheet (fixture);
  g_assert_cmpint (stanok_number_field_get_value (STANOK_NUMBER_FIELD (fixture->field)), ==, 7);
  g_assert_cmpint (fixture->closed, ==, 1);
}

static void
test_focus_goes_round (Fixture       *fixture,
                       gconstpointer  data)
{
  int i;

  open_sheet (fixture);
  g_assert_true (gtk_window_get_focus (fixture->window) == fixture->field);
  for (i = 0; i < 12; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
      g_assert_true (focus_is_inside (fixture));
    }
  for (i = 0; i < 12; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_BACKWARD);
      g_assert_true (focus_is_inside (fixture));
    }
  gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_UP);
  g_assert_true (focus_is_inside (fixture));
}

static void
test_what_lies_under_is_dead (Fixture       *fixture,
                              gconstpointer  data)
{
  open_sheet (fixture);
  g_assert_false (gtk_widget_get_can_target (fixture->under));
  g_assert_false (gtk_widget_grab_focus (fixture->button));
  stanok_sheet_close (STANOK_SHEET (fixture->sheet));
  g_assert_true (gtk_widget_get_can_target (fixture->under));
  g_assert_true (gtk_window_get_focus (fixture->window) == fixture->button);
}

static void
test_escape_closes (Fixture       *fixture,
                    gconstpointer  data)
{
  open_sheet (fixture);
  g_assert_true (gtk_widget_activate_action (fixture->field, "sheet.close", NULL));
  g_assert_false (stanok_sheet_is_open (STANOK_SHEET (fixture->sheet)));
  g_assert_false (gtk_widget_get_visible (fixture->sheet));
  g_assert_cmpint (fixture->closed, ==, 1);
}

static void
test_primary_leaves_it_open (Fixture       *fixture,
                             gconstpointer  data)
{
  open_sheet (fixture);
  ui_fixture_click (fixture->sheet, "Complete");
  g_assert_cmpint (fixture->primary, ==, 1);
  g_assert_true (stanok_sheet_is_open (STANOK_SHEET (fixture->sheet)));
  ui_fixture_click (fixture->sheet, "Cancel");
  g_assert_cmpint (fixture->closed, ==, 1);
}

/* look.md 6: 1088 by 712 at y 72 on a screen of 1280 by 800. */
static void
test_place (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *panel = gtk_widget_get_last_child (fixture->sheet);
  graphene_rect_t bounds;

  open_sheet (fixture);
  ui_fixture_drain ();
  gtk_test_widget_wait_for_draw (fixture->sheet);
  g_assert_true (gtk_widget_compute_bounds (panel, fixture->sheet, &bounds));
  g_assert_cmpint ((int) bounds.size.width, ==, 1088);
  g_assert_cmpint ((int) bounds.size.height, ==, 712);
  g_assert_cmpint ((int) bounds.origin.y, ==, 72);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  ADD ("/ui/sheet/keeps-what-was-typed", test_keeps_what_was_typed);
  ADD ("/ui/sheet/focus-goes-round", test_focus_goes_round);
  ADD ("/ui/sheet/what-lies-under-is-dead", test_what_lies_under_is_dead);
  ADD ("/ui/sheet/escape-closes", test_escape_closes);
  ADD ("/ui/sheet/primary-leaves-it-open", test_primary_leaves_it_open);
  ADD ("/ui/sheet/place", test_place);
  return g_test_run ();
}
