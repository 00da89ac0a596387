/* stanok-outbox-log.c: the journal's second copy: append-only records that carry their own proof
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-outbox-log.h"

#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-log-files.h"

struct _StanokOutboxLog {
  const StanokPorts *ports;
  StanokFileHandle  *file;      /* (nullable) the segment that grows; NULL after a failure */
  guint              number;    /* of that segment */
  gsize              end;       /* where the next record goes */
  guint8             previous[STANOK_HASH_BYTES];
};

gboolean
stanok_outbox_log_read (const StanokPorts  *ports,
                        StanokLogVisitor    visit,
                        gpointer            data,
                        GError            **error)
{
  g_autoptr(GArray) numbers = stanok_log_list_segments (&ports->files, error);
  g_auto(StanokLogWalk) walked = { 0 };

  if (numbers == NULL || !stanok_log_walk (&ports->files, numbers, visit, data, &walked, error))
    return FALSE;
  if (walked.first_bad == numbers->len || stanok_log_is_torn (&walked, numbers))
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_CORRUPT,
               "the log is damaged in segment %u behind byte %" G_GSIZE_FORMAT "; "
               "the terminal mends it at its next start",
               walked.last.number, walked.last.scan.end);
  return FALSE;
}

gboolean
stanok_outbox_log_each (StanokOutboxLog   *self,
                        StanokLogVisitor   visit,
                        gpointer           data,
                        GError           **error)
{
  return stanok_outbox_log_read (self->ports, visit, data, error);
}

/* ---- segments ---------------------------------------------------------------------------- */

static void
drop_handle (StanokOutboxLog *self)
{
  const StanokFiles *files = &self->ports->files;

  if (self->file != NULL)
    files->close (files->data, self->file);
  self->file = NULL;
}

/* OL4: what the failed handle has written is cut away before anything is written again. */
static gboolean
take_handle (StanokOutboxLog  *self,
             GError          **error)
{
  const StanokFiles *files = &self->ports->files;

  if (self->file != NULL)
    return TRUE;
  self->file = stanok_log_open_segment (files, self->number, self->end, error);
  if (self->file != NULL && files->sync_dir (files->data, error))
    return TRUE;
  drop_handle (self);
  return FALSE;
}

static gboolean
next_segment (StanokOutboxLog  *self,
              GError          **error)
{
  drop_handle (self);
  self->number++;
  self->end = 0;
  return take_handle (self, error);
}

/* ---- appending --------------------------------------------------------------------------- */

static gboolean
check_length (gsize    length,
              GError **error)
{
  if (length > 0 && length <= STANOK_LOG_RECORD_MAX)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
               "a record of %" G_GSIZE_FORMAT " bytes does not fit into the log; "
               "it may have up to %d", length, STANOK_LOG_RECORD_MAX);
  return FALSE;
}

gboolean
stanok_outbox_log_append (StanokOutboxLog  *self,
                          const char       *json,
                          gsize             length,
                          GError          **error)
{
  const StanokFiles *files = &self->ports->files;
  g_autoptr(GByteArray) record = g_byte_array_new ();
  guint8 previous[STANOK_HASH_BYTES];

  if (!check_length (length, error) || !take_handle (self, error))
    return FALSE;
  memcpy (previous, self->previous, STANOK_HASH_BYTES);
  stanok_segment_append (record, previous, json, length);
  if (self->end + record->len > STANOK_SEGMENT_BYTES && !next_segment (self, error))
    return FALSE;
  if (!files->pwrite (files->data, self->file, record->data, record->len, (gint64) self->end,
                      error) ||
      !files->datasync (files->data, self->file, error))
    {
      drop_handle (self);
      return FALSE;
    }
  self->end += record->len;
  memcpy (self->previous, previous, STANOK_HASH_BYTES);
  return TRUE;
}

/* ---- replacing --------------------------------------------------------------------------- */

typedef struct {
  guint       number;      /* of the segment that @bytes will be */
  GByteArray *bytes;
  guint8      previous[STANOK_HASH_BYTES];
} Writer;

