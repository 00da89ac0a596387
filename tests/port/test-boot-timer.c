/* test-boot-timer.c: fires once when it should, and not when it was taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-boot-timer.h"
#include "port/stanok-system-ports.h"

typedef struct {
  StanokPorts     *ports;
  StanokBootTimer *timer;
  guint            n_fired;
} Fixture;

static void
fire_cb (gpointer data)
{
  ((Fixture *) data)->n_fired++;
}

static gint64
now_ms (Fixture *self)
{
  return self->ports->clock.boot_ms (self->ports->clock.data);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->ports = stanok_system_ports_new (g_get_user_data_dir (), &error);
  g_assert_no_error (error);
  self->timer = stanok_boot_timer_new (fire_cb, self, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  stanok_boot_timer_free (self->timer);
  stanok_system_ports_free (self->ports);
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
spin (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, over_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_fires_in_time (Fixture       *self,
                    gconstpointer  data)
{
  gint64 due_ms = now_ms (self) + 50;

  stanok_boot_timer_set (self->timer, due_ms);
  while (self->n_fired == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (now_ms (self), >=, due_ms);
  spin (60);
  g_assert_cmpuint (self->n_fired, ==, 1);
}

static void
test_past (Fixture       *self,
           gconstpointer  data)
{
  stanok_boot_timer_set (self->timer, 0);
  while (self->n_fired == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (self->n_fired, ==, 1);
}

static void
test_taken_back (Fixture       *self,
                 gconstpointer  data)
{
  stanok_boot_timer_set (self->timer, now_ms (self) + 20);
  stanok_boot_timer_set (self->timer, -1);
  spin (60);
  g_assert_cmpuint (self->n_fired, ==, 0);
  stanok_boot_timer_set (self->timer, now_ms (self) + 20);
  stanok_boot_timer_set (self->timer, now_ms (self) + 3600 * 1000);
  spin (60);
  g_assert_cmpuint (self->n_fired, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/port/boot-timer/fires-in-time-and-once", Fixture, NULL, set_up, test_fires_in_time,
              tear_down);
  g_test_add ("/port/boot-timer/fires-at-once-for-the-past", Fixture, NULL, set_up, test_past,
              tear_down);
  g_test_add ("/port/boot-timer/is-silent-when-taken-back", Fixture, NULL, set_up, test_taken_back,
              tear_down);
  return g_test_run ();
}
