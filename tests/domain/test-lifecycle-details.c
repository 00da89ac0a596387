/* test-lifecycle-details.c: what the letters of the table do not show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "lifecycle-scene.h"

typedef struct {
  StanokOrder   *order;
  StanokCommand *command;
  StanokContext  context;
  StanokResult   result;
} Scene;

static void
scene_clear (Scene *scene)
{
  stanok_order_unref (scene->order);
  stanok_command_free (scene->command);
  stanok_result_clear (&scene->result);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

static Scene
scene_new (const char       *label,
           StanokCommandType type)
{
  Scene scene = { scene_order (label, SCENE_OPEN, SCENE_NO_LEASE), scene_command (type),
                  scene_context (), { 0 } };

  return scene;
}

static void
scene_apply (Scene *scene)
{
  scene->result = stanok_lifecycle_apply (scene->order, scene->command, &scene->context);
  scene_check (scene->order, scene->command, &scene->context, &scene->result);
}

static void
set (char       **member,
     const char  *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

/* Takes back the newest effect, of @type, that found the order in situation @label. */
static Scene
scene_new_revert (const char       *now,
                  const char       *before,
                  StanokCommandType type)
{
  Scene scene = scene_new (now, STANOK_COMMAND_REVERT);
  StanokRevertTarget *target = &scene.context.revert;

  set (&scene.command->args.command_id, "earlier");
  target->known = target->within_policy = TRUE;
  target->type = type;
  target->operator_id = "me";
  target->before = scene_order (before, SCENE_OPEN, SCENE_NO_LEASE);
  return scene;
}

static void
scene_end_revert (Scene *scene)
{
  stanok_order_unref ((StanokOrder *) scene->context.revert.before);
}

static void
test_claim_takes_the_lease (void)
{
  g_auto(Scene) scene = scene_new ("A-", STANOK_COMMAND_CLAIM);

  set (&scene.order->lease_device, "here");
  scene.order->lease_until_ms = SCENE_NOW_MS + 1;
  scene_apply (&scene);
  g_assert_null (scene.result.order->lease_device);
  g_assert_cmpint (scene.result.order->lease_until_ms, ==, 0);
  g_assert_cmpint (scene.result.order->holder_since_ms, ==, SCENE_NOW_MS);
}

static void
test_claim_moves_without_losing_time (void)
{
  g_auto(Scene) scene = scene_new ("R2", STANOK_COMMAND_CLAIM);

  scene_apply (&scene);
  g_assert_cmpstr (scene.result.order->holder_device, ==, "here");
  g_assert_cmpint (scene.result.order->holder_since_ms, ==, 100);
  g_assert_cmpint (scene.result.order->run_since_ms, ==, SCENE_RUN_SINCE_MS);
}

/* A lease is a right to claim: a holder has no use for it, and it does not come back. */
static void
test_leases_end_with_their_use (void)
{
  g_auto(Scene) release = scene_new ("Am", STANOK_COMMAND_RELEASE);
  g_auto(Scene) revert = scene_new_revert ("A-", "Am", STANOK_COMMAND_RELEASE);
  Scene *scenes[] = { &release, &revert };

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      set (&scenes[i]->order->lease_device, "here");
      scenes[i]->order->lease_until_ms = SCENE_NOW_MS + 1;
      scene_apply (scenes[i]);
      g_assert_null (scenes[i]->result.order->lease_device);
      g_assert_cmpint (scenes[i]->result.order->lease_until_ms, ==, 0);
    }
  scene_end_revert (&revert);
}

/* S22: at its last millisecond a lease is over. */
static void
test_lease_ends (void)
{
  for (gint64 left_ms = 0; left_ms <= 1; left_ms++)
    {
      g_auto(Scene) scene = scene_new ("A-", STANOK_COMMAND_CLAIM);

      set (&scene.order->lease_device, "far");
      scene.order->lease_until_ms = SCENE_NOW_MS + left_ms;
      scene_apply (&scene);
      g_assert_cmpint (scene.result.problem, ==,
                       left_ms > 0 ? STANOK_PROBLEM_RESERVED : STANOK_PROBLEM_NONE);
    }
}

