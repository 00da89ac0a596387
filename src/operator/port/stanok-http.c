/* stanok-http.c: a request and its answer as plain values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-http.h"

/* Header fields are few: a flat array of name, value, name, value… is searched from the front. */
static char **
find_value (GPtrArray  *headers,
            const char *name)
{
  for (guint i = 0; i + 1 < headers->len; i += 2)
    if (g_ascii_strcasecmp (headers->pdata[i], name) == 0)
      return (char **) &headers->pdata[i + 1];
  return NULL;
}

static void
set_value (GPtrArray  *headers,
           char       *name,
           const char *value)
{
  char **old = find_value (headers, name);

  if (old != NULL)
    {
      g_free (*old);
      *old = g_strdup (value);
      g_free (name);
      return;
    }
  g_ptr_array_add (headers, name);
  g_ptr_array_add (headers, g_strdup (value));
}

static const char *
get_value (GPtrArray  *headers,
           const char *name)
{
  char **value = find_value (headers, name);

  return value != NULL ? *value : NULL;
}

/* @method must be a static string. The limits start at 0: whoever makes a request sets them. */
StanokHttpRequest *
stanok_http_request_new (guint64        id,
                         StanokChannel  channel,
                         const char    *method,
                         const char    *path)
{
  StanokHttpRequest *self = g_new0 (StanokHttpRequest, 1);

  self->id = id;
  self->channel = channel;
  self->method = method;
  self->path = g_strdup (path);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
stanok_http_request_free (StanokHttpRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* Replaces a field of the same name, whatever its case. */
void
stanok_http_request_set (StanokHttpRequest *self,
                         const char        *name,
                         const char        *value)
{
  set_value (self->headers, g_strdup (name), value);
}

/* Returns: (nullable): borrowed until the field is set again */
const char *
stanok_http_request_get (const StanokHttpRequest *self,
                         const char              *name)
{
  return get_value (self->headers, name);
}

StanokHttpAnswer *
stanok_http_answer_new (guint64          request_id,
                        StanokTransport  transport,
                        guint            status)
{
  StanokHttpAnswer *self = g_new0 (StanokHttpAnswer, 1);

  self->request_id = request_id;
  self->transport = transport;
  self->status = status;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
stanok_http_answer_free (StanokHttpAnswer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->detail);
  g_free (self);
}

/* Stores the name in lower case; replaces a field of the same name. */
void
stanok_http_answer_set (StanokHttpAnswer *self,
                        const char       *name,
                        const char       *value)
{
  set_value (self->headers, g_ascii_strdown (name, -1), value);
}

/* Returns: (nullable): borrowed until the field is set again */
const char *
stanok_http_answer_get (const StanokHttpAnswer *self,
                        const char             *lower_case_name)
{
  return get_value (self->headers, lower_case_name);
}
