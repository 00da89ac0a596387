/* stanok-error.h: every way our own code can fail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StanokError:
 * @STANOK_ERROR_OFFLINE: no answer that is surely ours. Keep, and try again later.
 * @STANOK_ERROR_REFUSED: understood and declined. Do not repeat; tell the person.
 * @STANOK_ERROR_BAD_DATA: bytes that break a contract (message, model, file). Do not repeat.
 * @STANOK_ERROR_STORE: the local database failed. Nothing was saved.
 * @STANOK_ERROR_FULL: no room on the disk. Nothing was saved; free some room.
 * @STANOK_ERROR_CORRUPT: a local file is damaged. It was set aside; rebuild from the other copy.
 * @STANOK_ERROR_AUTH: who asks is unknown or not allowed. Sign in or enrol.
 * @STANOK_ERROR_NOT_FOUND: what was named is not there.
 * @STANOK_ERROR_BUSY: another instance holds it. Use that one.
 * @STANOK_ERROR_LIMIT: over a limit of size, depth, count or time. Make it smaller.
 *
 * What a caller can do differently. A new code is added only for a new reaction.
 */
typedef enum {
  STANOK_ERROR_OFFLINE,
  STANOK_ERROR_REFUSED,
  STANOK_ERROR_BAD_DATA,
  STANOK_ERROR_STORE,
  STANOK_ERROR_FULL,
  STANOK_ERROR_CORRUPT,
  STANOK_ERROR_AUTH,
  STANOK_ERROR_NOT_FOUND,
  STANOK_ERROR_BUSY,
  STANOK_ERROR_LIMIT,
} StanokError;

#define STANOK_N_ERRORS (STANOK_ERROR_LIMIT + 1)

#define STANOK_ERROR (stanok_error_quark ())

GQuark   stanok_error_quark        (void);
gboolean stanok_error_is_retryable (const GError *error);

G_END_DECLS
