/* stanok-import-report.h: what is said of a model that was read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "importer/stanok-format.h"
#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

typedef struct {
  const char     *name;          /* (nullable) */
  StanokFormat    format;
  guint32         n_triangles;
  guint32         n_vertices;
  StanokMeasures  measures;
  const char     *notes[2];      /* (nullable) each */
} StanokImportReport;

/* (transfer full): one line, ended. */
char *stanok_import_report_to_json (const StanokImportReport *self);
char *stanok_import_report_to_text (const StanokImportReport *self);

G_END_DECLS