static gboolean
flush (const StanokFiles  *files,
       const Writer       *writer,
       GError            **error)
{
  return stanok_log_write_segment (files, writer->number, writer->bytes->data, writer->bytes->len,
                                   error);
}

static gboolean
write_all (const StanokFiles  *files,
           Writer             *writer,
           StanokLogSource     source,
           gpointer            data,
           GError            **error)
{
  g_autoptr(GError) source_error = NULL;
  char *text;

  while ((text = source (data, &source_error)) != NULL)
    {
      g_autofree char *json = text;
      g_autoptr(GByteArray) record = g_byte_array_new ();
      gsize length = strlen (json);

      if (!check_length (length, error))
        return FALSE;
      stanok_segment_append (record, writer->previous, json, length);
      if (writer->bytes->len + record->len > STANOK_SEGMENT_BYTES)
        {
          if (!flush (files, writer, error))
            return FALSE;
          writer->number++;
          g_byte_array_set_size (writer->bytes, 0);
        }
      g_byte_array_append (writer->bytes, record->data, record->len);
    }
  if (source_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&source_error));
      return FALSE;
    }
  return flush (files, writer, error) && files->sync_dir (files->data, error);
}

gboolean
stanok_outbox_log_replace (StanokOutboxLog  *self,
                           StanokLogSource   source,
                           gpointer          data,
                           GError          **error)
{
  const StanokFiles *files = &self->ports->files;
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  guint first = self->number + 1;
  Writer writer = { first, bytes, { 0 } };
  gboolean done = write_all (files, &writer, source, data, error);

  /* Half done, the old segments stand before some copies of their records. The log goes on behind
   * both, with a chain of its own: what is read last is what was written last. */
  drop_handle (self);
  self->number = writer.number;
  self->end = done ? bytes->len : 0;
  memset (self->previous, 0, STANOK_HASH_BYTES);
  if (done)
    memcpy (self->previous, writer.previous, STANOK_HASH_BYTES);
  return done && stanok_log_delete_older (files, first, error);
}

/* ---- opening ----------------------------------------------------------------------------- */

/* A sync that failed in an earlier life may have left the last record in the page cache only:
 * written again, it is synced again. */
static gboolean
write_last_again (StanokOutboxLog         *self,
                  const StanokLogSegment  *last,
                  GError                 **error)
{
  const StanokFiles *files = &self->ports->files;
  const StanokSegmentScan *scan = &last->scan;

  return scan->n_records == 0 ||
         (files->pwrite (files->data, self->file, last->bytes + scan->last, scan->end - scan->last,
                         (gint64) scan->last, error) &&
          files->datasync (files->data, self->file, error));
}

static gboolean
open_last (StanokOutboxLog  *self,
           gboolean         *damaged,
           GError          **error)
{
  g_autoptr(GArray) numbers = stanok_log_list_segments (&self->ports->files, error);
  g_auto(StanokLogWalk) walked = { 0 };

  if (numbers == NULL || !stanok_log_walk (&self->ports->files, numbers, NULL, NULL, &walked,
      error))
    return FALSE;
  *damaged = walked.first_bad < numbers->len && !stanok_log_is_torn (&walked, numbers);
  if (*damaged && !stanok_log_set_aside (self->ports, numbers, &walked, error))
    return FALSE;
  self->number = numbers->len > 0 ? walked.last.number : 1;
  self->end = walked.last.scan.end;
  memcpy (self->previous, walked.last.scan.previous, STANOK_HASH_BYTES);
  return take_handle (self, error) && write_last_again (self, &walked.last, error);
}

StanokOutboxLog *
stanok_outbox_log_open (const StanokPorts  *ports,
                        gboolean           *damaged,
                        GError            **error)
{
  g_autoptr(StanokOutboxLog) self = g_new0 (StanokOutboxLog, 1);

  self->ports = ports;
  if (!stanok_log_tidy (&ports->files, error) || !open_last (self, damaged, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
stanok_outbox_log_close (StanokOutboxLog *self)
{
  if (self == NULL)
    return;
  drop_handle (self);
  g_free (self);
}
