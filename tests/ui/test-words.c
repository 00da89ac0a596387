/* test-words.c: numbers, moments, materials and sentences, in English and in Russian
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <libintl.h>
#include <locale.h>

#include "ui/shared/stanok-dates.h"
#include "ui/shared/stanok-error-text.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-status.h"
#include "ui/shared/stanok-words.h"
#include "view3d/stanok-size-text.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)

/* 2026-11-22 10:32:07 in Moscow, a Sunday. */
#define NOW_MS 1795332727000LL

static GTimeZone *zone;
static StanokNow now;

/* gettext caches what it has loaded; changing the environment alone is not seen. */
static void
speak (const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain ("stanok", STANOK_TEST_PO_DIR);
  bind_textdomain_codeset ("stanok", "UTF-8");
  textdomain ("stanok");
}

static void
assert_taken (char       *actual,
              const char *expected)
{
  g_assert_cmpstr (actual, ==, expected);
  g_free (actual);
}

static void
test_numbers (void)
{
  speak ("en");
  assert_taken (stanok_size_number (1.249, 2), "1.25");
  assert_taken (stanok_size_number (1234567, 0), "1234567");
  assert_taken (stanok_size_number (-0.5, 1), "-0.5");
  assert_taken (stanok_words_pieces (1), "1 pc");
  assert_taken (stanok_words_pieces (12), "12 pcs");
  assert_taken (stanok_words_report (2, 1), "2 good, 1 scrap");
  assert_taken (stanok_words_report (0, 1), "1 scrap");
  assert_taken (stanok_words_report (0, 0), "0 good");
  assert_taken (stanok_words_left (3), "3 left");
  assert_taken (stanok_words_bytes (0), "0 B");
  assert_taken (stanok_words_bytes (999), "999 B");
  assert_taken (stanok_words_bytes (1000), "1.0 kB");
  assert_taken (stanok_words_bytes (999999), "1.0 MB");
  assert_taken (stanok_words_bytes (1900000000), "1.9 GB");
  assert_taken (stanok_words_bytes (G_MAXINT64), "9223372 TB");
  assert_taken (stanok_words_bytes (-1), "0 B");
  assert_taken (stanok_size_dimensions (21.83, 22.9, 13.16), "21.8 × 22.9 × 13.2 mm");
  assert_taken (stanok_size_dimensions (84, 84, 138.4), "84 × 84 × 138 mm");
  assert_taken (stanok_size_volume (1101), "1.1 cm³");
  assert_taken (stanok_size_volume (42), "42.0 mm³");
  assert_taken (stanok_size_volume (250000), "250 cm³");
}

static void
test_names (void)
{
  assert_taken (stanok_words_initials ("Anna Sokolova"), "AS");
  assert_taken (stanok_words_initials ("  анна  мария  соколова "), "АС");
  assert_taken (stanok_words_initials ("Li"), "L");
  assert_taken (stanok_words_initials ("(Вебер) Йонас"), "Й");
  assert_taken (stanok_words_initials (""), "");
  assert_taken (stanok_words_initials (NULL), "");
  assert_taken (stanok_words_join ("12 pcs", "", "Gold 585", NULL), "12 pcs · Gold 585");
  assert_taken (stanok_words_join (NULL, NULL), "");
}

static void
test_due (void)
{
  speak ("en");
  assert_taken (stanok_dates_due (&now, NOW_MS), "Today");
  assert_taken (stanok_dates_due (&now, NOW_MS - 9 * 60 * 60 * 1000), "Today");
  assert_taken (stanok_dates_due (&now, NOW_MS + DAY_MS), "Tomorrow");
  assert_taken (stanok_dates_due (&now, NOW_MS + 4 * DAY_MS), "Thu, 26 Nov");
  assert_taken (stanok_dates_due (&now, NOW_MS + 400 * DAY_MS), "Mon, 27 Dec 2027");
  assert_taken (stanok_dates_due (&now, NOW_MS - DAY_MS), "1 day late");
  assert_taken (stanok_dates_due (&now, NOW_MS - 3 * DAY_MS), "3 days late");
  assert_taken (stanok_dates_due_full (&now, NOW_MS + DAY_MS), "Tomorrow, Mon 23 Nov");
  assert_taken (stanok_dates_due_full (&now, NOW_MS + 4 * DAY_MS), "Thursday, 26 Nov");
  g_assert_cmpint (stanok_dates_due_tone (&now, NOW_MS + 2 * DAY_MS), ==, STANOK_DUE_CALM);
  g_assert_cmpint (stanok_dates_due_tone (&now, NOW_MS + DAY_MS), ==, STANOK_DUE_SOON);
  g_assert_cmpint (stanok_dates_due_tone (&now, NOW_MS - DAY_MS), ==, STANOK_DUE_LATE);
}

