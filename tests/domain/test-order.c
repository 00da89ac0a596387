/* test-order.c: an order is a value: copies are deep, equality is total
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-order.h"

#include <string.h>

typedef enum {
  STRING,
  NUMBER,
  WORD,      /* an enumeration or a boolean */
} Kind;

#define FIELD(kind, member) { kind, #member, G_STRUCT_OFFSET (StanokOrder, member) }

/* Every member apart from the two arrays. */
static const struct {
  Kind        kind;
  const char *name;
  gsize       offset;
} fields[] = {
  FIELD (STRING, id), FIELD (STRING, epoch), FIELD (NUMBER, rev), FIELD (STRING, etag),
  FIELD (STRING, number), FIELD (STRING, title), FIELD (STRING, customer), FIELD (STRING, source),
  FIELD (STRING, material), FIELD (NUMBER, ordered), FIELD (NUMBER, tolerance_pct),
  FIELD (NUMBER, due_ms), FIELD (NUMBER, created_ms), FIELD (NUMBER, available_ms),
  FIELD (NUMBER, priority), FIELD (STRING, station), FIELD (NUMBER, instructions_rev),
  FIELD (STRING, instructions), FIELD (WORD, state), FIELD (WORD, run),
  FIELD (STRING, pause_reason), FIELD (NUMBER, run_since_ms), FIELD (NUMBER, elapsed_ms),
  FIELD (NUMBER, good), FIELD (NUMBER, scrap), FIELD (STRING, holder_operator),
  FIELD (STRING, holder_device), FIELD (NUMBER, holder_since_ms), FIELD (STRING, held_reason),
  FIELD (STRING, held_by), FIELD (NUMBER, held_since_ms), FIELD (WORD, cancelled),
  FIELD (STRING, lease_device), FIELD (NUMBER, lease_until_ms), FIELD (STRING, started_model),
  FIELD (NUMBER, started_instructions_rev), FIELD (NUMBER, price_minor),
  FIELD (STRING, price_currency), FIELD (STRING, price_list), FIELD (WORD, price_watertight),
  FIELD (STRING, help_kind), FIELD (STRING, help_command), FIELD (NUMBER, help_since_ms),
  FIELD (STRING, last_command), FIELD (STRING, last_type), FIELD (STRING, last_operator),
  FIELD (NUMBER, changed_ms),
};

static void
touch (StanokOrder *order,
       gsize        i)
{
  char *member = (char *) order + fields[i].offset;

  if (fields[i].kind == STRING)
    {
      g_free (*(char **) member);
      *(char **) member = g_strdup ("touched");
    }
  else if (fields[i].kind == NUMBER)
    *(gint64 *) member += 1;
  else
    *(int *) member = 1;
}

static StanokOrder *
sample_order (void)
{
  StanokOrder *order = stanok_order_new ();
  StanokFile *file = stanok_file_new ();
  StanokOrderException *exception = stanok_order_exception_new ();

  file->sha256 = g_strdup ("aa");
  file->role = g_strdup ("model");
  g_ptr_array_add (order->files, file);
  exception->id = g_strdup ("ex-1");
  exception->at_ms = 5;
  g_ptr_array_add (order->exceptions, exception);
  order->id = g_strdup ("WO-1");
  order->ordered = 25;
  return order;
}

/* A member that the list above forgot would leave a hole in its sum. */
static void
test_list_is_whole (void)
{
  gsize size = 2 * sizeof (GPtrArray *);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    size += fields[i].kind == STRING ? sizeof (char *)
          : fields[i].kind == NUMBER ? sizeof (gint64) : sizeof (int);
  g_assert_cmpuint (sizeof (StanokOrder) - size, <, 3 * sizeof (int));
}

static void
test_equal_sees_every_member (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr(StanokOrder) a = sample_order ();
      g_autoptr(StanokOrder) b = stanok_order_copy (a);

      g_assert_true (stanok_order_equal (a, b));
      touch (b, i);
      if (stanok_order_equal (a, b))
        g_error ("a change of %s was not seen", fields[i].name);
      touch (a, i);
      g_assert_true (stanok_order_equal (a, b));
    }
}

static void
test_equal_sees_lists (void)
{
  for (int change = 0; change < 8; change++)
    {
      g_autoptr(StanokOrder) a = sample_order ();
      g_autoptr(StanokOrder) b = stanok_order_copy (a);
      StanokFile *file = b->files->pdata[0];
      StanokOrderException *exception = b->exceptions->pdata[0];

      switch (change)
        {
        case 0: file->size++; break;
        case 1: file->unit = g_strdup ("mm"); break;
        case 2: file->media_type = g_strdup ("model/stl"); break;
        case 3: g_ptr_array_add (b->files, stanok_file_new ()); break;
        case 4: exception->at_ms++; break;
        case 5: exception->kind = g_strdup ("double-work"); break;
        case 6: exception->command_id = g_strdup ("c"); break;
        default: g_ptr_array_set_size (b->exceptions, 0); break;
        }
      g_assert_false (stanok_order_equal (a, b));
    }
}

