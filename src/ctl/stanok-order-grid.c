/* stanok-order-grid.c: orders as a grid has them, checked value by value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ctl/stanok-order-grid.h"

#include <string.h>

#include "domain/stanok-command.h"

#define ID_MAX         64
#define TEXT_MAX       1024            /* bytes: what the protocol takes */
#define LONG_TEXT_MAX  (32 * 1024)
#define PRIORITY_USUAL 3

static const StanokColumn columns[] = {
  { "id", FALSE, "WO-2026-0042" },
  { "number", FALSE, "2026-0042" },
  { "title", FALSE, "Signet ring, size 18" },
  { "customer", FALSE, "Anna K." },
  { "source", FALSE, "crm" },
  { "material", FALSE, "ag925" },
  { "quantity", FALSE, "25" },
  { "tolerance_pct", FALSE, "5" },
  { "due", FALSE, "2026-12-24" },
  { "created", FALSE, "2026-12-01T09:30:00+03:00" },
  { "priority", FALSE, "3" },
  { "station", FALSE, "st-3" },
  { "instructions", FALSE, "Polish inside" },
  { "model", FALSE, "models/ring.stl" },
  { "unit", FALSE, "mm" },
  { "drawing", TRUE, "drawings/ring.pdf" },
  { "photo", TRUE, "photos/ring.jpg" },
};

const StanokGridKind STANOK_ORDER_GRID = { "orders", columns, G_N_ELEMENTS (columns) };

/* What the ends of names mean. */
static const struct {
  const char *end, *media_type;
} media_types[] = {
  { ".stl", "model/stl" }, { ".ply", "model/ply" }, { ".obj", "model/obj" },
  { ".3mf", "model/3mf" }, { ".glb", "model/gltf-binary" }, { ".gltf", "model/gltf+json" },
  { ".pdf", "application/pdf" }, { ".svg", "image/svg+xml" }, { ".png", "image/png" },
  { ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" }, { ".webp", "image/webp" },
};

/* ---- complaints ----------------------------------------------------------------------------- */

void
stanok_complaints_init (StanokComplaints *self,
                        const char       *path)
{
  self->path = path;
  self->sentences = g_ptr_array_new_with_free_func (g_free);
}

void
stanok_complaints_clear (StanokComplaints *self)
{
  g_clear_pointer (&self->sentences, g_ptr_array_unref);
}

void
stanok_complain (StanokComplaints *self,
                 StanokPlace       place,
                 const char       *format,
                 ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->sentences, g_strdup_printf ("%s:%u:%u: %s", self->path, place.line,
                                                     place.column, sentence));
}

static void
complain_of (StanokComplaints     *complaints,
             const StanokGridCell *cell,
             const char           *wanted)
{
  g_autofree char *shown = g_utf8_substring (cell->text, 0, MIN (g_utf8_strlen (cell->text, -1),
                                                                 60));

  stanok_complain (complaints, cell->place, "%s: “%s” is not %s; write for example %s",
                   cell->column->name, shown, wanted, cell->column->example);
}

/* ---- values --------------------------------------------------------------------------------- */

/* One order on its way from its row. */
typedef struct {
  const StanokGridRow *row;
  StanokDraft          *draft;
  StanokComplaints     *complaints;
} Check;

/* (nullable): complained about if it is needed and not there */
static const StanokGridCell *
find (const Check *check,
      const char  *name,
      gboolean     is_needed)
{
  const StanokGridCell *cell = stanok_grid_row_find (check->row, name);

  for (gsize i = 0; cell == NULL && is_needed && i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].name, name) == 0)
      stanok_complain (check->complaints, check->row->place,
                       "“%s” is missing; write for example %s", name, columns[i].example);
  return cell;
}

