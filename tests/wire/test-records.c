/* test-records.c: refusals derived from the tables themselves: every member dropped, nulled,
 * mistyped, out of range
 *
 * A sample of each record is made from its table; then each member in turn is
 * spoilt in every way that its row forbids.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-messages.h"

#define UUID "019aa0c2-0000-7000-8000-000000000001"
#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* What a table cannot say of its strings. */
static const struct { const char *member, *json; } samples[] = {
  { "command_id", "\"" UUID "\"" }, { "sha256", "\"" SHA "\"" }, { "gone", "\"deleted\"" },
  { "args", "{\"good\":3,\"scrap\":[{\"reason\":\"surface\",\"count\":1}]}" },
  { "have", "[[1,317],[320,342]]" },
};

static char *sample_of (const StanokRecordType *type);

static char *
name_of_enum (const StanokField *field)
{
  /* "complete" fits the sample of args; everything else takes its first name. */
  if (field->from_name ("complete") >= 0)
    return g_strdup ("\"complete\"");
  for (int value = 0; ; value++)
    if (field->to_name (value) != NULL)
      return g_strdup_printf ("\"%s\"", field->to_name (value));
}

static char *
sample_value (const StanokRecordType *type,
              const StanokField      *field)
{
  if (strcmp (type->name, "Problem") == 0 && strcmp (field->name, "type") == 0)
    return g_strdup ("\"urn:stanok:problem:stale-order\"");
  if (strcmp (type->name, "Changes") == 0 && strcmp (field->name, "items") == 0)
    {
      g_autofree char *order = sample_of (&STANOK_RECORD_ORDER);

      return g_strdup_printf ("[%s,{\"id\":\"WO-2\",\"rev\":9,\"gone\":\"left_scope\"}]", order);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    if (strcmp (field->name, samples[i].member) == 0)
      return g_strdup (samples[i].json);

  switch (field->kind)
    {
    case STANOK_FIELD_STRING:
      return g_strdup ("\"x-1\"");
    case STANOK_FIELD_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT,
                              CLAMP (G_GINT64_CONSTANT (7), field->min, field->max));
    case STANOK_FIELD_BOOL:
      return g_strdup ("true");
    case STANOK_FIELD_ENUM:
      return name_of_enum (field);
    case STANOK_FIELD_GROUP:
    case STANOK_FIELD_RECORD:
      return sample_of (field->record);
    case STANOK_FIELD_RECORDS:
      {
        g_autofree char *element = sample_of (field->record);

        return g_strdup_printf ("[%s]", element);
      }
    case STANOK_FIELD_STRINGS:
      return g_strdup ("[\"a\",\"b\"]");
    case STANOK_FIELD_RAW:
      return g_strdup ("{\"any\":[1,2]}");
    case STANOK_FIELD_RAWS:
      return g_strdup ("[{\"any\":1}]");
    case STANOK_FIELD_CUSTOM:
    default:
      g_error ("no sample for %s.%s", type->name, field->name);
    }
}

static char *
sample_of (const StanokRecordType *type)
{
  GString *out = g_string_new ("{");

  for (gsize i = 0; i < type->n_fields; i++)
    {
      g_autofree char *value = sample_value (type, &type->fields[i]);

      g_string_append_printf (out, "%s\"%s\":%s", i > 0 ? "," : "", type->fields[i].name, value);
    }
  g_string_append_c (out, '}');
  return g_string_free (out, FALSE);
}

static gpointer
decode (const StanokRecordType  *type,
        const char              *text,
        GError                 **error)
{
  return stanok_record_from_json (type, text, strlen (text), &STANOK_JSON_ANSWER, error);
}

/* The record's JSON with one member replaced (or left out, if @value is NULL); @path leads
 * through groups. */
static char *
spoil (JsonNode         *root,
       const GPtrArray  *path,
       const char       *value)
{
  g_autofree char *text = json_to_string (root, FALSE);
  g_autoptr(JsonNode) fresh = json_from_string (text, NULL);
  JsonObject *object = json_node_get_object (fresh);
  const char *last = g_ptr_array_index (path, path->len - 1);

  for (guint i = 0; i + 1 < path->len; i++)
    object = json_object_get_object_member (object, g_ptr_array_index (path, i));
  if (value == NULL)
    json_object_remove_member (object, last);
  else
    {
      g_autofree char *wrapped = g_strdup_printf ("[%s]", value);
      g_autoptr(JsonNode) list = json_from_string (wrapped, NULL);

      json_object_set_member (object, last, json_array_dup_element (json_node_get_array (list), 0));
    }
  return json_to_string (fresh, FALSE);
}