/* What the operator says that he saw is what he makes; else it is what was true. */
static void
test_start_notes_what_was_seen (void)
{
  static const struct { const char *saw; gint64 saw_rev; const char *model; gint64 rev; } rows[] = {
    { "model-1", 2, "model-1", 2 },
    { NULL,      0, "model-2", 3 },
    { "model-2", 0, "model-2", 3 },
    { NULL,      2, "model-2", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Scene) scene = scene_new ("Am", STANOK_COMMAND_START);

      set (&scene.order->started_model, NULL);
      scene.order->started_instructions_rev = 0;
      set (&scene.command->saw_model, rows[i].saw);
      scene.command->saw_instructions_rev = rows[i].saw_rev;
      scene_apply (&scene);
      g_assert_cmpstr (scene.result.order->started_model, ==, rows[i].model);
      g_assert_cmpint (scene.result.order->started_instructions_rev, ==, rows[i].rev);
    }
}

static void
test_revisions (void)
{
  static const struct {
    const char *saw; gint64 saw_rev; const char *started; gint64 started_rev; gboolean is_old;
  } rows[] = {
    { "model-2", 3, "model-2", 3, FALSE },
    { NULL,      0, NULL,      0, FALSE },
    { "model-1", 3, NULL,      0, TRUE },
    { "model-2", 2, NULL,      0, TRUE },
    { "model-2", 3, "model-1", 3, TRUE },
    { "model-2", 3, "model-2", 2, TRUE },
    { NULL,      0, "model-1", 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Scene) scene = scene_new ("Rm", STANOK_COMMAND_COMPLETE);

      scene.command->args.good = SCENE_ORDERED - SCENE_GOOD;
      set (&scene.command->saw_model, rows[i].saw);
      scene.command->saw_instructions_rev = rows[i].saw_rev;
      set (&scene.order->started_model, rows[i].started);
      scene.order->started_instructions_rev = rows[i].started_rev;
      scene_apply (&scene);
      g_assert_cmpint (scene.result.exception, ==,
                       rows[i].is_old ? STANOK_EXCEPTION_BUILT_TO_OLD_REVISION
                                      : STANOK_EXCEPTION_NONE);
    }
}

/* A model that was taken away is another one than was seen. */
static void
test_revision_without_model (void)
{
  g_auto(Scene) scene = scene_new ("Am", STANOK_COMMAND_START);

  g_ptr_array_set_size (scene.order->files, 0);
  scene_apply (&scene);
  g_assert_cmpint (scene.result.exception, ==, STANOK_EXCEPTION_OLD_REVISION);
}

/* An order that was released starts anew: its earlier start is not held against this one. */
static void
test_completion_forgets_an_earlier_start (void)
{
  g_auto(Scene) scene = scene_new ("Am", STANOK_COMMAND_COMPLETE);

  set (&scene.order->started_model, "model-1");
  scene.command->args.good = SCENE_ORDERED - SCENE_GOOD;
  scene_apply (&scene);
  g_assert_cmpint (scene.result.outcome, ==, STANOK_OUTCOME_APPLIED);
  g_assert_cmpstr (scene.result.order->started_model, ==, "model-2");
}

static void
test_tolerance (void)
{
  static const struct { gint64 good; StanokExceptionKind kind; } rows[] = {
    { 23, STANOK_EXCEPTION_SHORT_QUANTITY }, { 24, STANOK_EXCEPTION_NONE },
    { 26, STANOK_EXCEPTION_NONE },           { 27, STANOK_EXCEPTION_OVER_QUANTITY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Scene) scene = scene_new ("Rm", STANOK_COMMAND_COMPLETE);

      scene.command->args.good = rows[i].good - SCENE_GOOD;
      stanok_command_add_scrap (scene.command, "surface", 100);   /* does not count */
      scene_apply (&scene);
      g_assert_cmpint (scene.result.exception, ==, rows[i].kind);
    }
}

