/* stanok-options.c: which server, which kiosk, which folder: from the command line and the
 * configuration file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "app/stanok-options.h"

#include "config.h"
#include "domain/stanok-error.h"
#include "wire/stanok-messages.h"

#define DEFAULT_CONFIG "/etc/stanok/terminal.conf"

const GOptionEntry STANOK_OPTION_ENTRIES[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, NULL, "Address of the MES API", "URL" },
  { "device", 0, 0, G_OPTION_ARG_STRING, NULL, "Name of this kiosk, as it was enrolled", "ID" },
  { "station", 0, 0, G_OPTION_ARG_STRING, NULL, "Station that it stands at", "ID" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, "Folder of the journal and the cache", "DIR" },
  { "config", 0, 0, G_OPTION_ARG_FILENAME, NULL, "Configuration file", "FILE" },
  { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    "What stanok-mesd --demo wrote: server, kiosks and their tokens", "FILE" },
  { NULL }
};

void
stanok_options_free (StanokOptions *self)
{
  g_free (self->server);
  g_free (self->device);
  g_free (self->station);
  g_free (self->token);
  g_free (self->data);
  g_free (self->importer);
  g_free (self);
}

static void
take_given (GVariantDict *given,
            const char   *name,
            const char   *format,
            char        **out)
{
  char *value = NULL;

  if (!g_variant_dict_lookup (given, name, format, &value))
    return;
  g_free (*out);
  *out = value;
}

/* A missing default file is no error: the command line may say everything. */
static gboolean
read_config (StanokOptions  *self,
             GVariantDict   *given,
             GError        **error)
{
  static const char *const keys[] = { "server", "device", "station", "data" };
  char **const values[] = { &self->server, &self->device, &self->station, &self->data };
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) local = NULL;
  g_autofree char *path = NULL;

  take_given (given, "config", "^ay", &path);
  if (!g_key_file_load_from_file (file, path ? path : DEFAULT_CONFIG, G_KEY_FILE_NONE, &local))
    {
      if (path == NULL && g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, "%s cannot be read: %s",
                   path ? path : DEFAULT_CONFIG, local->message);
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    *values[i] = g_key_file_get_string (file, "Terminal", keys[i], NULL);
  return TRUE;
}

/* The device that was asked for, or the first. */
static const StanokReadyDevice *
choose_device (const StanokReady *ready,
               const char        *wanted)
{
  for (guint i = 0; i < ready->devices->len; i++)
    {
      const StanokReadyDevice *device = g_ptr_array_index (ready->devices, i);

      if (wanted == NULL || g_str_equal (device->id, wanted))
        return device;
    }
  return NULL;
}

static gboolean
read_ready_file (StanokOptions  *self,
                 const char     *path,
                 GError        **error)
{
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr(StanokReady) ready = NULL;
  const StanokReadyDevice *device;
  g_autoptr(GError) local = NULL;

  if (!g_file_get_contents (path, &text, &length, &local))
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND,
                   "%s cannot be read: %s. Is stanok-mesd --demo running?", path, local->message);
      return FALSE;
    }
  ready = stanok_record_from_json (&STANOK_RECORD_READY, text, length, &STANOK_JSON_COMMAND, error);
  if (ready == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  device = choose_device (ready, self->device);
  if (device == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "%s has no kiosk %s", path,
                   self->device ? self->device : "at all; start stanok-mesd with --demo");
      return FALSE;
    }
  g_free (self->server);
  self->server = g_strdup (ready->url);
  self->token = g_strdup (device->token);
  if (self->device == NULL)
    self->device = g_strdup (device->id);
  if (self->station == NULL)
    self->station = g_strdup (device->station);
  return TRUE;
}

/* In a build tree the importer lies in a folder of its own; installed, in libexec. */
static char *
find_importer (const char *program)
{
  g_autofree char *here = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *built = here != NULL ?
    g_build_filename (here, "..", "..", "importer", "stanok-import", NULL) : NULL;

  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (built, NULL);
  return g_strdup (STANOK_LIBEXECDIR "/stanok-import");
}

StanokOptions *
stanok_options_new (GVariantDict  *given,
                    const char    *program,
                    GError       **error)
{
  g_autoptr(StanokOptions) self = g_new0 (StanokOptions, 1);
  g_autofree char *ready = NULL;

  if (!read_config (self, given, error))
    return NULL;
  take_given (given, "device", "s", &self->device);
  take_given (given, "station", "s", &self->station);
  take_given (given, "ready-file", "^ay", &ready);
  if (ready != NULL && !read_ready_file (self, ready, error))
    return NULL;
  take_given (given, "server", "s", &self->server);
  take_given (given, "data", "^ay", &self->data);

  if (self->server != NULL && self->device == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                   "a server is set but no kiosk: give --device, or write device= into the "
                   "configuration file");
      return NULL;
    }
  if (self->data == NULL)
    self->data = g_build_filename (g_get_user_data_dir (), "stanok", NULL);
  self->importer = find_importer (program);
  return g_steal_pointer (&self);
}
