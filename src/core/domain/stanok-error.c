/* stanok-error.c: every way our own code can fail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-error.h"

G_DEFINE_QUARK (stanok-error-quark, stanok_error)

/**
 * stanok_error_is_retryable:
 * @error: an error of our own domain; foreign ones are converted at the room's border
 *
 * Returns: %TRUE if the same request may succeed later, unchanged
 */
gboolean
stanok_error_is_retryable (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return g_error_matches (error, STANOK_ERROR, STANOK_ERROR_OFFLINE) ||
         g_error_matches (error, STANOK_ERROR, STANOK_ERROR_BUSY);
}
