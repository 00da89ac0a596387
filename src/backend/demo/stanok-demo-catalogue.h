/* stanok-demo-catalogue.h: what the demo's factory makes
 *
 * Jewellery is the trade it began with; the other half is made for machines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "demo/stanok-piece.h"

G_BEGIN_DECLS

#define STANOK_DEMO_N_SIZES  3
#define STANOK_DEMO_N_NAMES  3

typedef struct {
  const char     *en, *ru;                /* "size 18"; NULL: without */
  double          mm;                     /* longest side */
} StanokDemoSize;

typedef struct {
  const char     *id;                     /* beginning of its file's name */
  /* (nullable) below the models' directory; NULL: made by code */
  const char     *file;
  const char     *media_type;
  StanokPieceKind kind;                   /* unless @file */
  const char     *en[STANOK_DEMO_N_NAMES], *ru[STANOK_DEMO_N_NAMES];
  StanokDemoSize  sizes[STANOK_DEMO_N_SIZES];   /* only the first with @file */
  const char     *materials[4];           /* NULL after the last */
  guint           station;                /* 0-based */
  gint64          quantity_max;
  gint64          price_minor;            /* of one piece, about */
  const char     *work_en, *work_ru;      /* instructions */
} StanokDemoProduct;

extern const StanokDemoProduct STANOK_DEMO_PRODUCTS[];
extern const gsize STANOK_DEMO_N_PRODUCTS;

G_END_DECLS
