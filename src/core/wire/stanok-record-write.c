/* stanok-record-write.c: C structs to JSON text, by table
 *
 * Writes text directly: equal records give equal bytes, which ETags and the
 * journal rely on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "wire/stanok-record.h"

#define AT(type, record, offset) G_STRUCT_MEMBER (type, record, offset)

static void append_members (const StanokRecordType *type, gconstpointer record, GString *out);

void
stanok_json_append_string (GString    *out,
                           const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
        g_string_append (out, "\\\"");
        break;
      case '\\':
        g_string_append (out, "\\\\");
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      case '\r':
        g_string_append (out, "\\r");
        break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (out, "\\u%04x", (guchar) *p);
        else
          g_string_append_c (out, *p);
      }
  g_string_append_c (out, '"');
}

/* Does the field hold something that would be written? Numbers that stand for "none" are told by
 * their minimum or zero. */
static gboolean
is_set (const StanokField *field,
        gconstpointer      record)
{
  if ((field->flags & STANOK_FIELD_OR_NUMBER) != 0 &&
      AT (gint64, record, field->record->fields[0].offset) != 0)
    return TRUE;
  if (field->presence >= 0)
    return AT (char *, record, field->presence) != NULL;

  switch (field->kind)
    {
    case STANOK_FIELD_STRING:
    case STANOK_FIELD_RECORD:
    case STANOK_FIELD_RAW:
      return AT (gpointer, record, field->offset) != NULL;
    case STANOK_FIELD_RECORDS:
    case STANOK_FIELD_STRINGS:
    case STANOK_FIELD_RAWS:
      return (field->flags & STANOK_FIELD_OPTIONAL) == 0 ||
             AT (GPtrArray *, record, field->offset)->len > 0;
    case STANOK_FIELD_INT64:
      return field->flags == STANOK_FIELD_REQUIRED || AT (gint64, record, field->offset) != 0;
    case STANOK_FIELD_BOOL:
      return field->flags == STANOK_FIELD_REQUIRED || AT (gboolean, record, field->offset);
    case STANOK_FIELD_ENUM:
      return field->flags == STANOK_FIELD_REQUIRED ||
             field->to_name (AT (int, record, field->offset)) != NULL;
    case STANOK_FIELD_GROUP:
    case STANOK_FIELD_CUSTOM:
    default:
      return TRUE;
    }
}

static void
append_list (const StanokField *field,
             GPtrArray         *list,
             GString           *out)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < list->len; i++)
    {
      gpointer element = g_ptr_array_index (list, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (field->kind == STANOK_FIELD_RECORDS)
        stanok_record_append (field->record, element, out);
      else if (field->kind == STANOK_FIELD_STRINGS)
        stanok_json_append_string (out, element);
      else
        g_string_append (out, element);
    }
  g_string_append_c (out, ']');
}

static void
append_value (const StanokField *field,
              gconstpointer      record,
              GString           *out)
{
  switch (field->kind)
    {
    case STANOK_FIELD_STRING:
      stanok_json_append_string (out, AT (char *, record, field->offset));
      break;
    case STANOK_FIELD_INT64:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, AT (gint64, record, field->offset));
      break;
    case STANOK_FIELD_BOOL:
      g_string_append (out, AT (gboolean, record, field->offset) ? "true" : "false");
      break;
    case STANOK_FIELD_ENUM:
      stanok_json_append_string (out, field->to_name (AT (int, record, field->offset)));
      break;
    case STANOK_FIELD_GROUP:
      stanok_record_append (field->record, record, out);
      break;
    case STANOK_FIELD_RECORD:
      stanok_record_append (field->record, AT (gpointer, record, field->offset), out);
      break;
    case STANOK_FIELD_RECORDS:
    case STANOK_FIELD_STRINGS:
    case STANOK_FIELD_RAWS:
      append_list (field, AT (GPtrArray *, record, field->offset), out);
      break;
    case STANOK_FIELD_RAW:
      g_string_append (out, AT (char *, record, field->offset));
      break;
    case STANOK_FIELD_CUSTOM:
      field->encode (record, out);
      break;
    default:
      g_return_if_reached ();
    }
}

static void
append_members (const StanokRecordType *type,
                gconstpointer           record,
                GString                *out)
{
  gboolean first = TRUE;

  for (gsize i = 0; i < type->n_fields; i++)
    {
      const StanokField *field = &type->fields[i];
      gboolean set = is_set (field, record);

      if (!set && (field->flags & STANOK_FIELD_NULLABLE) == 0 &&
          (field->flags & STANOK_FIELD_OPTIONAL) != 0)
        continue;
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      stanok_json_append_string (out, field->name);
      g_string_append_c (out, ':');
      if (set)
        append_value (field, record, out);
      else
        g_string_append (out, "null");
    }
}

void
stanok_record_append (const StanokRecordType *type,
                      gconstpointer           record,
                      GString                *out)
{
  g_string_append_c (out, '{');
  append_members (type, record, out);
  g_string_append_c (out, '}');
}

char *
stanok_record_to_json (const StanokRecordType *type,
                       gconstpointer           record)
{
  GString *out = g_string_sized_new (512);

  stanok_record_append (type, record, out);
  return g_string_free (out, FALSE);
}