static void
test_copy_is_deep (void)
{
  g_autoptr(StanokOrder) a = sample_order ();
  g_autoptr(StanokOrder) b = NULL;
  g_autoptr(StanokOrder) witness = sample_order ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    touch (a, i);
  b = stanok_order_copy (a);
  g_assert_true (stanok_order_equal (a, b));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == STRING)
      g_assert_true (G_STRUCT_MEMBER (char *, a, fields[i].offset) !=
                     G_STRUCT_MEMBER (char *, b, fields[i].offset));
  ((StanokFile *) a->files->pdata[0])->sha256[0] = 'z';
  g_assert_cmpstr (((StanokFile *) b->files->pdata[0])->sha256, ==, "aa");
  ((StanokOrderException *) a->exceptions->pdata[0])->id[0] = 'z';
  g_assert_cmpstr (((StanokOrderException *) b->exceptions->pdata[0])->id, ==, "ex-1");
  g_ptr_array_set_size (a->files, 0);
  g_assert_nonnull (stanok_order_get_file (b, "model"));
  g_assert_null (stanok_order_get_file (b, "drawing"));
  g_assert_nonnull (stanok_order_get_file (witness, "model"));
}

static void
test_reference_and_boxed (void)
{
  g_autoptr(StanokOrder) a = sample_order ();
  StanokOrder *b = stanok_order_ref (a);
  GValue value = G_VALUE_INIT;

  g_assert_true (a == b);
  g_value_init (&value, STANOK_TYPE_ORDER);
  g_value_set_boxed (&value, b);
  stanok_order_unref (b);
  g_assert_true (g_value_get_boxed (&value) == a);
  g_value_unset (&value);
  g_assert_cmpstr (a->id, ==, "WO-1");
}

static void
test_tolerance (void)
{
  static const struct { gint64 ordered, pct, least, most; } rows[] = {
    { 25, 0, 25, 25 }, { 25, 5, 24, 26 }, { 20, 5, 19, 21 }, { 19, 5, 19, 19 }, { 21, 5, 20, 22 },
    { 1, 50, 1, 1 }, { 1, 100, 0, 2 }, { 3, 33, 3, 3 }, { 3, 34, 2, 4 }, { 10, 10, 9, 11 },
    { 0, 5, 0, 0 }, { 7, 150, 0, 14 }, { 7, -5, 7, 7 }, { 199, 1, 198, 200 },
    { 1000000, 3, 970000, 1030000 }, { G_MAXINT64 / 2, 0, G_MAXINT64 / 2, G_MAXINT64 / 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(StanokOrder) order = stanok_order_new ();

      order->ordered = rows[i].ordered;
      order->tolerance_pct = rows[i].pct;
      g_assert_cmpint (stanok_order_get_least_good (order), ==, rows[i].least);
      g_assert_cmpint (stanok_order_get_most_good (order), ==, rows[i].most);
    }
}

static void
test_remaining_and_open (void)
{
  g_autoptr(StanokOrder) order = sample_order ();

  g_assert_cmpint (stanok_order_get_remaining (order), ==, 25);
  order->good = 10;
  order->scrap = 7;
  g_assert_cmpint (stanok_order_get_remaining (order), ==, 15);
  order->good = 26;
  g_assert_cmpint (stanok_order_get_remaining (order), ==, 0);

  g_assert_true (stanok_order_is_open (order));
  order->held_reason = g_strdup ("");
  g_assert_false (stanok_order_is_open (order));
  g_clear_pointer (&order->held_reason, g_free);
  order->cancelled = TRUE;
  g_assert_false (stanok_order_is_open (order));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/order/the-list-of-members-is-whole", test_list_is_whole);
  g_test_add_func ("/domain/order/equal-sees-every-member", test_equal_sees_every_member);
  g_test_add_func ("/domain/order/equal-sees-files-and-exceptions", test_equal_sees_lists);
  g_test_add_func ("/domain/order/copy-is-deep", test_copy_is_deep);
  g_test_add_func ("/domain/order/is-counted-and-boxed", test_reference_and_boxed);
  g_test_add_func ("/domain/order/tolerance-in-whole-pieces", test_tolerance);
  g_test_add_func ("/domain/order/remaining-and-open", test_remaining_and_open);
  return g_test_run ();
}
