/* stanok-state.h: where an order stands in its life, and whether somebody works on it now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ten states of an order's life, in the order of that life. */
typedef enum {
  STANOK_STATE_INITIATED,
  STANOK_STATE_FILE_UPLOADED,
  STANOK_STATE_SUBMITTED,
  STANOK_STATE_PRICE_CALCULATED,
  STANOK_STATE_MANUFACTURING_APPROVED,
  STANOK_STATE_MANUFACTURING_STARTED,
  STANOK_STATE_MANUFACTURING_COMPLETED,
  STANOK_STATE_PACKAGING,
  STANOK_STATE_SHIPPED,
  STANOK_STATE_CLOSED,
} StanokState;

#define STANOK_N_STATES (STANOK_STATE_CLOSED + 1)

typedef enum {
  STANOK_RUN_IDLE,
  STANOK_RUN_RUNNING,
  STANOK_RUN_PAUSED,
} StanokRun;

#define STANOK_N_RUNS (STANOK_RUN_PAUSED + 1)

G_END_DECLS
