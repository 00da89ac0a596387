/* stanok-folder.c: a terminal's folder as a tool sees it: read, never changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-folder.h"

#include <string.h>
#include <sys/stat.h>

#include "domain/stanok-error.h"
#include "port/stanok-system-ports.h"

#define LOCKS_FILE "/proc/locks"

/* ---- which ---------------------------------------------------------------------------------- */

void
stanok_folder_arguments_clear (StanokFolderArguments *self)
{
  g_free (self->data);
  g_free (self->config);
  g_free (self->server);
  g_free (self->device);
  g_free (self->ready_file);
}

static void
give (GVariantDict *given,
      const char   *name,
      const char   *format,
      const char   *value)
{
  if (value != NULL)
    g_variant_dict_insert (given, name, format, value);
}

StanokOptions *
stanok_folder_options (const StanokFolderArguments *arguments,
                       GError                     **error)
{
  g_auto(GVariantDict) given = G_VARIANT_DICT_INIT (NULL);

  give (&given, "data", "^ay", arguments->data);
  give (&given, "config", "^ay", arguments->config);
  give (&given, "ready-file", "^ay", arguments->ready_file);
  give (&given, "server", "s", arguments->server);
  give (&given, "device", "s", arguments->device);
  return stanok_options_new (&given, NULL, error);
}

/* ---- open ----------------------------------------------------------------------------------- */

gboolean
stanok_folder_open (StanokFolder *self,
                    const char   *path,
                    GError      **error)
{
  g_autoptr(GError) reason = NULL;

  self->path = g_strdup (path);
  self->ports = stanok_system_ports_new_reader (path, &reason);
  if (self->ports != NULL)
    return TRUE;
  if (reason->code == STANOK_ERROR_NOT_FOUND)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                 "there is no folder %s: no terminal has run there; say where with --data DIR",
                 path);
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

gboolean
stanok_folder_open_given (StanokFolder                *self,
                          const StanokFolderArguments *arguments,
                          GError                     **error)
{
  g_autoptr(StanokOptions) options = stanok_folder_options (arguments, error);

  return options != NULL && stanok_folder_open (self, options->data, error);
}

void
stanok_folder_clear (StanokFolder *self)
{
  g_clear_pointer (&self->ports, stanok_system_ports_free);
  g_clear_pointer (&self->path, g_free);
}

/* To try the lock would be to have it for a moment, and a terminal that starts just then would
 * believe in another one. So the kernel's list is read. */
gboolean
stanok_folder_is_in_use (const StanokFolder *self)
{
  g_autofree char *path = g_build_filename (self->path, "lock", NULL);
  g_autofree char *text = NULL, *inode = NULL;
  g_auto(GStrv) lines = NULL;
  struct stat status;

  if (stat (path, &status) < 0 || !g_file_get_contents (LOCKS_FILE, &text, NULL, NULL))
    return FALSE;
  inode = g_strdup_printf (":%" G_GUINT64_FORMAT " ", (guint64) status.st_ino);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "FLOCK") != NULL && strstr (lines[i], inode) != NULL)
      return TRUE;
  return FALSE;
}
