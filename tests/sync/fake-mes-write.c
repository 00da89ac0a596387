/* fake-mes-write.c: the fake MES: commands, ledger, blobs, and the faults before all of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-mes-private.h"

#include <string.h>

#include "domain/stanok-lifecycle.h"
#include "wire/stanok-headers.h"

/* ---- ledger ----------------------------------------------------------------------------- */

FakeRow *
fake_mes_row (FakeMes    *self,
              const char *command_id)
{
  for (guint i = 0; i < self->ledger->len; i++)
    {
      FakeRow *row = self->ledger->pdata[i];

      if (strcmp (row->command_id, command_id) == 0)
        return row;
    }
  return NULL;
}

static int
compare_seq (gconstpointer a,
             gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

StanokHttpAnswer *
fake_mes_read_ledger (FakeMes                 *self,
                      const StanokHttpRequest *request)
{
  const char *incarnation = strchr (request->path, '=') + 1;
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GArray) have = g_array_new (FALSE, FALSE, sizeof (StanokRange));
  StanokLedger ledger = { self->epoch, have };

  for (guint i = 0; i < self->ledger->len; i++)
    {
      const FakeRow *row = self->ledger->pdata[i];

      if (strcmp (row->incarnation, incarnation) == 0)
        g_array_append_val (seqs, row->seq);
    }
  g_array_sort (seqs, compare_seq);
  for (guint i = 0; i < seqs->len; i++)
    {
      StanokRange range = { g_array_index (seqs, gint64, i), g_array_index (seqs, gint64, i) };
      StanokRange *last = have->len > 0 ? &g_array_index (have, StanokRange, have->len - 1) : NULL;

      if (last != NULL && last->last + 1 == range.first)
        last->last = range.first;
      else
        g_array_append_val (have, range);
    }
  return fake_mes_answer (self, request, 200,
                          stanok_record_to_json (&STANOK_RECORD_LEDGER, &ledger));
}

/* ---- commands --------------------------------------------------------------------------- */

static StanokHttpAnswer *
answer_row (FakeMes                 *self,
            const StanokHttpRequest *request,
            const FakeRow           *row)
{
  StanokReply reply = {
    .command_id = row->command_id, .epoch = self->epoch, .outcome = row->outcome,
    .exception = row->exception, .feed_seq = self->seq,
    .exception_id = row->exception != STANOK_EXCEPTION_NONE ? (char *) "ex-1" : NULL,
    .order = fake_mes_order (self, row->order_id),
  };

  if (row->status != 200)
    return fake_mes_problem (self, request, row->problem, reply.order);
  return fake_mes_answer (self, request, 200, stanok_record_to_json (&STANOK_RECORD_REPLY, &reply));
}

static FakeRow *
add_row (FakeMes                  *self,
         const StanokHttpRequest  *request,
         const StanokCommand      *command,
         const StanokDeviceHeader *device)
{
  FakeRow *row = g_new0 (FakeRow, 1);
  gsize n;
  const char *text = g_bytes_get_data (request->body, &n);

  row->command_id = g_strdup (command->command_id);
  row->incarnation = g_strdup (device->incarnation);
  row->seq = device->seq;
  row->order_id = g_strdup (command->order_id);
  row->body = g_strndup (text, n);
  row->status = 200;
  g_ptr_array_add (self->ledger, row);
  return row;
}

static StanokHttpAnswer *
execute (FakeMes                  *self,
         const StanokHttpRequest  *request,
         const StanokCommand      *command,
         const StanokDeviceHeader *device)
{
  StanokOrder *order = fake_mes_order (self, command->order_id);
  StanokContext context = {
    .device_id = device->device, .at_ms = *self->wall_ms, .is_to_active = TRUE,
  };
  g_auto(StanokResult) result = { 0 };
  FakeRow *row;

  if (command->type == STANOK_COMMAND_ATTACH &&
      !g_hash_table_contains (self->blobs, command->args.sha256))
    return fake_mes_problem (self, request, STANOK_PROBLEM_BLOB_MISSING, NULL);
  result = stanok_lifecycle_apply (order, command, &context);
  row = add_row (self, request, command, device);
  row->outcome = result.outcome;
  row->exception = result.exception;
  row->problem = result.problem;
  if (result.outcome == STANOK_OUTCOME_REFUSED)
    {
      row->status = (guint) stanok_problem_status (result.problem);
      return answer_row (self, request, row);
    }
  row->effects++;
  if (order != NULL && result.effect)
    fake_mes_replace (self, command->order_id, result.order);
  return answer_row (self, request, row);
}