/* (transfer full): the value without white space around it, or @fallback */
static char *
take_text (const Check *check,
           const char  *name,
           const char  *fallback,
           gsize        max_bytes)
{
  const StanokGridCell *cell = find (check, name, fallback == NULL);
  g_autofree char *text = NULL;

  if (cell == NULL)
    return g_strdup (fallback != NULL ? fallback : "");
  text = g_strstrip (g_strdup (cell->text));
  if (*text == '\0' && fallback == NULL)
    stanok_complain (check->complaints, cell->place, "“%s” is empty; write for example %s", name,
                     cell->column->example);
  if (strlen (text) > max_bytes)
    stanok_complain (check->complaints, cell->place,
                     "“%s” is longer than %" G_GSIZE_FORMAT " bytes; shorten it", name, max_bytes);
  return g_steal_pointer (&text);
}

static gint64
take_number (const Check *check,
             const char  *name,
             gint64       fallback,
             gint64       max)
{
  gint64 min = fallback < 0 ? 1 : 0;
  const StanokGridCell *cell = find (check, name, fallback < 0);
  g_autofree char *text = cell != NULL ? g_strstrip (g_strdup (cell->text)) : NULL;
  g_autofree char *wanted = NULL;
  guint64 value;

  if (cell == NULL)
    return MAX (fallback, 0);
  if (g_ascii_string_to_unsigned (text, 10, (guint64) min, (guint64) max, &value, NULL))
    return (gint64) value;
  wanted = g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min,
                            max);
  complain_of (check->complaints, cell, wanted);
  return min;
}

/* A day alone means its end where this is read: what is due on a day is not late on that day. */
static GDateTime *
parse_time (const char *text)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *whole = NULL;

  if (strlen (text) == 10)
    {
      whole = g_strconcat (text, "T23:59:00", NULL);
      text = whole;
    }
  return g_date_time_new_from_iso8601 (text, zone);
}

static gint64
take_time (const Check *check,
           const char  *name,
           gboolean     is_needed)
{
  const StanokGridCell *cell = find (check, name, is_needed);
  g_autofree char *text = cell != NULL ? g_strstrip (g_strdup (cell->text)) : NULL;
  g_autoptr(GDateTime) time = text != NULL ? parse_time (text) : NULL;

  if (cell == NULL)
    return 0;
  if (time != NULL && g_date_time_to_unix (time) > 0)
    return g_date_time_to_unix (time) * 1000;
  complain_of (check->complaints, cell, "a day or a time since 1970 as ISO 8601 writes it");
  return 0;
}

/* One of some words. */
static char *
take_word (const Check        *check,
           const char         *name,
           const char * const *words,
           const char         *wanted)
{
  g_autofree char *text = take_text (check, name, words[0], TEXT_MAX);

  if (!g_strv_contains (words, text))
    complain_of (check->complaints, stanok_grid_row_find (check->row, name), wanted);
  return g_steal_pointer (&text);
}

/* What stands in paths and cursors. */
static char *
take_id (const Check *check,
         const char  *name,
         gboolean     is_needed)
{
  g_autofree char *text = take_text (check, name, is_needed ? NULL : "", TEXT_MAX);
  const StanokGridCell *cell = stanok_grid_row_find (check->row, name);
  gboolean is_plain = strlen (text) <= ID_MAX;

  for (const char *p = text; *p != '\0'; p++)
    is_plain = is_plain && (g_ascii_isalnum (*p) || strchr ("._-", *p) != NULL);
  if (cell != NULL && !is_plain)
    complain_of (check->complaints, cell,
                 "1 to 64 letters, digits, dots, dashes or underscores of ASCII");
  return g_steal_pointer (&text);
}

/* ---- files ---------------------------------------------------------------------------------- */

static void
draft_file_free (gpointer data)
{
  StanokDraftFile *self = data;

  g_free (self->path);
  g_free (self);
}

static const char *
guess_media_type (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (media_types); i++)
    if (g_str_has_suffix (lower, media_types[i].end))
      return media_types[i].media_type;
  return "application/octet-stream";
}

/* A list from elsewhere must not make us send what lies elsewhere on this machine. */
static gboolean
is_inside (const char *path)
{
  g_auto(GStrv) steps = g_strsplit (path, "/", -1);

  return !g_path_is_absolute (path) && !g_strv_contains ((const char * const *) steps, "..") &&
         strchr (path, '\\') == NULL;
}

