/* stanok-import-report.c: what is said of a model that was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-import-report.h"

/* Locales do not matter: the point stays a point. */
static void
append_number (GString *out,
               double   number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.10g", number));
}

static void
append_numbers (GString      *out,
                const char   *name,
                const double *numbers)
{
  g_string_append_printf (out, ",\"%s\":[", name);
  for (guint i = 0; i < 3; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_number (out, numbers[i]);
    }
  g_string_append_c (out, ']');
}

static void
append_string (GString    *out,
               const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (out, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (out, "\\u%04x", (guchar) *text);
    else
      g_string_append_c (out, *text);
  g_string_append_c (out, '"');
}

static void
find_size (const StanokMeasures *m,
           double               *size)
{
  for (guint i = 0; i < 3; i++)
    size[i] = m->max_mm[i] - m->min_mm[i];
}

char *
stanok_import_report_to_json (const StanokImportReport *self)
{
  const StanokMeasures *m = &self->measures;
  GString *out = g_string_new ("{");
  gboolean has_notes = FALSE;
  double size[3];

  find_size (m, size);
  g_string_append_printf (out, "\"format\":\"%s\",\"triangles\":%u,\"vertices\":%u",
                          stanok_format_get_extension (self->format),
                          self->n_triangles, self->n_vertices);
  append_numbers (out, "min_mm", m->min_mm);
  append_numbers (out, "max_mm", m->max_mm);
  append_numbers (out, "size_mm", size);
  g_string_append (out, ",\"area_mm2\":");
  append_number (out, m->area_mm2);
  g_string_append (out, ",\"volume_mm3\":");
  append_number (out, m->volume_mm3);
  g_string_append_printf (out, ",\"watertight\":%s,\"open_edges\":%u,\"non_manifold_edges\":%u",
                          m->watertight ? "true" : "false", m->open_edges, m->non_manifold_edges);
  g_string_append_printf (out, ",\"shells\":%u,\"notes\":[", m->n_shells);
  for (guint i = 0; i < G_N_ELEMENTS (self->notes); i++)
    if (self->notes[i] != NULL)
      {
        if (has_notes)
          g_string_append_c (out, ',');
        append_string (out, self->notes[i]);
        has_notes = TRUE;
      }
  g_string_append (out, "]}\n");
  return g_string_free (out, FALSE);
}

char *
stanok_import_report_to_text (const StanokImportReport *self)
{
  const StanokMeasures *m = &self->measures;
  GString *out = g_string_new (NULL);
  double size[3];

  find_size (m, size);
  if (self->name != NULL)
    g_string_append_printf (out, "%s: ", self->name);
  g_string_append_printf (out, "%u triangles, %.2f × %.2f × %.2f mm, ",
                          self->n_triangles, size[0], size[1], size[2]);
  if (m->watertight)
    g_string_append_printf (out, "%.2f mm³, closed\n", m->volume_mm3);
  else if (m->open_edges == 0 && m->non_manifold_edges == 0)
    g_string_append (out, "some faces are inside out\n");
  else
    g_string_append_printf (out, "not closed: %u open and %u crowded edges\n",
                            m->open_edges, m->non_manifold_edges);
  for (guint i = 0; i < G_N_ELEMENTS (self->notes); i++)
    if (self->notes[i] != NULL)
      g_string_append_printf (out, "  %s\n", self->notes[i]);
  return g_string_free (out, FALSE);
}
