/* stanok-upload.h: the files that orders refer to, found, measured and hashed once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ctl/stanok-order-grid.h"

G_BEGIN_DECLS

#define STANOK_UPLOAD_MAX_BYTES (256 * 1024 * 1024)   /* what the server takes */

typedef struct {
  char   *path;        /* where it lies */
  char   *sha256;
  gint64  size;
} StanokUpload;

/* (element-type StanokUpload): one for each content. Fills sha256 and size of the drafts' files;
 * what cannot be read, is no file, is empty or too large is complained about.
 * @folder: what the paths are relative to */
GPtrArray *stanok_uploads_new (GPtrArray        *drafts,
                               const char       *folder,
                               StanokComplaints *complaints) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
