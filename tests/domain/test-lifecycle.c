/* test-lifecycle.c: every command in every situation, against the table written by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lifecycle-scene.h"
#include "lifecycle-table.h"

#include <string.h>

#define N_COLUMNS 6   /* open, held, cancelled; the same leased elsewhere */

static StanokOrder *before_revert;   /* what the reverted pause is said to have found */

typedef struct {
  StanokCommand *command;
  StanokContext  context;
} Act;

typedef void (*Prepare) (Act *act);

static void
act_clear (Act *act)
{
  stanok_command_free (act->command);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Act, act_clear)

static void plain (Act *act) { }
static void supervisor (Act *act) { act->context.is_supervisor = TRUE; }
static void with_start (Act *act) { act->command->args.start = TRUE; }
static void at_limit (Act *act) { act->context.is_over_limit = TRUE; }
static void to_other (Act *act) { act->command->args.to = g_strdup ("other"); }

static void
to_inactive (Act *act)
{
  act->command->args.to = g_strdup ("other");
  act->context.is_to_active = FALSE;
}

static void
to_other_as_supervisor (Act *act)
{
  to_other (act);
  supervisor (act);
}

static void
no_one_as_supervisor (Act *act)
{
  to_inactive (act);
  supervisor (act);
}

static void
to_me_there (Act *act)
{
  act->command->args.to = g_strdup ("me");
  act->context.device_id = "others";
}

static void to_me (Act *act) { act->command->args.to = g_strdup ("me"); }

static void
old_drawing (Act *act)
{
  g_free (act->command->saw_model);
  act->command->saw_model = g_strdup ("model-1");
  act->command->saw_instructions_rev = 2;
}

static void
pieces (Act    *act,
        gint64  good)
{
  act->command->args.good = good;
  stanok_command_add_scrap (act->command, "surface", 2);
  stanok_command_add_scrap (act->command, "porosity", 1);
}

static void some (Act *act) { pieces (act, 2); }
static void enough (Act *act) { pieces (act, SCENE_ORDERED - SCENE_GOOD - 1); }
static void too_few (Act *act) { pieces (act, SCENE_ORDERED - SCENE_GOOD - 2); }
static void too_many (Act *act) { pieces (act, SCENE_ORDERED - SCENE_GOOD + 2); }

static void
some_by_old (Act *act)
{
  some (act);
  old_drawing (act);
}

static void
enough_by_old (Act *act)
{
  enough (act);
  old_drawing (act);
}

static void
hold_new (Act *act)
{
  supervisor (act);
  act->command->args.reason = g_strdup ("crack");
}

static void
hold_same (Act *act)
{
  supervisor (act);
  act->command->args.reason = g_strdup ("wait");
}

static void
priority_9 (Act *act)
{
  supervisor (act);
  act->command->args.priority = 9;
}

static void
priority_5 (Act *act)
{
  supervisor (act);
  act->command->args.priority = 5;
}

static void
exception_open (Act *act)
{
  supervisor (act);
  act->command->args.exception_id = g_strdup ("ex-1");
}

static void
exception_closed (Act *act)
{
  supervisor (act);
  act->command->args.exception_id = g_strdup ("ex-2");
}

static void call (Act *act) { act->command->args.kind = g_strdup ("material"); }
static void ack (Act *act) { act->command->args.command_id = g_strdup ("call"); }
static void ack_another (Act *act) { act->command->args.command_id = g_strdup ("call-2"); }

static void
revert_mine (Act *act)
{
  StanokRevertTarget *target = &act->context.revert;

  act->command->args.command_id = g_strdup ("long ago");
  target->known = target->within_policy = TRUE;
  target->type = STANOK_COMMAND_PROGRESS;
  target->operator_id = "me";
  target->good = 4;
  target->scrap = 1;
}

static void
revert_others (Act *act)
{
  revert_mine (act);
  act->context.revert.operator_id = "other";
}

static void
revert_as_supervisor (Act *act)
{
  revert_others (act);
  supervisor (act);
}

static void
revert_late (Act *act)
{
  revert_mine (act);
  act->context.revert.within_policy = FALSE;
}

static void
revert_again (Act *act)
{
  revert_mine (act);
  act->context.revert.reverted = TRUE;
}

static void
revert_pause (Act *act)
{
  revert_mine (act);
  act->context.revert.type = STANOK_COMMAND_PAUSE;
  act->context.revert.before = before_revert;
}

