/* stanok-recording.c: what the person is told after an act: recorded, with undo, or not recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/window/stanok-recording.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-act-words.h"
#include "ui/shared/stanok-error-text.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-sheet.h"
#include "ui/shared/stanok-toast.h"

#define FAILURE_SHEET_PX 760

struct _StanokRecording
{
  GObject           parent_instance;

  /* Owned */
  StanokSession    *session;
  StanokEntry      *entry;      /* (nullable) what the toast is about */
  StanokOrderWatch *watch;      /* (nullable) its order, for undo */
  StanokCommand    *failed;     /* (nullable) what was not recorded */
  char             *failed_etag;  /* (nullable) */

  /* Borrowed: children of the overlay */
  StanokToast      *toast;
  StanokSheet      *sheet;
  GtkLabel         *sentence;
};

G_DEFINE_FINAL_TYPE (StanokRecording, stanok_recording, G_TYPE_OBJECT)

/* ---- recorded ------------------------------------------------------------------------ */

static gboolean
is_unsent (StanokRecording *self,
           const char      *command_id)
{
  g_autoptr(GPtrArray) unsent = stanok_store_dup_unsent (stanok_session_get_store (self->session));
  guint i;

  for (i = 0; unsent != NULL && i < unsent->len; i++)
    {
      const StanokEntry *entry = unsent->pdata[i];

      if (g_str_equal (entry->command->command_id, command_id))
        return TRUE;
    }
  return FALSE;
}

static const char *
say_fate (gboolean is_sent)
{
  return is_sent ? _("The server has it") : _("Safe on this terminal, not sent yet");
}

/* Where the next step is, now that this one is recorded. */
static void
go_on (StanokRecording     *self,
       const StanokCommand *command)
{
  StanokViewer viewer = stanok_session_get_viewer (self->session);

  switch (command->type)
    {
    case STANOK_COMMAND_CLAIM:
      /* What is only asked for stays where it was asked for. */
      if (viewer.is_online)
        stanok_session_open_order (self->session, command->order_id);
      break;
    case STANOK_COMMAND_START:
      stanok_session_open_order (self->session, command->order_id);
      break;
    case STANOK_COMMAND_COMPLETE:
    case STANOK_COMMAND_RELEASE:
      stanok_session_go (self->session, STANOK_PAGE_QUEUE);
      break;
    case STANOK_COMMAND_HAND_OVER:
    case STANOK_COMMAND_PAUSE:
    case STANOK_COMMAND_RESUME:
    case STANOK_COMMAND_PROGRESS:
    case STANOK_COMMAND_PACK:
    case STANOK_COMMAND_SHIP:
    case STANOK_COMMAND_HOLD:
    case STANOK_COMMAND_UNHOLD:
    case STANOK_COMMAND_PRIORITISE:
    case STANOK_COMMAND_REASSIGN:
    case STANOK_COMMAND_REOPEN:
    case STANOK_COMMAND_RESOLVE:
    case STANOK_COMMAND_HELP:
    case STANOK_COMMAND_HELP_ACK:
    case STANOK_COMMAND_NOTE:
    case STANOK_COMMAND_ATTACH:
    case STANOK_COMMAND_REVERT:
    default:
      break;
    }
}

static void
recorded_cb (StanokRecording *self,
             StanokEntryItem *item)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokEntry *entry = stanok_entry_item_get (item);
  const StanokCommand *command = entry->command;
  StanokViewer viewer = stanok_session_get_viewer (self->session);
  g_autofree char *act = stanok_act_words_get (store, command, viewer.is_online);
  g_autofree char *sentence = NULL;

  g_clear_pointer (&self->entry, stanok_entry_unref);
  g_clear_object (&self->watch);
  self->entry = stanok_entry_ref (entry);
  self->watch = stanok_order_watch_new (store, command->order_id);
  /* Translators: order and what was recorded: "Recorded: WO-1187 · Completed: 2 good" */
  sentence = g_strdup_printf (_("Recorded: %s · %s"), command->order_id, act);
  stanok_toast_show (self->toast, command->command_id, sentence,
                     say_fate (!is_unsent (self, command->command_id)), STANOK_TOAST_SECONDS,
                     stanok_act_words_can_undo (command->type));
  if (self->failed != NULL && g_str_equal (self->failed->command_id, command->command_id))
    {
      g_clear_pointer (&self->failed, stanok_command_free);
      stanok_sheet_close (self->sheet);
    }
  go_on (self, command);
}

static void
entries_changed_cb (StanokRecording *self)
{
  if (self->entry == NULL || !stanok_toast_is_shown (self->toast))
    return;
  stanok_toast_set_second (self->toast, self->entry->command->command_id,
                           say_fate (!is_unsent (self, self->entry->command->command_id)));
}

