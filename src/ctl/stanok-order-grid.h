/* stanok-order-grid.h: orders as a grid has them, checked value by value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ctl/stanok-grid.h"
#include "domain/stanok-order.h"

G_BEGIN_DECLS

extern const StanokGridKind STANOK_ORDER_GRID;

/* A file that an order refers to, before it was looked at. */
typedef struct {
  StanokFile *file;         /* borrowed from the order: sha256 and size are still unset */
  char       *path;         /* (owned) as the grid has it */
  StanokPlace place;
} StanokDraftFile;

typedef struct {
  StanokOrder *order;       /* (owned) what an office decides */
  StanokPlace  place;
  GPtrArray   *files;       /* (element-type StanokDraftFile) */
} StanokDraft;

/* What is wrong with a file, as compilers say it: FILE:LINE:COLUMN: SENTENCE. */
typedef struct {
  const char *path;         /* borrowed: of the grid */
  GPtrArray  *sentences;    /* (owned) (element-type utf8) */
} StanokComplaints;

void       stanok_complaints_init  (StanokComplaints *self, const char *path);
void       stanok_complaints_clear (StanokComplaints *self);
void       stanok_complain         (StanokComplaints *self, StanokPlace place,
                                    const char *format, ...) G_GNUC_PRINTF (3, 4);

/* (element-type StanokDraft): as the rows stand. Of no use if anything was complained about. */
GPtrArray *stanok_drafts_new       (GPtrArray        *grid,
                                    StanokComplaints *complaints) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokComplaints, stanok_complaints_clear)

G_END_DECLS
