/* test-screens.c: the window over a real store: what a person does, and what he is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-shop.h"

#include <signal.h>
#include <sys/resource.h>

#include "ui-picture.h"
#include "ui/shared/stanok-tag.h"

static void
set_up (UiShop        *shop,
        gconstpointer  data)
{
  ui_shop_set_up (shop, TRUE);
  ui_shop_open (shop, 1280, 800);
  ui_shop_online (shop);
}

static void
tear_down (UiShop        *shop,
           gconstpointer  data)
{
  ui_shop_tear_down (shop);
}

/* ---- who ----------------------------------------------------------------------------- */

static void
type_pin (UiShop     *shop,
          const char *pin)
{
  for (; *pin != '\0'; pin++)
    {
      char key[2] = { *pin, '\0' };

      ui_shop_press (shop, key);
    }
}

static void
test_wrong_pin (UiShop        *shop,
                gconstpointer  data)
{
  ui_shop_wait_for_key (shop, "Anna Sokolova");
  ui_shop_press (shop, "Anna Sokolova");
  type_pin (shop, "111111");
  ui_shop_wait_for (shop, "Wrong PIN. 3 tries left");
  type_pin (shop, "111111");
  ui_shop_wait_for (shop, "Wrong PIN. 2 tries left");
  type_pin (shop, "111111");
  ui_shop_wait_for (shop, "Wrong PIN. 1 try left");
  type_pin (shop, "111111");
  ui_shop_wait_for (shop, "Too many wrong PINs: wait");
  /* While one has to wait, figures do nothing: not even the right ones. */
  type_pin (shop, UI_SHOP_PIN);
  ui_fixture_drain ();
  g_assert_true (ui_shop_sees (shop, "Who is working?"));
  ui_shop_press (shop, "Irina Belova");
  type_pin (shop, UI_SHOP_PIN);
  ui_shop_wait_for (shop, "WO-1187");
}

static void
test_sign_out_forgets (UiShop        *shop,
                       gconstpointer  data)
{
  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_press (shop, "Anna Sokolova");
  ui_shop_press (shop, "Sign out");
  ui_shop_wait_for (shop, "Who is working?");
  g_assert_true (ui_shop_sees (shop, "Touch your name first"));
  g_assert_false (ui_shop_sees (shop, "WO-1192"));
  /* Who was here last stands first now. */
  ui_shop_wait_for_key (shop, "Anna Sokolova");
}

/* ---- the way of an order ------------------------------------------------------------- */

static void
take (UiShop *shop)
{
  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_wait_for_key (shop, "Take and start");
  ui_shop_press (shop, "Take and start");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Taken and started");
  ui_shop_wait_for (shop, "Running since");
}

static void
test_take_report_complete (UiShop        *shop,
                           gconstpointer  data)
{
  take (shop);
  g_assert_true (ui_shop_sees (shop, "12 left"));

  ui_shop_press (shop, "Report part");
  ui_shop_wait_for_key (shop, "Report: 1 good");
  ui_shop_press (shop, "3");
  ui_shop_press (shop, "Report: 3 good");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Reported: 3 good");
  ui_shop_wait_for (shop, "9 left");

  ui_shop_press (shop, "Complete");
  ui_shop_wait_for_key (shop, "Complete: 9 good");
  ui_shop_press (shop, "Complete: 9 good");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Completed: 9 good");
  /* Done: the next order is the next step. */
  ui_shop_wait_for (shop, "WO-1192");
  g_assert_cmpint (stanok_store_get_n_unsent (shop->store, NULL), ==, 3);
}

/* Also when no list of one's own orders was looked at. */
static void
test_my_job_leads_to_it (UiShop        *shop,
                         gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Queue");
  ui_shop_wait_for_key (shop, "My job");
  ui_shop_press (shop, "My job");
  ui_shop_wait_for (shop, "Running since");
  ui_shop_wait_for (shop, "WO-1187");
}

static void
test_scrap_wants_a_reason (UiShop        *shop,
                           gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Complete");
  ui_shop_focus (shop, "Scrap");
  ui_shop_press (shop, "1");
  g_assert_true (ui_shop_sees (shop, "Choose why it is scrap"));
  g_assert_false (ui_shop_can_press (shop, "Complete: 12 good, 1 scrap"));
  ui_shop_press (shop, "Porosity");
  ui_shop_press (shop, "Complete: 12 good, 1 scrap");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Completed: 12 good, 1 scrap");
}