/* One report has one exception: how much comes before by which drawing. */
static void
test_first_exception_wins (void)
{
  static const struct { StanokCommandType type; gint64 good; StanokExceptionKind kind; } rows[] = {
    { STANOK_COMMAND_PROGRESS, 27, STANOK_EXCEPTION_OVER_QUANTITY },
    { STANOK_COMMAND_PROGRESS, 26, STANOK_EXCEPTION_OLD_REVISION },
    { STANOK_COMMAND_COMPLETE, 23, STANOK_EXCEPTION_SHORT_QUANTITY },
    { STANOK_COMMAND_COMPLETE, 27, STANOK_EXCEPTION_OVER_QUANTITY },
    { STANOK_COMMAND_COMPLETE, 26, STANOK_EXCEPTION_BUILT_TO_OLD_REVISION },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto(Scene) scene = scene_new ("Am", rows[i].type);

      scene.command->args.good = rows[i].good - SCENE_GOOD;
      scene.command->saw_instructions_rev = 2;
      scene_apply (&scene);
      g_assert_cmpint (scene.result.exception, ==, rows[i].kind);
    }
}

/* Held and cancelled at once: the hold is named first. */
static void
test_hold_is_named_first (void)
{
  static const StanokCommandType types[] = { STANOK_COMMAND_CLAIM, STANOK_COMMAND_HAND_OVER };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto(Scene) scene = scene_new ("A-", types[i]);

      set (&scene.command->args.to, "other");
      set (&scene.order->held_reason, "wait");
      set (&scene.order->held_by, "boss");
      scene.order->held_since_ms = 50;
      scene.order->cancelled = TRUE;
      scene_apply (&scene);
      g_assert_cmpint (scene.result.problem, ==, STANOK_PROBLEM_ORDER_HELD);
    }
}

static void
test_too_many_for_a_number (void)
{
  g_auto(Scene) scene = scene_new ("Rm", STANOK_COMMAND_PROGRESS);

  scene.order->good = G_MAXINT64 - 1;
  scene.command->args.good = 2;
  scene.result = stanok_lifecycle_apply (scene.order, scene.command, &scene.context);
  g_assert_cmpint (scene.result.exception, ==, STANOK_EXCEPTION_OVER_QUANTITY);
  g_assert_cmpint (scene.result.order->good, ==, G_MAXINT64);
}

/* A device whose clock was set back must not take work away. */
static void
test_time_never_runs_backwards (void)
{
  g_auto(Scene) scene = scene_new ("Rm", STANOK_COMMAND_PAUSE);

  scene.order->run_since_ms = SCENE_NOW_MS + 10;
  set (&scene.command->args.reason, "break");
  scene_apply (&scene);
  g_assert_cmpint (scene.result.order->elapsed_ms, ==, SCENE_ELAPSED_MS);
  g_assert_cmpstr (scene.result.order->pause_reason, ==, "break");
}

static void
test_resume_forgets_the_reason (void)
{
  g_auto(Scene) scene = scene_new ("Pm", STANOK_COMMAND_RESUME);

  set (&scene.order->pause_reason, "break");
  scene_apply (&scene);
  g_assert_null (scene.result.order->pause_reason);
}

static void
test_hold_says_why_and_who (void)
{
  g_auto(Scene) scene = scene_new ("Rx", STANOK_COMMAND_HOLD);

  scene.context.is_supervisor = TRUE;
  set (&scene.command->args.reason, "crack");
  scene_apply (&scene);
  g_assert_cmpstr (scene.result.order->held_reason, ==, "crack");
  g_assert_cmpstr (scene.result.order->held_by, ==, "me");
  g_assert_cmpint (scene.result.order->held_since_ms, ==, SCENE_NOW_MS);
}

