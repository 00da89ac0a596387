/* lifecycle-scene.c: orders in every situation, and what must hold of every answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lifecycle-scene.h"

#include <string.h>

const char * const scene_labels[] = {
  "E", "A-", "Am", "A2", "Ax", "R-", "Rm", "R2", "Rx", "P-", "Pm", "P2", "Px", "C", "K", "H", "Z",
};
const guint n_scene_labels = G_N_ELEMENTS (scene_labels);

static const struct {
  char        letter;
  StanokState state;
  StanokRun   run;
} states[] = {
  { 'E', STANOK_STATE_PRICE_CALCULATED,        STANOK_RUN_IDLE },
  { 'A', STANOK_STATE_MANUFACTURING_APPROVED,  STANOK_RUN_IDLE },
  { 'R', STANOK_STATE_MANUFACTURING_STARTED,   STANOK_RUN_RUNNING },
  { 'P', STANOK_STATE_MANUFACTURING_STARTED,   STANOK_RUN_PAUSED },
  { 'C', STANOK_STATE_MANUFACTURING_COMPLETED, STANOK_RUN_IDLE },
  { 'K', STANOK_STATE_PACKAGING,               STANOK_RUN_IDLE },
  { 'H', STANOK_STATE_SHIPPED,                 STANOK_RUN_IDLE },
  { 'Z', STANOK_STATE_CLOSED,                  STANOK_RUN_IDLE },
};

static const struct {
  char        letter;
  const char *operator_id;
  const char *device_id;
} holders[] = {
  { 'm', "me",    "here" },
  { '2', "me",    "second" },
  { '3', "me",    "others" },
  { 'x', "other", "others" },
  { 'y', "other", "here" },
};

static void
set_holder (StanokOrder *order,
            char         letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (holders); i++)
    if (holders[i].letter == letter)
      {
        order->holder_operator = g_strdup (holders[i].operator_id);
        order->holder_device = g_strdup (holders[i].device_id);
        order->holder_since_ms = 100;
        return;
      }
  g_assert_cmpint (letter, ==, '-');
}

static void
set_lease (StanokOrder *order,
           SceneLease   lease)
{
  static const struct { const char *device; gint64 until_ms; } leases[N_SCENE_LEASES] = {
    [SCENE_NO_LEASE]         = { NULL, 0 },
    [SCENE_LEASED_HERE]      = { "here", SCENE_NOW_MS + 1 },
    [SCENE_LEASE_EXPIRED]    = { "far", SCENE_NOW_MS },
    [SCENE_LEASED_ELSEWHERE] = { "far", SCENE_NOW_MS + 1 },
  };

  order->lease_device = g_strdup (leases[lease].device);
  order->lease_until_ms = leases[lease].until_ms;
}

static void
set_flag (StanokOrder *order,
          SceneFlag    flag)
{
  order->cancelled = flag == SCENE_CANCELLED;
  if (flag == SCENE_HELD)
    {
      order->held_reason = g_strdup ("wait");
      order->held_by = g_strdup ("boss");
      order->held_since_ms = 50;
    }
}

static void
add_exception (StanokOrder *order,
               const char  *id)
{
  StanokOrderException *exception = stanok_order_exception_new ();

  exception->id = g_strdup (id);
  exception->kind = g_strdup ("double-work");
  g_ptr_array_add (order->exceptions, exception);
}

/* Ten of 25 pieces were made in 700 ms; if the clock runs, then since 1000; help was called for. */
StanokOrder *
scene_order (const char *label,
             SceneFlag   flag,
             SceneLease  lease)
{
  StanokOrder *order = stanok_order_new ();
  StanokFile *model = stanok_file_new ();
  gsize i = 0;

  while (states[i].letter != label[0])
    i++;
  order->state = states[i].state;
  order->run = states[i].run;
  order->run_since_ms = order->run == STANOK_RUN_RUNNING ? SCENE_RUN_SINCE_MS : 0;
  order->elapsed_ms = SCENE_ELAPSED_MS;
  order->id = g_strdup ("WO-1");
  order->ordered = SCENE_ORDERED;
  order->tolerance_pct = 5;
  order->good = SCENE_GOOD;
  order->scrap = SCENE_SCRAP;
  order->priority = 5;
  order->instructions_rev = 3;
  model->sha256 = g_strdup ("model-2");
  model->role = g_strdup ("model");
  g_ptr_array_add (order->files, model);
  order->started_model = g_strdup ("model-2");
  order->started_instructions_rev = 3;
  order->help_kind = g_strdup ("tool");
  order->help_command = g_strdup ("call");
  order->help_since_ms = 60;
  order->last_command = g_strdup ("earlier");
  order->last_type = g_strdup ("pause");
  order->last_operator = g_strdup ("me");
  add_exception (order, "ex-1");
  set_holder (order, label[1] != '\0' ? label[1] : '-');
  set_flag (order, flag);
  set_lease (order, lease);
  return order;
}

