/* sim-intent.c: what somebody means to do, seen from what his screen shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sim-intent.h"

void
sim_wish_free (SimWish *self)
{
  stanok_command_free (self->value);
  g_free (self->etag);
  g_free (self);
}

/* ---- what ---------------------------------------------------------------------------- */

typedef struct {
  StanokCommandType type;
  gint64            weight;
} Choice;

static const Choice on_free[] = {
  { STANOK_COMMAND_CLAIM, 75 }, { STANOK_COMMAND_START, 10 }, { STANOK_COMMAND_PROGRESS, 5 },
  { STANOK_COMMAND_NOTE, 5 }, { STANOK_COMMAND_PRIORITISE, 5 },
};

static const Choice on_mine[] = {
  { STANOK_COMMAND_START, 45 }, { STANOK_COMMAND_PROGRESS, 15 }, { STANOK_COMMAND_RELEASE, 15 },
  { STANOK_COMMAND_CLAIM, 10 }, { STANOK_COMMAND_REVERT, 10 }, { STANOK_COMMAND_NOTE, 5 },
};

static const Choice on_running[] = {
  { STANOK_COMMAND_PROGRESS, 35 }, { STANOK_COMMAND_PAUSE, 15 }, { STANOK_COMMAND_COMPLETE, 20 },
  { STANOK_COMMAND_HELP, 5 }, { STANOK_COMMAND_NOTE, 5 }, { STANOK_COMMAND_HAND_OVER, 6 },
  { STANOK_COMMAND_RELEASE, 4 }, { STANOK_COMMAND_REVERT, 8 }, { STANOK_COMMAND_START, 2 },
};

static const Choice on_paused[] = {
  { STANOK_COMMAND_RESUME, 60 }, { STANOK_COMMAND_PROGRESS, 10 }, { STANOK_COMMAND_COMPLETE, 10 },
  { STANOK_COMMAND_RELEASE, 10 }, { STANOK_COMMAND_REVERT, 10 },
};

static const Choice on_others[] = {
  { STANOK_COMMAND_HAND_OVER, 30 }, { STANOK_COMMAND_CLAIM, 25 }, { STANOK_COMMAND_NOTE, 20 },
  { STANOK_COMMAND_PROGRESS, 10 }, { STANOK_COMMAND_PAUSE, 5 }, { STANOK_COMMAND_COMPLETE, 10 },
};

static const Choice on_completed[] = {
  { STANOK_COMMAND_PACK, 60 }, { STANOK_COMMAND_SHIP, 10 }, { STANOK_COMMAND_REVERT, 15 },
  { STANOK_COMMAND_PROGRESS, 5 }, { STANOK_COMMAND_COMPLETE, 5 }, { STANOK_COMMAND_CLAIM, 5 },
};

static const Choice on_packed[] = {
  { STANOK_COMMAND_SHIP, 80 }, { STANOK_COMMAND_PACK, 10 }, { STANOK_COMMAND_REVERT, 10 },
};

static const Choice on_nothing[] = {
  { STANOK_COMMAND_NOTE, 50 }, { STANOK_COMMAND_PROGRESS, 30 }, { STANOK_COMMAND_CLAIM, 20 },
};

static StanokCommandType
draw (SimRng       *rng,
      const Choice *choices,
      gsize         n)
{
  gint64 sum = 0, lot;

  for (gsize i = 0; i < n; i++)
    sum += choices[i].weight;
  lot = sim_rng_below (rng, sum);
  for (gsize i = 0; i < n; i++)
    {
      lot -= choices[i].weight;
      if (lot < 0)
        return choices[i].type;
    }
  return choices[0].type;
}

#define DRAW(rng, choices) draw (rng, choices, G_N_ELEMENTS (choices))

static StanokCommandType
choose_type (SimRng            *rng,
             const StanokOrder *order,
             int                actor)
{
  int holder;

  if (order == NULL || order->state > STANOK_STATE_PACKAGING)
    return DRAW (rng, on_nothing);
  if (order->state == STANOK_STATE_PACKAGING)
    return DRAW (rng, on_packed);
  if (order->state == STANOK_STATE_MANUFACTURING_COMPLETED)
    return DRAW (rng, on_completed);
  holder = order->holder_operator != NULL ? sim_operator_number (order->holder_operator)
                                          : SIM_NOBODY;
  if (holder == SIM_NOBODY)
    return DRAW (rng, on_free);
  if (holder != actor)
    return DRAW (rng, on_others);
  if (order->state == STANOK_STATE_MANUFACTURING_APPROVED)
    return DRAW (rng, on_mine);
  return order->run == STANOK_RUN_RUNNING ? DRAW (rng, on_running) : DRAW (rng, on_paused);
}

/* ---- the details --------------------------------------------------------------------- */

