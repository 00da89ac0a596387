/* stanok-pull-plain.c: the queue from a server that has no feed: all pages, each with its tag (E8)
 *
 * A pass asks for every page with the tag of the body that is kept from the last pass. If any
 * page is new the base is built from all of them and swapped in, so absence from a complete pass
 * means gone; if none is, the pass only proves that the base is as of now.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "sync/stanok-effect.h"
#include "sync/stanok-exchange.h"
#include "sync/stanok-judge.h"
#include "sync/stanok-pull.h"

#define PASS_EVERY_MS     20000
#define PAGES_MAX         10000
#define SHIPPED_KEPT_MS   (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)
/* No feed takes it: if the server learns one, its 410 leads to a snapshot. */
#define PLAIN_CURSOR      "plain"

/* ---- pages that are kept -------------------------------------------------------------- */

/* A page is kept by its place in the pass; a tag counts only for the address it was given for. */
static char *
get_name (guint n)
{
  return g_strdup_printf ("orders.%u", n);
}

static char *
get_etag (StanokSyncCore *core,
          GBytes        **body)
{
  g_autofree char *name = get_name (core->feed.n_pages);
  g_autofree char *kept = NULL;
  const char *after = core->feed.after != NULL ? core->feed.after : "";
  const char *etag;

  if (!stanok_cache_get_reference (core->cache, name, &kept, body) || kept == NULL)
    return NULL;
  etag = strchr (kept, '\n');
  if (etag == NULL || (gsize) (etag - kept) != strlen (after) ||
      strncmp (kept, after, strlen (after)) != 0 || etag[1] == '\0')
    return NULL;
  return g_strdup (etag + 1);
}

static gboolean
keep_page (StanokSyncCore  *core,
           const char      *etag,
           GBytes          *body,
           GError         **error)
{
  g_autofree char *name = get_name (core->feed.n_pages);
  const char *after = core->feed.after != NULL ? core->feed.after : "";
  g_autofree char *kept = g_strdup_printf ("%s\n%s", after, etag != NULL ? etag : "");

  return stanok_cache_put_reference (core->cache, name, kept, body, error);
}

static StanokOrdersPage *
parse_page (GBytes  *body,
            GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return stanok_record_from_json (&STANOK_RECORD_ORDERS_PAGE, text, length, &STANOK_JSON_ANSWER,
                                  error);
}

/* ---- asking --------------------------------------------------------------------------- */

static void
begin_pass (StanokSyncCore *core,
            gint64          due_ms)
{
  g_clear_pointer (&core->feed.after, g_free);
  core->feed.n_pages = 0;
  core->feed.plain_once = FALSE;
  core->feed.due_ms = due_ms;
}

void
stanok_pull_send_plain (StanokSyncCore *core)
{
  GString *path = g_string_new (NULL);
  g_autoptr(GBytes) body = NULL;
  g_autofree char *etag = get_etag (core, &body);
  StanokHttpRequest *request;

  g_string_printf (path, "/v1/orders?limit=%" G_GINT64_FORMAT, core->meta.page_max);
  if (core->feed.after != NULL)
    {
      g_string_append (path, "&after=");
      g_string_append_uri_escaped (path, core->feed.after, NULL, FALSE);
    }
  request = stanok_exchange_new (core, STANOK_SLOT_FEED, "GET", path->str);
  if (etag != NULL && body != NULL && !core->feed.plain_once)
    stanok_http_request_set (request, "If-None-Match", etag);
  request->max_body = STANOK_JSON_ANSWER.max_bytes;
  if (core->feed.n_pages == 0)
    core->feed.pass_began_ms = core->now_ms;
  stanok_exchange_send (core, STANOK_SLOT_FEED, request);
  g_string_free (path, TRUE);
}

/* ---- building the base ---------------------------------------------------------------- */

/* The collection has all orders from their price on; the queue those that the floor works on. */
static gboolean
is_for_floor (StanokSyncCore    *core,
              const StanokOrder *order)
{
  if (order->state < STANOK_STATE_MANUFACTURING_APPROVED || order->state > STANOK_STATE_SHIPPED)
    return FALSE;
  return order->state != STANOK_STATE_SHIPPED ||
         order->changed_ms > stanok_judge_get_server_ms (core) - SHIPPED_KEPT_MS;
}

/* An order that a command's answer brought meanwhile is newer than the page (S9). */
static void
add_order (StanokSyncCore *core,
           GPtrArray      *items,
           StanokOrder    *order)
{
  StanokOrder *base = stanok_cache_get_base (core->cache, order->id);

  if (base != NULL && base->rev > order->rev && g_strcmp0 (base->epoch, order->epoch) == 0)
    {
      g_ptr_array_add (items, base);
      return;
    }
  g_clear_pointer (&base, stanok_order_unref);
  g_ptr_array_add (items, stanok_order_ref (order));
}

