/* stanok-status.h: every status that a screen shows: a shape, a word and a tint
 *
 * The shape has an outline of its own, so that a status survives black and
 * white; the tint is never alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_STATUS_AVAILABLE,
  STANOK_STATUS_RESERVED,    /* a promise of the server that holds offline */
  STANOK_STATUS_ASKED,       /* a wish; never looks like "yours" */
  STANOK_STATUS_TAKEN,       /* yours */
  STANOK_STATUS_OTHERS,      /* somebody else has it; give his name as the word */
  STANOK_STATUS_RUNNING,
  STANOK_STATUS_PAUSED,
  STANOK_STATUS_HOLD,
  STANOK_STATUS_CANCELLED,
  STANOK_STATUS_DONE,
  STANOK_STATUS_PACKING,
  STANOK_STATUS_SHIPPED,
  STANOK_STATUS_CLOSED,
  STANOK_STATUS_ATTENTION,   /* a person must decide; the only solid tag */
  STANOK_STATUS_RECORDED,    /* in the journal on this disk */
  STANOK_STATUS_ACCEPTED,    /* by the server; quiet, because all is well */
  STANOK_STATUS_NOT_READY,   /* before manufacturing was approved */
  STANOK_STATUS_NODATA,      /* never drawn like idle or zero */
} StanokStatus;

#define STANOK_N_STATUSES (STANOK_STATUS_NODATA + 1)

/* Static strings; the word is translated. */
const char *stanok_status_get_icon (StanokStatus status);
const char *stanok_status_get_word (StanokStatus status);
const char *stanok_status_get_tint (StanokStatus status);   /* a class of .stanok-tag, or "" */

G_END_DECLS