/* One of his own latest on this order; or nothing. */
static int
choose_target (SimOracle *oracle,
               SimRng    *rng,
               int        actor,
               int        order)
{
  for (guint i = oracle->commands->len; i > 0; i--)
    {
      const SimCommand *command = sim_oracle_get (oracle, (int) i - 1);

      if (command->act.order == order && command->act.actor == actor && command->is_promised &&
          command->act.type != STANOK_COMMAND_REVERT && sim_rng_permille (rng, 800))
        return command->number;
    }
  return -1;
}

static void
count_pieces (SimRng            *rng,
              const StanokOrder *order,
              SimAct            *act)
{
  gint64 rest = order != NULL ? MAX (stanok_order_get_remaining (order), 0) : 5;

  act->good = act->type == STANOK_COMMAND_COMPLETE && sim_rng_permille (rng, 700)
                ? rest : sim_rng_between (rng, 0, rest / 2 + 1);
  act->scrap = sim_rng_permille (rng, 300) ? sim_rng_between (rng, 1, 3) : 0;
}

/* FALSE: it makes no sense after all. */
static gboolean
fill_act (SimKiosk          *kiosk,
          SimRng            *rng,
          const StanokOrder *order,
          SimAct            *act)
{
  const SimOptions *options = &kiosk->world->options;

  switch ((int) act->type)
    {
    case STANOK_COMMAND_CLAIM:
      act->start = sim_rng_permille (rng, 700);
      break;
    case STANOK_COMMAND_HAND_OVER:
      act->to = sim_rng_permille (rng, 400)
                  ? act->actor : (int) sim_rng_below (rng, (gint64) options->n_kiosks *
                                                           options->n_operators);
      if (kiosk->world->oracle->is_revoked[act->to])
        return FALSE;
      break;
    case STANOK_COMMAND_PROGRESS:
    case STANOK_COMMAND_COMPLETE:
      count_pieces (rng, order, act);
      break;
    case STANOK_COMMAND_REVERT:
      act->target = choose_target (kiosk->world->oracle, rng, act->actor, act->order);
      return act->target >= 0;
    default:
      break;
    }
  return TRUE;
}

static StanokCommand *
make_command (SimKiosk          *kiosk,
              const SimAct      *act,
              const StanokOrder *order)
{
  StanokCommand *command = stanok_command_new ();
  const StanokClock *clock = &kiosk->ports.clock;

  command->command_id = stanok_uuid7_new (&kiosk->ports);
  command->type = act->type;
  command->order_id = sim_order_id (act->order);
  command->operator_id = sim_operator_id (act->actor);
  command->login_id = g_strdup_printf ("login-%d", act->actor);
  command->auth = g_strdup ("pin");
  command->wall_ms = clock->wall_ms (clock->data);
  command->boot_ms = clock->boot_ms (clock->data);
  command->boot_id = g_strdup (clock->boot_id (clock->data));
  command->base_rev = order != NULL ? order->rev : 0;
  command->saw_instructions_rev = act->saw_rev;
  command->args.start = act->start;
  command->args.good = act->good;
  if (act->scrap > 0)
    stanok_command_add_scrap (command, "surface", act->scrap);
  command->args.reason = g_strdup ("break");
  command->args.to = sim_operator_id (act->to);
  command->args.priority = 9;
  command->args.kind = g_strdup ("foreman");
  command->args.text = g_strdup ("Ой");
  return command;
}

static SimWish *
make_wish (SimKiosk         *kiosk,
           SimRng           *rng,
           SimAct            act,
           const StanokView *view)
{
  SimOracle *oracle = kiosk->world->oracle;
  SimWish *wish;

  act.saw_rev = view->order != NULL ? view->order->instructions_rev : 0;
  if (!fill_act (kiosk, rng, view->order, &act))
    return NULL;
  wish = g_new0 (SimWish, 1);
  wish->value = make_command (kiosk, &act, view->order);
  if (act.target >= 0)
    wish->value->args.command_id = g_strdup (sim_oracle_get (oracle, act.target)->id);
  wish->etag = view->order != NULL ? g_strdup (view->order->etag) : NULL;
  wish->command = sim_oracle_add (oracle, wish->value->command_id, &act);
  return wish;
}

SimWish *
sim_wish_make (SimKiosk *kiosk,
               SimRng   *rng,
               int       actor,
               int       order)
{
  g_autofree char *id = sim_order_id (order);
  g_auto(StanokView) view = stanok_cache_get_view (kiosk->cache, id);
  SimAct act = { .kiosk = kiosk->number, .order = order, .actor = actor, .target = -1 };

  act.type = choose_type (rng, view.order, actor);
  return make_wish (kiosk, rng, act, &view);
}

SimWish *
sim_wish_make_of (SimKiosk          *kiosk,
                  SimRng            *rng,
                  int                actor,
                  int                order,
                  StanokCommandType  type)
{
  g_autofree char *id = sim_order_id (order);
  g_auto(StanokView) view = stanok_cache_get_view (kiosk->cache, id);
  SimAct act = { .kiosk = kiosk->number, .order = order, .actor = actor, .target = -1,
                 .type = type };

  return make_wish (kiosk, rng, act, &view);
}