static void
expect (const StanokRecordType *type,
        JsonNode               *root,
        const GPtrArray        *path,
        const char             *value,
        gboolean                accepted)
{
  g_autofree char *text = spoil (root, path, value);
  g_autoptr(GError) error = NULL;
  gpointer record = decode (type, text, &error);
  const char *member = g_ptr_array_index (path, path->len - 1);

  if (accepted && record == NULL)
    g_error ("%s: %s = %s was refused: %s", type->name, member, value ? value : "(missing)",
             error->message);
  if (!accepted && record != NULL)
    g_error ("%s: %s = %s was accepted", type->name, member, value ? value : "(missing)");
  if (record != NULL)
    {
      type->destroy (record);
      return;
    }
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  /* The sentence names the record and the member. */
  g_assert_true (g_str_has_prefix (error->message, type->name));
  g_assert_nonnull (strstr (error->message, member));
}

static void
spoil_kind (const StanokRecordType *type,
            const StanokField      *field,
            JsonNode               *root,
            const GPtrArray        *path)
{
  g_autofree char *below = NULL, *above = NULL, *long_text = NULL, *quoted = NULL;

  expect (type, root, path, "1.5", FALSE);
  if (field->kind != STANOK_FIELD_INT64)
    expect (type, root, path, "3", FALSE);
  if (field->kind != STANOK_FIELD_BOOL)
    expect (type, root, path, "false", FALSE);
  if (field->kind != STANOK_FIELD_STRING && field->kind != STANOK_FIELD_ENUM)
    expect (type, root, path, "\"text\"", FALSE);
  if (field->kind == STANOK_FIELD_ENUM)
    expect (type, root, path, "\"no such name\"", FALSE);
  if (field->kind != STANOK_FIELD_RAW && field->kind != STANOK_FIELD_GROUP
      && field->kind != STANOK_FIELD_RECORD &&
      field->kind != STANOK_FIELD_CUSTOM)
    expect (type, root, path, "{}", FALSE);

  if (field->kind == STANOK_FIELD_INT64 && field->min > G_MININT64)
    {
      below = g_strdup_printf ("%" G_GINT64_FORMAT, field->min - 1);
      expect (type, root, path, below, FALSE);
    }
  if (field->kind == STANOK_FIELD_INT64 && field->max < G_MAXINT64)
    {
      above = g_strdup_printf ("%" G_GINT64_FORMAT, field->max + 1);
      expect (type, root, path, above, FALSE);
    }
  if (field->kind == STANOK_FIELD_STRING)
    {
      long_text = g_strnfill ((gsize) field->max + 1, 'a');
      quoted = g_strdup_printf ("\"%s\"", long_text);
      expect (type, root, path, quoted, FALSE);
      if (field->min > 0)
        expect (type, root, path, "\"\"", FALSE);
    }
}

static void
spoil_fields (const StanokRecordType *whole,
              const StanokRecordType *part,
              JsonNode               *root,
              GPtrArray              *path)
{
  for (gsize i = 0; i < part->n_fields; i++)
    {
      const StanokField *field = &part->fields[i];

      /* Tags like command_id are also checked beyond their row. */
      g_ptr_array_add (path, (gpointer) field->name);
      expect (whole, root, path, NULL, (field->flags & STANOK_FIELD_OPTIONAL) != 0);
      expect (whole, root, path, "null",
              (field->flags & (STANOK_FIELD_OPTIONAL | STANOK_FIELD_NULLABLE)) != 0);
      spoil_kind (whole, field, root, path);
      if (field->kind == STANOK_FIELD_GROUP)
        spoil_fields (whole, field->record, root, path);
      g_ptr_array_remove_index (path, path->len - 1);
    }
}

static void
test_refusals (gconstpointer data)
{
  const StanokRecordType *type = data;
  g_autofree char *text = sample_of (type);
  g_autoptr(JsonNode) root = json_from_string (text, NULL);
  g_autoptr(GPtrArray) path = g_ptr_array_new ();

  spoil_fields (type, type, root, path);
}

