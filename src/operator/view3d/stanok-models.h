/* stanok-models.h: model files turned into meshes, one at a time, newest wish first
 *
 * A model that is here becomes a mesh file once, by `stanok-import` in its jail;
 * mesh files are mapped and kept for reuse. Nothing here waits: ask, and listen
 * for "changed" with the hash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mesh/stanok-mesh-file.h"

G_BEGIN_DECLS

#define STANOK_TYPE_MODELS (stanok_models_get_type ())
G_DECLARE_FINAL_TYPE (StanokModels, stanok_models, STANOK, MODELS, GObject)

/* Where a model and its mesh lie. Strings are borrowed for the call. */
typedef struct {
  const char *sha256;
  const char *name;         /* as the customer called it: tells the format, and is named in sentences */
  const char *blob_path;    /* (nullable) NULL: not here yet */
  const char *mesh_path;    /* where its mesh file is or belongs */
} StanokModelSource;

typedef enum {
  STANOK_MODEL_ABSENT,      /* neither mesh nor model is here: sync will bring it */
  STANOK_MODEL_WORKING,     /* being opened or imported */
  STANOK_MODEL_READY,
  STANOK_MODEL_FAILED,      /* the sentence says why */
} StanokModelState;

/* @importer: path of the program `stanok-import` */
StanokModels *stanok_models_new (const char *importer);

/**
 * stanok_models_get:
 * @mesh: (out) (transfer full) (nullable): set if READY
 * @sentence: (out) (transfer none) (nullable): set if FAILED, valid until the next call
 *
 * Starts what is needed; "changed" (sha256) follows when the answer changes.
 */
StanokModelState stanok_models_get (StanokModels             *self,
                                    const StanokModelSource  *source,
                                    StanokMeshFile          **mesh,
                                    const char              **sentence);

G_END_DECLS