static void
test_moments (void)
{
  speak ("en");
  assert_taken (stanok_dates_minute (&now, NOW_MS), "10:32");
  assert_taken (stanok_dates_second (&now, NOW_MS), "10:32:07");
  assert_taken (stanok_dates_day (&now, NOW_MS), "today");
  assert_taken (stanok_dates_day (&now, NOW_MS - DAY_MS), "yesterday");
  assert_taken (stanok_dates_day (&now, NOW_MS - 2 * DAY_MS), "Friday");
  assert_taken (stanok_dates_day (&now, NOW_MS - 7 * DAY_MS), "15 Nov");
  assert_taken (stanok_dates_moment (&now, NOW_MS), "10:32");
  assert_taken (stanok_dates_moment (&now, NOW_MS - DAY_MS), "yesterday, 10:32");
  /* Nonsense of a broken clock is shown, not crashed on. */
  assert_taken (stanok_dates_minute (&now, G_MAXINT64), "00:00");
  assert_taken (stanok_dates_minute (&now, G_MININT64), "00:00");
}

static void
test_spans (void)
{
  speak ("en");
  assert_taken (stanok_dates_stopwatch (4364999), "01:12:44");
  assert_taken (stanok_dates_stopwatch (-5), "00:00:00");
  assert_taken (stanok_dates_stopwatch (100 * 60 * 60 * 1000), "100:00:00");
  assert_taken (stanok_dates_span (12000), "12 s");
  assert_taken (stanok_dates_span (47 * 60 * 1000), "47 min");
  assert_taken (stanok_dates_span (130 * 60 * 1000), "2 h 10");
  assert_taken (stanok_dates_span (3 * DAY_MS + 4 * 60 * 60 * 1000), "3 d 4 h");
}

static void
test_russian (void)
{
  speak ("ru");
  assert_taken (stanok_size_number (1.7, 2), "1,70");
  assert_taken (stanok_words_pieces (12), "12 шт");
  assert_taken (stanok_words_good (1), "1 годная");
  assert_taken (stanok_words_report (2, 1), "2 годных, 1 брак");
  assert_taken (stanok_dates_due (&now, NOW_MS - DAY_MS), "1 день просрочки");
  assert_taken (stanok_dates_due (&now, NOW_MS - 3 * DAY_MS), "3 дня просрочки");
  assert_taken (stanok_dates_due (&now, NOW_MS - 5 * DAY_MS), "5 дней просрочки");
  assert_taken (stanok_dates_due (&now, NOW_MS + 4 * DAY_MS), "Чт, 26 ноя");
  assert_taken (stanok_dates_due_full (&now, NOW_MS + DAY_MS), "Завтра, пн 23 ноя");
  assert_taken (stanok_dates_due_full (&now, NOW_MS + 4 * DAY_MS), "Четверг, 26 ноя");
  assert_taken (stanok_dates_day (&now, NOW_MS - 2 * DAY_MS), "пятница");
  assert_taken (stanok_dates_span (130 * 60 * 1000), "2 ч 10");
  assert_taken (stanok_size_dimensions (21.83, 22.9, 13.16), "21,8 × 22,9 × 13,2 мм");
  g_assert_cmpstr (stanok_status_get_word (STANOK_STATUS_RESERVED), ==, "За станцией");
  g_assert_cmpstr (stanok_materials_get_name ("au585"), ==, "Золото 585");
  speak ("en");
}

