/* stanok-mes-feed.c: the queue as a snapshot, and what changed since
 *
 * A snapshot is pages by (created, id), newest first, all of them after the
 * cursor that the first one fixed: an order that changes meanwhile may come in
 * its newer state, and comes again with the changes after the cursor. So
 * nothing needs to be kept for a client between its pages; what it has to
 * bring along stands in the page token, with the digest of what it was sent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mes/stanok-mes-handlers.h"
#include "mes/stanok-mes-private.h"

#define PAGE_TOKEN_MS   (15 * 60 * 1000)
#define WAIT_DEFAULT_S  20

static void
set_digest (StanokMesExchange  *exchange,
            const StanokDigest *digest)
{
  g_autofree char *text = stanok_digest_format (digest);

  stanok_mes_exchange_set_header (exchange, "Stanok-Digest", text);
}

static char *
quote (const char *text)
{
  return g_strdup_printf ("\"%s\"", text);
}

/* ---- snapshot ------------------------------------------------------------------------------- */

typedef struct {
  gint64       seq;             /* of the cursor */
  gint64       issued_ms;       /* of the first page */
  StanokDigest digest;          /* of the pages before */
  gint64       created_ms;      /* of the last order before */
  char        *id;              /* (owned) (nullable) NULL: first page */
} Page;

static void
page_clear (Page *self)
{
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static char *
page_format (StanokMes  *mes,
             const Page *self)
{
  return g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT
                          ".%" G_GINT64_MODIFIER "x.%" G_GINT64_FORMAT ".%s", mes->epoch, self->seq,
                          self->issued_ms, self->digest.count, self->digest.sum64,
                          self->created_ms, self->id);
}

/* FALSE: not a token of this epoch. */
static gboolean
page_parse (StanokMes  *mes,
            const char *text,
            Page       *self)
{
  g_auto(GStrv) parts = g_strsplit (text, ".", 7);
  guint64 seq, issued, count, sum, created;

  if (g_strv_length (parts) != 7 || strcmp (parts[0], mes->epoch) != 0 ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT64, &seq, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXINT64, &issued, NULL) ||
      !g_ascii_string_to_unsigned (parts[3], 10, 0, G_MAXINT64, &count, NULL) ||
      !g_ascii_string_to_unsigned (parts[4], 16, 0, G_MAXUINT64, &sum, NULL) ||
      !g_ascii_string_to_unsigned (parts[5], 10, 0, G_MAXINT64, &created, NULL) ||
      !stanok_mes_is_plain_id (parts[6]))
    return FALSE;
  self->seq = (gint64) seq;
  self->issued_ms = (gint64) issued;
  self->digest.count = (gint64) count;
  self->digest.sum64 = sum;
  self->created_ms = (gint64) created;
  self->id = g_strdup (parts[6]);
  return TRUE;
}

static gboolean
read_page (StanokMesExchange *exchange,
           Page              *page)
{
  StanokMes *mes = exchange->mes;
  g_autofree char *token = stanok_mes_exchange_dup_query (exchange, "page");

  if (token == NULL || *token == '\0')
    {
      page->seq = mes->head;
      page->issued_ms = exchange->now_ms;
      return TRUE;
    }
  if (page_parse (mes, token, page) && page->seq <= mes->head && page->seq >= mes->expired_seq &&
      exchange->now_ms < page->issued_ms + PAGE_TOKEN_MS)
    return TRUE;
  stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_SNAPSHOT_EXPIRED,
                              "begin again with the first page");
  return FALSE;
}

/* The tag is the cursor, unless the page shows something newer than the cursor. */
static char *
make_page_etag (StanokMes  *mes,
                const char *cursor,
                const Page *page)
{
  if (mes->head == page->seq)
    return quote (cursor);
  return g_strdup_printf ("\"%s.%" G_GINT64_FORMAT "\"", cursor, mes->head);
}

