/* stanok-checkup.h: what may be wrong with a terminal, looked at one after the other
 *
 * Nothing is changed. Each check leaves one line: ok, warning or failed, and for the last two what
 * to do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/stanok-options.h"
#include "ctl/stanok-folder.h"
#include "ctl/stanok-table.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_CHECK_OK,
  STANOK_CHECK_WARNING,    /* works, but somebody should know */
  STANOK_CHECK_FAILED,     /* does not work until somebody does something */
} StanokCheckResult;

typedef struct {
  StanokTable *table;        /* (owned) */
  guint        n_failed;
  /* What one check has seen and another wants to know. */
  gint64       recorded_ms;  /* when the newest command was recorded; 0: none */
  char        *epoch;        /* (owned) (nullable) of what is cached */
} StanokCheckup;

void stanok_checkup_init     (StanokCheckup *self);
void stanok_checkup_clear    (StanokCheckup *self);
void stanok_checkup_note     (StanokCheckup    *self,
                              const char       *check,
                              StanokCheckResult result,
                              const char       *format,
                              ...) G_GNUC_PRINTF (4, 5);

/* folder, terminal, space, journal, cache */
void stanok_checkup_storage  (StanokCheckup *self, const StanokOptions *options);
/* @free_bytes: -1 if the system does not say */
void stanok_checkup_space    (StanokCheckup *self, const char *path, gint64 free_bytes);
/* importer, jail. @importer: its path */
void stanok_checkup_importer (StanokCheckup *self, const char *importer);
/* token, server, epoch, clock. After storage. */
void stanok_checkup_server   (StanokCheckup *self, const StanokOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokCheckup, stanok_checkup_clear)

G_END_DECLS
