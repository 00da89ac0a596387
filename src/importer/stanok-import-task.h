/* stanok-import-task.h: one model file on its way to a mesh file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the program ends; the numbers are its interface. */
typedef enum {
  STANOK_IMPORT_DONE = 0,
  STANOK_IMPORT_WRONG_USE = 2,    /* the arguments make no sense */
  STANOK_IMPORT_BAD_FILE = 3,     /* damaged, of another kind, or its reader died of it */
  STANOK_IMPORT_TOO_LARGE = 4,    /* over a limit of size, memory or time */
  STANOK_IMPORT_NO_FILE = 5,      /* cannot be opened, read or written */
  STANOK_IMPORT_DISK_FULL = 6,
  STANOK_IMPORT_NO_JAIL = 7,      /* the system does not let itself be locked; nothing was read */
} StanokImportEnd;

#define STANOK_IMPORT_CPU_SECONDS   60u
#define STANOK_IMPORT_WALL_SECONDS  180u
#define STANOK_IMPORT_MAX_BYTES     ((guint64) 6 << 30)   /* 20 million triangles as text */

typedef struct {
  const char *name;         /* (nullable): of the file, for sentences */
  const char *extension;    /* (nullable) */
  int         in_fd;
  int         out_fd;       /* -1: no mesh is written */
  gboolean    as_json;
} StanokImportTask;

/* Maps the model, locks the process in, reads, writes, says what it found on standard output or what
 * is wrong on standard error. Does not return. */
G_NORETURN void stanok_import_task_run (const StanokImportTask *task);

/* One line on @fd: "NAME: SENTENCE." @name: (nullable) */
void stanok_import_say (int fd, const char *name, const char *sentence);

G_END_DECLS
