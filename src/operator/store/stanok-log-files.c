/* stanok-log-files.c: the segments of the outbox log as files: found, proven, cut, renamed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-log-files.h"

#include <string.h>

#include "domain/stanok-error.h"

#define SEGMENT     ".log"
#define UNFINISHED  ".tmp"     /* being written by stanok_outbox_log_replace() */
#define SAVED       ".sav"     /* the valid part of a damaged segment */
#define NUMBER_MAX  999999

static char *
numbered (const char *suffix,
          guint       number)
{
  return g_strdup_printf ("outbox-%06u%s", number, suffix);
}

/* Returns: 0 if @name is not made by numbered() */
static guint
parse_number (const char *name,
              const char *suffix)
{
  guint64 number = 0;

  if (!g_str_has_prefix (name, "outbox-") || strlen (name) != strlen ("outbox-000001.log") ||
      !g_str_has_suffix (name, suffix))
    return 0;
  for (const char *p = name + strlen ("outbox-"); *p != '.'; p++)
    {
      if (!g_ascii_isdigit (*p))
        return 0;
      number = number * 10 + (guint64) g_ascii_digit_value (*p);
    }
  return (guint) number;
}

/* (transfer full) (nullable) (element-type guint): in order */
static GArray *
list_numbers (const StanokFiles  *files,
              const char         *suffix,
              GError            **error)
{
  g_autoptr(GPtrArray) names = files->list (files->data, "", error);
  GArray *numbers;

  if (names == NULL)
    return NULL;
  numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < names->len; i++)
    {
      guint number = parse_number (names->pdata[i], suffix);

      if (number > 0)
        g_array_append_val (numbers, number);
    }
  return numbers;
}

GArray *
stanok_log_list_segments (const StanokFiles  *files,
                          GError            **error)
{
  return list_numbers (files, SEGMENT, error);
}

static gboolean
read_segment (const StanokFiles  *files,
              guint               number,
              StanokLogSegment   *out,
              GError            **error)
{
  g_autofree char *name = numbered (SEGMENT, number);
  StanokFileHandle *file = files->open (files->data, name, FALSE, error);
  gssize got = -1;

  out->number = number;
  if (file == NULL)
    return FALSE;
  out->bytes = g_malloc (STANOK_SEGMENT_BYTES);
  got = files->pread (files->data, file, out->bytes, STANOK_SEGMENT_BYTES, 0, error);
  files->close (files->data, file);
  out->n = (gsize) MAX (got, 0);
  return got >= 0;
}

void
stanok_log_segment_clear (StanokLogSegment *self)
{
  g_clear_pointer (&self->bytes, g_free);
}

void
stanok_log_walk_clear (StanokLogWalk *self)
{
  stanok_log_segment_clear (&self->last);
}

gboolean
stanok_log_walk (const StanokFiles  *files,
                 const GArray       *numbers,
                 StanokLogVisitor    visit,
                 gpointer            data,
                 StanokLogWalk      *out,
                 GError            **error)
{
  guint8 previous[STANOK_HASH_BYTES] = { 0 };

  for (out->first_bad = 0; out->first_bad < numbers->len; out->first_bad++)
    {
      StanokSegmentScan *scan = &out->last.scan;

      stanok_log_segment_clear (&out->last);
      if (!read_segment (files, g_array_index (numbers, guint, out->first_bad), &out->last, error))
        return FALSE;
      stanok_segment_scan (out->last.bytes, out->last.n, previous, visit, data, scan);
      if (!scan->is_clean)
        return TRUE;
      memcpy (previous, scan->previous, STANOK_HASH_BYTES);
      if (scan->stopped)
        out->first_bad = numbers->len - 1;
    }
  return TRUE;
}

gboolean
stanok_log_is_torn (const StanokLogWalk *walked,
                    const GArray        *numbers)
{
  return walked->first_bad + 1 == numbers->len && !walked->last.scan.has_later;
}

static StanokFileHandle *
open_at (const StanokFiles  *files,
         const char         *name,
         gsize               end,
         GError            **error)
{
  StanokFileHandle *file = files->open (files->data, name, TRUE, error);

  if (file == NULL)
    return NULL;
  if (files->truncate (files->data, file, (gint64) end, error) &&
      files->allocate (files->data, file, STANOK_SEGMENT_BYTES, error) &&
      files->datasync (files->data, file, error))
    return file;
  files->close (files->data, file);
  return NULL;
}

