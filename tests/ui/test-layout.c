/* test-layout.c: pages and shelves share their edges; what has no room gives way in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-header.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-shelf.h"

/* The figures of look.md 8. */
static void
test_grid_table (void)
{
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_LIST, 1280, 1), ==, 600);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_LIST, 1920, 1), ==, 760);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_LIST, 1024, 1), ==, 440);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_WORK, 1280, 1), ==, 840);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_WORK, 1920, 1), ==, 1456);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_WORK, 1024, 1), ==, 628);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_STORY, 1280, 1), ==, 424);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_LIST, 800, 1), ==, -1);
  /* At 200 % text a list and a detail become two pages; facts beside a model stay. */
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_LIST, 1280, 2), ==, -1);
  g_assert_cmpint (stanok_grid_get_left_px (STANOK_GRID_WORK, 1280, 2), >, 400);
}

static GtkWidget *
make_panel (int width_px)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-panel");

  gtk_widget_set_size_request (panel, width_px, 100);
  return panel;
}

static void
count_cb (int *count)
{
  (*count)++;
}

static void
test_columns_fold (void)
{
  GtkWidget *widget = stanok_columns_new (STANOK_GRID_LIST);
  StanokColumns *columns = STANOK_COLUMNS (widget);
  GtkWidget *left = make_panel (200);
  GtkWidget *right = make_panel (200);
  GtkWindow *window;
  int folded = 0;

  stanok_columns_set_left (columns, left);
  stanok_columns_set_right (columns, right);
  g_signal_connect_swapped (columns, "folded", G_CALLBACK (count_cb), &folded);
  window = ui_fixture_show (widget, 1256, 600);
  g_assert_cmpint (gtk_widget_get_width (left), ==, 600 - 2);
  g_assert_cmpint (gtk_widget_get_width (right), ==, 644 - 2);
  g_assert_false (stanok_columns_is_single (columns));

  gtk_window_set_default_size (window, 776, 600);
  g_assert_true (folded == 0);
  while (folded == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (stanok_columns_is_single (columns));
  g_assert_true (gtk_widget_get_mapped (left));
  g_assert_false (gtk_widget_get_mapped (right));
  stanok_columns_show_right (columns, TRUE);
  gtk_test_widget_wait_for_draw (widget);
  g_assert_false (gtk_widget_get_mapped (left));
  g_assert_true (gtk_widget_get_mapped (right));
  ui_fixture_close (window);
}

static void
test_work_stacks_upright (void)
{
  GtkWidget *widget = stanok_columns_new (STANOK_GRID_WORK);
  GtkWidget *left = make_panel (200);
  GtkWidget *right = make_panel (200);
  GtkWindow *window;
  graphene_rect_t bounds;

  stanok_columns_set_left (STANOK_COLUMNS (widget), left);
  stanok_columns_set_right (STANOK_COLUMNS (widget), right);
  window = ui_fixture_show (widget, 776, 700);
  g_assert_true (gtk_widget_get_mapped (left) && gtk_widget_get_mapped (right));
  g_assert_true (gtk_widget_compute_bounds (right, widget, &bounds));
  g_assert_cmpint ((int) bounds.origin.x, ==, 0);
  g_assert_cmpint ((int) bounds.origin.y, >, 500);
  ui_fixture_close (window);
}

static void
test_right_to_left (void)
{
  GtkWidget *widget = stanok_columns_new (STANOK_GRID_LIST);
  GtkWidget *left = make_panel (200);
  GtkWindow *window;
  graphene_rect_t bounds;

  stanok_columns_set_left (STANOK_COLUMNS (widget), left);
  stanok_columns_set_right (STANOK_COLUMNS (widget), make_panel (200));
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_RTL);
  window = ui_fixture_show (widget, 1256, 600);
  g_assert_true (gtk_widget_compute_bounds (left, widget, &bounds));
  g_assert_cmpint ((int) bounds.origin.x, ==, 656);
  ui_fixture_close (window);
}

static const char *const soft_words[] = { "Queue", "My job", "My work", "Attention", "More" };

static void
test_shelf_gives_way_by_rank (void)
{
  static const guint ranks[] = { 0, 1, 2, 0, 0 };
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_LIST);
  GtkWidget *keys[G_N_ELEMENTS (soft_words)];
  GtkWidget *step = stanok_key_new (STANOK_KEY_PRIMARY, NULL, "Take and start");
  GtkWindow *window;
  graphene_rect_t bounds;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (soft_words); i++)
    {
      keys[i] = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-job-symbolic", soft_words[i]);
      stanok_shelf_add_soft (STANOK_SHELF (shelf), STANOK_KEY (keys[i]), ranks[i]);
    }
  stanok_shelf_add_step (STANOK_SHELF (shelf), step);

  window = ui_fixture_show (shelf, 1280, 120);
  for (i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (gtk_widget_get_child_visible (keys[i]));
  g_assert_true (gtk_widget_compute_bounds (step, shelf, &bounds));
  g_assert_cmpint ((int) (bounds.size.width + 0.5), ==, 644);

  gtk_window_set_default_size (window, 1024, 120);
  while (gtk_widget_get_width (shelf) > 1010)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_child_visible (keys[0]));
  g_assert_false (gtk_widget_get_child_visible (keys[2]));
  g_assert_true (gtk_widget_get_child_visible (keys[4]));
  ui_fixture_close (window);
}