static void
test_hold_without_a_reason_still_holds (void)
{
  g_auto(Scene) scene = scene_new ("A-", STANOK_COMMAND_HOLD);

  scene.context.is_supervisor = TRUE;
  scene_apply (&scene);
  g_assert_false (stanok_order_is_open (scene.result.order));
}

static void
test_cancel_pauses (void)
{
  g_auto(Scene) scene = scene_new ("Rm", STANOK_COMMAND_NOTE);
  g_autoptr(StanokOrder) cancelled = stanok_lifecycle_cancel (scene.order, SCENE_NOW_MS);

  g_assert_true (cancelled->cancelled);
  g_assert_false (scene.order->cancelled);
  g_assert_cmpint (cancelled->run, ==, STANOK_RUN_PAUSED);
  g_assert_cmpint (cancelled->elapsed_ms, ==,
                   SCENE_ELAPSED_MS + SCENE_NOW_MS - SCENE_RUN_SINCE_MS);
  g_assert_cmpstr (cancelled->holder_operator, ==, "me");
}

static void
test_prioritise (void)
{
  g_auto(Scene) scene = scene_new ("A-", STANOK_COMMAND_PRIORITISE);

  scene.context.is_supervisor = TRUE;
  scene.command->args.priority = 9;
  scene_apply (&scene);
  g_assert_cmpint (scene.result.order->priority, ==, 9);
}

static void
test_help (void)
{
  g_auto(Scene) call = scene_new ("Rm", STANOK_COMMAND_HELP);
  g_auto(Scene) end = scene_new ("Rm", STANOK_COMMAND_HELP_ACK);

  set (&call.command->args.kind, "material");
  scene_apply (&call);
  g_assert_cmpstr (call.result.order->help_kind, ==, "material");
  g_assert_cmpstr (call.result.order->help_command, ==, "now");
  g_assert_cmpint (call.result.order->help_since_ms, ==, SCENE_NOW_MS);

  set (&end.command->args.command_id, "call");
  scene_apply (&end);
  g_assert_null (end.result.order->help_kind);
  g_assert_null (end.result.order->help_command);
  g_assert_cmpint (end.result.order->help_since_ms, ==, 0);
}

static void
test_revert_opens_the_clock_anew (void)
{
  g_auto(Scene) scene = scene_new_revert ("C", "Rm", STANOK_COMMAND_COMPLETE);

  scene.context.revert.good = SCENE_GOOD;
  scene.context.revert.scrap = SCENE_SCRAP;
  scene_apply (&scene);
  g_assert_cmpint (scene.result.order->state, ==, STANOK_STATE_MANUFACTURING_STARTED);
  g_assert_cmpint (scene.result.order->run_since_ms, ==, SCENE_NOW_MS);
  g_assert_cmpint (scene.result.order->elapsed_ms, ==, SCENE_ELAPSED_MS);
  g_assert_cmpint (scene.result.order->good, ==, 0);
  g_assert_cmpstr (scene.result.order->holder_operator, ==, "me");
  scene_end_revert (&scene);
}

/* The office cancelled the order after the work was completed. */
static void
test_revert_keeps_what_others_did (void)
{
  g_auto(Scene) scene = scene_new_revert ("C", "Rm", STANOK_COMMAND_COMPLETE);

  scene.order->cancelled = TRUE;
  scene.order->priority = 8;
  scene_apply (&scene);
  g_assert_true (scene.result.order->cancelled);
  g_assert_cmpint (scene.result.order->run, ==, STANOK_RUN_PAUSED);
  g_assert_cmpint (scene.result.order->priority, ==, 8);
  scene_end_revert (&scene);
}

