/* stanok-folder.h: a terminal's folder as a tool sees it: read, copied, never changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/stanok-options.h"
#include "port/stanok-port.h"

G_BEGIN_DECLS

/* What the command line says of the terminal; all (owned) (nullable). */
typedef struct {
  char *data, *config, *server, *device, *ready_file;
} StanokFolderArguments;

/* Their places on the command line. */
#define STANOK_FOLDER_DATA_ENTRY(arguments) \
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &(arguments)->data, \
    "The terminal's folder (as the terminal's configuration says)", "DIR" }
#define STANOK_FOLDER_CONFIG_ENTRY(arguments) \
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &(arguments)->config, \
    "The terminal's configuration file (/etc/stanok/terminal.conf)", "FILE" }

#define STANOK_FOLDER_SERVER_ENTRIES(arguments) \
  { "server", 0, 0, G_OPTION_ARG_STRING, &(arguments)->server, "Address of the MES API", "URL" }, \
  { "device", 0, 0, G_OPTION_ARG_STRING, &(arguments)->device, \
    "Name of the kiosk, as it was enrolled", "ID" }, \
  { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &(arguments)->ready_file, \
    "What stanok-mesd --demo wrote: server, kiosks and their tokens", "FILE" }

void           stanok_folder_arguments_clear (StanokFolderArguments *self);
/* As the terminal itself would read them: the command line over the ready file over the
 * configuration file. Errors: as stanok_options_new(). */
StanokOptions *stanok_folder_options         (const StanokFolderArguments *arguments,
                                              GError                     **error)
                                              G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
  char        *path;       /* (owned) */
  StanokPorts *ports;      /* (owned) of a reader: no lock, and every change is refused */
} StanokFolder;

/* Errors: NOT_FOUND with what to do; STORE. */
gboolean stanok_folder_open       (StanokFolder *self, const char *path, GError **error);
/* The one that the command line means. */
gboolean stanok_folder_open_given (StanokFolder                *self,
                                   const StanokFolderArguments *arguments,
                                   GError                     **error);
void     stanok_folder_clear      (StanokFolder *self);
/* A terminal has it open just now. */
gboolean stanok_folder_is_in_use  (const StanokFolder *self);

/* A folder of the tool's own, gone when it is cleared. */
typedef struct {
  char        *path;       /* (owned) */
  StanokPorts *ports;      /* (owned) */
} StanokFolderCopy;

/* The state of the database @name at one moment, also while somebody writes to it.
 * Errors: NOT_FOUND if there is none; BUSY if it changes faster than it is copied; STORE, FULL. */
gboolean stanok_folder_copy       (const StanokFolder *self,
                                   const char         *name,
                                   StanokFolderCopy   *out,
                                   GError            **error);
void     stanok_folder_copy_clear (StanokFolderCopy *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokFolderArguments, stanok_folder_arguments_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokFolder, stanok_folder_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokFolderCopy, stanok_folder_copy_clear)

G_END_DECLS