static const struct {
  const char       *name;
  StanokCommandType type;
  Prepare           prepare;
} acts[] = {
  { "claim",                                  STANOK_COMMAND_CLAIM,      plain },
  { "claim and start",                        STANOK_COMMAND_CLAIM,      with_start },
  { "claim at the limit",                     STANOK_COMMAND_CLAIM,      at_limit },
  { "release",                                STANOK_COMMAND_RELEASE,    plain },
  { "hand over to the other",                 STANOK_COMMAND_HAND_OVER,  to_other },
  { "hand over to somebody inactive",         STANOK_COMMAND_HAND_OVER,  to_inactive },
  { "hand over to the other, as a supervisor", STANOK_COMMAND_HAND_OVER, to_other_as_supervisor },
  { "hand over to me, at the other's device", STANOK_COMMAND_HAND_OVER,  to_me_there },
  { "hand over to me, from afar",             STANOK_COMMAND_HAND_OVER,  to_me },
  { "start",                                  STANOK_COMMAND_START,      plain },
  { "start by an old drawing",                STANOK_COMMAND_START,      old_drawing },
  { "pause",                                  STANOK_COMMAND_PAUSE,      plain },
  { "resume",                                 STANOK_COMMAND_RESUME,     plain },
  { "progress",                               STANOK_COMMAND_PROGRESS,   some },
  { "progress beyond the tolerance",          STANOK_COMMAND_PROGRESS,   too_many },
  { "progress by an old drawing",             STANOK_COMMAND_PROGRESS,   some_by_old },
  { "complete",                               STANOK_COMMAND_COMPLETE,   enough },
  { "complete with too few",                  STANOK_COMMAND_COMPLETE,   too_few },
  { "complete with too many",                 STANOK_COMMAND_COMPLETE,   too_many },
  { "complete by an old drawing",             STANOK_COMMAND_COMPLETE,   enough_by_old },
  { "pack",                                   STANOK_COMMAND_PACK,       plain },
  { "ship",                                   STANOK_COMMAND_SHIP,       plain },
  { "hold",                                   STANOK_COMMAND_HOLD,       hold_new },
  { "hold for the same reason",               STANOK_COMMAND_HOLD,       hold_same },
  { "unhold",                                 STANOK_COMMAND_UNHOLD,     supervisor },
  { "prioritise",                             STANOK_COMMAND_PRIORITISE, priority_9 },
  { "prioritise as it is",                    STANOK_COMMAND_PRIORITISE, priority_5 },
  { "reassign to the other",                  STANOK_COMMAND_REASSIGN,   to_other_as_supervisor },
  { "reassign to somebody inactive",          STANOK_COMMAND_REASSIGN,   no_one_as_supervisor },
  { "reopen",                                 STANOK_COMMAND_REOPEN,     supervisor },
  { "resolve an open exception",              STANOK_COMMAND_RESOLVE,    exception_open },
  { "resolve a closed exception",             STANOK_COMMAND_RESOLVE,    exception_closed },
  { "help",                                   STANOK_COMMAND_HELP,       call },
  { "help_ack",                               STANOK_COMMAND_HELP_ACK,   ack },
  { "help_ack of another call",               STANOK_COMMAND_HELP_ACK,   ack_another },
  { "note",                                   STANOK_COMMAND_NOTE,       plain },
  { "attach",                                 STANOK_COMMAND_ATTACH,     plain },
  { "revert my earlier progress",             STANOK_COMMAND_REVERT,     revert_mine },
  { "revert the other's progress",            STANOK_COMMAND_REVERT,     revert_others },
  { "revert the other's progress, as a supervisor", STANOK_COMMAND_REVERT, revert_as_supervisor },
  { "revert too late",                        STANOK_COMMAND_REVERT,     revert_late },
  { "revert again",                           STANOK_COMMAND_REVERT,     revert_again },
  { "revert what nobody knows",               STANOK_COMMAND_REVERT,     plain },
  { "revert an earlier pause",                STANOK_COMMAND_REVERT,     revert_pause },
};

static Act
prepare_act (guint              i,
             const StanokOrder *order)
{
  Act act = { scene_command (acts[i].type), scene_context () };

  acts[i].prepare (&act);
  act.context.is_at_holders_device = order != NULL && order->holder_device != NULL &&
                                     g_str_equal (order->holder_device, act.context.device_id);
  return act;
}

static guint
find_label (const char *label)
{
  for (guint i = 0; i < n_scene_labels; i++)
    if (g_str_equal (scene_labels[i], label))
      return i;
  g_error ("no situation is called %s", label);
}

/* Splits at any number of blanks. */
static GPtrArray *
split_words (const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, " ", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  return words;
}

typedef struct {
  char *answers[32][N_COLUMNS];   /* by number of the situation */
} Sheet;

