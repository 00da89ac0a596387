/* stanok-sync-words.c: how the terminal stands with the server, in one line and in a paragraph
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-sync-words.h"

#include <glib/gi18n.h>

#define SENDING_MS 5000   /* what was recorded a moment ago is on its way, and no news */

void
stanok_sync_words_clear (StanokSyncWords *self)
{
  g_clear_pointer (&self->words, g_free);
}

static char *
say_unsent (guint n)
{
  return g_strdup_printf (ngettext ("%u not sent", "%u not sent", n), n);
}

/* "No connection since 09:45"; without a time if nobody knows since when. */
static char *
say_link (const StanokStanding *standing)
{
  const StanokSyncStatus *status = &standing->status;
  g_autofree char *since = stanok_dates_moment (&standing->now, status->link_since_wall_ms);
  gboolean is_known = status->link_since_wall_ms > 0;

  switch (status->link)
    {
    case STANOK_LINK_NOT_OURS:
      return g_strdup (_("The network answers, but not the MES"));
    case STANOK_LINK_TLS:
      return g_strdup (_("The server's certificate is not trusted"));
    case STANOK_LINK_TROUBLE:
      return is_known ? g_strdup_printf (_("Server trouble since %s"), since)
                      : g_strdup (_("Server trouble"));
    case STANOK_LINK_STARTING:
    case STANOK_LINK_ONLINE:
    case STANOK_LINK_UNREACHABLE:
    case STANOK_LINK_UNAUTHORISED:
    case STANOK_LINK_STOPPED:
    default:
      return is_known ? g_strdup_printf (_("No connection since %s"), since)
                      : g_strdup (_("No connection"));
    }
}

static StanokSyncWords
make (StanokSyncFace  face,
      const char     *icon,
      char           *words)
{
  return (StanokSyncWords) { face, icon, words };
}

