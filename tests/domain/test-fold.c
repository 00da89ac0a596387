/* test-fold.c: what a screen shows while commands are on their way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-fold.h"
#include "lifecycle-scene.h"

#define MAX_PENDING 8

/* A lane of one device, one second between its commands. */
typedef struct {
  StanokPending pending[MAX_PENDING];
  gsize         n;
} Lane;

static void
lane_clear (Lane *lane)
{
  for (gsize i = 0; i < lane->n; i++)
    stanok_command_free ((StanokCommand *) lane->pending[i].command);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lane, lane_clear)

static StanokCommand *
lane_add (Lane             *lane,
          StanokCommandType type)
{
  StanokCommand *command = scene_command (type);
  StanokPending *pending = &lane->pending[lane->n++];

  g_assert_cmpuint (lane->n, <=, MAX_PENDING);
  g_free (command->command_id);
  command->command_id = g_strdup_printf ("c-%zu", lane->n);
  pending->command = command;
  pending->device_id = "here";
  pending->at_ms = SCENE_NOW_MS + 1000 * (gint64) lane->n;
  return command;
}

static void
lane_add_report (Lane             *lane,
                 StanokCommandType type,
                 gint64            good)
{
  lane_add (lane, type)->args.good = good;
}

static void
lane_add_revert (Lane       *lane,
                 const char *command_id)
{
  lane_add (lane, STANOK_COMMAND_REVERT)->args.command_id = g_strdup (command_id);
}

static StanokView
fold (const StanokOrder *base,
      const Lane        *lane)
{
  return stanok_fold (base, lane->pending, lane->n);
}

static void
assert_view (const StanokView *view,
             const char       *label,
             guint             n_applied,
             guint             n_recorded,
             guint             n_refused)
{
  g_autofree char *happened = scene_label (view->order);

  g_assert_cmpstr (happened, ==, label);
  g_assert_cmpuint (view->n_applied, ==, n_applied);
  g_assert_cmpuint (view->n_recorded, ==, n_recorded);
  g_assert_cmpuint (view->n_refused, ==, n_refused);
}

static void
test_nothing (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = fold (base, &lane);

  g_assert_true (view.order == base);
  assert_view (&view, "Rm", 0, 0, 0);
  g_assert_false (view.asked);
}

static void
test_shift (void)
{
  g_autoptr(StanokOrder) base = scene_order ("A-", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add (&lane, STANOK_COMMAND_CLAIM);
  lane_add (&lane, STANOK_COMMAND_START);
  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 5);
  lane_add (&lane, STANOK_COMMAND_PAUSE);
  view = fold (base, &lane);
  assert_view (&view, "Pm", 4, 0, 0);
  g_assert_cmpint (view.order->good, ==, SCENE_GOOD + 5);
  g_assert_cmpint (view.order->elapsed_ms, ==, SCENE_ELAPSED_MS + 2000);
  g_assert_cmpint (base->good, ==, SCENE_GOOD);
}

static void
test_order_matters (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Am", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) one = { 0 };
  g_auto(Lane) two = { 0 };
  g_auto(StanokView) first = { 0 };
  g_auto(StanokView) second = { 0 };

  lane_add (&one, STANOK_COMMAND_START);
  lane_add (&one, STANOK_COMMAND_RELEASE);
  lane_add (&two, STANOK_COMMAND_RELEASE);
  lane_add (&two, STANOK_COMMAND_START);
  first = fold (base, &one);
  second = fold (base, &two);
  assert_view (&first, "A-", 2, 0, 0);
  assert_view (&second, "Rm", 2, 0, 0);
}

/* Another operator won while this one was offline. */
static void
test_conflict_leaves_base (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rx", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add (&lane, STANOK_COMMAND_CLAIM)->args.start = TRUE;
  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 5);
  lane_add_report (&lane, STANOK_COMMAND_COMPLETE, 10);
  view = fold (base, &lane);
  g_assert_true (view.order == base);
  assert_view (&view, "Rx", 0, 2, 1);
  g_assert_false (view.asked);
}

/* LC3: an exception with an effect shows its effect. */
static void
test_exception_with_effect (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_report (&lane, STANOK_COMMAND_COMPLETE, 1);
  view = fold (base, &lane);
  assert_view (&view, "C", 0, 1, 0);
}

static void
test_unknown_order (void)
{
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add (&lane, STANOK_COMMAND_CLAIM);
  lane_add (&lane, STANOK_COMMAND_START);
  view = fold (NULL, &lane);
  g_assert_null (view.order);
  g_assert_cmpuint (view.n_refused, ==, 1);
  g_assert_cmpuint (view.n_recorded, ==, 1);
}

