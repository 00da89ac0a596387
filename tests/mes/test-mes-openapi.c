/* test-mes-openapi.c: data/openapi.json says what the router and the tables say
 *
 * With --schemas it prints the schemas that follow from the tables, for
 * whoever has changed a table and has to bring the document after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>
#include <string.h>

#include "mes/stanok-mes-router.h"
#include "mes/stanok-mes-texts.h"
#include "wire/stanok-messages.h"
#include "wire/stanok-office-wire.h"

/* ---- from a table to a schema ------------------------------------------------------------ */

/* What a pair of functions reads and writes, no table can say. */
static const struct {
  const char *record, *field, *schema;
} customs[] = {
  { "Problem", "type", "{\"type\":\"string\",\"pattern\":\"^urn:stanok:problem:[a-z-]+$\"}" },
  { "Ledger", "have", "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":"
                      "{\"type\":\"integer\",\"minimum\":1},\"minItems\":2,\"maxItems\":2}}" },
  { "Command", "args", "{\"type\":\"object\"}" },
  { "Changes", "items", "{\"type\":\"array\",\"items\":{\"oneOf\":["
                        "{\"$ref\":\"#/components/schemas/Order\"},"
                        "{\"$ref\":\"#/components/schemas/Tombstone\"}]}}" },
};

static const struct {
  gpointer to_name;
  int      n;
} enumerations[] = {
  { stanok_state_name, STANOK_N_STATES }, { stanok_run_name, STANOK_N_RUNS },
  { stanok_command_name, STANOK_N_COMMANDS }, { stanok_outcome_name, STANOK_N_OUTCOMES },
  { stanok_exception_name, STANOK_N_EXCEPTIONS },
  { stanok_office_outcome_name, STANOK_N_OFFICE_OUTCOMES },
};

static JsonObject *make_schema (const StanokRecordType *type, JsonObject *all);

static void
add_names (JsonObject        *schema,
           const StanokField *field)
{
  JsonArray *names = json_array_new ();
  int n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (enumerations); i++)
    if (enumerations[i].to_name == (gpointer) field->to_name)
      n = enumerations[i].n;
  g_assert_cmpint (n, >, 0);
  for (int i = 0; i < n; i++)
    if (field->to_name (i) != NULL)
      json_array_add_string_element (names, field->to_name (i));
  json_object_set_string_member (schema, "type", "string");
  json_object_set_array_member (schema, "enum", names);
}

static JsonObject *
make_reference (const StanokRecordType *type,
                JsonObject             *all)
{
  g_autofree char *path = g_strconcat ("#/components/schemas/", type->name, NULL);
  JsonObject *reference = json_object_new ();

  json_object_set_string_member (reference, "$ref", path);
  if (!json_object_has_member (all, type->name))
    {
      json_object_set_null_member (all, type->name);
      json_object_set_object_member (all, type->name, make_schema (type, all));
    }
  return reference;
}

static JsonObject *
make_custom (const StanokRecordType *type,
             const StanokField      *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (customs); i++)
    if (strcmp (customs[i].record, type->name) == 0 && strcmp (customs[i].field, field->name) == 0)
      {
        g_autoptr(JsonNode) node = json_from_string (customs[i].schema, NULL);

        return json_node_dup_object (node);
      }
  g_error ("no schema for %s.%s", type->name, field->name);
}

static void
add_bounds (JsonObject        *schema,
            const StanokField *field)
{
  json_object_set_string_member (schema, "type", "integer");
  json_object_set_string_member (schema, "format", "int64");
  json_object_set_int_member (schema, "minimum", field->min);
  json_object_set_int_member (schema, "maximum", field->max);
}

static JsonObject *
make_list (JsonObject *items)
{
  JsonObject *schema = json_object_new ();

  json_object_set_string_member (schema, "type", "array");
  json_object_set_object_member (schema, "items", items);
  return schema;
}