static void
sheet_add_line (Sheet      *sheet,
                const char *line)
{
  g_auto(GStrv) halves = g_strsplit (line, ":", 2);
  g_autoptr(GPtrArray) labels = split_words (halves[0]);
  g_autoptr(GPtrArray) answers = split_words (halves[1]);

  g_assert_true (answers->len == 1 || answers->len == 3 || answers->len == N_COLUMNS);
  for (guint i = 0; i < labels->len; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      {
        char **cell = &sheet->answers[find_label (labels->pdata[i])][column];

        g_assert_null (*cell);
        *cell = g_strdup (answers->pdata[column % answers->len]);
      }
}

static Sheet *
sheet_read (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  Sheet *sheet = g_new0 (Sheet, 1);

  g_assert_cmpuint (n_scene_labels, <=, G_N_ELEMENTS (sheet->answers));
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      sheet_add_line (sheet, lines[i]);
  for (guint i = 0; i < n_scene_labels; i++)
    g_assert_nonnull (sheet->answers[i][0]);
  return sheet;
}

static void
sheet_free (Sheet *sheet)
{
  for (guint i = 0; i < n_scene_labels; i++)
    for (guint column = 0; column < N_COLUMNS; column++)
      g_free (sheet->answers[i][column]);
  g_free (sheet);
}

/* What happened, in the words of the table. */
static char *
describe (const StanokOrder  *before,
          const StanokResult *result)
{
  g_autofree char *label = scene_label (result->order);
  gboolean was_held = before->held_reason != NULL;
  gboolean is_held = result->order->held_reason != NULL;
  gboolean is_held_anew = is_held && g_strcmp0 (before->held_reason,
                                                result->order->held_reason) != 0;
  g_autofree char *change = NULL;

  if (!result->effect)
    change = g_strdup ("");
  else
    change = g_strdup_printf (">%s%s", label,
                              is_held_anew ? "+h" : was_held && !is_held ? "-h" : "");
  if (result->outcome == STANOK_OUTCOME_REFUSED)
    return g_strdup_printf ("!%s%s", stanok_problem_name (result->problem), change);
  if (result->outcome == STANOK_OUTCOME_RECORDED)
    return g_strdup_printf ("?%s%s", stanok_exception_name (result->exception), change);
  if (result->outcome == STANOK_OUTCOME_ALREADY)
    return g_strdup_printf ("already%s", change);
  return g_strdup (result->effect ? change : "=");
}

/* Puts the label of the situation in place of the star. */
static char *
expand (const char *answer,
        const char *label)
{
  g_auto(GStrv) parts = g_strsplit (answer, "*", -1);

  return g_strjoinv (label, parts);
}

/* A newest effect can be taken back, and then all is as before, apart from times and the lease. */
static void
check_revert (const StanokOrder  *before,
              const Act          *act,
              const StanokResult *done)
{
  g_autoptr(StanokCommand) command = scene_command (STANOK_COMMAND_REVERT);
  StanokContext context = scene_context ();
  StanokRevertTarget *target = &context.revert;
  g_auto(StanokResult) result = { 0 };
  g_autofree char *old_label = scene_label (before);
  g_autofree char *label = NULL;

  command->args.command_id = g_strdup (act->command->command_id);
  g_free (command->command_id);
  command->command_id = g_strdup ("later");
  context.at_ms = SCENE_NOW_MS + 100;
  target->known = target->within_policy = TRUE;
  target->type = act->command->type;
  target->operator_id = "me";
  target->good = done->order->good - before->good;
  target->scrap = done->order->scrap - before->scrap;
  target->before = before;

  result = stanok_lifecycle_apply (done->order, command, &context);
  scene_check (done->order, command, &context, &result);
  if (done->order->state == STANOK_STATE_CLOSED)
    {
      g_assert_cmpint (result.problem, ==, STANOK_PROBLEM_CANNOT_REVERT);
      return;
    }
  g_assert_cmpint (result.outcome, ==, STANOK_OUTCOME_APPLIED);
  label = scene_label (result.order);
  g_assert_cmpstr (label, ==, old_label);
  g_assert_cmpstr (result.order->held_reason, ==, before->held_reason);
  g_assert_cmpint (result.order->held_since_ms, ==, before->held_since_ms);
  g_assert_cmpint (result.order->cancelled, ==, before->cancelled);
  g_assert_cmpint (result.order->priority, ==, before->priority);
  g_assert_cmpint (result.order->good, ==, before->good);
  g_assert_cmpint (result.order->scrap, ==, before->scrap);
  g_assert_cmpstr (result.order->pause_reason, ==, before->pause_reason);
  g_assert_cmpstr (result.order->started_model, ==, before->started_model);
  g_assert_cmpint (result.order->started_instructions_rev, ==, before->started_instructions_rev);
  g_assert_cmpint (result.order->elapsed_ms, >=, done->order->elapsed_ms);
}

static gboolean
is_revertible (StanokCommandType type)
{
  return type != STANOK_COMMAND_REVERT && type != STANOK_COMMAND_HELP &&
         type != STANOK_COMMAND_HELP_ACK;
}

/* A lease here is one of the device that acts. */
static StanokOrder *
adapt_lease (const StanokOrder *order,
             const Act         *act)
{
  StanokOrder *copy = stanok_order_copy (order);

  if (g_strcmp0 (copy->lease_device, "here") == 0)
    {
      g_free (copy->lease_device);
      copy->lease_device = g_strdup (act->context.device_id);
    }
  return copy;
}

static void
check_one (guint              number,
           const StanokOrder *scene,
           const char        *label,
           const char        *answer)
{
  g_auto(Act) act = prepare_act (number, scene);
  g_autoptr(StanokOrder) order = adapt_lease (scene, &act);
  g_autoptr(StanokOrder) witness = stanok_order_copy (order);
  g_auto(StanokResult) result = stanok_lifecycle_apply (order, act.command, &act.context);
  g_auto(StanokResult) again = stanok_lifecycle_apply (order, act.command, &act.context);
  g_autofree char *happened = describe (order, &result);
  g_autofree char *expected = expand (answer, label);

  g_assert_true (stanok_order_equal (order, witness));
  g_assert_true (stanok_order_equal (result.order, again.order));
  g_assert_cmpint (result.outcome, ==, again.outcome);
  scene_check (order, act.command, &act.context, &result);
  if (g_str_equal (expected, "."))
    return;
  if (!g_str_equal (happened, expected))
    g_error ("%s in %s%s%s%s: %s, not %s", acts[number].name, label,
             order->held_reason != NULL ? ", held" : "", order->cancelled ? ", cancelled" : "",
             order->lease_device != NULL ? ", leased" : "", happened, expected);
  if (result.effect && is_revertible (act.command->type) &&
      (order->run != STANOK_RUN_RUNNING || stanok_order_is_open (order)))
    check_revert (order, &act, &result);
}

static void
test_table (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data);
  Sheet *sheet = sheet_read (lifecycle_tables[number].text);

  before_revert = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  for (guint i = 0; i < n_scene_labels; i++)
    for (guint flag = 0; flag < N_SCENE_FLAGS; flag++)
      for (guint lease = 0; lease < N_SCENE_LEASES; lease++)
        {
          g_autoptr(StanokOrder) order = scene_order (scene_labels[i], (SceneFlag) flag,
                                                      (SceneLease) lease);
          guint column = flag + (lease == SCENE_LEASED_ELSEWHERE ? N_SCENE_FLAGS : 0);
          const char *answer = sheet->answers[i][column];

          check_one (number, order, scene_labels[i], answer);
          /* All states before the approval are alike. */
          for (int state = STANOK_STATE_INITIATED;
               scene_labels[i][0] == 'E' && state < STANOK_STATE_PRICE_CALCULATED; state++)
            {
              order->state = (StanokState) state;
              check_one (number, order, scene_labels[i], answer);
            }
        }
  stanok_order_unref (before_revert);
  sheet_free (sheet);
}

