/* stanok-demo-models.h: the files of what the factory makes, put among the objects
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-demo-catalogue.h"
#include "domain/stanok-order.h"
#include "objects/stanok-objects.h"

G_BEGIN_DECLS

/* One product in one size that can be ordered. */
typedef struct {
  const StanokDemoProduct *product;
  const StanokDemoSize    *size;
  StanokFile              *file;      /* (owned) */
} StanokDemoModel;

/* (element-type StanokDemoModel): what could be made or found. Errors: STORE, FULL. */
GPtrArray *stanok_demo_models_put (StanokObjects *objects,
                                   const char    *directory,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