/* Appends live orders below the page's key, and moves the key; FALSE if there are no more. */
static gboolean
append_page (StanokMes *mes,
             Page      *page,
             gint64     limit,
             GString   *json)
{
  guint place = page->id != NULL
                  ? stanok_mes_model_find_above (mes->model, page->created_ms, page->id)
                  : stanok_mes_model_get_n (mes->model);
  const StanokMesEntry *last = NULL;
  gint64 n = 0;

  /* What stands just below “above the key” is the key itself, if it is still there. */
  while (place > 0)
    {
      const StanokMesEntry *entry = stanok_mes_model_get_at (mes->model, place - 1);

      place--;
      if (entry->json == NULL || (page->id != NULL && entry->created_ms == page->created_ms &&
                                  strcmp (entry->id, page->id) == 0))
        continue;
      if (n == limit)
        {
          g_free (page->id);
          page->id = g_strdup (last->id);
          page->created_ms = last->created_ms;
          return TRUE;
        }
      g_string_append (json, n > 0 ? "," : "");
      g_string_append_len (json, g_bytes_get_data (entry->json, NULL),
                           (gssize) g_bytes_get_size (entry->json));
      stanok_digest_add (&page->digest, entry->id, entry->rev);
      last = entry;
      n++;
    }
  return FALSE;
}

void
stanok_mes_handle_snapshot (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  g_auto(Page) page = { 0 };
  g_autofree char *cursor = NULL, *etag = NULL;
  GString *json;
  gint64 limit;

  if (!stanok_mes_exchange_get_count (exchange, "limit", mes->config.page_max,
                                      mes->config.page_max, &limit) ||
      !read_page (exchange, &page))
    return;
  cursor = stanok_mes_cursor_format (mes, page.seq);
  etag = make_page_etag (mes, cursor, &page);
  if (stanok_mes_exchange_is_unchanged (exchange, etag))
    return;
  json = g_string_new ("{");
  stanok_mes_json_string (json, "epoch", mes->epoch);
  stanok_mes_json_string (json, "cursor", cursor);
  g_string_append (json, ",\"items\":[");
  if (append_page (mes, &page, MAX (limit, 1), json))
    {
      g_autofree char *token = page_format (mes, &page);

      g_string_append_c (json, ']');
      stanok_mes_json_string (json, "next_page", token);
    }
  else
    {
      g_string_append_c (json, ']');
      set_digest (exchange, &page.digest);
    }
  stanok_mes_json_int (json, "server_time_ms", exchange->now_ms);
  g_string_append_c (json, '}');
  stanok_mes_exchange_reply_json (exchange, 200, etag, json);
}

/* ---- changes -------------------------------------------------------------------------------- */

typedef struct {
  gint64   since;
  gint64   limit;
  gint64   wait_ms;
  gboolean is_conditional;     /* the client has what is at @since, and says so */
} Poll;

static gboolean
read_poll (StanokMesExchange *exchange,
           Poll              *poll)
{
  StanokMes *mes = exchange->mes;
  g_autofree char *since = stanok_mes_exchange_dup_query (exchange, "since");
  StanokProblemType problem;
  gint64 wait_s;

  if (since == NULL)
    {
      stanok_mes_exchange_refuse (exchange, STANOK_PROBLEM_BAD_REQUEST,
                                  "“since” has to be a cursor; a snapshot has the first one");
      return FALSE;
    }
  poll->is_conditional = stanok_mes_exchange_get_header (exchange, "if-none-match") != NULL;
  if (!stanok_mes_exchange_get_count (exchange, "limit", mes->config.page_max,
                                      mes->config.page_max, &poll->limit) ||
      !stanok_mes_exchange_get_count (exchange, "wait",
                                      poll->is_conditional
                                        ? MIN (WAIT_DEFAULT_S, mes->config.wait_max_s) : 0,
                                      mes->config.wait_max_s, &wait_s))
    return FALSE;
  poll->limit = MAX (poll->limit, 1);
  poll->wait_ms = wait_s * 1000;
  problem = stanok_mes_cursor_parse (mes, since, &poll->since);
  if (problem != STANOK_PROBLEM_NONE)
    stanok_mes_exchange_refuse (exchange, problem, "this cursor cannot be gone on from");
  return problem == STANOK_PROBLEM_NONE;
}

