/* stanok-shell-call.c: one HTTP request, from its first line to its last byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-shell-call.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define SMALL_BODY_BYTES (64 * 1024)   /* a command; photos go to the spool */

StanokShellCall *
stanok_shell_call_new (const char *uri)
{
  StanokShellCall *self = g_new0 (StanokShellCall, 1);
  gsize n_path = strcspn (uri, "?");

  self->path = g_strndup (uri, n_path);
  self->query = uri[n_path] == '?' ? g_strdup (uri + n_path + 1) : NULL;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->spool = -1;
  self->route = "other";
  self->begun_us = g_get_monotonic_time ();
  return self;
}

void
stanok_shell_call_free (StanokShellCall *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->query);
  g_free (self->method);
  g_ptr_array_unref (self->headers);
  g_free (self->peer);
  g_clear_pointer (&self->small, g_byte_array_unref);
  if (self->spool >= 0)
    close (self->spool);
  g_free (self->request_id);
  g_free (self);
}

/* ---- head ----------------------------------------------------------------------------------- */

static enum MHD_Result
take_header (void             *data,
             enum MHD_ValueKind kind,
             const char       *name,
             const char       *value)
{
  StanokShellCall *self = data;

  g_ptr_array_add (self->headers, g_ascii_strdown (name, -1));
  g_ptr_array_add (self->headers, g_strdup (value != NULL ? value : ""));
  return MHD_YES;
}

/* A request that a proxy on this machine passed on comes from elsewhere. */
static void
look_at_peer (StanokShellCall *self)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (
      self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *address = info != NULL ? info->client_addr : NULL;
  char text[INET6_ADDRSTRLEN] = "";

  if (address != NULL && address->sa_family == AF_INET)
    {
      const struct sockaddr_in *in = (const struct sockaddr_in *) (gconstpointer) address;

      inet_ntop (AF_INET, &in->sin_addr, text, sizeof text);
      self->is_loopback = (ntohl (in->sin_addr.s_addr) >> 24) == 127;
    }
  else if (address != NULL && address->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *in = (const struct sockaddr_in6 *) (gconstpointer) address;

      inet_ntop (AF_INET6, &in->sin6_addr, text, sizeof text);
      self->is_loopback = IN6_IS_ADDR_LOOPBACK (&in->sin6_addr);
    }
  if (stanok_shell_call_get_header (self, "forwarded") != NULL ||
      stanok_shell_call_get_header (self, "x-forwarded-for") != NULL)
    self->is_loopback = FALSE;
  self->peer = g_strdup (text);
}

void
stanok_shell_call_read_head (StanokShellCall       *self,
                             struct MHD_Connection *connection,
                             const char            *method)
{
  self->connection = connection;
  self->method = g_strdup (method);
  MHD_get_connection_values (connection, MHD_HEADER_KIND, take_header, self);
  look_at_peer (self);
}

const char *
stanok_shell_call_get_header (const StanokShellCall *self,
                              const char            *lower_case_name)
{
  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (strcmp (self->headers->pdata[i], lower_case_name) == 0)
      return self->headers->pdata[i + 1];
  return NULL;
}

/* ---- body ----------------------------------------------------------------------------------- */

/* A file without a name: whatever happens, nothing is left of it. */
static int
open_spool (const char *directory)
{
  g_autofree char *name = g_build_filename (directory, "spool-XXXXXX", NULL);
  int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    unlink (name);
  return fd;
}