static JsonObject *
make_plain (const StanokRecordType *type,
            const StanokField      *field,
            JsonObject             *all)
{
  JsonObject *schema;

  if (field->kind == STANOK_FIELD_GROUP)
    return make_schema (field->record, all);
  if (field->kind == STANOK_FIELD_RECORD)
    return make_reference (field->record, all);
  if (field->kind == STANOK_FIELD_RECORDS)
    return make_list (make_reference (field->record, all));
  if (field->kind == STANOK_FIELD_CUSTOM)
    return make_custom (type, field);
  schema = json_object_new ();
  if (field->kind == STANOK_FIELD_INT64)
    add_bounds (schema, field);
  else if (field->kind == STANOK_FIELD_ENUM)
    add_names (schema, field);
  else if (field->kind == STANOK_FIELD_BOOL)
    json_object_set_string_member (schema, "type", "boolean");
  else if (field->kind == STANOK_FIELD_RAW)
    json_object_set_string_member (schema, "type", "object");
  else
    json_object_set_string_member (schema, "type", "string");
  if (field->kind == STANOK_FIELD_STRING)
    json_object_set_int_member (schema, "maxLength", field->max);
  if (field->kind == STANOK_FIELD_STRING && field->min > 0)
    json_object_set_int_member (schema, "minLength", field->min);
  return field->kind == STANOK_FIELD_STRINGS ? make_list (schema) : schema;
}

static JsonObject *
make_nullable (JsonObject *schema)
{
  JsonObject *either = json_object_new (), *null = json_object_new ();
  JsonArray *options = json_array_new ();

  json_object_set_string_member (null, "type", "null");
  json_array_add_object_element (options, schema);
  json_array_add_object_element (options, null);
  json_object_set_array_member (either, "anyOf", options);
  return either;
}

static JsonObject *
make_schema (const StanokRecordType *type,
             JsonObject             *all)
{
  JsonObject *schema = json_object_new (), *properties = json_object_new ();
  JsonArray *required = json_array_new ();

  for (gsize i = 0; i < type->n_fields; i++)
    {
      const StanokField *field = &type->fields[i];
      JsonObject *property = make_plain (type, field, all);

      if ((field->flags & STANOK_FIELD_NULLABLE) != 0)
        property = make_nullable (property);
      json_object_set_object_member (properties, field->name, property);
      if ((field->flags & STANOK_FIELD_OPTIONAL) == 0)
        json_array_add_string_element (required, field->name);
    }
  json_object_set_string_member (schema, "type", "object");
  json_object_set_object_member (schema, "properties", properties);
  json_object_set_array_member (schema, "required", required);
  return schema;
}

static JsonObject *
make_all_schemas (void)
{
  JsonObject *all = json_object_new ();

  for (gsize i = 0; STANOK_RECORDS[i] != NULL; i++)
    if (strcmp (STANOK_RECORDS[i]->name, "Ready") != 0)
      json_object_unref (make_reference (STANOK_RECORDS[i], all));
  return all;
}

static char *
print_object (JsonObject *object)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, TRUE);
}

/* ---- the document ------------------------------------------------------------------------ */

static JsonObject *
get_document (JsonNode **owner)
{
  g_autoptr(GError) error = NULL;

  *owner = json_from_string (stanok_mes_openapi, &error);
  g_assert_no_error (error);
  return json_node_get_object (*owner);
}

static void
test_schemas (void)
{
  g_autoptr(JsonNode) owner = NULL;
  JsonObject *document = get_document (&owner);
  JsonObject *written = json_object_get_object_member (
      json_object_get_object_member (document, "components"), "schemas");
  g_autoptr(JsonObject) all = make_all_schemas ();
  g_autoptr(GList) names = json_object_get_members (all);

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!json_object_has_member (written, l->data) ||
          !json_node_equal (json_object_get_member (written, l->data),
                            json_object_get_member (all, l->data)))
        {
          g_autofree char *text = print_object (json_object_get_object_member (all, l->data));

          g_error ("data/openapi.json: %s has to be %s", (char *) l->data, text);
        }
    }
  g_assert_cmpuint (json_object_get_size (written), ==, g_list_length (names));
}

static JsonObject *
find_operation (JsonObject           *paths,
                const StanokMesRoute *route)
{
  g_autofree char *method = g_ascii_strdown (route->method, -1);
  JsonObject *path;

  if (!json_object_has_member (paths, route->pattern))
    g_error ("data/openapi.json: no path %s", route->pattern);
  path = json_object_get_object_member (paths, route->pattern);
  if (!json_object_has_member (path, method))
    g_error ("data/openapi.json: no %s of %s", method, route->pattern);
  return json_object_get_object_member (path, method);
}

static JsonObject *
find_success (JsonObject *operation)
{
  JsonObject *responses = json_object_get_object_member (operation, "responses");

  return json_object_get_object_member (responses, json_object_has_member (responses, "200")
                                        ? "200" : "201");
}

/* @route names the only key that opens it. */
static void
check_security (const StanokMesRoute *route,
                JsonObject           *operation)
{
  JsonArray *ways;

  /* Without “security” the document's own holds: a device's token. */
  g_assert_true (json_object_has_member (operation, "security") ==
                 (route->auth != STANOK_MES_AUTH_DEVICE));
  if (route->auth != STANOK_MES_AUTH_OFFICE)
    return;
  ways = json_object_get_array_member (operation, "security");
  g_assert_cmpuint (json_array_get_length (ways), ==, 1);
  g_assert_true (json_object_has_member (json_array_get_object_element (ways, 0), "office"));
}

