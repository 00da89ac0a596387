/* stanok-journal-copies.c: what each of the journal's two copies says, read to be compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-copies.h"

#include <string.h>

#include "domain/stanok-error.h"

static void
log_copy_init (StanokLogCopy *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_log_record_free);
  self->things = g_ptr_array_new ();
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->change = 0;
  self->error = NULL;
}

void
stanok_log_copy_clear (StanokLogCopy *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->things, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_error (&self->error);
}

char *
stanok_copies_name (const StanokLogRecord *record)
{
  switch ((StanokLogKind) record->kind)
    {
    case STANOK_LOG_COMMAND:
    case STANOK_LOG_FATE:
      return g_strconcat ("command:", record->command_id, NULL);
    case STANOK_LOG_PERSON:
      return g_strconcat ("person:", record->operator_id, NULL);
    case STANOK_LOG_SETTING:
    default:
      return g_strconcat ("setting:", record->key, NULL);
    }
}

static void
move_fate (StanokLogRecord *to,
           StanokLogRecord *from)
{
  StanokFate old = to->fate;

  to->fate = from->fate;
  from->fate = old;
  to->change = from->change;
}

static void
take_record (StanokLogCopy   *self,
             StanokLogRecord *record)
{
  g_autofree char *name = stanok_copies_name (record);
  StanokLogRecord *known = g_hash_table_lookup (self->by_name, name);
  guint index;

  g_ptr_array_add (self->records, record);
  self->change = MAX (self->change, record->change);
  if (known == NULL && record->kind != STANOK_LOG_FATE)
    {
      g_ptr_array_add (self->things, record);
      g_hash_table_insert (self->by_name, g_steal_pointer (&name), record);
      return;
    }
  if (known == NULL || known->change >= record->change)
    return;
  if (record->kind == STANOK_LOG_COMMAND || record->kind == STANOK_LOG_FATE)
    {
      move_fate (known, record);
      return;
    }
  g_ptr_array_find (self->things, known, &index);
  self->things->pdata[index] = record;
  g_hash_table_insert (self->by_name, g_steal_pointer (&name), record);
}

static gboolean
visit_record (const char *json,
              gsize       length,
              gpointer    data)
{
  StanokLogCopy *self = data;
  StanokLogRecord *record = stanok_log_record_from_json (json, length, &self->error);

  if (record != NULL)
    take_record (self, record);
  return record != NULL;
}

gboolean
stanok_copies_refuse (const GError  *reason,
                      GError       **error)
{
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
               "the log holds a record that this Stanok cannot read (%s); "
               "install the version that wrote it", reason->message);
  return FALSE;
}

gboolean
stanok_log_copy_read (StanokJournal  *journal,
                      StanokLogCopy  *out,
                      GError        **error)
{
  log_copy_init (out);
  if (!stanok_outbox_log_each (journal->log, visit_record, out, error))
    return FALSE;
  return out->error == NULL || stanok_copies_refuse (out->error, error);
}

gboolean
stanok_log_copy_read_files (const StanokPorts  *ports,
                            StanokLogCopy      *out,
                            GError            **error)
{
  log_copy_init (out);
  if (!stanok_outbox_log_read (ports, visit_record, out, error))
    return FALSE;
  return out->error == NULL || stanok_copies_refuse (out->error, error);
}

void
stanok_db_copy_clear (StanokDbCopy *self)
{
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

gboolean
stanok_db_copy_read (StanokJournal  *journal,
                     StanokDbCopy   *out,
                     GError        **error)
{
  out->rows = stanok_rows_list_changed (journal->db, 0, error);
  if (out->rows == NULL)
    return FALSE;
  out->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < out->rows->len; i++)
    g_hash_table_insert (out->by_name, stanok_copies_name (out->rows->pdata[i]),
                         out->rows->pdata[i]);
  return TRUE;
}

gint64
stanok_copies_change (GHashTable            *copy,
                      const StanokLogRecord *record)
{
  g_autofree char *name = stanok_copies_name (record);
  const StanokLogRecord *known = g_hash_table_lookup (copy, name);

  return known != NULL ? known->change : -1;
}

GPtrArray *
stanok_copies_missing (GPtrArray  *things,
                       GHashTable *copy)
{
  GPtrArray *missing = g_ptr_array_new ();

  for (guint i = 0; i < things->len; i++)
    {
      StanokLogRecord *record = things->pdata[i];

      if (stanok_copies_change (copy, record) < record->change)
        g_ptr_array_add (missing, record);
    }
  return missing;
}

static gboolean
is_same (const StanokLogRecord *a,
         const StanokLogRecord *b)
{
  g_autofree char *json_a = stanok_log_record_to_json (a);
  g_autofree char *json_b = stanok_log_record_to_json (b);

  return strcmp (json_a, json_b) == 0;
}

/* What the log has of a change under another name than the database, which nobody else knows: a
 * name that rotted, or a commit that failed and was disowned (J6). */
static gboolean
has_misnamed (const StanokDbCopy  *db,
              const StanokLogCopy *log,
              gint64               change)
{
  for (guint i = 0; i < db->rows->len; i++)
    {
      const StanokLogRecord *row = db->rows->pdata[i];

      if (row->change == change && stanok_copies_change (log->by_name, row) < 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
stanok_copies_differ (const StanokDbCopy    *db,
                      const StanokLogCopy   *log,
                      const StanokLogRecord *proven)
{
  g_autofree char *name = stanok_copies_name (proven);
  const StanokLogRecord *row = g_hash_table_lookup (db->by_name, name);

  if (row == NULL || row->change < proven->change)
    return has_misnamed (db, log, proven->change);
  return row->change == proven->change && !is_same (row, proven);
}
