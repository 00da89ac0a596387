/* stanok-boot-timer.c: one timer on boot-time, so that it is right after a suspend, too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-boot-timer.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "domain/stanok-error.h"

struct _StanokBootTimer {
  int       fd;
  GSource  *source;
  void    (*fire) (gpointer data);
  gpointer  data;
};

static gboolean
expired_cb (int          fd,
            GIOCondition condition,
            gpointer     user_data)
{
  StanokBootTimer *self = user_data;
  guint64 expirations;

  /* Re-armed since it expired: then there is nothing to read, and nothing to tell. */
  if (read (fd, &expirations, sizeof expirations) == sizeof expirations)
    self->fire (self->data);
  return G_SOURCE_CONTINUE;
}

StanokBootTimer *
stanok_boot_timer_new (void      (*fire) (gpointer data),
                       gpointer    data,
                       GError    **error)
{
  int fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  StanokBootTimer *self;

  if (fd < 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "making a timer: %s",
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (StanokBootTimer, 1);
  self->fd = fd;
  self->fire = fire;
  self->data = data;
  self->source = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (expired_cb), self, NULL);
  g_source_set_static_name (self->source, "stanok-boot-timer");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
stanok_boot_timer_set (StanokBootTimer *self,
                       gint64           boot_ms)
{
  struct itimerspec spec = { 0 };

  if (boot_ms >= 0)
    {
      /* Zero would disarm it; boot-time 0 is long over. */
      spec.it_value.tv_sec = boot_ms / 1000;
      spec.it_value.tv_nsec = boot_ms % 1000 * 1000000 + 1;
    }
  timerfd_settime (self->fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

void
stanok_boot_timer_free (StanokBootTimer *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  g_free (self);
}