static void
test_too_few_is_explained (UiShop        *shop,
                           gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Complete");
  ui_shop_press (shop, "7");
  g_assert_true (ui_shop_sees (shop, "Fewer than ordered: at least 12."));
  g_assert_true (ui_shop_can_press (shop, "Complete: 7 good"));
  ui_shop_press (shop, "7");
  g_assert_true (ui_shop_sees (shop, "More than ordered: at most 12."));
}

static void
test_sheet_left_by_mistake (UiShop        *shop,
                            gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Complete");
  ui_shop_press (shop, "7");
  ui_shop_press (shop, "Close");
  ui_shop_press (shop, "Complete");
  g_assert_true (ui_shop_can_press (shop, "Complete: 7 good"));
  /* Another kind of report is another question. */
  ui_shop_press (shop, "Close");
  ui_shop_press (shop, "Report part");
  g_assert_true (ui_shop_can_press (shop, "Report: 1 good"));
}

static void
test_pause_and_resume (UiShop        *shop,
                       gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Pause");
  ui_shop_wait_for (shop, "Pause WO-1187: why?");
  ui_shop_press (shop, "Tool change");
  ui_shop_press_last (shop, "Pause");
  ui_shop_wait_for (shop, "Paused · Tool change");
  ui_shop_wait_for_key (shop, "Put back");
  ui_shop_wait_gone (shop, "Pause WO-1187: why?");
  /* Start and Pause are never shown together. */
  g_assert_false (ui_shop_has_key (shop, "Pause"));
  ui_shop_press (shop, "Resume");
  ui_shop_wait_for (shop, "Running since");
  g_assert_false (ui_shop_has_key (shop, "Resume"));
}

static void
test_undo (UiShop        *shop,
           gconstpointer  data)
{
  take (shop);
  ui_shop_press (shop, "Undo");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Last step undone");
  ui_shop_wait_for_key (shop, "Take and start");
  /* Append-only: the act and its reversal. */
  g_assert_cmpint (stanok_store_get_n_unsent (shop->store, NULL), ==, 2);
}

/* ---- without the network ------------------------------------------------------------- */

static void
test_offline_one_can_only_ask (UiShop        *shop,
                               gconstpointer  data)
{
  graphene_rect_t place;

  ui_shop_offline (shop, 47 * 60 * 1000);
  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_wait_for (shop, "No connection since");
  g_assert_true (ui_shop_sees (shop, "List as of"));
  ui_shop_wait_for_key (shop, "Ask for it");
  g_assert_true (ui_shop_sees (shop, "Not reserved for this bench."));
  /* The caution takes height from the picture, not width from the next column. */
  ui_picture_settle (GTK_WIDGET (shop->window));
  ui_shop_get_place (shop, "Quantity", &place);
  g_assert_cmpint ((int) place.origin.x, ==, 12 + 600 + 12 + 1 + 20);
  ui_shop_press (shop, "Ask for it");
  ui_shop_wait_for (shop, "Recorded: WO-1187");
  /* What is only asked for stays where it was asked for, and never looks like "yours". */
  ui_shop_wait_for (shop, "Asked for");
  g_assert_true (ui_shop_has_key (shop, "Open the job"));
  g_assert_false (ui_shop_sees (shop, "Running since"));
}

static void
test_unsent_is_counted (UiShop        *shop,
                        gconstpointer  data)
{
  take (shop);
  ui_shop_offline (shop, 47 * 60 * 1000);
  ui_shop_wait_for (shop, "No connection since");
  ui_shop_press (shop, "Status of this terminal");
  ui_shop_wait_for (shop, "Recorded here, not sent yet: 1");
  g_assert_true (ui_shop_sees (shop, "Asked for · Anna Sokolova"));
  g_assert_true (ui_shop_sees (shop, "No connection for 47 min"));
  ui_shop_online (shop);
  ui_shop_accept (shop, STANOK_EXCEPTION_NONE);
  ui_shop_wait_for (shop, "Recorded here, not sent yet: 0");
  ui_shop_wait_for (shop, "All accepted");
}

/* ---- what needs a person ------------------------------------------------------------- */

