/* test-order-grid.c: the same orders from CSV and from JSON, and what is said about wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "ctl/stanok-order-grid.h"
#include "domain/stanok-error.h"

typedef GPtrArray *(*Reader) (const StanokGridKind *kind, const char *text, gsize n,
                              StanokPlace *place, GError **error);

/* Everything that is complained about, a sentence a line; @drafts: (out) (optional) */
static char *
complain (Reader      read,
          const char *text,
          GPtrArray **drafts)
{
  g_auto(StanokComplaints) complaints = { NULL };
  g_autoptr(GPtrArray) grid = NULL, made = NULL;
  g_autoptr(GError) error = NULL;
  StanokPlace place;

  stanok_complaints_init (&complaints, "f");
  grid = read (&STANOK_ORDER_GRID, text, strlen (text), &place, &error);
  if (grid == NULL)
    stanok_complain (&complaints, place, "%s", error->message);
  else
    made = stanok_drafts_new (grid, &complaints);
  if (drafts != NULL)
    *drafts = g_steal_pointer (&made);
  g_ptr_array_add (complaints.sentences, NULL);
  return g_strjoinv ("\n", (char **) complaints.sentences->pdata);
}

/* ---- right ------------------------------------------------------------------------------- */

static void
check_drafts (GPtrArray *drafts)
{
  const StanokDraft *full, *bare;
  const StanokOrder *order;

  g_assert_cmpuint (drafts->len, ==, 2);
  full = drafts->pdata[0];
  order = full->order;
  g_assert_cmpstr (order->id, ==, "WO-1");
  g_assert_cmpstr (order->number, ==, "2026-1");
  g_assert_cmpstr (order->title, ==, "Кольцо, 18");
  g_assert_cmpstr (order->customer, ==, "Anna \"K\"");
  g_assert_cmpstr (order->source, ==, "shop");
  g_assert_cmpstr (order->material, ==, "ag925");
  g_assert_cmpint (order->ordered, ==, 25);
  g_assert_cmpint (order->tolerance_pct, ==, 5);
  g_assert_cmpint (order->due_ms, ==, G_GINT64_CONSTANT (1798156740000));
  g_assert_cmpint (order->created_ms, ==, G_GINT64_CONSTANT (1796106600000));
  g_assert_cmpint (order->priority, ==, 9);
  g_assert_cmpstr (order->station, ==, "st-3");
  g_assert_cmpstr (order->instructions, ==, "Polish\ninside");
  g_assert_cmpuint (order->files->len, ==, 3);
  g_assert_cmpuint (full->files->len, ==, 3);
  g_assert_cmpstr (((StanokDraftFile *) full->files->pdata[0])->path, ==, "m/Ring.STL");
  g_assert_cmpstr (stanok_order_get_file (order, "model")->media_type, ==, "model/stl");
  g_assert_cmpstr (stanok_order_get_file (order, "model")->name, ==, "Ring.STL");
  g_assert_cmpstr (stanok_order_get_file (order, "model")->unit, ==, "in");
  g_assert_cmpstr (stanok_order_get_file (order, "drawing")->media_type, ==, "application/pdf");
  g_assert_null (stanok_order_get_file (order, "drawing")->unit);

  bare = drafts->pdata[1];
  order = bare->order;
  g_assert_cmpstr (order->number, ==, "WO-2");
  g_assert_cmpstr (order->customer, ==, "");
  g_assert_cmpstr (order->source, ==, "crm");
  g_assert_cmpint (order->tolerance_pct, ==, 0);
  g_assert_cmpint (order->priority, ==, 3);
  g_assert_cmpint (order->created_ms, ==, 0);
  g_assert_null (order->station);
  g_assert_cmpuint (order->files->len, ==, 0);
}

static void
test_csv (void)
{
  g_autoptr(GPtrArray) drafts = NULL;
  g_autofree char *said = complain (
      stanok_grid_read_csv,
      "id, number ,title,customer,source,material,quantity,tolerance_pct,due,created,priority,"
      "station,instructions,model,unit,drawing,drawing\r\n"
      "WO-1,2026-1,\"Кольцо, 18\",\"Anna \"\"K\"\"\",shop,ag925, 25 ,5,2026-12-24,"
      "2026-12-01T09:30:00+03:00,9,st-3,\"Polish\ninside\",m/Ring.STL,in,a.pdf,b.xyz\r\n"
      ",,,,,,,,,,,,,,,,\r\n"
      "WO-2,,Bolt,,,,1,,2026-12-24T12:00:00Z,,,,,,,,\r\n", &drafts);

  g_assert_cmpstr (said, ==, "");
  check_drafts (drafts);
}

