/* stanok-office.c: what an office asks of the MES: are the files there, take them, take the orders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-office.h"

#include <string.h>

#include "domain/stanok-error.h"

static char *
make_path (const StanokUpload *upload)
{
  return g_strconcat ("/v1/office/blobs/", upload->sha256, NULL);
}

/* Asked with the file's own tag, so that nothing of it comes back. */
static gboolean
is_there (StanokAsker        *asker,
          const StanokUpload *upload,
          gboolean           *there,
          GError            **error)
{
  g_autofree char *path = make_path (upload);
  g_autofree char *tag = g_strdup_printf ("\"sha256-%s\"", upload->sha256);
  StanokHttpRequest *request = stanok_asker_prepare (asker, "GET", path);
  g_autoptr(StanokHttpAnswer) answer = NULL;

  stanok_http_request_set (request, "If-None-Match", tag);
  answer = stanok_asker_ask (asker, request, error);
  if (answer == NULL)
    return FALSE;
  *there = answer->status == 304;
  if (*there || answer->status == 404)
    return TRUE;
  stanok_asker_refuse (answer, error);
  return FALSE;
}

static gboolean
send_file (StanokAsker        *asker,
           const StanokUpload *upload,
           GError            **error)
{
  g_autofree char *path = make_path (upload);
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(StanokHttpAnswer) answer = NULL;
  g_autoptr(GError) reason = NULL;
  StanokHttpRequest *request;

  file = g_mapped_file_new (upload->path, FALSE, &reason);
  if (file == NULL)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE, "%s", reason->message);
      return FALSE;
    }
  request = stanok_asker_prepare (asker, "PUT", path);
  stanok_http_request_set (request, "Content-Type", "application/octet-stream");
  stanok_http_request_set (request, "If-None-Match", "*");
  request->body = g_mapped_file_get_bytes (file);
  answer = stanok_asker_ask (asker, request, error);
  /* 412: somebody else was quicker with the same bytes. */
  if (answer != NULL && (answer->status == 201 || answer->status == 412))
    return TRUE;
  if (answer != NULL)
    stanok_asker_refuse (answer, error);
  g_prefix_error (error, "sending %s: ", upload->path);
  return FALSE;
}

gboolean
stanok_office_send_files (StanokAsker *asker,
                          GPtrArray   *uploads,
                          guint       *n_sent,
                          GError     **error)
{
  *n_sent = 0;
  for (guint i = 0; i < uploads->len; i++)
    {
      const StanokUpload *upload = uploads->pdata[i];
      gboolean there = FALSE;

      if (!is_there (asker, upload, &there, error))
        return FALSE;
      if (there)
        continue;
      if (!send_file (asker, upload, error))
        return FALSE;
      (*n_sent)++;
    }
  return TRUE;
}

StanokOfficeReply *
stanok_office_bring (StanokAsker              *asker,
                     const StanokOfficeOrders *orders,
                     GError                  **error)
{
  StanokHttpRequest *request = stanok_asker_prepare (asker, "POST", "/v1/office/orders");
  char *json = stanok_record_to_json (&STANOK_RECORD_OFFICE_ORDERS, orders);
  g_autoptr(StanokHttpAnswer) answer = NULL;
  StanokOfficeReply *reply;
  const char *text;
  gsize n;

  stanok_http_request_set (request, "Content-Type", "application/json");
  request->body = g_bytes_new_take (json, strlen (json));
  answer = stanok_asker_ask (asker, request, error);
  if (answer == NULL)
    return NULL;
  if (answer->status != 200)
    {
      stanok_asker_refuse (answer, error);
      return NULL;
    }
  text = g_bytes_get_data (answer->body, &n);
  reply = stanok_record_from_json (&STANOK_RECORD_OFFICE_REPLY, text != NULL ? text : "", n,
                                   &STANOK_JSON_ANSWER, error);
  if (reply == NULL)
    g_prefix_error (error, "the server's answer cannot be read: ");
  return reply;
}
