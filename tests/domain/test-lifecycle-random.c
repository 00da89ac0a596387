/* test-lifecycle-random.c: long random shifts keep the invariants and lose no piece
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-fold.h"
#include "lifecycle-scene.h"

#define N_WALKS 300
#define N_STEPS 200

/* What happened to the order, for those who take it back. */
typedef struct {
  StanokCommand *command;
  StanokOrder   *before;
  gint64         good, scrap;
  gboolean       had_effect;
  gboolean       is_reverted;
} Deed;

typedef struct {
  guint64      random;      /* state of the generator */
  StanokOrder *order;
  GPtrArray   *deeds;       /* (element-type Deed) */
  gint64       now_ms;
  gint64       good, scrap; /* counted apart from the order */
  guint        n_commands;
} Walk;

static gboolean is_outcome_seen[STANOK_N_OUTCOMES];
static gboolean is_exception_seen[STANOK_N_EXCEPTIONS];
static gboolean is_problem_seen[STANOK_N_PROBLEMS];

/* splitmix64: the same walk from the same seed, on every machine. */
static guint64
draw (Walk *walk)
{
  guint64 z = walk->random += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint
draw_below (Walk *walk,
            guint end)
{
  return (guint) (draw (walk) % end);
}

static gboolean
draw_one_in (Walk *walk,
             guint n)
{
  return draw_below (walk, n) == 0;
}

static const char *
draw_word (Walk               *walk,
           const char * const *words,
           guint               n_words)
{
  return words[draw_below (walk, n_words)];
}

#define DRAW_WORD(walk, words) draw_word (walk, words, G_N_ELEMENTS (words))

static const char * const people[] = { "me", "me", "other", "third" };
static const char * const devices[] = { "here", "here", "second", "others" };
static const char * const reasons[] = { "wait", "crack" };

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  stanok_command_free (deed->command);
  stanok_order_unref (deed->before);
  g_free (deed);
}

static void
walk_begin_order (Walk *walk)
{
  g_clear_pointer (&walk->order, stanok_order_unref);
  walk->order = scene_order ("A-", SCENE_OPEN, SCENE_NO_LEASE);
  g_clear_pointer (&walk->deeds, g_ptr_array_unref);
  walk->deeds = g_ptr_array_new_with_free_func (deed_free);
  walk->good = SCENE_GOOD;
  walk->scrap = SCENE_SCRAP;
}

/* What other applications do to the order. */
static void
walk_meddle (Walk *walk)
{
  g_autoptr(StanokOrder) old = walk->order;

  switch (draw_below (walk, 5))
    {
    case 0:
      walk->order = draw_one_in (walk, 4) ? stanok_lifecycle_cancel (old, walk->now_ms)
                                          : stanok_order_copy (old);
      return;
    case 1:
      walk->order = stanok_order_copy (old);
      walk->order->cancelled = FALSE;
      return;
    case 2:
      walk->order = stanok_order_copy (old);
      walk->order->instructions_rev++;
      return;
    case 3:
      walk->order = stanok_order_copy (old);
      walk->order->priority = draw_below (walk, 10);
      return;
    default:
      walk->order = stanok_order_copy (old);
      if (old->holder_operator != NULL)
        return;
      g_free (walk->order->lease_device);
      walk->order->lease_device = g_strdup (DRAW_WORD (walk, devices));
      walk->order->lease_until_ms = walk->now_ms + 10 * draw_below (walk, 20);
      return;
    }
}

static StanokCommandType
draw_type (Walk *walk)
{
  StanokCommandType type = (StanokCommandType) draw_below (walk, STANOK_N_COMMANDS);

  /* A shipped order is nearly over; most of the walk is work. */
  if (type == STANOK_COMMAND_SHIP && !draw_one_in (walk, 4))
    return STANOK_COMMAND_REOPEN;
  return type;
}

static StanokCommand *
draw_command (Walk *walk)
{
  StanokCommand *command = scene_command (draw_type (walk));

  g_free (command->command_id);
  command->command_id = g_strdup_printf ("c-%u", walk->n_commands++);
  g_free (command->operator_id);
  command->operator_id = g_strdup (DRAW_WORD (walk, people));
  command->args.start = draw_one_in (walk, 2);
  command->args.to = g_strdup (DRAW_WORD (walk, people));
  command->args.reason = g_strdup (DRAW_WORD (walk, reasons));
  command->args.kind = g_strdup ("tool");
  command->args.exception_id = g_strdup (draw_one_in (walk, 2) ? "ex-1" : "ex-2");
  command->args.priority = draw_below (walk, 10);
  command->args.good = draw_below (walk, draw_one_in (walk, 4) ? 20 : 5);
  if (draw_one_in (walk, 3))
    stanok_command_add_scrap (command, "surface", 1 + draw_below (walk, 3));
  command->saw_instructions_rev = walk->order->instructions_rev - draw_one_in (walk, 4);
  return command;
}

static StanokContext
draw_context (Walk                *walk,
              const StanokCommand *command)
{
  StanokContext context = scene_context ();

  context.device_id = DRAW_WORD (walk, devices);
  context.at_ms = walk->now_ms - (draw_one_in (walk, 10) ? 500 : 0);
  context.actor_revoked = draw_one_in (walk, 40);
  context.actor_unknown = draw_one_in (walk, 40);
  context.is_out_of_scope = draw_one_in (walk, 40);
  context.is_over_limit = draw_one_in (walk, 8);
  context.is_to_active = !draw_one_in (walk, 8);
  context.is_supervisor = stanok_command_is_supervisors (command->type) ? !draw_one_in (walk, 4)
                                                                        : draw_one_in (walk, 8);
  context.is_at_holders_device = g_strcmp0 (walk->order->holder_device, context.device_id) == 0;
  return context;
}