typedef enum {
  UNKNOWN_ORDER,
  UNKNOWN_ACTOR,
  REVOKED_ACTOR,
  OUT_OF_SCOPE,
  NO_ROLE,
} Trouble;

static void
make_trouble (Act    *act,
              Trouble trouble)
{
  act->context.actor_unknown = trouble == UNKNOWN_ACTOR;
  act->context.actor_revoked = trouble == REVOKED_ACTOR;
  act->context.is_out_of_scope = trouble == OUT_OF_SCOPE;
  if (trouble == NO_ROLE)
    act->context.is_supervisor = FALSE;
}

/* What trouble makes of a fact, of an intent, and of resolve; NULL: nothing. */
static const struct {
  const char *fact, *intent, *resolve;
} troubles[] = {
  [UNKNOWN_ORDER] = { "?unknown-order", "!unknown-order", "=" },
  [UNKNOWN_ACTOR] = { "?actor-revoked", "!not-permitted", "!not-permitted" },
  [REVOKED_ACTOR] = { "?actor-revoked", "!not-permitted", "!not-permitted" },
  [OUT_OF_SCOPE]  = { "?out-of-scope",  "!not-permitted", NULL },
  [NO_ROLE]       = { NULL,             "!not-permitted", "!not-permitted" },
};

static void
check_trouble (guint              number,
               const StanokOrder *order,
               Trouble            trouble)
{
  g_auto(Act) act = prepare_act (number, order);
  g_auto(StanokResult) result = { 0 };
  g_autofree char *happened = NULL;
  g_autoptr(StanokOrder) nothing = stanok_order_new ();
  const char *expected;

  if (trouble == NO_ROLE && !stanok_command_is_supervisors (act.command->type))
    return;
  make_trouble (&act, trouble);
  result = stanok_lifecycle_apply (order, act.command, &act.context);
  scene_check (order, act.command, &act.context, &result);

  expected = act.command->type == STANOK_COMMAND_RESOLVE ? troubles[trouble].resolve
           : stanok_command_is_intent (act.command->type) ? troubles[trouble].intent
           : troubles[trouble].fact;
  if (expected == NULL)
    return;
  if (order == NULL)
    result.order = stanok_order_ref (nothing);
  happened = describe (result.order, &result);
  if (!g_str_equal (happened, expected))
    g_error ("%s, trouble %d: %s, not %s", acts[number].name, trouble, happened, expected);
}