/* Nothing is new. TRUE: that is answered, or waited for. */
static gboolean
answer_nothing (StanokMesExchange *exchange,
                const Poll        *poll,
                const char        *cursor)
{
  StanokMesResponse *response = exchange->response;
  g_autofree char *etag = quote (cursor);
  StanokDigest digest = stanok_mes_model_get_digest (exchange->mes->model);
  gboolean is_unchanged = stanok_mes_exchange_is_unchanged (exchange, etag);

  if (poll->wait_ms > 0 && (is_unchanged || !poll->is_conditional) &&
      !exchange->request->is_last_call)
    {
      response->status = 0;
      response->wait_seq = exchange->mes->head;
      response->wait_ms = poll->wait_ms;
      return TRUE;
    }
  if (is_unchanged)
    set_digest (exchange, &digest);
  return is_unchanged;
}

static void
append_change (StanokMesEntry *entry,
               GString        *json)
{
  if (entry->gone == NULL)
    {
      g_string_append_len (json, g_bytes_get_data (entry->json, NULL),
                           (gssize) g_bytes_get_size (entry->json));
      return;
    }
  g_string_append_c (json, '{');
  stanok_mes_json_string (json, "id", entry->id);
  stanok_mes_json_int (json, "rev", entry->rev);
  stanok_mes_json_string (json, "gone", entry->gone);
  g_string_append_c (json, '}');
}

/* Each order stands in the feed once, at its newest change, so a page has it at most once (D3). */
static gint64
append_changes (StanokMes *mes,
                gint64     since,
                gint64     limit,
                GString   *json)
{
  StanokMesEntry *entry;

  for (gint64 n = 0; n < limit; n++)
    {
      entry = stanok_mes_model_next_change (mes->model, since);
      if (entry == NULL)
        return mes->head;
      g_string_append (json, n > 0 ? "," : "");
      append_change (entry, json);
      since = entry->seq;
    }
  return stanok_mes_model_next_change (mes->model, since) != NULL ? since : mes->head;
}

void
stanok_mes_handle_changes (StanokMesExchange *exchange)
{
  StanokMes *mes = exchange->mes;
  StanokDigest digest = stanok_mes_model_get_digest (mes->model);
  g_autofree char *from = NULL, *to = NULL, *etag = NULL;
  g_autoptr(GString) items = g_string_new (NULL);
  Poll poll = { 0 };
  GString *json;
  gint64 reached;

  if (!read_poll (exchange, &poll))
    return;
  from = stanok_mes_cursor_format (mes, poll.since);
  if (poll.since == mes->head && answer_nothing (exchange, &poll, from))
    return;
  reached = append_changes (mes, poll.since, poll.limit, items);
  to = stanok_mes_cursor_format (mes, reached);
  etag = quote (to);
  json = g_string_sized_new (items->len + 512);
  g_string_append_c (json, '{');
  stanok_mes_json_string (json, "epoch", mes->epoch);
  stanok_mes_json_string (json, "from", from);
  stanok_mes_json_string (json, "to", to);
  g_string_append_printf (json, ",\"has_more\":%s,\"items\":[", reached < mes->head ? "true"
                                                                                    : "false");
  g_string_append_len (json, items->str, (gssize) items->len);
  g_string_append_c (json, ']');
  stanok_mes_json_int (json, "server_time_ms", exchange->now_ms);
  g_string_append_c (json, '}');
  if (reached == mes->head)
    set_digest (exchange, &digest);
  stanok_mes_exchange_reply_json (exchange, 200, etag, json);
}
