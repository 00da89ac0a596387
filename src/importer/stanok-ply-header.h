/* stanok-ply-header.h: what a PLY file says of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "importer/stanok-scan.h"

G_BEGIN_DECLS

#define STANOK_PLY_MAX_ELEMENTS    16u
#define STANOK_PLY_MAX_PROPERTIES  64u

typedef enum {
  STANOK_PLY_TEXT,
  STANOK_PLY_LITTLE_ENDIAN,
  STANOK_PLY_BIG_ENDIAN,
} StanokPlyEncoding;

typedef enum {
  STANOK_PLY_NONE,
  STANOK_PLY_INT8,
  STANOK_PLY_UINT8,
  STANOK_PLY_INT16,
  STANOK_PLY_UINT16,
  STANOK_PLY_INT32,
  STANOK_PLY_UINT32,
  STANOK_PLY_FLOAT32,
  STANOK_PLY_FLOAT64,
} StanokPlyType;

/* What a property means to us. */
typedef enum {
  STANOK_PLY_OTHER,
  STANOK_PLY_X,
  STANOK_PLY_Y,
  STANOK_PLY_Z,
  STANOK_PLY_CORNERS,
} StanokPlyMeaning;

typedef struct {
  StanokPlyType    type;
  StanokPlyType    count_type;    /* STANOK_PLY_NONE: not a list */
  StanokPlyMeaning meaning;
} StanokPlyProperty;

typedef enum {
  STANOK_PLY_THINGS,
  STANOK_PLY_VERTICES,
  STANOK_PLY_FACES,
} StanokPlyKind;

typedef struct {
  StanokPlyKind     kind;
  guint64           count;
  StanokPlyProperty properties[STANOK_PLY_MAX_PROPERTIES];
  guint             n_properties;
} StanokPlyElement;

typedef struct {
  StanokPlyEncoding encoding;
  StanokPlyElement  elements[STANOK_PLY_MAX_ELEMENTS];
  guint             n_elements;
} StanokPlyHeader;

guint    stanok_ply_type_bytes  (StanokPlyType type);

/* Leaves @scan at the first byte after the header. */
gboolean stanok_ply_header_read (StanokPlyHeader *self, StanokScan *scan, GError **error);

G_END_DECLS