/* ---- undo ---------------------------------------------------------------------------- */

/* Back to where the undone step was made. */
static void
go_back (StanokRecording     *self,
         const StanokCommand *undone)
{
  if (undone->type == STANOK_COMMAND_CLAIM)
    stanok_session_go (self->session, STANOK_PAGE_QUEUE);
  if (undone->type == STANOK_COMMAND_COMPLETE || undone->type == STANOK_COMMAND_RELEASE)
    stanok_session_open_order (self->session, undone->order_id);
}

static void
undo_cb (StanokRecording *self,
         const char      *tag)
{
  const StanokRow *row = self->watch != NULL ? stanok_order_watch_get_row (self->watch) : NULL;
  StanokCommand *command;

  if (self->entry == NULL || !g_str_equal (self->entry->command->command_id, tag) ||
      row == NULL || row->order == NULL)
    return;
  command = stanok_session_begin (self->session, STANOK_COMMAND_REVERT, row->order);
  if (command == NULL)
    return;
  command->args.command_id = g_strdup (tag);
  go_back (self, self->entry->command);
  stanok_session_record (self->session, command, row->order->etag);
}

/* ---- not recorded -------------------------------------------------------------------- */

static gboolean
not_recorded_cb (StanokRecording *self,
                 StanokCommand   *command,
                 const char      *etag,
                 GError          *error)
{
  StanokErrorText text = stanok_error_text_for_error (error->code);
  g_autofree char *act = stanok_act_words_get (stanok_session_get_store (self->session), command,
                                               TRUE);
  g_autofree char *sentence =
    g_strdup_printf ("%s: %s.\n%s", command->order_id, act, text.sentence);

  g_clear_pointer (&self->failed, stanok_command_free);
  self->failed = stanok_command_copy (command);
  g_free (self->failed_etag);
  self->failed_etag = g_strdup (etag);
  stanok_sheet_set_title (self->sheet, text.headline, NULL);
  gtk_label_set_text (self->sentence, sentence);
  stanok_sheet_open (self->sheet);
  return TRUE;
}

static void
again_cb (StanokRecording *self)
{
  if (self->failed != NULL)
    stanok_session_record (self->session, stanok_command_copy (self->failed), self->failed_etag);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
stanok_recording_finalize (GObject *object)
{
  StanokRecording *self = STANOK_RECORDING (object);

  g_clear_pointer (&self->entry, stanok_entry_unref);
  g_clear_pointer (&self->failed, stanok_command_free);
  g_free (self->failed_etag);
  g_clear_object (&self->watch);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (stanok_recording_parent_class)->finalize (object);
}

static void
stanok_recording_class_init (StanokRecordingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_recording_finalize;
}

static void
stanok_recording_init (StanokRecording *self)
{
}

static void
build_sheet (StanokRecording *self)
{
  StanokKey *primary;

  self->sheet = STANOK_SHEET (stanok_sheet_new ());
  self->sentence = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_wrap (self->sentence, TRUE);
  stanok_sheet_set_compact (self->sheet, FAILURE_SHEET_PX);
  stanok_sheet_set_content (self->sheet, GTK_WIDGET (self->sentence));
  primary = stanok_sheet_get_primary (self->sheet);
  stanok_key_set_text (primary, stanok_error_text_get_offer (STANOK_OFFER_RETRY));
  g_signal_connect_object (self->sheet, "primary", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
}

StanokRecording *
stanok_recording_new (StanokSession *session,
                      GtkOverlay    *overlay)
{
  StanokRecording *self = g_object_new (STANOK_TYPE_RECORDING, NULL);

  self->session = g_object_ref (session);
  self->toast = STANOK_TOAST (stanok_toast_new ());
  gtk_overlay_add_overlay (overlay, GTK_WIDGET (self->toast));
  g_signal_connect_object (self->toast, "undo", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "recorded", G_CALLBACK (recorded_cb), self, G_CONNECT_SWAPPED);
  /* After the pages: a sheet that is open tells the failure itself. */
  g_signal_connect_object (session, "not-recorded", G_CALLBACK (not_recorded_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (stanok_session_get_store (session), "entries-changed",
                           G_CALLBACK (entries_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
stanok_recording_add_sheet (StanokRecording *self,
                            GtkOverlay      *overlay)
{
  g_return_if_fail (STANOK_IS_RECORDING (self));
  g_return_if_fail (self->sheet == NULL);

  build_sheet (self);
  gtk_overlay_add_overlay (overlay, GTK_WIDGET (self->sheet));
}