static char
holder_letter (const StanokOrder *order)
{
  for (gsize i = 0; i < G_N_ELEMENTS (holders); i++)
    if (g_strcmp0 (order->holder_operator, holders[i].operator_id) == 0 &&
        g_strcmp0 (order->holder_device, holders[i].device_id) == 0)
      return holders[i].letter;
  return order->holder_operator == NULL ? '-' : '?';
}

/* The opposite of scene_order(). */
char *
scene_label (const StanokOrder *order)
{
  char holder = holder_letter (order);

  if (order->state < STANOK_STATE_MANUFACTURING_APPROVED)
    return g_strdup ("E");
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (states[i].state == order->state && states[i].run == order->run)
      {
        if (strchr ("ARP", states[i].letter) != NULL)
          return g_strdup_printf ("%c%c", states[i].letter, holder);
        return g_strdup_printf (holder == '-' ? "%c" : "%c with a holder", states[i].letter);
      }
  return g_strdup ("a state that does not exist");
}

/* By me, who looks at the newest drawing. */
StanokCommand *
scene_command (StanokCommandType type)
{
  StanokCommand *command = stanok_command_new ();

  command->command_id = g_strdup ("now");
  command->type = type;
  command->order_id = g_strdup ("WO-1");
  command->operator_id = g_strdup ("me");
  command->saw_instructions_rev = 3;
  command->saw_model = g_strdup ("model-2");
  return command;
}

StanokContext
scene_context (void)
{
  StanokContext context = { 0 };

  context.device_id = "here";
  context.at_ms = SCENE_NOW_MS;
  context.is_to_active = TRUE;
  return context;
}

static gboolean
is_work (StanokCommandType type)
{
  return type == STANOK_COMMAND_PROGRESS || type == STANOK_COMMAND_COMPLETE;
}

static gboolean
is_aside (StanokCommandType type)
{
  return type == STANOK_COMMAND_HELP || type == STANOK_COMMAND_HELP_ACK ||
         type == STANOK_COMMAND_NOTE || type == STANOK_COMMAND_ATTACH ||
         type == STANOK_COMMAND_RESOLVE;
}

static void
check_outcome (const StanokCommand *command,
               const StanokResult  *result)
{
  gboolean is_recorded = result->outcome == STANOK_OUTCOME_RECORDED;
  gboolean is_refused = result->outcome == STANOK_OUTCOME_REFUSED;

  /* LC1 */
  g_assert_true (!is_refused || stanok_command_is_intent (command->type));
  g_assert_true (!is_recorded || !stanok_command_is_intent (command->type));
  g_assert_true (is_recorded == (result->exception != STANOK_EXCEPTION_NONE));
  g_assert_true (is_refused == (result->problem != STANOK_PROBLEM_NONE));
  /* LC2 */
  if (is_refused || result->outcome == STANOK_OUTCOME_ALREADY)
    g_assert_false (result->effect);
  /* LC3 */
  if (is_recorded)
    g_assert_true (result->effect == stanok_exception_has_effect (result->exception));
}

static void
check_shape (const StanokOrder *order)
{
  /* LC4 */
  if (order->state != STANOK_STATE_MANUFACTURING_APPROVED &&
      order->state != STANOK_STATE_MANUFACTURING_STARTED)
    g_assert_null (order->holder_operator);
  g_assert_true ((order->holder_operator != NULL) == (order->holder_device != NULL));
  g_assert_true ((order->holder_operator != NULL) == (order->holder_since_ms != 0));
  /* LC5 */
  if (order->state != STANOK_STATE_MANUFACTURING_STARTED)
    g_assert_cmpint (order->run, ==, STANOK_RUN_IDLE);
  g_assert_true ((order->run == STANOK_RUN_RUNNING) == (order->run_since_ms != 0));
  g_assert_true (order->run == STANOK_RUN_PAUSED || order->pause_reason == NULL);
  g_assert_true ((order->held_reason != NULL) == (order->held_by != NULL));
  g_assert_true ((order->held_reason != NULL) == (order->held_since_ms != 0));
}

/* The clock: an interval of work is added when it closes and never otherwise. */
static void
check_clock (const StanokOrder   *before,
             const StanokOrder   *after,
             const StanokContext *context)
{
  gboolean was_running = before->run == STANOK_RUN_RUNNING;
  gboolean is_running = after->run == STANOK_RUN_RUNNING;
  gint64 closed = was_running && !is_running ? context->at_ms - before->run_since_ms : 0;

  g_assert_cmpint (after->elapsed_ms, ==, before->elapsed_ms + MAX (0, closed));
  if (is_running)
    g_assert_cmpint (after->run_since_ms, ==,
                     was_running ? before->run_since_ms : context->at_ms);
}