static void
test_refused_stays_until_seen (UiShop        *shop,
                               gconstpointer  data)
{
  take (shop);
  ui_shop_refuse (shop, STANOK_PROBLEM_ALREADY_CLAIMED);
  ui_shop_wait_for (shop, "1 needs your decision");
  ui_shop_press (shop, "Queue");
  ui_shop_press (shop, "Attention, 1");
  ui_shop_wait_for (shop, "WO-1187: not yours");
  g_assert_true (ui_shop_sees (shop, "You asked for it; somebody else had it first."));
  ui_shop_press (shop, "Understood");
  ui_shop_press_last (shop, "Understood");
  ui_shop_wait_for (shop, "Nothing needs you");
  ui_shop_wait_for (shop, "All accepted");
}

static void
test_exception_keeps_the_work (UiShop        *shop,
                               gconstpointer  data)
{
  take (shop);
  ui_shop_accept (shop, STANOK_EXCEPTION_DOUBLE_WORK);
  ui_shop_wait_for (shop, "1 needs your decision");
  ui_shop_press (shop, "Queue");
  ui_shop_press (shop, "Attention, 1");
  ui_shop_wait_for (shop, "WO-1187: two people made it");
  g_assert_true (ui_shop_sees (shop, "What you did is safe."));
  g_assert_true (ui_shop_sees (shop, "Anna Sokolova") || ui_shop_sees (shop, "What you did"));
  ui_shop_press (shop, "Take the next order");
  ui_shop_press_last (shop, "Take the next order");
  ui_shop_wait_for (shop, "All accepted");
  ui_shop_wait_for (shop, "WO-1192");
}

/* ---- a disk that takes nothing ------------------------------------------------------- */

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* RC1, RC2: "Recorded" is not said, the sheet keeps its input, and trying again is the same act. */
static void
test_not_recorded (UiShop        *shop,
                   gconstpointer  data)
{
  struct rlimit before;

  take (shop);
  ui_shop_press (shop, "Complete");
  ui_shop_press (shop, "7");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  limit_files (1);
  ui_shop_press (shop, "Complete: 7 good");
  ui_shop_wait_for (shop, "NOT recorded");
  limit_files (before.rlim_cur);
  g_assert_false (ui_shop_sees (shop, "Recorded: WO-1187 · Completed"));
  g_assert_true (ui_shop_can_press (shop, "Complete: 7 good"));
  ui_shop_press (shop, "Complete: 7 good");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Completed: 7 good");
  g_assert_cmpint (stanok_store_get_n_unsent (shop->store, NULL), ==, 2);
}

static void
test_not_recorded_without_a_sheet (UiShop        *shop,
                                   gconstpointer  data)
{
  struct rlimit before;

  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_wait_for_key (shop, "Take and start");
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  limit_files (1);
  ui_shop_press (shop, "Take and start");
  ui_shop_wait_for (shop, "NOT recorded");
  limit_files (before.rlim_cur);
  g_assert_cmpint (stanok_store_get_n_unsent (shop->store, NULL), ==, 0);
  ui_shop_press (shop, "Try again");
  ui_shop_wait_for (shop, "Recorded: WO-1187 · Taken and started");
  g_assert_cmpint (stanok_store_get_n_unsent (shop->store, NULL), ==, 1);
}

/* ---- looking ------------------------------------------------------------------------- */

static void
test_search_and_segments (UiShop        *shop,
                          gconstpointer  data)
{
  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_wait_for_key (shop, "Available 5");
  ui_shop_type (shop, "Search orders", "gareev gear");
  ui_shop_wait_for (shop, "Spur gear m2.5 z28");
  ui_shop_wait_gone (shop, "Hub flange 84, six holes");
  /* The step acts on what is found, not on what was chosen before. */
  ui_shop_wait_for (shop, "WO-1164 · 6 pcs");
  ui_shop_type (shop, "Search orders", "nothing like this");
  ui_shop_wait_for (shop, "Nothing found");
  ui_shop_wait_for (shop, "Choose an order first");
  ui_shop_type (shop, "Search orders", "");
  ui_shop_wait_for (shop, "Hub flange 84, six holes");
  ui_shop_press (shop, "Mine 1");
  ui_shop_wait_for (shop, "Band, comfort fit");
  ui_shop_press (shop, "Sorted by: Newest");
  ui_shop_wait_for_key (shop, "Sorted by: Due");
}

static void
test_first_fetch (void)
{
  UiShop shop;

  ui_shop_set_up (&shop, FALSE);
  ui_shop_open (&shop, 1280, 800);
  ui_shop_wait_for (&shop, "Nobody is known here yet");
  g_assert_true (ui_shop_sees (&shop, "Fetching orders for the first time"));
  ui_shop_tear_down (&shop);
}