static void
test_json (void)
{
  static const char * const frames[][2] = { { "{\"orders\":[", "]}" }, { " [ ", " ]\n" } };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autofree char *text = g_strconcat (frames[i][0],
          "{\"id\":\"WO-1\",\"number\":\"2026-1\",\"title\":\"\\u041a\\u043eльцо, 18\","
          "\"customer\":\"Anna \\\"K\\\"\",\"source\":\"shop\",\"material\":\"ag925\","
          "\"quantity\":25,\"tolerance_pct\":\"5\",\"due\":\"2026-12-24\","
          "\"created\":\"2026-12-01T09:30:00+03:00\",\"priority\":9,\"station\":\"st-3\","
          "\"instructions\":\"Polish\\ninside\",\"model\":\"m/Ring.STL\",\"unit\":\"in\","
          "\"drawing\":[\"a.pdf\",\"b.xyz\"],\"photo\":[]},\n"
          "{\"id\":\"WO-2\",\"title\":\"Bolt\",\"quantity\":1,\"station\":null,"
          "\"due\":\"2026-12-24T12:00:00Z\",\"customer\":\"\"}", frames[i][1], NULL);
      g_autoptr(GPtrArray) drafts = NULL;
      g_autofree char *said = complain (stanok_grid_read_json, text, &drafts);

      g_assert_cmpstr (said, ==, "");
      check_drafts (drafts);
    }
}

/* Signs beyond the first plane come as two halves. */
static void
test_json_escapes (void)
{
  g_autoptr(GPtrArray) drafts = NULL;
  g_autofree char *said = complain (
      stanok_grid_read_json, "[{\"id\":\"a\",\"title\":\"\\ud83d\\udc8d\\/\\\\\\t\\b\\f\\r|\","
      "\"quantity\":1,\"due\":\"2026-12-24\"}]", &drafts);

  g_assert_cmpstr (said, ==, "");
  g_assert_cmpstr (((StanokDraft *) drafts->pdata[0])->order->title, ==, "💍/\\\t\b\f\r|");
}

/* ---- wrong ------------------------------------------------------------------------------- */

typedef struct {
  const char *text, *said;   /* said: every sentence has one of these, a line each */
} Case;

static void
check_cases (Reader      read,
             const Case *cases,
             gsize       n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *said = complain (read, cases[i].text, NULL);
      g_auto(GStrv) sentences = g_strsplit (said, "\n", -1);
      g_auto(GStrv) wanted = g_strsplit (cases[i].said, "\n", -1);

      if (g_strv_length (sentences) != g_strv_length (wanted))
        g_error ("case %d: %s", (int) i, said);
      for (guint j = 0; wanted[j] != NULL; j++)
        if (strstr (sentences[j], wanted[j]) == NULL)
          g_error ("case %d: “%s” does not say “%s”", (int) i, sentences[j], wanted[j]);
    }
}

#define HEAD "id,title,quantity,due\n"
#define REST ",x,1,2026-12-24\n"

static void
test_wrong_csv (void)
{
  static const Case cases[] = {
    { "", "f:1:1: the file is empty" },
    { "id,tittle\n", "f:1:4: there is no column “tittle”; known are id, number, title" },
    { "id,title,id\n", "f:1:10: the column “id” is there twice" },
    { "id;title;quantity;due\nWO-1;x;1\n", "f:2:1: this row has 3 values" },
    { HEAD ",x,1,2026-12-24\n", "f:2:1: “id” is missing; write for example WO-" },
    { HEAD "WO-1,,,\n", "f:2:1: “title” is missing\nf:2:1: “quantity” is\nf:2:1: “due” is" },
    { HEAD "WO 1" REST, "f:2:1: id: “WO 1” is not 1 to 64 letters" },
    { HEAD "WO-1,\" \",1,2026-12-24\n", "f:2:6: “title” is empty" },
    { HEAD "WO-1,x,2.5,2026-12-24\n",
      "f:2:8: quantity: “2.5” is not a whole number from 1 to 1000000; write for example 25" },
    { HEAD "WO-1,x,0,2026-12-24\n", "f:2:8: quantity: “0” is not" },
    { HEAD "WO-1,x,-3,2026-12-24\n", "f:2:8: quantity: “-3” is not" },
    { HEAD "WO-1,x,1000001,2026-12-24\n", "quantity: “1000001” is not" },
    { HEAD "WO-1,x,1,24.12.2026\n", "f:2:10: due: “24.12.2026” is not a day or a time" },
    { HEAD "WO-1,x,1,2026-02-30\n", "due: “2026-02-30” is not" },
    { HEAD "WO-1,x,1,1969-12-24\n", "due: “1969-12-24” is not" },
    { HEAD "WO-1" REST "WO-2" REST "WO-1" REST, "f:4:1: the order WO-1 stands in line 2 already" },
    { "id,title,quantity,due,priority,tolerance_pct\nWO-1,x,1,2026-12-24,10,101\n",
      "tolerance_pct: “101” is not a whole number from 0 to 100\npriority: “10” is not" },
    { "id,title,quantity,due,source,station,unit\nWO-1,x,1,2026-12-24,web,st 3,cm\n",
      "source: “web” is not “crm”, “shop” or “partner”\nstation: “st 3” is\nunit: “cm” is not" },
    { "id,title,quantity,due,model,photo\nWO-1,x,1,2026-12-24,/etc/passwd,a/../../b\n",
      "model: “/etc/passwd” is not a path below\nphoto: “a/../../b” is not a path below" },
    { "id,title,quantity,due,model\nWO-1,x,1,2026-12-24,a\\b.stl\n", "with slashes" },
  };

  check_cases (stanok_grid_read_csv, cases, G_N_ELEMENTS (cases));
}