/* Decoding what was encoded gives the same bytes, whatever order the members came in. */
static void
test_round_trip (gconstpointer data)
{
  const StanokRecordType *type = data;
  g_autofree char *text = sample_of (type);
  g_autofree char *once = NULL, *twice = NULL;
  g_autoptr(GError) error = NULL;
  gpointer record = decode (type, text, &error);

  g_assert_no_error (error);
  once = stanok_record_to_json (type, record);
  type->destroy (record);
  g_assert_cmpstr (once, ==, text);

  record = decode (type, once, &error);
  g_assert_no_error (error);
  twice = stanok_record_to_json (type, record);
  type->destroy (record);
  g_assert_cmpstr (once, ==, twice);
}

static void
test_ignores_unknown (gconstpointer data)
{
  const StanokRecordType *type = data;
  g_autofree char *text = sample_of (type);
  g_autofree char *more = g_strdup_printf ("{\"tomorrow\":{\"new\":[1]},%s", text + 1);
  g_autoptr(GError) error = NULL;
  gpointer record = decode (type, more, &error);

  g_assert_no_error (error);
  type->destroy (record);
}

/* Every command with its arguments: absent ones are refused, and what is written can be read. */
static void
test_command_args (void)
{
  static const struct { StanokCommandType type; const char *args; const char *without; } rows[] = {
    { STANOK_COMMAND_CLAIM, "{\"start\":true}", "{}" },
    { STANOK_COMMAND_RELEASE, "{}", NULL },
    { STANOK_COMMAND_HAND_OVER, "{\"to\":\"op-2\"}", "{}" },
    { STANOK_COMMAND_START, "{}", NULL },
    { STANOK_COMMAND_PAUSE, "{\"reason\":\"break\"}", "{\"reason\":\"\"}" },
    { STANOK_COMMAND_RESUME, "{}", NULL },
    { STANOK_COMMAND_PROGRESS, "{\"good\":0,\"scrap\":[]}", "{\"good\":-1,\"scrap\":[]}" },
    { STANOK_COMMAND_COMPLETE, "{\"good\":1000000,\"scrap\":[]}",
      "{\"good\":1000001,\"scrap\":[]}" },
    { STANOK_COMMAND_PACK, "{}", NULL },
    { STANOK_COMMAND_SHIP, "{\"tracking\":\"A1\"}", "{\"tracking\":1}" },
    { STANOK_COMMAND_HOLD, "{\"reason\":\"no metal\"}", "{}" },
    { STANOK_COMMAND_UNHOLD, "{}", NULL },
    { STANOK_COMMAND_PRIORITISE, "{\"priority\":9}", "{\"priority\":10}" },
    { STANOK_COMMAND_REASSIGN, "{\"to\":\"op-2\"}", "{\"to\":2}" },
    { STANOK_COMMAND_REOPEN, "{\"reason\":\"rework\"}", "{}" },
    { STANOK_COMMAND_RESOLVE, "{\"exception_id\":\"x\",\"decision\":\"keep\"}",
      "{\"exception_id\":\"x\",\"decision\":\"drop\"}" },
    { STANOK_COMMAND_HELP, "{\"kind\":\"tool\"}", "{}" },
    { STANOK_COMMAND_HELP_ACK, "{\"command_id\":\"" UUID "\"}", "{}" },
    { STANOK_COMMAND_NOTE, "{\"text\":\"\"}", "{}" },
    { STANOK_COMMAND_ATTACH, "{\"sha256\":\"" SHA "\",\"media_type\":\"image/png\",\"name\":\"a\"}",
      "{\"sha256\":\"../../etc/passwd\",\"media_type\":\"image/png\",\"name\":\"a\"}" },
    { STANOK_COMMAND_REVERT, "{\"command_id\":\"" UUID "\"}", "{\"command_id\":null}" },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (rows) == STANOK_N_COMMANDS);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      static const char format[] =
        "{\"command_id\":\"" UUID "\",\"type\":\"%s\",\"order_id\":\"WO-1\","
        "\"actor\":{\"operator_id\":\"op-1\",\"login_id\":\"l-1\",\"auth\":\"pin\"},"
        "\"occurred\":{\"wall_ms\":1,\"boot_ms\":2,\"boot_id\":\"b\"},\"base_rev\":3,"
        "\"saw\":{\"instructions_rev\":1,\"model_sha256\":null},\"depends_on\":null,\"args\":%s}";
      g_autofree char *text = g_strdup_printf (format, stanok_command_name (rows[i].type),
                                               rows[i].args);
      g_autofree char *bad = g_strdup_printf (format, stanok_command_name (rows[i].type),
                                              rows[i].without ? rows[i].without : "[]");
      g_autoptr(GError) error = NULL;
      g_autoptr(StanokCommand) command = stanok_command_from_json (text, strlen (text), &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (command->type, ==, rows[i].type);
      again = stanok_command_to_json (command);
      g_assert_cmpstr (again, ==, text);
      g_assert_null (stanok_command_from_json (bad, strlen (bad), &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
}

static void
test_command_ids (void)
{
  static const char *const bad[] = { "../x", "a b", "a/b", "a%2f", "\xd0\x96" };
  g_autofree char *text = sample_of (&STANOK_RECORD_COMMAND);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *quoted = g_strdup_printf ("\"order_id\":\"%s\"", bad[i]);
      g_auto(GStrv) parts = g_strsplit (text, "\"order_id\":\"x-1\"", 2);
      g_autofree char *spoilt = g_strjoinv (quoted, parts);

      g_assert_null (stanok_command_from_json (spoilt, strlen (spoilt), &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
}

static void
test_ledger_ranges (void)
{
  static const char *const bad[] = { "[[2,1]]", "[[0,1]]", "[[1,2],[2,3]]", "[[1]]", "[[1,2,3]]",
                                     "[[1,\"2\"]]", "[1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"epoch\":\"e1\",\"have\":%s}", bad[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (decode (&STANOK_RECORD_LEDGER, text, &error));
      g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
    }
}

static void
test_foreign_problem (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokProblem) later = NULL;

  g_assert_null (decode (&STANOK_RECORD_PROBLEM,
                         "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":500}", &error));
  g_assert_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA);
  later = decode (&STANOK_RECORD_PROBLEM,
                  "{\"type\":\"urn:stanok:problem:of-a-later-version\",\"title\":\"x\","
                  "\"status\":409}", NULL);
  g_assert_nonnull (later);
  g_assert_cmpint (later->type, ==, STANOK_PROBLEM_NONE);
}

/* What the work was started to has to survive: else nobody can tell that it is old. */
static void
test_started_without_model (void)
{
  g_autoptr(StanokOrder) order = stanok_order_new (), again = NULL;
  g_autofree char *json = NULL, *json_never = NULL;
  g_autoptr(GError) error = NULL;

  order->id = g_strdup ("WO-1");
  order->epoch = g_strdup ("e1");
  order->etag = g_strdup ("\"e1.r1\"");
  order->number = g_strdup ("1");
  order->title = g_strdup ("Ring");
  order->customer = g_strdup ("Anna");
  order->source = g_strdup ("shop");
  order->material = g_strdup ("ag925");
  order->instructions = g_strdup ("Polish");
  json_never = stanok_order_to_json (order);
  g_assert_null (strstr (json_never, "started"));
  order->started_instructions_rev = 3;
  json = stanok_order_to_json (order);
  again = stanok_order_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->started_instructions_rev, ==, 3);
  g_assert_null (again->started_model);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; STANOK_RECORDS[i] != NULL; i++)
    {
      const char *name = STANOK_RECORDS[i]->name;
      g_autofree char *refuses = g_strdup_printf ("/wire/records/%s/refuses-by-table", name);
      g_autofree char *round = g_strdup_printf ("/wire/records/%s/round-trip", name);
      g_autofree char *unknown = g_strdup_printf ("/wire/records/%s/ignores-unknown-members", name);

      g_test_add_data_func (refuses, STANOK_RECORDS[i], test_refusals);
      g_test_add_data_func (round, STANOK_RECORDS[i], test_round_trip);
      g_test_add_data_func (unknown, STANOK_RECORDS[i], test_ignores_unknown);
    }
  g_test_add_func ("/wire/records/command/arguments-by-type", test_command_args);
  g_test_add_func ("/wire/records/command/refuses-ids-with-paths", test_command_ids);
  g_test_add_func ("/wire/records/ledger/refuses-ranges", test_ledger_ranges);
  g_test_add_func ("/wire/records/problem/foreign-types", test_foreign_problem);
  g_test_add_func ("/wire/records/order/started-without-a-model", test_started_without_model);
  return g_test_run ();
}
