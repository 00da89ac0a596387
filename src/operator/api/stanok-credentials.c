/* stanok-credentials.c: the device's token in the keyring (libsecret)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-credentials.h"

#include <libsecret/secret.h>

#include "domain/stanok-error.h"

static const SecretSchema schema = {
  "org.stanok.Stanok.device", SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "device", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* What the keyring says is converted once, here. */
static void
take_error (GError    **error,
            GError     *reason,
            const char *what)
{
  if (reason->domain == SECRET_ERROR && reason->code == SECRET_ERROR_IS_LOCKED)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH,
                 "%s: the keyring is locked: unlock it and try again", what);
  else
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH,
                 "%s: the keyring cannot be used: %s", what, reason->message);
  g_error_free (reason);
}

gboolean
stanok_credentials_store_sync (const char  *server,
                               const char  *device_id,
                               const char  *token,
                               GError     **error)
{
  g_autofree char *label = g_strdup_printf ("Stanok: %s at %s", device_id, server);
  GError *reason = NULL;

  if (secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, token, NULL, &reason,
                                  "server", server, "device", device_id, NULL))
    return TRUE;
  take_error (error, reason, "storing the device's token");
  return FALSE;
}

/* libsecret says nothing when it finds nothing, and just as little when it may not look. An item
 * that the search sees and whose secret cannot be had is behind a lock. */
static gboolean
is_behind_lock (const char *server,
                const char *device_id)
{
  GList *items = secret_password_search_sync (&schema, SECRET_SEARCH_ALL, NULL, NULL,
                                              "server", server, "device", device_id, NULL);
  gboolean found = items != NULL;

  g_list_free_full (items, g_object_unref);
  return found;
}

/* A keyring that hides even the names of its items while locked. Only a service has such. */
static gboolean
is_collection_locked (void)
{
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretCollection) collection = NULL;

  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") != 0)
    service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, NULL);
  if (service == NULL)
    return FALSE;
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, NULL);
  return collection != NULL && secret_collection_get_locked (collection);
}

/**
 * stanok_credentials_lookup_sync:
 *
 * Errors: STANOK_ERROR_AUTH with "the keyring is locked", "the keyring cannot be used" or
 * "no token is stored": three different things to do for a person.
 *
 * Returns: (transfer full) (nullable): the token
 */
char *
stanok_credentials_lookup_sync (const char  *server,
                                const char  *device_id,
                                GError     **error)
{
  GError *reason = NULL;
  char *token = secret_password_lookup_sync (&schema, NULL, &reason,
                                             "server", server, "device", device_id, NULL);

  if (token != NULL)
    return token;
  if (reason != NULL)
    take_error (error, reason, "reading the device's token");
  else if (is_behind_lock (server, device_id) || is_collection_locked ())
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH,
                 "reading the device's token: the keyring is locked: unlock it and try again");
  else
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_AUTH,
                 "no token is stored for device %s at %s: enrol this terminal", device_id, server);
  return NULL;
}