/* Exactly the order of 2.6. */
static StanokHttpAnswer *
run_command (FakeMes                 *self,
             const StanokHttpRequest *request)
{
  gsize n;
  const char *text = g_bytes_get_data (request->body, &n);
  g_autoptr(StanokCommand) command = stanok_command_from_json (text, n, NULL);
  const char *match = stanok_http_request_get (request, "If-Match");
  StanokDeviceHeader device;
  StanokOrder *order;
  FakeRow *row;

  g_assert_nonnull (command);
  g_assert_true (stanok_device_header_parse (stanok_http_request_get (request, "Stanok-Device"),
                                             &device));
  row = fake_mes_row (self, command->command_id);
  if (row != NULL)
    {
      g_autofree char *body = g_strndup (text, n);

      g_assert_cmpstr (row->body, ==, body);   /* C1 */
      return answer_row (self, request, row);
    }
  if (!stanok_command_is_intent (command->type))
    return execute (self, request, command, &device);
  if (match == NULL)
    return fake_mes_problem (self, request, STANOK_PROBLEM_IF_MATCH_REQUIRED, NULL);
  order = fake_mes_order (self, command->order_id);
  if (order == NULL)
    return fake_mes_problem (self, request, STANOK_PROBLEM_UNKNOWN_ORDER, NULL);
  if (strcmp (order->etag, match) != 0)
    return fake_mes_problem (self, request, STANOK_PROBLEM_STALE_ORDER, order);
  return execute (self, request, command, &device);
}

/* ---- blobs ------------------------------------------------------------------------------ */

static void
set_part (StanokHttpAnswer *answer,
          GBytes           *blob,
          gint64            first)
{
  gint64 size = (gint64) g_bytes_get_size (blob);
  g_autofree char *range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%"
                                            G_GINT64_FORMAT, first, size - 1, size);

  answer->status = 206;
  stanok_http_answer_set (answer, "content-range", range);
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_from_bytes (blob, (gsize) first, (gsize) (size - first));
}

static void
set_unsatisfied (StanokHttpAnswer *answer,
                 gint64            size)
{
  g_autofree char *range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);

  answer->status = 416;
  stanok_http_answer_set (answer, "content-range", range);
  g_bytes_unref (answer->body);
  answer->body = g_bytes_new_static ("", 0);
}

static void
change_bytes (StanokHttpAnswer *answer,
              FakeBlobFault     fault)
{
  gsize n;
  guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&answer->body), &n);

  bytes = g_realloc (bytes, n + 1);
  bytes[n] = 0;
  if (fault == FAKE_BLOB_FLIPPED)
    bytes[n / 2] ^= 0x10;
  n = fault == FAKE_BLOB_LONG ? n + 1 : fault == FAKE_BLOB_SHORT ? n - 10 : n;
  answer->body = g_bytes_new_take (bytes, n);
}

static void
spoil (FakeMes          *self,
       StanokHttpAnswer *answer,
       GBytes           *blob,
       gint64            first)
{
  if (self->n_blob_faults == 0)
    return;
  self->n_blob_faults--;
  switch (self->blob_fault)
    {
    case FAKE_BLOB_EARLY: set_part (answer, blob, MAX (0, first - 100)); break;
    case FAKE_BLOB_LATE: set_part (answer, blob, first + 100); break;
    case FAKE_BLOB_OTHER:
      set_part (answer, blob, first);
      stanok_http_answer_set (answer, "etag", "\"sha256-00\"");
      break;
    case FAKE_BLOB_UNNAMED: set_part (answer, blob, first);
      stanok_http_answer_set (answer, "content-range", "");
      break;
    case FAKE_BLOB_SLICE:
      set_part (answer, blob, MAX (first, 1000));
      answer->status = 200;
      break;
    case FAKE_BLOB_UNSATISFIED: set_unsatisfied (answer, 17); break;
    case FAKE_BLOB_FLIPPED:
    case FAKE_BLOB_LONG:
    case FAKE_BLOB_SHORT: change_bytes (answer, self->blob_fault); break;
    case FAKE_BLOB_IGNORED:
      answer->status = 200;
      g_ptr_array_set_size (answer->headers, 0);
      stanok_http_answer_set (answer, "stanok-epoch", self->epoch);
      g_bytes_unref (answer->body);
      answer->body = g_bytes_ref (blob);
      break;
    case FAKE_BLOB_GOOD:
    default: break;
    }
}