/* What only a person can put right comes first, and alone. */
static gboolean
needs_person (const StanokStanding *standing,
              StanokSyncWords      *out)
{
  const char *icon = "stanok-s-attention-symbolic";

  if (standing->phase == STANOK_STORE_FAILED)
    *out = make (STANOK_SYNC_NEED, icon, g_strdup (_("Nothing can be recorded")));
  else if (standing->n_cards > 0)
    *out = make (STANOK_SYNC_NEED, icon,
                 g_strdup_printf (ngettext ("%u needs your decision", "%u need your decision",
                                            standing->n_cards), standing->n_cards));
  else if (standing->status.link == STANOK_LINK_STOPPED)
    *out = make (STANOK_SYNC_NEED, icon, g_strdup (_("Sending is stopped: call support")));
  else if (standing->status.link == STANOK_LINK_UNAUTHORISED)
    *out = make (STANOK_SYNC_NEED, icon, g_strdup (_("The server does not let this terminal in")));
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_cut_off (const StanokSyncStatus *status)
{
  return status->link != STANOK_LINK_ONLINE && status->link != STANOK_LINK_STARTING;
}

static StanokSyncWords
say_cut_off (const StanokStanding *standing)
{
  g_autofree char *link = say_link (standing);
  g_autofree char *unsent = NULL;

  if (standing->n_unsent == 0)
    return make (STANOK_SYNC_CARE, "stanok-ui-linkoff-symbolic", g_steal_pointer (&link));
  unsent = say_unsent (standing->n_unsent);
  /* Translators: trouble with the connection, and how many reports wait */
  return make (STANOK_SYNC_CARE, "stanok-ui-linkoff-symbolic",
               g_strdup_printf (C_("header", "%s · %s"), link, unsent));
}

static StanokSyncWords
say_waiting (const StanokStanding *standing)
{
  gint64 waits_ms = standing->now.now_ms - standing->oldest_unsent_wall_ms;
  g_autofree char *since = NULL;

  if (waits_ms < SENDING_MS)
    return make (STANOK_SYNC_QUIET, "stanok-ui-send-symbolic",
                 g_strdup_printf (ngettext ("Sending %u", "Sending %u", standing->n_unsent),
                                  standing->n_unsent));
  since = stanok_dates_moment (&standing->now, standing->oldest_unsent_wall_ms);
  return make (STANOK_SYNC_CARE, "stanok-s-recorded-symbolic",
               g_strdup_printf (ngettext ("%u not sent since %s", "%u not sent since %s",
                                          standing->n_unsent), standing->n_unsent, since));
}

StanokSyncWords
stanok_sync_words_line (const StanokStanding *standing)
{
  const StanokSyncStatus *status = &standing->status;
  StanokFreshness freshness = stanok_sync_status_get_freshness (status, standing->boot_ms);
  g_autofree char *as_of = NULL;
  StanokSyncWords words;

  if (needs_person (standing, &words))
    return words;
  if (is_cut_off (status))
    return say_cut_off (standing);
  if (standing->n_unsent > 0)
    return say_waiting (standing);
  if (status->validated_wall_ms == 0)
    return make (STANOK_SYNC_QUIET, "stanok-ui-clock-symbolic",
                 g_strdup (_("Fetching orders for the first time")));

  if (freshness == STANOK_STALE || freshness == STANOK_AGE_UNKNOWN)
    {
      as_of = stanok_dates_moment (&standing->now, status->validated_wall_ms);
      return make (STANOK_SYNC_CARE, "stanok-ui-clock-symbolic",
                   g_strdup_printf (_("List as of %s"), as_of));
    }
  as_of = stanok_dates_second (&standing->now, status->validated_wall_ms);
  return make (STANOK_SYNC_QUIET, "stanok-s-accepted-symbolic",
               g_strdup_printf (_("All accepted · as of %s"), as_of));
}

/* ---- the status page ----------------------------------------------------------------- */

static const char *
say_what_it_means (const StanokSyncStatus *status)
{
  switch (status->link)
    {
    case STANOK_LINK_STOPPED:
      switch (status->stop)
        {
        case STANOK_STOP_REVOKED:
          return _("This terminal was locked out. Everything recorded is kept: call a supervisor.");
        case STANOK_STOP_CLONED:
          return _("The disk is older than its last report. Nothing is sent until support has "
                   "looked at it.");
        case STANOK_STOP_TOO_OLD:
          return _("The server needs a newer program here. Everything recorded is kept until "
                   "then.");
        case STANOK_STOP_NONE:
        default:
          return _("Nothing is sent until support has looked at it. Everything recorded is kept.");
        }
    case STANOK_LINK_UNAUTHORISED:
      return _("The terminal's credential is refused or cannot be read. Everything recorded is "
               "kept: call a supervisor.");
    case STANOK_LINK_NOT_OURS:
      return _("Something on the way answers in the server's place, such as a sign-in page of the "
               "network. Keep working: reports go out by themselves.");
    case STANOK_LINK_TLS:
      return _("The connection is not safe, so nothing is sent. Check the terminal's clock, then "
               "call support.");
    case STANOK_LINK_TROUBLE:
      return _("The server answers with errors. Keep working: reports go out by themselves.");
    case STANOK_LINK_STARTING:
    case STANOK_LINK_ONLINE:
    case STANOK_LINK_UNREACHABLE:
    default:
      return _("Keep working: reports are recorded here and go out by themselves.");
    }
}

static char *
say_next_try (const StanokStanding *standing)
{
  gint64 in_ms = standing->status.next_try_boot_ms - standing->boot_ms;
  g_autofree char *span = NULL;

  if (standing->status.next_try_boot_ms < 0)
    return NULL;
  span = stanok_dates_span (MAX (in_ms, 0));
  return g_strdup_printf (_("Next try in %s."), span);
}

gboolean
stanok_sync_words_trouble (const StanokStanding  *standing,
                           char                 **headline,
                           char                 **sentence)
{
  const StanokSyncStatus *status = &standing->status;
  g_autofree char *next = NULL;
  g_autofree char *span = NULL;

  if (!is_cut_off (status))
    return FALSE;
  if (status->link == STANOK_LINK_UNREACHABLE && status->link_since_wall_ms > 0)
    {
      span = stanok_dates_span (standing->now.now_ms - status->link_since_wall_ms);
      *headline = g_strdup_printf (_("No connection for %s"), span);
    }
  else if (status->link == STANOK_LINK_STOPPED)
    {
      *headline = g_strdup (_("Sending is stopped"));
    }
  else if (status->link == STANOK_LINK_UNAUTHORISED)
    {
      *headline = g_strdup (_("The server does not let this terminal in"));
    }
  else
    {
      *headline = say_link (standing);
    }
  next = say_next_try (standing);
  *sentence = next != NULL ? g_strdup_printf ("%s %s", say_what_it_means (status), next)
                           : g_strdup (say_what_it_means (status));
  return TRUE;
}

const char *
stanok_sync_words_link (const StanokSyncStatus *status)
{
  switch (status->link)
    {
    case STANOK_LINK_ONLINE:
      return C_("server", "answers");
    case STANOK_LINK_UNREACHABLE:
      return C_("server", "no answer");
    case STANOK_LINK_NOT_OURS:
      return C_("server", "something else answers");
    case STANOK_LINK_TROUBLE:
      return C_("server", "answers with errors");
    case STANOK_LINK_TLS:
      return C_("server", "not trusted");
    case STANOK_LINK_UNAUTHORISED:
      return C_("server", "does not let us in");
    case STANOK_LINK_STOPPED:
      return C_("server", "sending is stopped");
    case STANOK_LINK_STARTING:
    default:
      return C_("server", "not tried yet");
    }
}