static gboolean
is_shown_label (GtkWidget *widget,
                gpointer   data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget) &&
         gtk_widget_get_mapped (widget) &&
         g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), data);
}

static gboolean
shows (GtkWidget  *header,
       const char *text)
{
  return ui_fixture_find (header, is_shown_label, (gpointer) text) != NULL;
}

static void
test_header_keeps_the_sync_word (void)
{
  GtkWidget *header = stanok_header_new ();
  GtkWindow *window;
  const char *words = "No connection since 09:45 · 3 not sent";

  stanok_header_set_station (STANOK_HEADER (header), "Casting bench 2", "K-07");
  stanok_header_set_sync (STANOK_HEADER (header), STANOK_SYNC_CARE, "stanok-ui-linkoff-symbolic",
                          words);
  stanok_header_set_scanner (STANOK_HEADER (header), "Scanner ready");
  stanok_header_set_clock (STANOK_HEADER (header), "10:32");
  stanok_header_set_person (STANOK_HEADER (header), "Anna Sokolova");
  window = ui_fixture_show (header, 1280, 64);
  g_assert_true (shows (header, "Casting bench 2"));
  g_assert_true (shows (header, "Scanner ready"));
  g_assert_true (shows (header, "Anna Sokolova"));

  gtk_window_set_default_size (window, 800, 64);
  while (gtk_widget_get_width (header) > 800)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shows (header, words));
  g_assert_true (shows (header, "10:32"));
  g_assert_true (shows (header, "AS"));
  g_assert_false (shows (header, "Anna Sokolova"));
  g_assert_false (shows (header, "Scanner ready"));
  ui_fixture_close (window);
}

static void
test_header_halves_are_targets (void)
{
  GtkWidget *header = stanok_header_new ();
  GtkWindow *window;
  int status = 0, person = 0;

  stanok_header_set_sync (STANOK_HEADER (header), STANOK_SYNC_QUIET,
                          "stanok-s-accepted-symbolic", "All accepted");
  stanok_header_set_person (STANOK_HEADER (header), "Anna Sokolova");
  g_signal_connect_swapped (header, "status", G_CALLBACK (count_cb), &status);
  g_signal_connect_swapped (header, "person", G_CALLBACK (count_cb), &person);
  window = ui_fixture_show (header, 1280, 64);
  ui_fixture_click (header, "Status of this terminal");
  ui_fixture_click (header, "Anna Sokolova");
  g_assert_cmpint (status, ==, 1);
  g_assert_cmpint (person, ==, 1);
  /* Whatever lies on the left half, a press there is the target's. */
  g_assert_true (gtk_widget_pick (header, 100, 32, GTK_PICK_DEFAULT) ==
                 ui_fixture_find_button (header, "Status of this terminal"));
  ui_fixture_close (window);
}

static void
test_banner_takes_no_room_when_hidden (void)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, NULL);
  GtkWidget *banner = stanok_banner_new ();
  GtkWindow *window;
  int keys = 0;

  gtk_box_append (GTK_BOX (box), banner);
  g_signal_connect_swapped (banner, "key", G_CALLBACK (count_cb), &keys);
  window = ui_fixture_show (box, 600, 300);
  g_assert_false (gtk_widget_get_visible (banner));
  stanok_banner_set_key (STANOK_BANNER (banner), "Try now");
  stanok_banner_show (STANOK_BANNER (banner), STANOK_BANNER_CARE, "stanok-ui-clock-symbolic",
                      NULL, "List as of 09:45.");
  g_assert_true (stanok_banner_is_shown (STANOK_BANNER (banner)));
  g_assert_cmpstr (stanok_banner_get_text (STANOK_BANNER (banner)), ==, "List as of 09:45.");
  gtk_test_widget_wait_for_draw (banner);
  g_assert_cmpint (gtk_widget_get_height (banner), >=, 60);
  ui_fixture_click (banner, "Try now");
  g_assert_cmpint (keys, ==, 1);
  stanok_banner_hide (STANOK_BANNER (banner));
  while (gtk_widget_get_visible (banner))
    g_main_context_iteration (NULL, TRUE);
  ui_fixture_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  g_test_add_func ("/ui/columns/table", test_grid_table);
  g_test_add_func ("/ui/columns/fold-to-one", test_columns_fold);
  g_test_add_func ("/ui/columns/work-stacks-upright", test_work_stacks_upright);
  g_test_add_func ("/ui/columns/right-to-left", test_right_to_left);
  g_test_add_func ("/ui/shelf/gives-way-by-rank", test_shelf_gives_way_by_rank);
  g_test_add_func ("/ui/header/keeps-the-sync-word", test_header_keeps_the_sync_word);
  g_test_add_func ("/ui/header/halves-are-targets", test_header_halves_are_targets);
  g_test_add_func ("/ui/banner/takes-no-room-when-hidden", test_banner_takes_no_room_when_hidden);
  return g_test_run ();
}