static void
test_materials (void)
{
  GdkRGBA gold, unknown, steel;

  speak ("en");
  g_assert_cmpstr (stanok_materials_get_name ("ag925"), ==, "Silver 925");
  g_assert_cmpstr (stanok_materials_get_name ("unobtainium"), ==, "unobtainium");
  g_assert_cmpstr (stanok_materials_get_name (NULL), ==, "");
  stanok_materials_get_color ("au585", &gold);
  stanok_materials_get_color ("steel3", &steel);
  stanok_materials_get_color ("unobtainium", &unknown);
  g_assert_cmpint ((int) (gold.red * 255 + 0.5), ==, 0xF2);
  g_assert_cmpint ((int) (gold.blue * 255 + 0.5), ==, 0x6B);
  g_assert_true (gdk_rgba_equal (&steel, &unknown));
}

static void
assert_sentence (StanokErrorText text)
{
  g_assert_nonnull (text.headline);
  g_assert_nonnull (text.sentence);
  g_assert_cmpint (strlen (text.headline), >, 2);
  g_assert_true (g_str_has_suffix (text.sentence, "."));
  g_assert_false (g_str_has_suffix (text.headline, "."));
  g_assert_cmpint (text.offer, <, STANOK_N_OFFERS);
  g_assert_nonnull (stanok_error_text_get_offer (text.offer));
}

/* Once per language: a forgotten row shows as a NULL, a forgotten translation as English. */
static void
test_every_code_has_a_row (void)
{
  guint i;

  for (i = 0; i < STANOK_N_ERRORS; i++)
    assert_sentence (stanok_error_text_for_error ((StanokError) i));
  for (i = 0; i < STANOK_N_PROBLEMS; i++)
    assert_sentence (stanok_error_text_for_problem ((StanokProblemType) i));
  for (i = 0; i < STANOK_N_EXCEPTIONS; i++)
    assert_sentence (stanok_error_text_for_exception ((StanokExceptionKind) i));
  for (i = 0; i < STANOK_N_STATUSES; i++)
    {
      g_assert_nonnull (stanok_status_get_icon ((StanokStatus) i));
      g_assert_nonnull (stanok_status_get_word ((StanokStatus) i));
      g_assert_nonnull (stanok_status_get_tint ((StanokStatus) i));
    }
}

static void
test_russian_sentences (void)
{
  guint i;

  speak ("ru");
  for (i = 0; i < STANOK_N_PROBLEMS; i++)
    {
      StanokErrorText text = stanok_error_text_for_problem ((StanokProblemType) i);

      assert_sentence (text);
      g_assert_cmpint (g_utf8_get_char (text.sentence), >=, 0x0400);
    }
  speak ("en");
}

/* A newer server may send a kind that this program does not know. */
static void
test_unknown_code_still_speaks (void)
{
  assert_sentence (stanok_error_text_for_problem ((StanokProblemType) 9999));
  assert_sentence (stanok_error_text_for_exception ((StanokExceptionKind) 9999));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  setlocale (LC_ALL, "");
  zone = g_time_zone_new_identifier ("+03:00");
  now = (StanokNow) { NOW_MS, zone };

  g_test_add_func ("/ui/words/numbers", test_numbers);
  g_test_add_func ("/ui/words/names", test_names);
  g_test_add_func ("/ui/dates/due-goes-by-the-calendar", test_due);
  g_test_add_func ("/ui/dates/moments", test_moments);
  g_test_add_func ("/ui/dates/spans", test_spans);
  g_test_add_func ("/ui/words/russian", test_russian);
  g_test_add_func ("/ui/materials/names-and-colours", test_materials);
  g_test_add_func ("/ui/error-text/every-code-has-a-row", test_every_code_has_a_row);
  g_test_add_func ("/ui/error-text/russian", test_russian_sentences);
  g_test_add_func ("/ui/error-text/unknown-code-still-speaks", test_unknown_code_still_speaks);
  status = g_test_run ();
  g_time_zone_unref (zone);
  return status;
}
