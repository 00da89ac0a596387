/* stanok-key-diff.h: the fewest steps from one list of keys to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At @position, in the list as the earlier steps have left it: take @removed away, then put @added in. */
typedef struct {
  guint position;
  guint removed;
  guint added;
  guint from;          /* where the added keys stand in the new list; equals @position */
} StanokKeyStep;

/**
 * stanok_key_diff:
 * @old_keys: (element-type gint64): unique
 * @new_keys: (element-type gint64): unique
 *
 * Rows that stay are not touched, so what is under a finger does not move; a
 * row that moved is taken away and put in again. Linear in both lists.
 *
 * Returns: (transfer full) (element-type StanokKeyStep): from front to back;
 *   one single step if there would be more than @max_steps
 */
GArray *stanok_key_diff (const GArray *old_keys, const GArray *new_keys, guint max_steps) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