static void
test_asked (void)
{
  static const struct {
    const char *base; StanokCommandType type; const char *to; gboolean asked;
  } rows[] = {
    { "A-", STANOK_COMMAND_CLAIM,     NULL,    TRUE },
    { "A-", STANOK_COMMAND_START,     NULL,    TRUE },
    { "A-", STANOK_COMMAND_PROGRESS,  NULL,    TRUE },
    { "A-", STANOK_COMMAND_NOTE,      NULL,    FALSE },
    { "A2", STANOK_COMMAND_CLAIM,     NULL,    FALSE },
    { "Am", STANOK_COMMAND_START,     NULL,    FALSE },
    { "Am", STANOK_COMMAND_RELEASE,   NULL,    FALSE },
    { "Am", STANOK_COMMAND_HAND_OVER, "other", FALSE },
    { "A-", STANOK_COMMAND_REASSIGN,  "other", FALSE },
    { "Ax", STANOK_COMMAND_CLAIM,     NULL,    FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(StanokOrder) base = scene_order (rows[i].base, SCENE_OPEN, SCENE_NO_LEASE);
      g_auto(Lane) lane = { 0 };
      g_auto(StanokView) view = { 0 };

      lane_add (&lane, rows[i].type)->args.to = g_strdup (rows[i].to);
      view = fold (base, &lane);
      g_assert_true (view.asked == rows[i].asked);
    }
}

/* What was asked for and let go is not asked for any more. */
static void
test_asked_and_released (void)
{
  g_autoptr(StanokOrder) base = scene_order ("A-", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add (&lane, STANOK_COMMAND_CLAIM);
  lane_add (&lane, STANOK_COMMAND_RELEASE);
  view = fold (base, &lane);
  assert_view (&view, "A-", 2, 0, 0);
  g_assert_false (view.asked);
}

/* The other hands over at his own device: the terminal sees for itself where it stands. */
static void
test_hand_over_at_the_holders_device (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rx", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) there = { 0 };
  g_auto(StanokView) afar = { 0 };

  lane_add (&lane, STANOK_COMMAND_HAND_OVER)->args.to = g_strdup ("me");
  afar = fold (base, &lane);
  assert_view (&afar, "Rx", 0, 0, 1);
  lane.pending[0].device_id = "others";
  there = fold (base, &lane);
  assert_view (&there, "P3", 1, 0, 0);
  g_assert_false (there.asked);
}

/* What the server makes of the first @n commands. */
static StanokOrder *
execute (const StanokOrder *base,
         const Lane        *lane,
         gsize              n)
{
  StanokOrder *order = stanok_order_ref (base);

  for (gsize i = 0; i < n; i++)
    {
      const StanokPending *pending = &lane->pending[i];
      StanokContext context = scene_context ();
      StanokResult result;

      context.at_ms = pending->at_ms;
      result = stanok_lifecycle_apply (order, pending->command, &context);
      stanok_order_unref (order);
      order = stanok_order_copy (result.order);
      if (result.outcome == STANOK_OUTCOME_RECORDED)
        {
          StanokOrderException *exception = stanok_order_exception_new ();

          exception->id = g_strdup_printf ("ex-of-%s", pending->command->command_id);
          exception->kind = g_strdup (stanok_exception_name (result.exception));
          exception->command_id = g_strdup (pending->command->command_id);
          g_ptr_array_add (order->exceptions, exception);
        }
      stanok_result_clear (&result);
    }
  return order;
}

static void
assert_same_apart_from_exceptions (const StanokOrder *a,
                                   const StanokOrder *b)
{
  g_autoptr(StanokOrder) left = stanok_order_copy (a);
  g_autoptr(StanokOrder) right = stanok_order_copy (b);

  g_ptr_array_set_size (left->exceptions, 0);
  g_ptr_array_set_size (right->exceptions, 0);
  g_assert_true (stanok_order_equal (left, right));
}

/* U5: the feed brings effects before their acknowledgements do; the screen must not flicker. */
static void
test_no_flicker (void)
{
  static const char * const labels[] = { "A-", "Am", "Ax", "C" };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr(StanokOrder) base = scene_order (labels[i], SCENE_OPEN, SCENE_NO_LEASE);
      g_auto(Lane) lane = { 0 };
      g_auto(StanokView) offline = { 0 };

      lane_add (&lane, STANOK_COMMAND_CLAIM);
      lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 5);
      lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 6);
      lane_add (&lane, STANOK_COMMAND_HELP)->args.kind = g_strdup ("tool");
      lane_add (&lane, STANOK_COMMAND_PAUSE);
      lane_add_report (&lane, STANOK_COMMAND_COMPLETE, 9);
      lane_add (&lane, STANOK_COMMAND_PACK);
      offline = fold (base, &lane);
      for (gsize n = 1; n <= lane.n; n++)
        {
          g_autoptr(StanokOrder) newer = execute (base, &lane, n);
          g_auto(StanokView) view = fold (newer, &lane);

          assert_same_apart_from_exceptions (view.order, offline.order);
          g_assert_cmpuint (view.n_applied + view.n_recorded + view.n_refused, ==, lane.n);
        }
    }
}

