/* stanok-answer.c: is this answer from the MES, and what does it hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sync/stanok-answer.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-headers.h"

#define EPOCH_MAX_BYTES 64
#define ETAG_MAX_BYTES  512

gboolean
stanok_answer_is_ours (const StanokHttpAnswer *answer)
{
  return answer->transport == STANOK_TRANSPORT_OK && stanok_answer_get_epoch (answer) != NULL;
}

const char *
stanok_answer_get_epoch (const StanokHttpAnswer *answer)
{
  const char *epoch = stanok_http_answer_get (answer, "stanok-epoch");
  gsize length = epoch != NULL ? strlen (epoch) : 0;

  if (length == 0 || length > EPOCH_MAX_BYTES)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (epoch[i]) && strchr ("-_.", epoch[i]) == NULL)
      return NULL;
  return epoch;
}

/* Media types are compared without parameters and without case (RFC 9110, 8.3.1). */
static gboolean
has_media_type (const StanokHttpAnswer *answer,
                const char             *type)
{
  const char *value = stanok_http_answer_get (answer, "content-type");
  gsize length = strlen (type);

  return value != NULL && g_ascii_strncasecmp (value, type, length) == 0 &&
         (value[length] == '\0' || value[length] == ';' || value[length] == ' ');
}

gboolean
stanok_answer_is_json (const StanokHttpAnswer *answer)
{
  return has_media_type (answer, "application/json") || stanok_answer_is_problem (answer);
}

gboolean
stanok_answer_is_problem (const StanokHttpAnswer *answer)
{
  return has_media_type (answer, "application/problem+json");
}

gpointer
stanok_answer_parse (const StanokHttpAnswer  *answer,
                     const StanokRecordType  *type,
                     GError                 **error)
{
  const char *text;
  gsize length;

  if (answer->body == NULL || g_bytes_get_size (answer->body) == 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA,
                   "an answer of status %u has no body", answer->status);
      return NULL;
    }
  text = g_bytes_get_data (answer->body, &length);
  return stanok_record_from_json (type, text, length, &STANOK_JSON_ANSWER, error);
}

gint64
stanok_answer_get_retry_after (const StanokHttpAnswer *answer,
                               const StanokProblem    *problem,
                               gint64                  now_ms)
{
  const char *text = stanok_http_answer_get (answer, "retry-after");
  gint64 wait_ms = stanok_retry_after_parse (text, now_ms);

  if (wait_ms < 0 && problem != NULL && problem->retry_after_ms > 0)
    wait_ms = problem->retry_after_ms;
  return wait_ms;
}

const char *
stanok_answer_get_etag (const StanokHttpAnswer *answer,
                        gboolean               *mangled)
{
  const char *etag = stanok_http_answer_get (answer, "etag");
  gsize length = etag != NULL ? strlen (etag) : 0;

  *mangled = FALSE;
  if (etag == NULL)
    return NULL;
  if (length < 3 || length > ETAG_MAX_BYTES || etag[0] != '"' ||
      strchr (etag + 1, '"') != etag + length - 1)
    {
      *mangled = TRUE;
      return NULL;
    }
  return etag;
}

gint64
stanok_answer_get_date (const StanokHttpAnswer *answer)
{
  const char *date = stanok_http_answer_get (answer, "date");

  /* A date is what it is after the beginning of time; bare seconds are no date. */
  if (date == NULL || g_ascii_isdigit (date[0]))
    return -1;
  return stanok_retry_after_parse (date, 0);
}