static gboolean
add_page (StanokSyncCore  *core,
          guint            n,
          GError         **error)
{
  StanokSnapshotPage page = { core->epoch, (char *) PLAIN_CURSOR, NULL, NULL, 0 };
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
  g_autoptr(StanokOrdersPage) orders = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autofree char *name = get_name (n);

  if (stanok_cache_get_reference (core->cache, name, NULL, &body) && body != NULL)
    orders = parse_page (body, error);
  if (orders == NULL)
    return FALSE;
  for (guint i = 0; i < orders->items->len; i++)
    if (is_for_floor (core, orders->items->pdata[i]))
      add_order (core, items, orders->items->pdata[i]);
  page.items = items;
  return stanok_cache_snapshot_page (core->cache, &page, error);
}

static gboolean
build_base (StanokSyncCore *core)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = stanok_cache_snapshot_begin (core->cache, core->epoch, PLAIN_CURSOR, &error);

  for (guint n = 0; ok && n < core->feed.n_pages; n++)
    ok = add_page (core, n, &error);
  ok = ok && stanok_cache_snapshot_finish (core->cache, &error);
  if (!ok)
    stanok_cache_snapshot_abandon (core->cache);
  return stanok_pull_wrote (core, ok, &error);
}

static void
finish_pass (StanokSyncCore *core)
{
  g_autoptr(GError) error = NULL;
  gboolean is_foreign = g_strcmp0 (core->base.epoch, core->epoch) != 0 ||
                        g_strcmp0 (core->base.cursor, PLAIN_CURSOR) != 0;

  if ((core->feed.pass_changed || is_foreign) && !build_base (core))
    {
      begin_pass (core, core->now_ms);
      stanok_pull_feed_failed (core, "the queue could not be built from its pages", NULL);
      return;
    }
  core->feed.pass_changed = FALSE;
  stanok_pull_wrote (core,
                     stanok_cache_set_validated_ago (core->cache,
                                                     core->now_ms - core->feed.pass_began_ms,
                                                     &error), &error);
  stanok_pull_read_base (core);
  stanok_backoff_succeed (&core->meta.doubt);
  begin_pass (core, core->now_ms + PASS_EVERY_MS);
}

/* ---- the answer ----------------------------------------------------------------------- */

static void
next_page (StanokSyncCore         *core,
           const StanokOrdersPage *page)
{
  gboolean is_endless = page->next_after != NULL &&
                        (g_strcmp0 (page->next_after, core->feed.after) == 0 ||
                         core->feed.n_pages >= PAGES_MAX);

  if (is_endless)
    {
      begin_pass (core, core->now_ms);
      stanok_pull_feed_failed (core, "the pages of the collection have no end", NULL);
      return;
    }
  stanok_backoff_succeed (&core->feed.backoff);
  core->feed.plain_once = FALSE;
  core->feed.n_pages++;
  core->feed.due_ms = core->now_ms;
  g_free (core->feed.after);
  core->feed.after = g_strdup (page->next_after);
  if (page->next_after == NULL)
    finish_pass (core);
}

static void
take_body (StanokSyncCore         *core,
           const StanokHttpAnswer *answer)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokOrdersPage) page = parse_page (answer->body, &error);
  gboolean is_mangled;
  const char *etag = stanok_answer_get_etag (answer, &is_mangled);

  if (page == NULL)
    {
      stanok_pull_feed_failed (core, "a page of orders", error);
      stanok_judge_unreadable (core);
      return;
    }
  if (g_strcmp0 (page->epoch, core->epoch) != 0)
    {
      stanok_judge_doubt_epoch (core);
      return;
    }
  core->status.etag_header_mangled += is_mangled ? 1 : 0;
  if (!stanok_pull_wrote (core, keep_page (core, etag, answer->body, &error), &error))
    {
      stanok_pull_feed_failed (core, "a page of orders could not be stored", NULL);
      return;
    }
  core->feed.pass_changed = TRUE;
  next_page (core, page);
}

static void
take_same (StanokSyncCore *core)
{
  g_autoptr(StanokOrdersPage) page = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autofree char *etag = get_etag (core, &body);

  if (core->slots[STANOK_SLOT_FEED].is_conditional && etag != NULL && body != NULL)
    page = parse_page (body, NULL);
  if (page != NULL && g_strcmp0 (page->epoch, core->epoch) == 0)
    {
      next_page (core, page);
      return;
    }
  /* E3: without the body the tag is worth nothing; ask once more, without it. */
  if (core->feed.plain_once)
    stanok_pull_feed_failed (core, "304 for a page that we do not have", NULL);
  core->feed.plain_once = TRUE;
}

void
stanok_pull_plain_done (StanokSyncCore         *core,
                        const StanokHttpAnswer *answer)
{
  switch (stanok_judge (core, STANOK_SLOT_FEED, answer, &core->feed.backoff, NULL))
    {
    case STANOK_GOT_BODY:
      take_body (core, answer);
      break;
    case STANOK_GOT_SAME:
      take_same (core);
      break;
    case STANOK_GOT_EPOCH:
      begin_pass (core, core->now_ms);
      break;
    case STANOK_GOT_GONE:
      begin_pass (core, core->now_ms);
      stanok_pull_feed_failed (core, "a page of orders is gone", NULL);
      break;
    case STANOK_GOT_NOTHING:
    case STANOK_GOT_REFUSED:
    default:
      break;
    }
}
