/* mes-mirror.c: the simplest client there can be: a table of orders that follows the feed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes-mirror.h"

#include <string.h>

void
mirror_init (Mirror *mirror)
{
  mirror->orders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) stanok_order_unref);
  mirror->cursor = mirror->page = NULL;
}

void
mirror_clear (Mirror *mirror)
{
  g_hash_table_unref (mirror->orders);
  g_free (mirror->cursor);
  g_free (mirror->page);
}

static void
assert_digest (Mirror                  *mirror,
               const StanokMesResponse *response)
{
  StanokDigest own = { 0, 0 }, told;
  GHashTableIter iter;
  gpointer order;

  g_hash_table_iter_init (&iter, mirror->orders);
  while (g_hash_table_iter_next (&iter, NULL, &order))
    stanok_digest_add (&own, ((StanokOrder *) order)->id, ((StanokOrder *) order)->rev);
  g_assert_true (stanok_digest_parse (stanok_mes_response_get (response, "stanok-digest"), &told));
  g_assert_cmpint (own.count, ==, told.count);
  g_assert_cmphex (own.sum64, ==, told.sum64);
}

static void
apply (Mirror            *mirror,
       const StanokOrder *order)
{
  const StanokOrder *known = g_hash_table_lookup (mirror->orders, order->id);

  if (known == NULL || known->rev < order->rev || strcmp (known->epoch, order->epoch) != 0)
    g_hash_table_insert (mirror->orders, g_strdup (order->id), stanok_order_ref (order));
}

gboolean
mirror_snapshot (Mirror  *mirror,
                 Fixture *fixture,
                 int      limit)
{
  g_autofree char *path = g_strdup_printf ("/v1/queues/floor/snapshot?limit=%d&page=%s", limit,
                                           mirror->page != NULL ? mirror->page : "");
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);
  g_autoptr(StanokSnapshotPage) page = fixture_decode (response, &STANOK_RECORD_SNAPSHOT_PAGE);

  g_assert_cmpuint (response->status, ==, 200);
  if (mirror->page == NULL)
    {
      g_hash_table_remove_all (mirror->orders);
      g_free (mirror->cursor);
      mirror->cursor = g_strdup (page->cursor);
    }
  g_assert_cmpstr (page->cursor, ==, mirror->cursor);
  g_assert_cmpuint (page->items->len, <=, limit);
  for (guint i = 0; i < page->items->len; i++)
    apply (mirror, page->items->pdata[i]);
  g_free (mirror->page);
  mirror->page = g_strdup (page->next_page);
  if (mirror->page != NULL)
    {
      g_assert_null (stanok_mes_response_get (response, "stanok-digest"));
      return FALSE;
    }
  assert_digest (mirror, response);
  return TRUE;
}

gboolean
mirror_pull (Mirror  *mirror,
             Fixture *fixture,
             int      limit)
{
  g_autofree char *path = g_strdup_printf ("/v1/queues/floor/changes?since=%s&limit=%d",
                                           mirror->cursor, limit);
  g_autoptr(StanokMesResponse) response = ASK (fixture, .path = path);
  g_autoptr(StanokChanges) changes = fixture_decode (response, &STANOK_RECORD_CHANGES);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *etag = g_strdup_printf ("\"%s\"", changes->to);

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpstr (changes->from, ==, mirror->cursor);
  g_assert_cmpstr (stanok_mes_response_get (response, "etag"), ==, etag);
  g_assert_cmpuint (changes->items->len, <=, limit);
  for (guint i = 0; i < changes->items->len; i++)
    {
      const StanokChange *change = changes->items->pdata[i];
      const char *id = change->gone != NULL ? change->id : change->order->id;

      g_assert_true (g_hash_table_add (seen, (gpointer) id));
      if (change->gone == NULL)
        apply (mirror, change->order);
      else
        g_hash_table_remove (mirror->orders, id);
    }
  g_free (mirror->cursor);
  mirror->cursor = g_strdup (changes->to);
  if (changes->has_more)
    g_assert_null (stanok_mes_response_get (response, "stanok-digest"));
  else
    assert_digest (mirror, response);
  return !changes->has_more;
}

void
mirror_assert_current (Mirror  *mirror,
                       Fixture *fixture)
{
  GHashTableIter iter;
  gpointer order;
  Mirror fresh;

  mirror_init (&fresh);
  while (!mirror_snapshot (&fresh, fixture, 1000))
    continue;
  g_assert_cmpuint (g_hash_table_size (mirror->orders), ==, g_hash_table_size (fresh.orders));
  g_hash_table_iter_init (&iter, fresh.orders);
  while (g_hash_table_iter_next (&iter, NULL, &order))
    {
      const StanokOrder *known = g_hash_table_lookup (mirror->orders, ((StanokOrder *) order)->id);

      g_assert_nonnull (known);
      g_assert_true (stanok_order_equal (known, order));
    }
  mirror_clear (&fresh);
}