StanokHttpAnswer *
fake_mes_read_blob (FakeMes                 *self,
                    const StanokHttpRequest *request)
{
  const char *sha256 = request->path + strlen ("/v1/blobs/");
  GBytes *blob = g_hash_table_lookup (self->blobs, sha256);
  g_autofree char *etag = g_strdup_printf ("\"sha256-%s\"", sha256);
  const char *range = stanok_http_request_get (request, "Range");
  gint64 size, first = 0, last;
  StanokHttpAnswer *answer;

  if (blob == NULL)
    return fake_mes_problem (self, request, STANOK_PROBLEM_NOT_FOUND, NULL);
  size = (gint64) g_bytes_get_size (blob);
  answer = fake_mes_answer (self, request, 200, NULL);
  g_bytes_unref (answer->body);
  answer->body = g_bytes_ref (blob);
  stanok_http_answer_set (answer, "content-type", "model/stl");
  stanok_http_answer_set (answer, "etag", etag);
  if (range != NULL && stanok_range_parse (range, size, &first, &last) &&
      g_strcmp0 (stanok_http_request_get (request, "If-Range"), etag) == 0)
    {
      if (first < size)
        set_part (answer, blob, first);
      else
        set_unsatisfied (answer, size);
    }
  spoil (self, answer, blob, MIN (first, size));
  return answer;
}

static StanokHttpAnswer *
put_blob (FakeMes                 *self,
          const StanokHttpRequest *request)
{
  const char *sha256 = request->path + strlen ("/v1/blobs/");
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, request->body);

  g_assert_cmpstr (stanok_http_request_get (request, "If-None-Match"), ==, "*");
  g_assert_cmpstr (hash, ==, sha256);
  if (g_hash_table_contains (self->blobs, sha256))
    return fake_mes_problem (self, request, STANOK_PROBLEM_BLOB_EXISTS, NULL);
  g_hash_table_replace (self->blobs, g_strdup (sha256), g_bytes_ref (request->body));
  return fake_mes_answer (self, request, 201, NULL);
}

/* ---- rules ------------------------------------------------------------------------------ */

void
fake_mes_rule (FakeMes        *self,
               const FakeRule *rule)
{
  g_ptr_array_add (self->rules, g_memdup2 (rule, sizeof *rule));
}

static gboolean
take_rule (FakeMes                 *self,
           const StanokHttpRequest *request,
           FakeRule                *out)
{
  for (guint i = 0; i < self->rules->len; i++)
    {
      FakeRule *rule = self->rules->pdata[i];

      if ((rule->method != NULL && strcmp (rule->method, request->method) != 0) ||
          (rule->path != NULL && !g_str_has_prefix (request->path, rule->path)))
        continue;
      if (rule->skip > 0)
        {
          rule->skip--;
          continue;
        }
      *out = *rule;
      if (rule->times > 0 && --rule->times == 0)
        g_ptr_array_remove_index (self->rules, i);
      return TRUE;
    }
  return FALSE;
}

static StanokHttpAnswer *
process (FakeMes                 *self,
         const StanokHttpRequest *request,
         gboolean                 is_last_call)
{
  if (strcmp (request->method, "POST") == 0)
    return run_command (self, request);
  if (strcmp (request->method, "PUT") == 0)
    return put_blob (self, request);
  return fake_mes_read (self, request, is_last_call);
}

static void
lay_over (StanokHttpAnswer *answer,
          const FakeRule   *rule)
{
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (rule->headers) && rule->headers[i] != NULL; i += 2)
    stanok_http_answer_set (answer, rule->headers[i], rule->headers[i + 1]);
}

StanokHttpAnswer *
fake_mes_handle (FakeMes                 *self,
                 const StanokHttpRequest *request,
                 gboolean                 is_last_call)
{
  FakeRule rule = { 0 };
  StanokHttpAnswer *answer;

  if (!take_rule (self, request, &rule))
    return process (self, request, is_last_call);
  if (rule.fault == FAKE_SAY)
    {
      answer = fake_mes_answer (self, request, rule.status, g_strdup (rule.body));
      lay_over (answer, &rule);
      return answer;
    }
  if (rule.fault == FAKE_ALTER)
    {
      answer = process (self, request, TRUE);
      lay_over (answer, &rule);
      if (rule.status != 0)
        answer->status = rule.status;
      return answer;
    }
  if (rule.fault == FAKE_LOSE_ANSWER)
    stanok_http_answer_free (process (self, request, TRUE));
  return stanok_http_answer_new (request->id, rule.transport != STANOK_TRANSPORT_OK
                                              ? rule.transport : STANOK_TRANSPORT_RESET, 0);
}

guint
fake_mes_count (FakeMes    *self,
                const char *prefix)
{
  guint count = 0;

  for (guint i = 0; i < self->seen->len; i++)
    count += g_str_has_prefix (self->seen->pdata[i], prefix) ? 1 : 0;
  return count;
}

void
fake_mes_forget (FakeMes *self)
{
  g_ptr_array_set_size (self->seen, 0);
}
