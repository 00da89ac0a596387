/* sim-check-base.c: the base against the feed at the stored cursor, the view against the fold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-check.h"

#include <string.h>

#include "sim-server.h"

#define WHOLE_EVERY 200     /* changes of the cache from one look at everything to the next */
#define PENDING_MAX 64

/* The cursor is opaque to clients; we are not one. -1: none of the server's epoch. */
static gint64
read_cursor (SimKiosk              *kiosk,
             const StanokBaseState *base)
{
  const char *dot = base->cursor != NULL ? strrchr (base->cursor, '.') : NULL;

  if (dot == NULL || g_strcmp0 (base->epoch, kiosk->world->server->epoch) != 0)
    return -1;
  return g_ascii_strtoll (dot + 1, NULL, 10);
}

/* ---- S8, S9 -------------------------------------------------------------------------- */

/* S9: within an epoch the rev of an order never falls. */
static gint64
note_rev (SimKiosk          *kiosk,
          int                order,
          const StanokOrder *base)
{
  if (base == NULL || g_strcmp0 (base->epoch, kiosk->epoch_seen) != 0)
    return 0;
  sim_checked (kiosk->world, S9);
  if (base->rev < kiosk->revs_seen[order] && !kiosk->world->oracle->is_restored_silently)
    sim_fail (kiosk->world, "S9", "%s: rev of WO-%d fell from %" G_GINT64_FORMAT " to %"
              G_GINT64_FORMAT, kiosk->id, order, kiosk->revs_seen[order], base->rev);
  kiosk->revs_seen[order] = base->rev;
  return base->rev;
}

/* Returns 0 if it is not in the base. */
static gint64
look_at_rev (SimKiosk *kiosk,
             int       order)
{
  g_autofree char *id = sim_order_id (order);
  g_autoptr(StanokOrder) base = stanok_cache_get_base (kiosk->cache, id);

  return note_rev (kiosk, order, base);
}

/* S8: what the feed said up to the cursor is in the base, or something newer is. */
static void
check_change (SimKiosk        *kiosk,
              const SimChange *change,
              gint64           cursor)
{
  gint64 rev = look_at_rev (kiosk, change->order);

  sim_checked (kiosk->world, S8);
  if (!change->is_gone && rev < change->rev)
    sim_fail (kiosk->world, "S8", "%s is at cursor %" G_GINT64_FORMAT ", and its WO-%d is of rev %"
              G_GINT64_FORMAT " instead of %" G_GINT64_FORMAT, kiosk->id, cursor, change->order,
              rev, change->rev);
  if (change->is_gone && rev != 0)
    sim_fail (kiosk->world, "S8", "%s is at cursor %" G_GINT64_FORMAT ", and WO-%d is still there",
              kiosk->id, cursor, change->order);
}

/* Orders whose newest change is after @from and up to @to. One that has changed again since then
 * stands in the feed only at its newest place: it is still to come, and until then it stays. */
static void
check_changes (SimKiosk *kiosk,
               gint64    from,
               gint64    to)
{
  const GArray *feed = kiosk->world->server->feed;
  gboolean is_done[SIM_ORDERS_MAX] = { FALSE };

  if (kiosk->world->oracle->is_restored_silently)
    return;
  for (guint i = feed->len; i > 0; i--)
    {
      const SimChange *change = &g_array_index (feed, SimChange, i - 1);

      if (change->seq <= from)
        return;
      if (change->seq <= to && !is_done[change->order])
        {
          check_change (kiosk, change, to);
          if (from >= 0)
            sim_check_view (kiosk, change->order);
        }
      else if (!is_done[change->order])
        look_at_rev (kiosk, change->order);
      is_done[change->order] = TRUE;
    }
}

void
sim_check_whole_base (SimKiosk *kiosk,
                      gboolean  is_new)
{
  g_auto(StanokBaseState) base = { 0 };
  gint64 cursor;

  stanok_cache_get_base_state (kiosk->cache, &base);
  cursor = read_cursor (kiosk, &base);
  if (is_new)
    memset (kiosk->revs_seen, 0, sizeof kiosk->revs_seen);
  g_free (kiosk->epoch_seen);
  kiosk->epoch_seen = g_strdup (base.epoch);
  kiosk->cursor_seen = cursor;
  if (cursor >= 0)
    check_changes (kiosk, -1, cursor);
}

/* ---- S7 ------------------------------------------------------------------------------ */

