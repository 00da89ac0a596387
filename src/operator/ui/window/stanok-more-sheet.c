/* stanok-more-sheet.c: what has no key of its own on the shelf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/window/stanok-more-sheet.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"

#define WIDTH_PX     560
#define SESSION_DATA "stanok-session"

static StanokSession *
get_session (StanokSheet *sheet)
{
  return g_object_get_data (G_OBJECT (sheet), SESSION_DATA);
}

static void
status_cb (StanokSheet *sheet)
{
  stanok_sheet_close (sheet);
  stanok_session_go (get_session (sheet), STANOK_PAGE_STATUS);
}

static void
job_cb (StanokSheet *sheet)
{
  stanok_sheet_close (sheet);
  stanok_session_go (get_session (sheet), STANOK_PAGE_JOB);
}

static void
sign_out_cb (StanokSheet *sheet)
{
  stanok_sheet_close (sheet);
  stanok_session_set_login (get_session (sheet), NULL);
}

static void
gloves_cb (StanokSheet *sheet,
           StanokKey   *key)
{
  gboolean is_on = (gtk_widget_get_state_flags (GTK_WIDGET (key)) & GTK_STATE_FLAG_CHECKED) == 0;

  stanok_key_set_on (key, is_on);
  gtk_widget_activate_action (GTK_WIDGET (sheet), "stanok.gloves", "b", is_on);
}

static void
add (StanokSheet *sheet,
     GtkWidget   *box,
     const char  *icon,
     const char  *text,
     GCallback    callback)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_PLAIN, icon, text);

  g_signal_connect_object (key, "clicked", callback, sheet, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), key);
}

StanokSheet *
stanok_more_sheet_new (StanokSession *session)
{
  StanokSheet *sheet = STANOK_SHEET (stanok_sheet_new ());
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 8, NULL);

  g_object_set_data_full (G_OBJECT (sheet), SESSION_DATA, g_object_ref (session), g_object_unref);
  stanok_sheet_set_title (sheet, C_("key", "More"), NULL);
  stanok_sheet_set_compact (sheet, WIDTH_PX);
  gtk_widget_set_visible (GTK_WIDGET (stanok_sheet_get_primary (sheet)), FALSE);
  add (sheet, box, "stanok-ui-job-symbolic", C_("key", "My job"), G_CALLBACK (job_cb));
  add (sheet, box, "stanok-ui-link-symbolic", C_("key", "Status of this terminal"),
       G_CALLBACK (status_cb));
  add (sheet, box, "stanok-ui-settings-symbolic", C_("key", "Large keys for gloves"),
       G_CALLBACK (gloves_cb));
  add (sheet, box, "stanok-ui-lock-symbolic", C_("key", "Sign out"), G_CALLBACK (sign_out_cb));
  stanok_sheet_set_content (sheet, box);
  return sheet;
}