static void
take_file (const Check          *check,
           const StanokGridCell *cell,
           const char           *unit)
{
  g_autofree char *path = g_strstrip (g_strdup (cell->text));
  StanokDraftFile *draft;
  StanokFile *file;

  if (!is_inside (path))
    {
      complain_of (check->complaints, cell, "a path below the folder of models, with slashes");
      return;
    }
  file = stanok_file_new ();
  file->role = g_strdup (cell->column->name);
  file->name = g_path_get_basename (path);
  file->media_type = g_strdup (guess_media_type (path));
  file->unit = strcmp (file->role, "model") == 0 ? g_strdup (unit) : NULL;
  g_ptr_array_add (check->draft->order->files, file);
  draft = g_new0 (StanokDraftFile, 1);
  draft->file = file;
  draft->path = g_steal_pointer (&path);
  draft->place = cell->place;
  g_ptr_array_add (check->draft->files, draft);
}

static void
take_files (const Check *check)
{
  static const char * const units[] = { "mm", "in", NULL };
  static const char * const roles[] = { "model", "drawing", "photo", NULL };
  g_autofree char *unit = take_word (check, "unit", units, "“mm” or “in”");

  for (guint i = 0; i < check->row->cells->len; i++)
    {
      const StanokGridCell *cell = check->row->cells->pdata[i];

      if (g_strv_contains (roles, cell->column->name))
        take_file (check, cell, unit);
    }
}

/* ---- orders --------------------------------------------------------------------------------- */

static void
draft_free (gpointer data)
{
  StanokDraft *self = data;

  g_ptr_array_unref (self->files);
  stanok_order_unref (self->order);
  g_free (self);
}

/* Takes @text. */
static void
set (char **to,
     char  *text)
{
  g_free (*to);
  *to = text;
}

static void
fill_order (const Check *check)
{
  static const char * const sources[] = { "crm", "shop", "partner", NULL };
  StanokOrder *order = check->draft->order;
  g_autofree char *station = NULL;

  set (&order->id, take_id (check, "id", TRUE));
  set (&order->number, take_text (check, "number", order->id, TEXT_MAX));
  set (&order->title, take_text (check, "title", NULL, TEXT_MAX));
  set (&order->customer, take_text (check, "customer", "", TEXT_MAX));
  set (&order->source, take_word (check, "source", sources, "“crm”, “shop” or “partner”"));
  set (&order->material, take_text (check, "material", "", TEXT_MAX));
  set (&order->instructions, take_text (check, "instructions", "", LONG_TEXT_MAX));
  station = take_id (check, "station", FALSE);
  set (&order->station, *station != '\0' ? g_steal_pointer (&station) : NULL);
  order->ordered = take_number (check, "quantity", -1, STANOK_COUNT_MAX);
  order->tolerance_pct = take_number (check, "tolerance_pct", 0, 100);
  order->priority = take_number (check, "priority", PRIORITY_USUAL, 9);
  order->due_ms = take_time (check, "due", TRUE);
  order->created_ms = take_time (check, "created", FALSE);
  take_files (check);
}

GPtrArray *
stanok_drafts_new (GPtrArray        *grid,
                   StanokComplaints *complaints)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_free);
  g_autoptr(GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < grid->len; i++)
    {
      StanokDraft *draft = g_new0 (StanokDraft, 1), *earlier;
      const Check check = { grid->pdata[i], draft, complaints };

      draft->order = stanok_order_new ();
      draft->place = check.row->place;
      draft->files = g_ptr_array_new_with_free_func (draft_file_free);
      g_ptr_array_add (drafts, draft);
      fill_order (&check);
      earlier = g_hash_table_lookup (lines, draft->order->id);
      if (earlier != NULL && *draft->order->id != '\0')
        stanok_complain (complaints, draft->place,
                         "the order %s stands in line %u already; remove one", draft->order->id,
                         earlier->place.line);
      g_hash_table_insert (lines, draft->order->id, draft);
    }
  return drafts;
}
