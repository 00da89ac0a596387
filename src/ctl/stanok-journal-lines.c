/* stanok-journal-lines.c: recorded commands as rows for people and as lines for scripts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-journal-lines.h"

#include <string.h>

#include "wire/stanok-record.h"

static const StanokTableColumn columns[] = {
  { "seq", "SEQ", 0, TRUE }, { "recorded", "RECORDED", 0, FALSE },
  { "recorded_ms", NULL, 0, TRUE }, { "order_id", "ORDER", 20, FALSE },
  { "type", "COMMAND", 0, FALSE }, { "operator_id", "OPERATOR", 20, FALSE },
  { "fate", "FATE", 48, FALSE }, { "acknowledged_by", NULL, 0, FALSE },
  { "command_id", "ID", 0, FALSE },
};

char *
stanok_journal_fate (const StanokEntry *entry)
{
  const char *state = stanok_entry_state_name (entry->state), *more = NULL;

  if (entry->state == STANOK_ENTRY_ACCEPTED)
    more = entry->outcome == STANOK_OUTCOME_RECORDED ? stanok_exception_name (entry->exception)
                                                     : NULL;
  else if (entry->state == STANOK_ENTRY_PENDING)
    more = entry->reoffer ? "offered again" : NULL;
  else
    more = entry->problem != STANOK_PROBLEM_NONE ? stanok_problem_name (entry->problem)
                                                 : entry->reason;
  return more != NULL ? g_strdup_printf ("%s: %s", state, more) : g_strdup (state);
}

StanokTable *
stanok_journal_table (GPtrArray *entries)
{
  StanokTable *table = stanok_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < entries->len; i++)
    {
      const StanokEntry *entry = entries->pdata[i];
      g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, entry->seq);
      g_autofree char *ms = g_strdup_printf ("%" G_GINT64_FORMAT, entry->recorded_ms);
      g_autofree char *time = stanok_table_time (entry->recorded_ms);
      g_autofree char *fate = stanok_journal_fate (entry);
      const char *values[] = {
        seq, time, ms, entry->command->order_id, stanok_command_name (entry->command->type),
        entry->command->operator_id, fate, entry->acknowledged_by, entry->command->command_id,
      };

      stanok_table_add (table, values);
    }
  return table;
}

/* ---- everything ----------------------------------------------------------------------------- */

static void
append_name (GString    *out,
             const char *name)
{
  g_string_append_printf (out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", name);
}

static void
append_text (GString    *out,
             const char *name,
             const char *value)
{
  append_name (out, name);
  if (value != NULL)
    stanok_json_append_string (out, value);
  else
    g_string_append (out, "null");
}

static void
append_number (GString    *out,
               const char *name,
               gint64      value)
{
  append_name (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

/* JSON that came as it is: a line stays a line. */
static void
append_json (GString    *out,
             const char *name,
             const char *json,
             gsize       n)
{
  append_name (out, name);
  if (json == NULL)
    g_string_append (out, "null");
  else
    for (gsize i = 0; i < n; i++)
      g_string_append_c (out, json[i] == '\n' || json[i] == '\r' ? ' ' : json[i]);
}

void
stanok_journal_append_line (const StanokEntry *entry,
                            GString           *out)
{
  gsize n;
  const char *body = g_bytes_get_data (entry->body, &n);
  gboolean is_accepted = entry->state == STANOK_ENTRY_ACCEPTED;
  gboolean is_exception = is_accepted && entry->outcome == STANOK_OUTCOME_RECORDED;

  g_string_append_c (out, '{');
  append_text (out, "command_id", entry->command->command_id);
  append_number (out, "seq", entry->seq);
  append_text (out, "incarnation", entry->incarnation);
  append_number (out, "recorded_ms", entry->recorded_ms);
  append_text (out, "state", stanok_entry_state_name (entry->state));
  append_text (out, "outcome", is_accepted ? stanok_outcome_name (entry->outcome) : NULL);
  append_text (out, "exception", is_exception ? stanok_exception_name (entry->exception) : NULL);
  append_text (out, "problem", entry->problem != STANOK_PROBLEM_NONE
                                 ? stanok_problem_name (entry->problem) : NULL);
  append_text (out, "reason", entry->reason);
  append_name (out, "reoffer");
  g_string_append (out, entry->reoffer ? "true" : "false");
  append_number (out, "settled_ms", entry->settled_ms);
  append_text (out, "acknowledged_by", entry->acknowledged_by);
  append_number (out, "acknowledged_ms", entry->acknowledged_ms);
  append_text (out, "etag_seen", entry->etag_seen);
  append_json (out, "meanwhile", entry->meanwhile,
               entry->meanwhile != NULL ? strlen (entry->meanwhile) : 0);
  append_json (out, "command", body, n);
  g_string_append (out, "}\n");
}
