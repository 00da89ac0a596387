/* test-toast.c: one at a time, and undo for as long as was promised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui/shared/stanok-toast.h"

typedef struct {
  GtkWindow *window;
  GtkWidget *toast;
  GString   *heard;
} Fixture;

static void
undo_cb (Fixture    *fixture,
         const char *tag)
{
  g_string_append_printf (fixture->heard, "undo %s;", tag);
}

static void
closed_cb (Fixture    *fixture,
           const char *tag)
{
  g_string_append_printf (fixture->heard, "closed %s;", tag);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->heard = g_string_new (NULL);
  fixture->toast = stanok_toast_new ();
  g_signal_connect_swapped (fixture->toast, "undo", G_CALLBACK (undo_cb), fixture);
  g_signal_connect_swapped (fixture->toast, "closed", G_CALLBACK (closed_cb), fixture);
  fixture->window = ui_fixture_show (fixture->toast, 800, 200);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  ui_fixture_close (fixture->window);
  g_string_free (fixture->heard, TRUE);
}

static void
show (Fixture    *fixture,
      const char *tag)
{
  stanok_toast_show (STANOK_TOAST (fixture->toast), tag, "Recorded", "not sent yet", 3, TRUE);
}

static void
test_one_at_a_time (Fixture       *fixture,
                    gconstpointer  data)
{
  show (fixture, "a");
  show (fixture, "b");
  g_assert_cmpstr (fixture->heard->str, ==, "closed a;");
  stanok_toast_close (STANOK_TOAST (fixture->toast));
  stanok_toast_close (STANOK_TOAST (fixture->toast));
  g_assert_cmpstr (fixture->heard->str, ==, "closed a;closed b;");
}

static void
test_closes_after_its_seconds (Fixture       *fixture,
                               gconstpointer  data)
{
  show (fixture, "a");
  stanok_toast_tick (STANOK_TOAST (fixture->toast));
  stanok_toast_tick (STANOK_TOAST (fixture->toast));
  g_assert_true (stanok_toast_is_shown (STANOK_TOAST (fixture->toast)));
  ui_fixture_find_button (fixture->toast, "Undo");
  stanok_toast_tick (STANOK_TOAST (fixture->toast));
  g_assert_false (stanok_toast_is_shown (STANOK_TOAST (fixture->toast)));
  g_assert_false (gtk_widget_get_visible (fixture->toast));
  g_assert_cmpstr (fixture->heard->str, ==, "closed a;");
  /* A late tick of a timer that was already removed does nothing. */
  stanok_toast_tick (STANOK_TOAST (fixture->toast));
  g_assert_cmpstr (fixture->heard->str, ==, "closed a;");
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  show (fixture, "a");
  ui_fixture_click (fixture->toast, "Undo");
  g_assert_cmpstr (fixture->heard->str, ==, "undo a;closed a;");
}

static void
show_next_cb (Fixture    *fixture,
              const char *tag)
{
  show (fixture, "next");
}

static void
test_undo_may_show_the_next (Fixture       *fixture,
                             gconstpointer  data)
{
  g_signal_connect_swapped (fixture->toast, "undo", G_CALLBACK (show_next_cb), fixture);
  show (fixture, "a");
  ui_fixture_click (fixture->toast, "Undo");
  g_assert_true (stanok_toast_is_shown (STANOK_TOAST (fixture->toast)));
  g_assert_cmpstr (fixture->heard->str, ==, "undo a;closed a;");
}

/* The timer that a person sees: one real second of it. */
static void
test_timer_runs (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  stanok_toast_show (STANOK_TOAST (fixture->toast), "a", "Recorded", NULL, 1, FALSE);
  while (stanok_toast_is_shown (STANOK_TOAST (fixture->toast)))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC * 99 / 100);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  ui_fixture_init (&argc, &argv);
  ADD ("/ui/toast/TO1/one-at-a-time", test_one_at_a_time);
  ADD ("/ui/toast/TO2/undo-then-closed", test_undo);
  ADD ("/ui/toast/TO2/undo-may-show-the-next", test_undo_may_show_the_next);
  ADD ("/ui/toast/TO3/closes-after-its-seconds", test_closes_after_its_seconds);
  ADD ("/ui/toast/TO3/timer-runs", test_timer_runs);
  return g_test_run ();
}
