/* stanok-record.c: JSON to C structs and back, by table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire/stanok-record.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "wire/stanok-record-private.h"

#define AT(type, record, offset) G_STRUCT_MEMBER (type, record, offset)

static gboolean decode_fields (const StanokRecordType *type, JsonObject *object,
                               gpointer record, GError **error);

gboolean
stanok_record_refuse (GError    **error,
                      const char *wanted)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, ": %s", wanted);
  return FALSE;
}

/* Names the member in front of what is wrong with it: "quantity.ordered: expected an integer". */
static gboolean
name_member (GError    **error,
             const char *name)
{
  if (error != NULL && *error != NULL)
    {
      if ((*error)->message[0] == ':' || (*error)->message[0] == '[')
        g_prefix_error (error, "%s", name);
      else
        g_prefix_error (error, "%s.", name);
    }
  return FALSE;
}

static GType
value_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
}

static gboolean
decode_string (const StanokField *field,
               JsonNode          *node,
               char             **out,
               GError           **error)
{
  const char *text;

  if (value_type (node) != G_TYPE_STRING)
    return stanok_record_refuse (error, "expected a string");
  text = json_node_get_string (node);
  if (strlen (text) > (gsize) field->max)
    return stanok_record_refuse (error, "string too long");
  if (strlen (text) < (gsize) field->min)
    return stanok_record_refuse (error, "string too short");
  g_free (*out);
  *out = g_strdup (text);
  return TRUE;
}

static gboolean
decode_int (const StanokField *field,
            JsonNode          *node,
            gint64            *out,
            GError           **error)
{
  if (value_type (node) != G_TYPE_INT64)
    return stanok_record_refuse (error, "expected an integer");
  if (json_node_get_int (node) < field->min || json_node_get_int (node) > field->max)
    return stanok_record_refuse (error, "integer out of range");
  *out = json_node_get_int (node);
  return TRUE;
}

static gboolean
decode_enum (const StanokField *field,
             JsonNode          *node,
             int               *out,
             GError           **error)
{
  int value;

  if (value_type (node) != G_TYPE_STRING)
    return stanok_record_refuse (error, "expected a string");
  value = field->from_name (json_node_get_string (node));
  if (value < 0)
    return stanok_record_refuse (error, "unknown name");
  *out = value;
  return TRUE;
}

static gpointer
decode_record (const StanokRecordType *type,
               JsonNode               *node,
               GError                **error)
{
  gpointer record;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      stanok_record_refuse (error, "expected an object");
      return NULL;
    }
  record = type->create ();
  if (decode_fields (type, json_node_get_object (node), record, error))
    return record;
  type->destroy (record);
  return NULL;
}

static gpointer
decode_element (const StanokField *field,
                JsonNode          *node,
                GError           **error)
{
  StanokField element = *field;
  char *text = NULL;

  if (field->kind == STANOK_FIELD_RECORDS)
    return decode_record (field->record, node, error);
  if (field->kind == STANOK_FIELD_RAWS)
    return json_to_string (node, FALSE);
  element.min = 0;
  element.max = STANOK_STRING_MAX;
  return decode_string (&element, node, &text, error) ? text : NULL;
}

static gboolean
decode_list (const StanokField *field,
             JsonNode          *node,
             GPtrArray         *out,
             GError           **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return stanok_record_refuse (error, "expected a list");
  array = json_node_get_array (node);
  if (json_array_get_length (array) > (guint64) field->max)
    return stanok_record_refuse (error, "list too long");
  g_ptr_array_set_size (out, 0);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gpointer element = decode_element (field, json_array_get_element (array, i), error);

      if (element == NULL)
        {
          g_autofree char *index = g_strdup_printf ("[%u]", i);

          return name_member (error, index);
        }
      g_ptr_array_add (out, element);
    }
  return TRUE;
}

static gboolean
decode_field (const StanokField *field,
              JsonNode          *node,
              gpointer           record,
              GError           **error)
{
  switch (field->kind)
    {
    case STANOK_FIELD_STRING:
      return decode_string (field, node, &AT (char *, record, field->offset), error);
    case STANOK_FIELD_INT64:
      return decode_int (field, node, &AT (gint64, record, field->offset), error);
    case STANOK_FIELD_BOOL:
      if (value_type (node) != G_TYPE_BOOLEAN)
        return stanok_record_refuse (error, "expected true or false");
      AT (gboolean, record, field->offset) = json_node_get_boolean (node);
      return TRUE;
    case STANOK_FIELD_ENUM:
      return decode_enum (field, node, &AT (int, record, field->offset), error);
    case STANOK_FIELD_GROUP:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return stanok_record_refuse (error, "expected an object");
      return decode_fields (field->record, json_node_get_object (node), record, error);
    case STANOK_FIELD_RECORD:
      AT (gpointer, record, field->offset) = decode_record (field->record, node, error);
      return AT (gpointer, record, field->offset) != NULL;
    case STANOK_FIELD_RECORDS:
    case STANOK_FIELD_STRINGS:
    case STANOK_FIELD_RAWS:
      return decode_list (field, node, AT (GPtrArray *, record, field->offset), error);
    case STANOK_FIELD_RAW:
      if (!JSON_NODE_HOLDS_OBJECT (node) && !JSON_NODE_HOLDS_ARRAY (node))
        return stanok_record_refuse (error, "expected an object or a list");
      AT (char *, record, field->offset) = json_to_string (node, FALSE);
      return TRUE;
    case STANOK_FIELD_CUSTOM:
      return field->decode (record, node, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
decode_fields (const StanokRecordType *type,
               JsonObject             *object,
               gpointer                record,
               GError                **error)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const StanokField *field = &type->fields[i];
      JsonNode *node = json_object_get_member (object, field->name);

      if (node == NULL)
        {
          if ((field->flags & STANOK_FIELD_OPTIONAL) != 0)
            continue;
          stanok_record_refuse (error, "missing");
          return name_member (error, field->name);
        }
      if (JSON_NODE_HOLDS_NULL (node))
        {
          if ((field->flags & (STANOK_FIELD_NULLABLE | STANOK_FIELD_OPTIONAL)) != 0)
            continue;
          stanok_record_refuse (error, "may not be null");
          return name_member (error, field->name);
        }
      if (!decode_field (field, node, record, error))
        return name_member (error, field->name);
    }
  return type->check == NULL || type->check (record, error);
}

gboolean
stanok_record_decode_node (const StanokRecordType *type,
                           gpointer                json_node,
                           gpointer                record,
                           GError                **error)
{
  JsonNode *node = json_node;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return stanok_record_refuse (error, "expected an object");
  return decode_fields (type, json_node_get_object (node), record, error);
}

gpointer
stanok_record_from_json (const StanokRecordType  *type,
                         const char              *text,
                         gsize                    length,
                         const StanokJsonLimits  *limits,
                         GError                 **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autoptr(GError) parse_error = NULL;
  gpointer record;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!stanok_json_scan (text, length, limits, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, &parse_error))
    {
      /* The scanner is stricter than the parser, so this is a defect of one of them; refuse all
       * the same. */
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_BAD_DATA, "JSON: %s", parse_error->message);
      return NULL;
    }
  record = decode_record (type, json_parser_get_root (parser), error);
  if (record == NULL)
    name_member (error, type->name);
  return record;
}