static gboolean
is_same_order (const StanokOrder *a,
               const StanokOrder *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->rev == b->rev && a->state == b->state && a->run == b->run && a->good == b->good &&
         a->scrap == b->scrap && g_strcmp0 (a->holder_operator, b->holder_operator) == 0 &&
         g_strcmp0 (a->holder_device, b->holder_device) == 0 &&
         g_strcmp0 (a->last_command, b->last_command) == 0 &&
         g_strcmp0 (a->help_command, b->help_command) == 0;
}

/* In the order of recording, which need not be that of the first tap. */
static gsize
collect_pending (SimKiosk      *kiosk,
                 int            order,
                 StanokPending *out)
{
  GPtrArray *commands = kiosk->world->oracle->commands;
  gint64 seqs[PENDING_MAX];
  gsize n = 0;

  for (guint i = 0; i < commands->len && n < PENDING_MAX; i++)
    {
      const SimCommand *command = commands->pdata[i];
      gsize place = n;

      if (command->act.kiosk != kiosk->number || command->act.order != order ||
          !sim_command_is_unsettled (command))
        continue;
      for (; place > 0 && seqs[place - 1] > command->seq; place--)
        {
          seqs[place] = seqs[place - 1];
          out[place] = out[place - 1];
        }
      seqs[place] = command->seq;
      out[place] = (StanokPending) { command->entry->command, kiosk->id,
                                     command->entry->command->wall_ms };
      n++;
    }
  if (n > 2)
    sim_sometimes (kiosk->world, LANE_WAITS);
  return n;
}

/* U5: what a screen shows is the base with everything unsettled on top, and nothing else. */
void
sim_check_view (SimKiosk *kiosk,
                int       order)
{
  g_autofree char *id = sim_order_id (order);
  g_autoptr(StanokOrder) base = NULL;
  StanokPending pending[PENDING_MAX];
  g_auto(StanokView) wanted = { 0 };
  g_auto(StanokView) shown = { 0 };
  gsize n;

  /* What the journal has written and sync has not heard of yet is not shown yet. */
  if (kiosk->to_sync.length > 0)
    return;
  sim_checked (kiosk->world, S7);
  base = stanok_cache_get_base (kiosk->cache, id);
  note_rev (kiosk, order, base);
  n = collect_pending (kiosk, order, pending);
  wanted = stanok_fold (base, pending, n);
  shown = stanok_cache_get_view (kiosk->cache, id);
  if (is_same_order (wanted.order, shown.order) && wanted.n_applied == shown.n_applied &&
      wanted.n_refused == shown.n_refused && wanted.n_recorded == shown.n_recorded &&
      wanted.asked == shown.asked)
    return;
  sim_fail (kiosk->world, "S7", "%s shows %s as %s with %u applied, not as %s with %u applied",
            kiosk->id, id, shown.order != NULL ? stanok_state_name (shown.order->state) : "a stub",
            shown.n_applied, wanted.order != NULL ? stanok_state_name (wanted.order->state)
                                                  : "a stub", wanted.n_applied);
}

/* ---- after every event --------------------------------------------------------------- */

static void
check_all_views (SimKiosk *kiosk)
{
  for (int i = 0; i < kiosk->world->oracle->n_orders; i++)
    sim_check_view (kiosk, i);
}

void
sim_check_base (SimKiosk         *kiosk,
                const SimCommand *command)
{
  SimOracle *oracle = kiosk->world->oracle;
  guint64 version = stanok_cache_get_version (kiosk->cache);
  g_auto(StanokBaseState) base = { 0 };
  StanokSyncStatus status;
  gint64 cursor;

  if (version == kiosk->version_seen)
    return;
  kiosk->version_seen = version;
  /* A connection that has failed fails on until it is opened again. */
  stanok_sync_core_get_status (kiosk->core, &status);
  if (status.cache_failing)
    return;
  stanok_cache_get_base_state (kiosk->cache, &base);
  cursor = read_cursor (kiosk, &base);
  if (g_strcmp0 (base.epoch, kiosk->epoch_seen) != 0)
    sim_check_whole_base (kiosk, TRUE);
  else if (cursor < kiosk->cursor_seen)
    sim_check_whole_base (kiosk, FALSE);
  else if (cursor != kiosk->cursor_seen)
    check_changes (kiosk, kiosk->cursor_seen, cursor);
  kiosk->cursor_seen = cursor;
  if (command != NULL)
    sim_check_view (kiosk, command->act.order);
  if (++kiosk->n_versions % WHOLE_EVERY == 0)
    {
      sim_check_whole_base (kiosk, FALSE);
      check_all_views (kiosk);
    }
  else if (kiosk->n_versions % 16 == 0)
    sim_check_view (kiosk, (int) sim_rng_below (&kiosk->world->check, oracle->n_orders));
}