/* Mostly something recent, now and then something that never was. */
static Deed *
draw_target (Walk          *walk,
             StanokCommand *command,
             StanokContext *context)
{
  StanokRevertTarget *target = &context->revert;
  guint n_recent = MIN (walk->deeds->len, 4);
  Deed *deed;

  if (n_recent == 0 || draw_one_in (walk, 8))
    return NULL;
  deed = walk->deeds->pdata[walk->deeds->len - 1 - draw_below (walk, n_recent)];
  command->args.command_id = g_strdup (deed->command->command_id);
  target->known = deed->had_effect;
  target->reverted = deed->is_reverted;
  target->within_policy = !draw_one_in (walk, 8);
  target->type = deed->command->type;
  target->operator_id = deed->command->operator_id;
  target->good = deed->good;
  target->scrap = deed->scrap;
  target->before = deed->before;
  return deed;
}

/* The screen shows what the server will decide, wherever it can know the circumstances. */
static void
check_fold (const StanokOrder   *order,
            const StanokCommand *command,
            const StanokContext *context,
            const StanokResult  *result)
{
  const StanokPending pending = { command, context->device_id, context->at_ms };
  g_auto(StanokView) view = { 0 };

  if (context->actor_revoked || context->actor_unknown || context->is_out_of_scope ||
      context->is_over_limit || !context->is_to_active ||
      context->is_supervisor != stanok_command_is_supervisors (command->type) ||
      command->type == STANOK_COMMAND_REVERT)
    return;
  view = stanok_fold (order, &pending, 1);
  g_assert_true (stanok_order_equal (view.order, result->order));
  g_assert_cmpuint (view.n_refused, ==, result->outcome == STANOK_OUTCOME_REFUSED);
  g_assert_cmpuint (view.n_recorded, ==, result->outcome == STANOK_OUTCOME_RECORDED);
}

static void
walk_count (Walk               *walk,
            Deed               *deed,
            Deed               *target,
            const StanokResult *result)
{
  gboolean is_report = deed->command->type == STANOK_COMMAND_PROGRESS ||
                       deed->command->type == STANOK_COMMAND_COMPLETE;

  deed->had_effect = result->effect;
  if (result->effect && is_report)
    {
      deed->good = deed->command->args.good;
      deed->scrap = stanok_command_get_scrap_count (deed->command);
    }
  if (result->effect && target != NULL)
    {
      target->is_reverted = TRUE;
      deed->good = -target->good;
      deed->scrap = -target->scrap;
    }
  walk->good += deed->good;
  walk->scrap += deed->scrap;
  is_outcome_seen[result->outcome] = TRUE;
  is_exception_seen[result->exception] = TRUE;
  is_problem_seen[result->problem] = TRUE;
}

static void
walk_step (Walk *walk)
{
  StanokCommand *command = draw_command (walk);
  StanokContext context = draw_context (walk, command);
  Deed *target = command->type == STANOK_COMMAND_REVERT ? draw_target (walk, command, &context)
                                                        : NULL;
  Deed *deed = g_new0 (Deed, 1);
  StanokResult result = stanok_lifecycle_apply (walk->order, command, &context);

  scene_check (walk->order, command, &context, &result);
  check_fold (walk->order, command, &context, &result);
  deed->command = command;
  deed->before = walk->order;
  walk_count (walk, deed, target, &result);
  g_ptr_array_add (walk->deeds, deed);
  walk->order = result.order;
  g_assert_cmpint (walk->order->good, ==, walk->good);
  g_assert_cmpint (walk->order->scrap, ==, walk->scrap);
  g_assert_cmpint (walk->order->good, >=, 0);
  g_assert_cmpint (walk->order->scrap, >=, 0);
}

static void
test_walks (void)
{
  for (guint seed = 1; seed <= N_WALKS; seed++)
    {
      Walk walk = { seed, NULL, NULL, SCENE_NOW_MS, 0, 0, 0 };

      g_test_message ("seed %u", seed);
      walk_begin_order (&walk);
      for (guint i = 0; i < N_STEPS; i++)
        {
          walk.now_ms += draw_below (&walk, 100);
          if (draw_one_in (&walk, 8))
            walk_meddle (&walk);
          walk_step (&walk);
          if (walk.order->state >= STANOK_STATE_SHIPPED && draw_one_in (&walk, 4))
            walk_begin_order (&walk);
        }
      g_ptr_array_unref (walk.deeds);
      stanok_order_unref (walk.order);
    }
}

/* Walks that miss an answer prove nothing about it. */
static void
test_walks_see_everything (void)
{
  if (!is_outcome_seen[STANOK_OUTCOME_APPLIED])
    {
      g_test_skip ("the walks were not run");
      return;
    }
  for (int i = 0; i < STANOK_N_OUTCOMES; i++)
    g_assert_true (is_outcome_seen[i]);
  for (int i = 0; i < STANOK_N_EXCEPTIONS; i++)
    if (i != STANOK_EXCEPTION_UNKNOWN_ORDER && !is_exception_seen[i])
      g_error ("no walk met %s", stanok_exception_name ((StanokExceptionKind) i));
  for (int i = 0; i <= STANOK_PROBLEM_NOT_PERMITTED; i++)
    if (!is_problem_seen[i])
      g_error ("no walk met %s", stanok_problem_name ((StanokProblemType) i));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/lifecycle/random/walks-keep-the-invariants", test_walks);
  g_test_add_func ("/domain/lifecycle/random/walks-see-everything", test_walks_see_everything);
  return g_test_run ();
}