/* Sizes of look.md 8: nothing may ask for more than there is, in either language. */
static void
test_fits (UiShop        *shop,
           gconstpointer  data)
{
  static const struct { int width_px, height_px; } sizes[] = {
    { 1024, 768 }, { 800, 1280 }, { 1280, 800 },
  };
  static const char *const pages[] = { "Queue", "Attention" };
  GtkWidget *window = GTK_WIDGET (shop->window);
  int width, height;
  gsize i, j;

  ui_shop_sign_in (shop, "Anna Sokolova");
  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (j = 0; j < G_N_ELEMENTS (pages); j++)
        {
          ui_shop_press (shop, pages[j]);
          gtk_window_set_default_size (GTK_WINDOW (window), sizes[i].width_px, sizes[i].height_px);
          ui_picture_settle (window);
          gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
          gtk_widget_measure (window, GTK_ORIENTATION_VERTICAL, sizes[i].width_px, &height, NULL,
                              NULL, NULL);
          g_assert_cmpint (width, <=, sizes[i].width_px);
          g_assert_cmpint (height, <=, sizes[i].height_px);
        }
    }
}

static void
test_everything_has_a_name (UiShop        *shop,
                            gconstpointer  data)
{
  take (shop);
  ui_shop_refuse (shop, STANOK_PROBLEM_ALREADY_CLAIMED);
  ui_shop_wait_for (shop, "1 needs your decision");
  ui_shop_press (shop, "Queue");
  ui_shop_press (shop, "Attention, 1");
  ui_shop_wait_for (shop, "WO-1187: not yours");
  ui_shop_press (shop, "Status of this terminal");
  ui_fixture_drain ();
  ui_fixture_assert_names (GTK_WIDGET (shop->window));
}

static gboolean
is_list_row (GtkWidget *widget,
             gpointer   data)
{
  return g_str_equal (gtk_widget_get_css_name (widget), "row") && gtk_widget_get_mapped (widget) &&
         gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, data) == NULL;
}

static void
test_rows_have_names (UiShop        *shop,
                      gconstpointer  data)
{
  ui_shop_sign_in (shop, "Anna Sokolova");
  ui_shop_wait_for (shop, "Signet ring");
  ui_picture_settle (GTK_WIDGET (shop->window));
  g_assert_nonnull (ui_fixture_find (GTK_WIDGET (shop->window), is_list_row, (gpointer)
    "WO-1187, Signet ring, oval face 14 × 11, 12 pcs · Gold 585 · Yakhont Jewellers, Tomorrow, "
    "Available"));
}

#define ADD(path, test) g_test_add (path, UiShop, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  ADD ("/ui/screens/signin/wrong-pin-waits", test_wrong_pin);
  ADD ("/ui/screens/signin/sign-out-forgets", test_sign_out_forgets);
  ADD ("/ui/screens/job/take-report-complete", test_take_report_complete);
  ADD ("/ui/screens/job/my-job-leads-to-it", test_my_job_leads_to_it);
  ADD ("/ui/screens/job/scrap-wants-a-reason", test_scrap_wants_a_reason);
  ADD ("/ui/screens/job/too-few-is-explained", test_too_few_is_explained);
  ADD ("/ui/screens/job/sheet-left-by-mistake", test_sheet_left_by_mistake);
  ADD ("/ui/screens/job/pause-and-resume", test_pause_and_resume);
  ADD ("/ui/screens/RC3/undo-reverts", test_undo);
  ADD ("/ui/screens/queue/offline-one-can-only-ask", test_offline_one_can_only_ask);
  ADD ("/ui/screens/status/U2/unsent-is-counted", test_unsent_is_counted);
  ADD ("/ui/screens/attention/U4/refused-stays-until-seen", test_refused_stays_until_seen);
  ADD ("/ui/screens/attention/U4/exception-keeps-the-work", test_exception_keeps_the_work);
  ADD ("/ui/screens/RC2/not-recorded-in-a-sheet", test_not_recorded);
  ADD ("/ui/screens/RC2/not-recorded-without-a-sheet", test_not_recorded_without_a_sheet);
  ADD ("/ui/screens/queue/search-and-segments", test_search_and_segments);
  ADD ("/ui/screens/fits", test_fits);
  ADD ("/ui/screens/everything-has-a-name", test_everything_has_a_name);
  ADD ("/ui/screens/rows-have-names", test_rows_have_names);
  g_test_add_func ("/ui/screens/first-fetch", test_first_fetch);
  return g_test_run ();
}
