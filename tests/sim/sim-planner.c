/* sim-planner.c: the office: new orders, holds, cancellations, new drawings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-actors.h"

static StanokOrder *
make_order (SimWorld *world,
            SimRng   *rng,
            int       number)
{
  StanokOrder *order = stanok_order_new ();
  gint64 now_ms = SIM_BEGIN_MS + sim_now (world);

  order->id = sim_order_id (number);
  order->number = g_strdup_printf ("2026-%05d", number);
  order->title = g_strdup ("Перстень, size 18");
  order->customer = g_strdup ("Anna K.");
  order->source = g_strdup ("shop");
  order->material = g_strdup ("ag925");
  order->ordered = sim_rng_between (rng, 1, 40);
  order->tolerance_pct = sim_rng_between (rng, 0, 2) * 5;
  order->due_ms = now_ms + sim_rng_between (rng, 1, 90) * SIM_HOUR_MS;
  order->created_ms = now_ms;
  order->available_ms = now_ms;
  order->priority = sim_rng_below (rng, 10);
  order->instructions_rev = 1;
  order->instructions = g_strdup ("Polish.");
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  return order;
}

/* All in one transaction, as an import does it. */
void
sim_planner_fill (SimWorld *world,
                  SimRng   *rng)
{
  g_autoptr(GPtrArray) orders =
    g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < world->options.n_orders; i++)
    {
      StanokOrder *order = make_order (world, rng, (int) i);

      g_ptr_array_add (orders, order);
      sim_oracle_add_order (world->oracle, order);
    }
  if (!stanok_mes_put_orders (world->server->mes, orders, &error))
    sim_fail (world, "S2", "the orders cannot be imported: %s", error->message);
  for (guint i = 0; i < world->options.n_orders; i++)
    sim_server_changed (world->server, (int) i, TRUE);
}

static void
add_order (SimWorld *world,
           SimRng   *rng)
{
  SimOracle *oracle = world->oracle;
  g_autoptr(StanokOrder) order = NULL;
  int number = oracle->n_orders;

  if (number >= SIM_ORDERS_MAX)
    return;
  order = make_order (world, rng, number);
  sim_oracle_add_order (oracle, order);
  oracle->orders[number].exists = FALSE;
  stanok_mes_put_order (world->server->mes, order, NULL);
  sim_server_changed (world->server, number, TRUE);
}

typedef enum {
  EDIT_HOLD,
  EDIT_CANCEL,
  EDIT_PRIORITY,
  EDIT_REVISION,
  EDIT_DUE,
  N_EDITS
} Edit;

static const char *const edit_names[N_EDITS] = {
  "holds or frees", "cancels", "moves", "redraws", "postpones",
};

static void
edit_order (StanokOrder *order,
            gpointer     data)
{
  switch (GPOINTER_TO_INT (data))
    {
    case EDIT_HOLD:
      if (order->held_reason != NULL)
        g_clear_pointer (&order->held_reason, g_free);
      else
        order->held_reason = g_strdup ("material");
      g_free (order->held_by);
      order->held_by = order->held_reason != NULL ? g_strdup ("op-0") : NULL;
      order->held_since_ms = order->held_reason != NULL ? order->changed_ms : 0;
      break;
    case EDIT_CANCEL:
      order->cancelled = TRUE;
      break;
    case EDIT_PRIORITY:
      order->priority = (order->priority + 3) % 10;
      break;
    case EDIT_REVISION:
      order->instructions_rev++;
      break;
    case EDIT_DUE:
    default:
      order->due_ms += SIM_HOUR_MS;
    }
}

static void
change_order (SimWorld *world,
              int       number,
              Edit      edit)
{
  g_autofree char *id = sim_order_id (number);

  sim_event (world, "planning %s %s", edit_names[edit], id);
  stanok_mes_edit_order (world->server->mes, id, edit_order, GINT_TO_POINTER (edit), NULL);
  sim_server_changed (world->server, number, TRUE);
}

static void
delete_order (SimWorld *world,
              int       number)
{
  g_autofree char *id = sim_order_id (number);
  GPtrArray *commands = world->oracle->commands;

  sim_event (world, "planning deletes %s", id);
  for (guint i = 0; i < commands->len; i++)
    {
      const SimCommand *command = commands->pdata[i];

      if (command->act.order == number && command->entry != NULL &&
          stanok_entry_is_unsettled (command->entry))
        sim_sometimes (world, DELETED_UNDER_WORK);
    }
  stanok_mes_delete_order (world->server->mes, id, NULL);
  sim_server_changed (world->server, number, TRUE);
}

static void
revoke_somebody (SimWorld *world,
                 SimRng   *rng)
{
  int actor = (int) sim_rng_below (rng, world->options.n_kiosks * world->options.n_operators);
  g_autofree char *id = sim_operator_id (actor);

  if (actor == 0)
    return;
  sim_event (world, "planning revokes %s", id);
  sim_sometimes (world, ACTOR_REVOKED);
  world->oracle->is_revoked[actor] = TRUE;
  stanok_mes_revoke_operator (world->server->mes, id, SIM_BEGIN_MS + sim_now (world), NULL);
}

/* Some change their minds about what is being worked on just now. */
static int
choose_order (SimWorld *world,
              SimRng   *rng)
{
  GPtrArray *commands = world->oracle->commands;

  if (commands->len > 0 && sim_rng_permille (rng, 500))
    return sim_oracle_get (world->oracle, (int) commands->len - 1)->act.order;
  return (int) sim_rng_below (rng, world->oracle->n_orders);
}

void
sim_planner_act (SimWorld *world,
                 SimRng   *rng)
{
  int number = choose_order (world, rng);
  gint64 what = sim_rng_below (rng, 100);

  if (world->server->mes == NULL)
    return;
  if (what < 25)
    add_order (world, rng);
  else if (!world->oracle->orders[number].exists)
    return;
  else if (what < 45)
    change_order (world, number, EDIT_HOLD);
  else if (what < 52)
    change_order (world, number, EDIT_CANCEL);
  else if (what < 70)
    change_order (world, number, EDIT_PRIORITY);
  else if (what < 82)
    change_order (world, number, EDIT_REVISION);
  else if (what < 92)
    change_order (world, number, EDIT_DUE);
  else if (what < 98 && world->options.deletes)
    delete_order (world, number);
  else if (what >= 98)
    revoke_somebody (world, rng);
}