static void
check_operation (const StanokMesRoute *route,
                 JsonObject           *operation)
{
  JsonObject *success = find_success (operation), *content;
  g_autofree char *record = g_strconcat ("#/components/schemas/", route->record, NULL);

  g_assert_nonnull (json_object_get_string_member (operation, "operationId"));
  g_assert_nonnull (json_object_get_string_member (operation, "summary"));
  check_security (route, operation);
  g_assert_true (json_object_has_member (operation, "requestBody") == (route->takes != NULL));
  if (route->auth == STANOK_MES_AUTH_DEVICE)
    for (gsize i = 0; i < 2; i++)
      g_assert_true (json_object_has_member (json_object_get_object_member (operation, "responses"),
                                             i == 0 ? "401" : "403"));
  if (route->gives == NULL)
    return;
  content = json_object_get_object_member (success, "content");
  if (!json_object_has_member (content, route->gives))
    g_error ("data/openapi.json: %s does not give %s", route->pattern, route->gives);
  if (route->record != NULL)
    g_assert_cmpstr (json_object_get_string_member (
        json_object_get_object_member (json_object_get_object_member (content, route->gives),
                                       "schema"), "$ref"), ==, record);
}

static void
test_routes (void)
{
  g_autoptr(JsonNode) owner = NULL;
  JsonObject *paths = json_object_get_object_member (get_document (&owner), "paths");
  g_autoptr(GList) names = json_object_get_members (paths);
  guint n_operations = 0;

  for (gsize i = 0; i < STANOK_MES_N_ROUTES; i++)
    check_operation (&STANOK_MES_ROUTES[i], find_operation (paths, &STANOK_MES_ROUTES[i]));
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *path = json_object_get_object_member (paths, l->data);

      n_operations += json_object_get_size (path) - json_object_has_member (path, "parameters");
    }
  g_assert_cmpuint (n_operations, ==, STANOK_MES_N_ROUTES);
}

static void
check_reference (JsonObject *document,
                 const char *reference)
{
  g_auto(GStrv) steps = g_strsplit (reference, "/", -1);

  g_assert_cmpstr (steps[0], ==, "#");
  for (gsize i = 1; steps[i] != NULL; i++)
    {
      if (!json_object_has_member (document, steps[i]))
        g_error ("data/openapi.json: %s leads nowhere", reference);
      document = json_object_get_object_member (document, steps[i]);
    }
}

static void
check_references (JsonObject *document,
                  JsonNode   *node)
{
  g_autoptr(GList) elements = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    elements = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    elements = json_array_get_elements (json_node_get_array (node));
  for (GList *l = elements; l != NULL; l = l->next)
    check_references (document, l->data);
  if (JSON_NODE_HOLDS_OBJECT (node) &&
      json_object_has_member (json_node_get_object (node), "$ref"))
    check_reference (document, json_object_get_string_member (json_node_get_object (node),
                                                              "$ref"));
}

static void
test_references (void)
{
  g_autoptr(JsonNode) owner = NULL;
  JsonObject *document = get_document (&owner);

  check_references (document, owner);
}

/* The document lists every way the server can say no. */
static void
test_problems (void)
{
  for (int i = STANOK_PROBLEM_NONE + 1; i < STANOK_N_PROBLEMS; i++)
    {
      StanokProblemType type = (StanokProblemType) i;
      g_autofree char *row = g_strdup_printf ("`%s` %d", stanok_problem_name (type),
                                              stanok_problem_status (type));

      if (strstr (stanok_mes_openapi, row) == NULL)
        g_error ("data/openapi.json does not mention %s", row);
    }
}

int
main (int   argc,
      char *argv[])
{
  if (argc > 1 && strcmp (argv[1], "--schemas") == 0)
    {
      g_autoptr(JsonObject) all = make_all_schemas ();
      g_autofree char *text = print_object (all);

      g_print ("%s\n", text);
      return 0;
    }
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mes/openapi/schemas-follow-the-tables", test_schemas);
  g_test_add_func ("/mes/openapi/paths-follow-the-router", test_routes);
  g_test_add_func ("/mes/openapi/references-lead-somewhere", test_references);
  g_test_add_func ("/mes/openapi/problems-are-all-there", test_problems);
  return g_test_run ();
}
