/* stanok-mesd-options.h: the server's command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/stanok-listen.h"

G_BEGIN_DECLS

typedef struct {
  StanokListenAddress listen;
  char    *data;             /* (owned) */
  char    *ready_file;       /* (owned) (nullable) */
  gboolean is_demo;
  int      demo_orders;
  int      demo_seed;
  gboolean is_live;
  gboolean log_json;
  gboolean is_quiet;
  gboolean is_plain;
  char    *min_client;       /* (owned) (nullable) */
  char    *metrics_key;      /* (owned) (nullable) what the file held */
} StanokMesdOptions;

/* Errors: BAD_DATA with a sentence that says what to write instead. --help ends the program. */
gboolean stanok_mesd_options_parse (StanokMesdOptions *self,
                                    int               *argc,
                                    char            ***argv,
                                    GError           **error);
void     stanok_mesd_options_clear (StanokMesdOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokMesdOptions, stanok_mesd_options_clear)

G_END_DECLS