static void
test_cannot_revert (void)
{
  for (int reason = 0; reason < 8; reason++)
    {
      g_auto(Scene) scene = scene_new_revert ("A-", "Rm", STANOK_COMMAND_RELEASE);
      StanokOrder *order = scene.order;
      StanokRevertTarget *target = &scene.context.revert;

      switch (reason)
        {
        case 0: set (&order->last_command, "newer"); break;
        case 1: order->state = STANOK_STATE_CLOSED; break;
        case 2: target->type = STANOK_COMMAND_REVERT; break;
        case 3: target->good = SCENE_GOOD + 1; break;
        case 4: target->scrap = SCENE_SCRAP + 1; break;
        case 5: target->operator_id = "other"; break;
        case 6: target->known = FALSE; break;
        default:   /* somebody is sure of it by now */
          set (&order->lease_device, "far");
          order->lease_until_ms = SCENE_NOW_MS + 1;
          break;
        }
      scene_apply (&scene);
      g_assert_cmpint (scene.result.problem, ==, STANOK_PROBLEM_CANNOT_REVERT);
      scene_end_revert (&scene);
    }
}

/* A lease is no reason to refuse what gives nobody the order. */
static void
test_revert_beside_a_lease (void)
{
  g_auto(Scene) scene = scene_new_revert ("A-", "A-", STANOK_COMMAND_PRIORITISE);

  set (&scene.order->lease_device, "far");
  scene.order->lease_until_ms = SCENE_NOW_MS + 1;
  scene_apply (&scene);
  g_assert_cmpint (scene.result.outcome, ==, STANOK_OUTCOME_APPLIED);
  g_assert_cmpstr (scene.result.order->lease_device, ==, "far");
  scene_end_revert (&scene);
}

/* Work that a report started by the way goes back to before the start, if nothing came since. */
static void
test_revert_of_an_implicit_start (void)
{
  g_auto(Scene) scene = scene_new_revert ("Rm", "A-", STANOK_COMMAND_PROGRESS);
  g_autofree char *label = NULL;

  scene.context.revert.good = 2;
  scene_apply (&scene);
  label = scene_label (scene.result.order);
  g_assert_cmpstr (label, ==, "A-");
  g_assert_cmpint (scene.result.order->elapsed_ms, ==,
                   SCENE_ELAPSED_MS + SCENE_NOW_MS - SCENE_RUN_SINCE_MS);
  scene_end_revert (&scene);
}

static const struct {
  const char *name;
  void      (*run) (void);
} tests[] = {
  { "claim-takes-the-lease",             test_claim_takes_the_lease },
  { "claim-moves-without-losing-time",   test_claim_moves_without_losing_time },
  { "leases-end-with-their-use",         test_leases_end_with_their_use },
  { "s-22/a-lease-ends",                 test_lease_ends },
  { "start-notes-what-was-seen",         test_start_notes_what_was_seen },
  { "revisions-of-a-completion",         test_revisions },
  { "a-model-taken-away",                test_revision_without_model },
  { "completion-forgets-earlier-starts", test_completion_forgets_an_earlier_start },
  { "tolerance-counts-good-pieces",      test_tolerance },
  { "lc-6/the-first-exception-wins",     test_first_exception_wins },
  { "lc-6/the-hold-is-named-first",      test_hold_is_named_first },
  { "sums-do-not-overflow",              test_too_many_for_a_number },
  { "time-never-runs-backwards",         test_time_never_runs_backwards },
  { "resume-forgets-the-reason",         test_resume_forgets_the_reason },
  { "hold-says-why-and-who",             test_hold_says_why_and_who },
  { "hold-without-a-reason",             test_hold_without_a_reason_still_holds },
  { "cancelling-pauses",                 test_cancel_pauses },
  { "prioritise",                        test_prioritise },
  { "help-and-its-end",                  test_help },
  { "revert-opens-the-clock-anew",       test_revert_opens_the_clock_anew },
  { "revert-keeps-what-others-did",      test_revert_keeps_what_others_did },
  { "what-cannot-be-reverted",           test_cannot_revert },
  { "revert-beside-a-lease",             test_revert_beside_a_lease },
  { "revert-of-an-implicit-start",       test_revert_of_an_implicit_start },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/domain/lifecycle/", tests[i].name, NULL);

      g_test_add_func (path, tests[i].run);
    }
  return g_test_run ();
}
