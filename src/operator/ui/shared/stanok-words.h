/* stanok-words.h: numbers and names as an operator reads them
 *
 * Words come from the program's own catalogue, never from the system's
 * locale: a kiosk switches its language while it runs, and need not have
 * the locale installed. All strings returned are the caller's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *stanok_words_pieces     (gint64 count) G_GNUC_WARN_UNUSED_RESULT;              /* "12 pcs" */
char *stanok_words_good       (gint64 count) G_GNUC_WARN_UNUSED_RESULT;              /* "2 good" */
char *stanok_words_scrap      (gint64 count) G_GNUC_WARN_UNUSED_RESULT;              /* "1 scrap" */
char *stanok_words_left       (gint64 count) G_GNUC_WARN_UNUSED_RESULT;              /* "3 left" */
char *stanok_words_report     (gint64 good, gint64 scrap) G_GNUC_WARN_UNUSED_RESULT; /* "2 good, 1 scrap" */
char *stanok_words_bytes      (gint64 bytes) G_GNUC_WARN_UNUSED_RESULT;              /* "1.9 GB" */
/* At most two letters: first and last name. */
char *stanok_words_initials   (const char *name) G_GNUC_WARN_UNUSED_RESULT;
/* Parts with " · " between them; empty ones are left out, the first NULL ends. */
char *stanok_words_join       (const char *first, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
