/* stanok-options.h: which server, which kiosk, which folder: from the command line and the configuration file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Strings are owned. */
typedef struct {
  char *server;       /* (nullable) NULL: nobody has set this terminal up yet */
  char *device;       /* (nullable) */
  char *station;      /* (nullable) */
  char *token;        /* (nullable) only from a ready file; otherwise the keyring has it */
  char *data;         /* folder of the store */
  char *importer;     /* path of stanok-import */
} StanokOptions;

/* The command line's own options, for g_application_add_main_option_entries(). */
extern const GOptionEntry STANOK_OPTION_ENTRIES[];

/**
 * stanok_options_new:
 * @given: what the command line gave
 * @program: (nullable): argv[0], to find stanok-import beside it
 *
 * Command line over ready file over configuration file (--config, else
 * /etc/stanok/terminal.conf) over defaults.
 *
 * Errors: STANOK_ERROR_BAD_DATA or _NOT_FOUND with a sentence that names the file and what to do.
 */
StanokOptions *stanok_options_new  (GVariantDict *given, const char *program, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void           stanok_options_free (StanokOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokOptions, stanok_options_free)

G_END_DECLS