static gboolean
check_number (guint    number,
              GError **error)
{
  if (number <= NUMBER_MAX)
    return TRUE;
  g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT, "the log has used up its segment numbers");
  return FALSE;
}

StanokFileHandle *
stanok_log_open_segment (const StanokFiles  *files,
                         guint               number,
                         gsize               end,
                         GError            **error)
{
  g_autofree char *name = numbered (SEGMENT, number);

  return check_number (number, error) ? open_at (files, name, end, error) : NULL;
}

static gboolean
write_file (const StanokFiles  *files,
            const char         *name,
            const guint8       *bytes,
            gsize               n,
            GError            **error)
{
  StanokFileHandle *file = open_at (files, name, 0, error);
  gboolean done;

  if (file == NULL)
    return FALSE;
  done = files->pwrite (files->data, file, bytes, n, 0, error) &&
         files->datasync (files->data, file, error);
  files->close (files->data, file);
  return done;
}

gboolean
stanok_log_write_segment (const StanokFiles  *files,
                          guint               number,
                          const guint8       *bytes,
                          gsize               n,
                          GError            **error)
{
  g_autofree char *unfinished = numbered (UNFINISHED, number);
  g_autofree char *name = numbered (SEGMENT, number);

  return check_number (number, error) && write_file (files, unfinished, bytes, n, error) &&
         files->rename (files->data, unfinished, name, error);
}

gboolean
stanok_log_delete_older (const StanokFiles  *files,
                         guint               number,
                         GError            **error)
{
  g_autoptr(GArray) numbers = list_numbers (files, SEGMENT, error);

  if (numbers == NULL)
    return FALSE;
  for (guint i = numbers->len; i > 0; i--)
    {
      g_autofree char *name = numbered (SEGMENT, g_array_index (numbers, guint, i - 1));

      if (g_array_index (numbers, guint, i - 1) < number &&
          !files->unlink (files->data, name, error))
        return FALSE;
    }
  return files->sync_dir (files->data, error);
}

/* What a crash left behind: an unfinished segment is of no use; a saved one is, if the damaged one
 * that it replaces has lost its name already. */
gboolean
stanok_log_tidy (const StanokFiles  *files,
                 GError            **error)
{
  g_autoptr(GArray) unfinished = list_numbers (files, UNFINISHED, error);
  g_autoptr(GArray) saved = unfinished != NULL ? list_numbers (files, SAVED, error) : NULL;

  if (saved == NULL)
    return FALSE;
  for (guint i = 0; i < unfinished->len; i++)
    {
      g_autofree char *name = numbered (UNFINISHED, g_array_index (unfinished, guint, i));

      if (!files->unlink (files->data, name, error))
        return FALSE;
    }
  for (guint i = 0; i < saved->len; i++)
    {
      g_autofree char *from = numbered (SAVED, g_array_index (saved, guint, i));
      g_autofree char *to = numbered (SEGMENT, g_array_index (saved, guint, i));

      if (files->exists (files->data, to) ? !files->unlink (files->data, from, error)
                                          : !files->rename (files->data, from, to, error))
        return FALSE;
    }
  return unfinished->len + saved->len == 0 || files->sync_dir (files->data, error);
}

static gboolean
rename_aside (const StanokPorts  *ports,
              guint               number,
              GError            **error)
{
  const StanokFiles *files = &ports->files;
  g_autofree char *name = numbered (SEGMENT, number);
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, name,
                                            ports->clock.wall_ms (ports->clock.data));

  return files->rename (files->data, name, aside, error);
}

/* OL3. At every moment the valid records are under a name that stanok_log_tidy() keeps or gives. */
gboolean
stanok_log_set_aside (const StanokPorts    *ports,
                      const GArray         *numbers,
                      const StanokLogWalk  *walked,
                      GError              **error)
{
  const StanokFiles *files = &ports->files;
  g_autofree char *saved = numbered (SAVED, walked->last.number);
  g_autofree char *name = numbered (SEGMENT, walked->last.number);

  if (!write_file (files, saved, walked->last.bytes, walked->last.scan.end, error) ||
      !files->sync_dir (files->data, error))
    return FALSE;
  for (guint i = numbers->len; i > walked->first_bad; i--)
    if (!rename_aside (ports, g_array_index (numbers, guint, i - 1), error))
      return FALSE;
  return files->rename (files->data, saved, name, error) && files->sync_dir (files->data, error);
}