gboolean
stanok_shell_call_expect_body (StanokShellCall *self,
                               gint64           body_max,
                               const char      *spool_directory)
{
  const char *length = stanok_shell_call_get_header (self, "content-length");
  guint64 n = 0;

  self->body_max = body_max;
  /* Without a length the core refuses the request; then there is nothing to read for. */
  if (stanok_shell_call_get_header (self, "transfer-encoding") != NULL)
    return FALSE;
  if (length != NULL && !g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &n, NULL))
    n = G_MAXINT64;
  self->is_too_large = (gint64) n > body_max;
  if (self->is_too_large)
    return FALSE;
  if (n > SMALL_BODY_BYTES)
    self->spool = open_spool (spool_directory);
  return TRUE;
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       n)
{
  while (n > 0)
    {
      gssize n_written = write (fd, bytes, n);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written <= 0)
        return FALSE;
      bytes += n_written;
      n -= (gsize) n_written;
    }
  return TRUE;
}

gboolean
stanok_shell_call_take_body (StanokShellCall *self,
                             const char      *bytes,
                             gsize            n)
{
  if (self->n_body + (gint64) n > self->body_max)
    self->is_too_large = TRUE;
  if (self->is_too_large)
    return TRUE;
  self->n_body += (gint64) n;
  if (self->spool >= 0)
    return write_all (self->spool, bytes, n);
  if (self->small == NULL)
    self->small = g_byte_array_new ();
  g_byte_array_append (self->small, (const guint8 *) bytes, (guint) n);
  return TRUE;
}

GBytes *
stanok_shell_call_dup_body (StanokShellCall *self)
{
  if (self->is_too_large)
    return NULL;
  if (self->spool >= 0)
    {
      g_autoptr(GMappedFile) file = g_mapped_file_new_from_fd (self->spool, FALSE, NULL);

      return file != NULL ? g_mapped_file_get_bytes (file) : NULL;
    }
  return self->small != NULL ? g_bytes_new (self->small->data, self->small->len) : NULL;
}

/* ---- answer --------------------------------------------------------------------------------- */

static void
unref_bytes (void *data)
{
  g_bytes_unref (data);
}

static struct MHD_Response *
make_from_bytes (GBytes *bytes)
{
  gsize n = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &n) : NULL;

  if (n == 0)
    return MHD_create_response_from_buffer (0, NULL, MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls (n, (void *) data, unref_bytes,
                                                                 g_bytes_ref (bytes));
}

/* The kernel sends it from the file; an object is never changed, so it stays what it is. */
static struct MHD_Response *
make_from_object (const StanokMesResponse *response,
                  StanokObjects           *objects)
{
  int fd = stanok_objects_open (objects, response->body_object);
  g_autoptr(GBytes) bytes = NULL;
  struct MHD_Response *made;

  if (fd < 0)
    {
      bytes = stanok_objects_read (objects, response->body_object, response->body_first,
                                   response->body_length, NULL);
      return bytes != NULL ? make_from_bytes (bytes) : NULL;
    }
  made = MHD_create_response_from_fd_at_offset64 ((guint64) response->body_length, fd,
                                                  (guint64) response->body_first);
  if (made == NULL)
    close (fd);
  return made;
}

gboolean
stanok_shell_call_send (StanokShellCall   *self,
                        StanokMesResponse *response,
                        StanokObjects     *objects,
                        gboolean           is_closing)
{
  g_autoptr(StanokMesResponse) owned = response;
  struct MHD_Response *made = response->body_object != NULL
                                ? make_from_object (response, objects)
                                : make_from_bytes (response->body);
  gboolean is_queued;

  if (made == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < response->headers->len; i += 2)
    MHD_add_response_header (made, response->headers->pdata[i], response->headers->pdata[i + 1]);
  if (is_closing)
    MHD_add_response_header (made, "Connection", "close");
  self->status = response->status;
  self->route = response->route;
  g_free (self->request_id);
  self->request_id = g_strdup (stanok_mes_response_get (response, "Stanok-Request-Id"));
  self->n_sent = response->body_object != NULL ? response->body_length
                 : response->body != NULL ? (gint64) g_bytes_get_size (response->body) : 0;
  is_queued = MHD_queue_response (self->connection, response->status, made) == MHD_YES;
  MHD_destroy_response (made);
  return is_queued;
}
