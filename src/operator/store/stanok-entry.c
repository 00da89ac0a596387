/* stanok-entry.c: one recorded command with its fate, shared between threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal.h"

static const char * const state_names[STANOK_N_ENTRY_STATES] = {
  [STANOK_ENTRY_PENDING] = "pending",
  [STANOK_ENTRY_ACCEPTED] = "accepted",
  [STANOK_ENTRY_CONFLICT] = "conflict",
  [STANOK_ENTRY_PARKED] = "parked",
  [STANOK_ENTRY_WITHDRAWN] = "withdrawn",
};

const char *
stanok_entry_state_name (StanokEntryState state)
{
  g_return_val_if_fail (state < STANOK_N_ENTRY_STATES, NULL);

  return state_names[state];
}

int
stanok_entry_state_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < STANOK_N_ENTRY_STATES; i++)
    if (g_str_equal (state_names[i], name))
      return i;
  return -1;
}

static void
entry_clear (gpointer data)
{
  StanokEntry *self = data;

  g_free (self->incarnation);
  stanok_command_free (self->command);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag_seen);
  g_free (self->reason);
  g_free (self->meanwhile);
  g_free (self->acknowledged_by);
}

StanokEntry *
stanok_entry_new (void)
{
  return g_atomic_rc_box_new0 (StanokEntry);
}

StanokEntry *
stanok_entry_ref (const StanokEntry *self)
{
  return g_atomic_rc_box_acquire ((gpointer) self);
}

void
stanok_entry_unref (StanokEntry *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, entry_clear);
}

gboolean
stanok_entry_is_unsettled (const StanokEntry *self)
{
  return self->state == STANOK_ENTRY_PENDING || self->state == STANOK_ENTRY_PARKED;
}

gboolean
stanok_entry_needs_person (const StanokEntry *self)
{
  return self->acknowledged_by == NULL &&
         (self->state == STANOK_ENTRY_CONFLICT || self->state == STANOK_ENTRY_PARKED ||
          self->exception != STANOK_EXCEPTION_NONE);
}
