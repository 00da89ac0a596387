/* stanok-thumbs.h: the small pictures of the models, ready to be put on the screen
 *
 * Asks the models only for what is looked at, and keeps the last pictures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "store/stanok-store.h"
#include "view3d/stanok-models.h"

G_BEGIN_DECLS

#define STANOK_TYPE_THUMBS (stanok_thumbs_get_type ())

G_DECLARE_FINAL_TYPE (StanokThumbs, stanok_thumbs, STANOK, THUMBS, GObject)

/* Signals
 *   changed (const char *sha256)   a model that was asked for has another answer now
 */
StanokThumbs *stanok_thumbs_new  (StanokStore       *store,
                                  StanokModels      *models);
/* (transfer none) (nullable): NULL while there is no picture; "changed" follows. */
GdkTexture   *stanok_thumbs_get  (StanokThumbs      *self,
                                  const StanokOrder *order);
/* The model of @order, as stanok_models_get() has it. */
StanokModelState stanok_thumbs_get_model (StanokThumbs       *self,
                                          const StanokOrder  *order,
                                          StanokMeshFile    **mesh,
                                          const char        **sentence);

G_END_DECLS
