/* stanok-signin-page.c: who is working: his tile, then his PIN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/signin/stanok-signin-page.h"

#include <glib/gi18n.h>

#include "domain/stanok-error.h"
#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-error-text.h"
#include "ui/shared/stanok-parts.h"
#include "ui/signin/stanok-people-grid.h"
#include "ui/signin/stanok-pin-panel.h"
#include "ui/signin/stanok-work-strip.h"

#define TRIES_BEFORE_WAIT 4    /* the third wrong PIN is still free, the fourth costs 30 s */
#define FIRST_WAIT_S      30

struct _StanokSigninPage
{
  GtkWidget         parent_instance;

  StanokSession    *session;      /* (owned) */
  char             *chosen;       /* (owned) (nullable) operator id */
  gint64            locked_until_boot_ms;   /* 0: not locked */
  gboolean          is_checking;

  StanokPeopleGrid *people;
  StanokPinPanel   *pin;
};

G_DEFINE_FINAL_TYPE (StanokSigninPage, stanok_signin_page, GTK_TYPE_WIDGET)

static void
say_wait (StanokSigninPage *self)
{
  gint64 left_ms = self->locked_until_boot_ms - stanok_session_get_boot_ms (self->session);
  g_autofree char *span = NULL;
  g_autofree char *words = NULL;

  if (left_ms <= 0)
    {
      self->locked_until_boot_ms = 0;
      stanok_pin_panel_set_blocked (self->pin, FALSE);
      stanok_pin_panel_say (self->pin, _("You can try again now"), FALSE);
      return;
    }
  span = stanok_dates_span (left_ms + 999);
  words = g_strdup_printf (_("Too many wrong PINs: wait %s"), span);
  stanok_pin_panel_say (self->pin, words, TRUE);
}

static void
tick_cb (StanokSigninPage *self)
{
  if (self->locked_until_boot_ms != 0 && !self->is_checking)
    say_wait (self);
}

static void
say_wrong (StanokSigninPage    *self,
           const StanokLockout *lockout)
{
  gint64 left = TRIES_BEFORE_WAIT - lockout->failures;
  g_autofree char *words = NULL;

  if (lockout->locked_for_ms > 0)
    {
      self->locked_until_boot_ms = stanok_session_get_boot_ms (self->session) +
                                   lockout->locked_for_ms;
      stanok_pin_panel_set_blocked (self->pin, TRUE);
      say_wait (self);
      return;
    }
  if (left > 0)
    words = g_strdup_printf (ngettext ("Wrong PIN. %d try left before a %d s wait",
                                       "Wrong PIN. %d tries left before a %d s wait",
                                       (gulong) left), (int) left, FIRST_WAIT_S);
  stanok_pin_panel_say (self->pin, words != NULL ? words : _("Wrong PIN"), TRUE);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(StanokSigninPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokLogin) login = NULL;
  StanokLockout lockout = { 0 };

  login = stanok_store_sign_in_finish (STANOK_STORE (source), result, &lockout, &error);
  self->is_checking = FALSE;
  stanok_pin_panel_set_blocked (self->pin, FALSE);
  if (self->session == NULL)
    return;
  if (login != NULL)
    {
      stanok_signin_page_reset (self);
      stanok_session_set_login (self->session, login);
    }
  else if (g_error_matches (error, STANOK_ERROR, STANOK_ERROR_AUTH))
    {
      say_wrong (self, &lockout);
    }
  else
    {
      StanokErrorText text = stanok_error_text_for_error (error->code);

      stanok_pin_panel_say (self->pin, text.sentence, TRUE);
    }
}

static void
pin_complete_cb (StanokSigninPage *self,
                 const char       *pin)
{
  if (self->chosen == NULL || self->is_checking)
    return;
  self->is_checking = TRUE;
  stanok_pin_panel_set_blocked (self->pin, TRUE);
  stanok_store_sign_in_async (stanok_session_get_store (self->session), self->chosen, pin,
                              signed_in_cb, g_object_ref (self));
}

static void
chosen_cb (StanokSigninPage *self,
           const char       *operator_id)
{
  g_free (self->chosen);
  self->chosen = g_strdup (operator_id);
  self->locked_until_boot_ms = 0;
  stanok_pin_panel_set_blocked (self->pin, self->is_checking);
  stanok_pin_panel_set_person (self->pin, operator_id != NULL
    ? stanok_people_grid_get_name (self->people, operator_id) : NULL);
}

static void
stanok_signin_page_dispose (GObject *object)
{
  StanokSigninPage *self = STANOK_SIGNIN_PAGE (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);
  g_clear_pointer (&self->chosen, g_free);

  G_OBJECT_CLASS (stanok_signin_page_parent_class)->dispose (object);
}

static void
stanok_signin_page_class_init (StanokSigninPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_signin_page_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
stanok_signin_page_init (StanokSigninPage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
stanok_signin_page_new (StanokSession *session)
{
  StanokSigninPage *self = g_object_new (STANOK_TYPE_SIGNIN_PAGE, NULL);
  GtkWidget *columns = stanok_columns_new (STANOK_GRID_WORK);

  self->session = g_object_ref (session);
  self->people = STANOK_PEOPLE_GRID (stanok_people_grid_new (session));
  self->pin = STANOK_PIN_PANEL (stanok_pin_panel_new ());
  stanok_pin_panel_listen (self->pin, GTK_WIDGET (self));
  gtk_widget_add_css_class (columns, "stanok-page");
  stanok_columns_set_left (STANOK_COLUMNS (columns), GTK_WIDGET (self->people));
  stanok_columns_set_right (STANOK_COLUMNS (columns), GTK_WIDGET (self->pin));
  gtk_widget_set_parent (columns, GTK_WIDGET (self));
  gtk_widget_set_parent (stanok_work_strip_new (session), GTK_WIDGET (self));

  g_signal_connect_swapped (self->people, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->pin, "complete", G_CALLBACK (pin_complete_cb), self);
  g_signal_connect_object (session, "tick", G_CALLBACK (tick_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
stanok_signin_page_reset (StanokSigninPage *self)
{
  g_return_if_fail (STANOK_IS_SIGNIN_PAGE (self));

  stanok_people_grid_choose (self->people, NULL);
  chosen_cb (self, NULL);
}
