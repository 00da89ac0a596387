/* stanok-demo.h: a factory at work, for whoever wants to see the real thing
 *
 * Stations, people, reasons, models and orders in all states, with due dates
 * around now. Equal seeds give equal factories; only the tokens are random.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-office.h"

G_BEGIN_DECLS

typedef struct {
  guint32     seed;
  gint64      n_orders;
  gint64      now_ms;
  const char *secrets_path;      /* keeps tokens and PINs from one start to the next; mode 0600 */
  const char *models_directory;  /* (nullable) where Debian's packages put models: "/usr/share" */
} StanokDemoOptions;

/* Fills an empty database. Over existing data it adds nothing, and gives the same tokens and PINs
 * as before. @ready: gets devices and operators. Errors: STORE, FULL, BAD_DATA. */
gboolean stanok_demo_fill (StanokMes *mes, StanokObjects *objects, const StanokDemoOptions *options,
                           StanokReady *ready, GError **error);

G_END_DECLS