static void
test_troubles (void)
{
  before_revert = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  for (guint number = 0; number < G_N_ELEMENTS (acts); number++)
    for (guint i = 0; i < n_scene_labels; i++)
      for (guint flag = 0; flag < N_SCENE_FLAGS; flag++)
        {
          g_autoptr(StanokOrder) order = scene_order (scene_labels[i], (SceneFlag) flag,
                                                      SCENE_LEASED_ELSEWHERE);

          check_trouble (number, NULL, UNKNOWN_ORDER);
          for (guint trouble = UNKNOWN_ACTOR; trouble < G_N_ELEMENTS (troubles); trouble++)
            check_trouble (number, order, (Trouble) trouble);
        }
  stanok_order_unref (before_revert);
}

/* If all is wrong at once, the order is the first question, the actor the next. */
static void
test_troubles_come_in_turn (void)
{
  g_autoptr(StanokOrder) order = scene_order ("Am", SCENE_OPEN, SCENE_NO_LEASE);

  before_revert = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  for (guint number = 0; number < G_N_ELEMENTS (acts); number++)
    {
      g_auto(Act) act = prepare_act (number, order);
      g_auto(StanokResult) unknown = { 0 };
      g_auto(StanokResult) revoked = { 0 };
      gboolean is_resolve = act.command->type == STANOK_COMMAND_RESOLVE;

      act.context.actor_unknown = act.context.actor_revoked = TRUE;
      act.context.is_out_of_scope = TRUE;
      act.context.is_supervisor = FALSE;
      unknown = stanok_lifecycle_apply (NULL, act.command, &act.context);
      revoked = stanok_lifecycle_apply (order, act.command, &act.context);
      if (stanok_command_is_intent (act.command->type))
        {
          g_assert_cmpint (unknown.problem, ==, is_resolve ? STANOK_PROBLEM_NOT_PERMITTED
                                                           : STANOK_PROBLEM_UNKNOWN_ORDER);
          g_assert_cmpint (revoked.problem, ==, STANOK_PROBLEM_NOT_PERMITTED);
        }
      else
        {
          g_assert_cmpint (unknown.exception, ==, STANOK_EXCEPTION_UNKNOWN_ORDER);
          g_assert_cmpint (revoked.exception, ==, STANOK_EXCEPTION_ACTOR_REVOKED);
        }
    }
  stanok_order_unref (before_revert);
}

/* Every command has a table, and every table is walked. */
static void
test_tables_are_whole (void)
{
  gboolean is_seen[STANOK_N_COMMANDS] = { FALSE, };

  g_assert_cmpuint (G_N_ELEMENTS (acts), ==, n_lifecycle_tables);
  for (guint i = 0; i < n_lifecycle_tables; i++)
    {
      g_assert_cmpstr (acts[i].name, ==, lifecycle_tables[i].name);
      is_seen[acts[i].type] = TRUE;
    }
  for (guint i = 0; i < STANOK_N_COMMANDS; i++)
    g_assert_true (is_seen[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/lifecycle/tables-are-whole", test_tables_are_whole);
  g_test_add_func ("/domain/lifecycle/lc-1/troubles-in-every-situation", test_troubles);
  g_test_add_func ("/domain/lifecycle/lc-6/troubles-come-in-turn", test_troubles_come_in_turn);
  for (guint i = 0; i < n_lifecycle_tables; i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/lifecycle/table/%s",
                                               lifecycle_tables[i].name);

      g_strdelimit (path, " ,'", '-');
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_table);
    }
  return g_test_run ();
}