static void
check_pieces (const StanokOrder   *before,
              const StanokCommand *command,
              const StanokContext *context,
              const StanokResult  *result)
{
  gint64 good = 0, scrap = 0;

  if (result->effect && is_work (command->type))
    {
      good = command->args.good;
      scrap = stanok_command_get_scrap_count (command);
    }
  else if (result->effect && command->type == STANOK_COMMAND_REVERT)
    {
      good = -context->revert.good;
      scrap = -context->revert.scrap;
    }
  g_assert_cmpint (result->order->good, ==, before->good + good);
  g_assert_cmpint (result->order->scrap, ==, before->scrap + scrap);
}

static void
check_last (const StanokOrder   *before,
            const StanokCommand *command,
            const StanokResult  *result)
{
  gboolean is_newest = result->effect && !is_aside (command->type);

  g_assert_cmpstr (result->order->last_command, ==,
                   is_newest ? command->command_id : before->last_command);
  g_assert_cmpstr (result->order->last_type, ==,
                   is_newest ? stanok_command_name (command->type) : before->last_type);
  g_assert_cmpstr (result->order->last_operator, ==,
                   is_newest ? command->operator_id : before->last_operator);
}

/* What no command may touch. */
static void
check_rest (const StanokOrder *before,
            const StanokOrder *after)
{
  g_autoptr(StanokOrder) a = stanok_order_copy (before);
  g_autoptr(StanokOrder) b = stanok_order_copy (after);
  static const gsize strings[] = {
    G_STRUCT_OFFSET (StanokOrder, pause_reason), G_STRUCT_OFFSET (StanokOrder, holder_operator),
    G_STRUCT_OFFSET (StanokOrder, holder_device), G_STRUCT_OFFSET (StanokOrder, held_reason),
    G_STRUCT_OFFSET (StanokOrder, held_by), G_STRUCT_OFFSET (StanokOrder, lease_device),
    G_STRUCT_OFFSET (StanokOrder, started_model), G_STRUCT_OFFSET (StanokOrder, help_kind),
    G_STRUCT_OFFSET (StanokOrder, help_command), G_STRUCT_OFFSET (StanokOrder, last_command),
    G_STRUCT_OFFSET (StanokOrder, last_type), G_STRUCT_OFFSET (StanokOrder, last_operator),
  };
  static const gsize numbers[] = {
    G_STRUCT_OFFSET (StanokOrder, priority), G_STRUCT_OFFSET (StanokOrder, run_since_ms),
    G_STRUCT_OFFSET (StanokOrder, elapsed_ms), G_STRUCT_OFFSET (StanokOrder, good),
    G_STRUCT_OFFSET (StanokOrder, scrap), G_STRUCT_OFFSET (StanokOrder, holder_since_ms),
    G_STRUCT_OFFSET (StanokOrder, held_since_ms), G_STRUCT_OFFSET (StanokOrder, lease_until_ms),
    G_STRUCT_OFFSET (StanokOrder, started_instructions_rev),
    G_STRUCT_OFFSET (StanokOrder, help_since_ms),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_clear_pointer (&G_STRUCT_MEMBER (char *, b, strings[i]), g_free);
      G_STRUCT_MEMBER (char *, b, strings[i]) = g_strdup (G_STRUCT_MEMBER (char *, a, strings[i]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    G_STRUCT_MEMBER (gint64, b, numbers[i]) = G_STRUCT_MEMBER (gint64, a, numbers[i]);
  b->state = a->state;
  b->run = a->run;
  g_assert_true (stanok_order_equal (a, b));
}

void
scene_check (const StanokOrder   *before,
             const StanokCommand *command,
             const StanokContext *context,
             const StanokResult  *result)
{
  check_outcome (command, result);
  g_assert_true ((before == NULL) == (result->order == NULL));
  if (before == NULL)
    {
      g_assert_false (result->effect);
      return;
    }
  g_assert_true (result->effect == !stanok_order_equal (before, result->order));
  g_assert_true (result->effect == (before != result->order));
  check_shape (result->order);
  if (before->run != STANOK_RUN_RUNNING && !stanok_order_is_open (result->order))
    g_assert_cmpint (result->order->run, !=, STANOK_RUN_RUNNING);
  check_clock (before, result->order, context);
  check_pieces (before, command, context, result);
  check_last (before, command, result);
  check_rest (before, result->order);
}