static void
test_wrong_json (void)
{
  static const Case cases[] = {
    { "", "f:1:1: this is not JSON as it has to be" },
    { "[\n {\"id\": \"WO-1\",, }]", "f:2:16: this is not JSON as it has to be" },
    { "[{\"id\":1,\"id\":2}]", "not JSON as it has to be" },
    { "[1]", "f:1:2: every element of the list has to be an object" },
    { "{}", "f:1:2: the file has to be {\"orders\": [ … ]}" },
    { "{\"order\":[]}", "f:1:2: the file has to be" },
    { "{\"orders\":[],\n\"more\":1}", "f:1:13: the file has to be" },
    { "{\"orders\":{}}", "f:1:11: “orders” has to be a list" },
    { "[{\"tittle\":\"x\"}]", "f:1:3: there is no column “tittle”" },
    { "[\n{\"id\":\"WO-1\",\n  \"title\":true}]", "f:3:11: title: neither a text nor a number" },
    { "[{\"title\":[\"a\"]}]", "title: neither a text nor a number" },
    { "[{\"title\":{\"a\":1}}]", "title: neither a text nor a number" },
    { "[{\"drawing\":[\"a\",[]]}]", "f:1:18: drawing: neither a text nor a number" },
    { "[{}]", "f:1:2: “id” is missing\n“title” is missing\n“quantity” is\n“due” is" },
    { "[{\"id\":\"a\",\"title\":\"b\",\"quantity\":2.5,\n \"due\":20261224}]",
      "f:1:35: quantity: “2.5” is not a whole number\nf:2:8: due: “20261224” is not" },
  };

  check_cases (stanok_grid_read_json, cases, G_N_ELEMENTS (cases));
}

static void
test_limits (void)
{
  g_autoptr(GString) csv = g_string_new (HEAD), json = g_string_new ("[");
  g_autofree char *said_csv = NULL, *said_json = NULL, *said_long = NULL;
  g_autofree char *title = g_strnfill (1025, 'x');
  g_autofree char *text = g_strdup_printf (HEAD "WO-1,%s,1,2026-12-24\n", title);

  for (guint i = 0; i <= 5000; i++)
    {
      g_string_append_printf (csv, "WO-%u" REST, i);
      g_string_append_printf (json, "%s{\"id\":\"WO-%u\"}", i > 0 ? ",\n" : "", i);
    }
  g_string_append (json, "]");
  said_csv = complain (stanok_grid_read_csv, csv->str, NULL);
  said_json = complain (stanok_grid_read_json, json->str, NULL);
  said_long = complain (stanok_grid_read_csv, text, NULL);
  g_assert_cmpstr (said_csv, ==, "f:5002:1: there are more than 5000 rows; cut the file into "
                                 "several");
  g_assert_cmpstr (said_json, ==, "f:5001:1: there are more than 5000 rows; cut the file into "
                                  "several");
  g_assert_cmpstr (said_long, ==, "f:2:6: “title” is longer than 1024 bytes; shorten it");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/ctl/order-grid/csv", test_csv);
  g_test_add_func ("/ctl/order-grid/json", test_json);
  g_test_add_func ("/ctl/order-grid/json-escapes", test_json_escapes);
  g_test_add_func ("/ctl/order-grid/sh1-wrong-csv", test_wrong_csv);
  g_test_add_func ("/ctl/order-grid/sh1-wrong-json", test_wrong_json);
  g_test_add_func ("/ctl/order-grid/limits", test_limits);
  return g_test_run ();
}