static void
test_revert_of_pending (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 3);
  lane_add_report (&lane, STANOK_COMMAND_COMPLETE, 12);
  stanok_command_add_scrap ((StanokCommand *) lane.pending[1].command, "surface", 2);
  lane_add_revert (&lane, "c-2");
  lane_add_revert (&lane, "c-2");
  lane_add_revert (&lane, "c-1");
  view = fold (base, &lane);
  assert_view (&view, "Rm", 5, 0, 0);
  g_assert_cmpint (view.order->good, ==, SCENE_GOOD);
  g_assert_cmpint (view.order->scrap, ==, SCENE_SCRAP);
}

static void
test_revert_of_what_had_no_effect (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rx", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 3);
  lane_add_revert (&lane, "c-1");
  view = fold (base, &lane);
  assert_view (&view, "Rx", 0, 1, 1);
}

/* The server has the report already, and the terminal knows how many pieces it was. */
static void
test_revert_of_accepted_progress (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rm", SCENE_OPEN, SCENE_NO_LEASE);
  g_autoptr(StanokOrder) newer = NULL;
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 3);
  lane_add_revert (&lane, "c-1");
  newer = execute (base, &lane, 1);
  view = fold (newer, &lane);
  assert_view (&view, "Rm", 2, 0, 0);
  g_assert_cmpint (view.order->good, ==, SCENE_GOOD);
}

/* ... but not if the server only kept it apart. */
static void
test_revert_of_kept_apart (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rx", SCENE_OPEN, SCENE_NO_LEASE);
  g_autoptr(StanokOrder) newer = NULL;
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_report (&lane, STANOK_COMMAND_PROGRESS, 3);
  lane_add_revert (&lane, "c-1");
  newer = execute (base, &lane, 1);
  view = fold (newer, &lane);
  assert_view (&view, "Rx", 1, 0, 1);
  g_assert_cmpint (view.order->good, ==, SCENE_GOOD);
}

/* Only the server knows what was before; the screen waits. */
static void
test_revert_of_the_unknown (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Pm", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add_revert (&lane, "earlier");
  view = fold (base, &lane);
  g_assert_true (view.order == base);
  assert_view (&view, "Pm", 1, 0, 0);
}

/* A supervisor's command was recorded in his session. */
static void
test_supervisors_command (void)
{
  g_autoptr(StanokOrder) base = scene_order ("Rx", SCENE_OPEN, SCENE_NO_LEASE);
  g_auto(Lane) lane = { 0 };
  g_auto(StanokView) view = { 0 };

  lane_add (&lane, STANOK_COMMAND_HOLD)->args.reason = g_strdup ("crack");
  view = fold (base, &lane);
  assert_view (&view, "Px", 1, 0, 0);
  g_assert_cmpstr (view.order->held_reason, ==, "crack");
}

static const struct {
  const char *name;
  void      (*run) (void);
} tests[] = {
  { "nothing-pending-is-base-itself",     test_nothing },
  { "a-shift-offline",                    test_shift },
  { "the-order-of-commands-matters",      test_order_matters },
  { "a-conflict-leaves-base",             test_conflict_leaves_base },
  { "lc-3/an-exception-shows-its-effect", test_exception_with_effect },
  { "an-unknown-order-stays-unknown",     test_unknown_order },
  { "asked-for-until-confirmed",          test_asked },
  { "asked-for-and-released",             test_asked_and_released },
  { "hand-over-at-the-holders-device",    test_hand_over_at_the_holders_device },
  { "u-5/no-flicker",                     test_no_flicker },
  { "revert-of-pending",                  test_revert_of_pending },
  { "revert-of-what-had-no-effect",       test_revert_of_what_had_no_effect },
  { "revert-of-accepted-progress",        test_revert_of_accepted_progress },
  { "revert-of-what-was-kept-apart",      test_revert_of_kept_apart },
  { "revert-of-the-unknown",              test_revert_of_the_unknown },
  { "a-supervisors-command",              test_supervisors_command },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/domain/fold/", tests[i].name, NULL);

      g_test_add_func (path, tests[i].run);
    }
  return g_test_run ();
}
