/* test-digest.c: both sides sum up a queue to the same figure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-digest.h"

/* The figures come from another implementation of SHA-256. */
static void
test_known_figures (void)
{
  StanokDigest digest = { 0, 0 };
  g_autofree char *empty = stanok_digest_format (&digest);
  g_autofree char *full = NULL;

  g_assert_cmpstr (empty, ==, "count=0;sum64=0000000000000000");
  stanok_digest_add (&digest, "WO-1042", 41);
  g_assert_cmphex (digest.sum64, ==, G_GUINT64_CONSTANT (0x7f3135f4cc276cc5));
  stanok_digest_add (&digest, "WO-1", 1);
  g_assert_cmphex (digest.sum64, ==, G_GUINT64_CONSTANT (0x83eb0c7d7d50bd5a));
  stanok_digest_add (&digest, "WO-2", G_MAXINT64);
  full = stanok_digest_format (&digest);
  g_assert_cmpstr (full, ==, "count=3;sum64=133b1d9535ae9b30");
}

static void
test_order_and_removal (void)
{
  StanokDigest a = { 0, 0 }, b = { 0, 0 };

  stanok_digest_add (&a, "WO-1", 1);
  stanok_digest_add (&a, "WO-2", 7);
  stanok_digest_add (&b, "WO-2", 6);
  stanok_digest_add (&b, "WO-1", 1);
  g_assert_false (stanok_digest_equal (&a, &b));
  stanok_digest_remove (&b, "WO-2", 6);
  g_assert_false (stanok_digest_equal (&a, &b));
  stanok_digest_add (&b, "WO-2", 7);
  g_assert_true (stanok_digest_equal (&a, &b));
  a.count++;
  g_assert_false (stanok_digest_equal (&a, &b));
}

static void
test_parse (void)
{
  static const StanokDigest digests[] = {
    { 0, 0 }, { 1342, G_GUINT64_CONSTANT (0x00f3a1c29be47d10) }, { G_MAXINT64, G_MAXUINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      g_autofree char *text = stanok_digest_format (&digests[i]);
      StanokDigest parsed = { 5, 5 };

      g_assert_true (stanok_digest_parse (text, &parsed));
      g_assert_true (stanok_digest_equal (&parsed, &digests[i]));
    }
}

static void
test_refusals (void)
{
  static const char * const texts[] = {
    NULL, "", ";", "count=", "count=1", "count=1;", "count=1;sum64=", "sum64=00f3a1c29be47d10",
    "count=;sum64=00f3a1c29be47d10", "count=-1;sum64=00f3a1c29be47d10",
    "count=+1;sum64=00f3a1c29be47d10", "count= 1;sum64=00f3a1c29be47d10",
    "count=01;sum64=00f3a1c29be47d10", "count=1x;sum64=00f3a1c29be47d10",
    "count=9223372036854775808;sum64=00f3a1c29be47d10",
    "count=1;sum64=00f3a1c29be47d1", "count=1;sum64=00f3a1c29be47d100",
    "count=1;sum64=00F3A1C29BE47D10", "count=1;sum64=00f3a1c29be47d1g",
    "count=1; sum64=00f3a1c29be47d10", "count=1;sum64=00f3a1c29be47d10 ",
    "Count=1;sum64=00f3a1c29be47d10",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      StanokDigest digest = { 5, 6 };

      g_assert_false (stanok_digest_parse (texts[i], &digest));
      g_assert_cmpint (digest.count, ==, 5);
      g_assert_cmpuint (digest.sum64, ==, 6);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/domain/digest/known-figures", test_known_figures);
  g_test_add_func ("/domain/digest/order-does-not-matter", test_order_and_removal);
  g_test_add_func ("/domain/digest/parses-what-it-writes", test_parse);
  g_test_add_func ("/domain/digest/refuses-anything-else", test_refusals);
  return g_test_run ();
}
