/* stanok-piece.h: closed, printable pieces made by code, so that a demo needs nobody's files
 *
 * Equal arguments give equal bytes on every machine of one architecture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_PIECE_SIGNET,       /* signet ring, oval face with an engraved star */
  STANOK_PIECE_BAND,         /* ring, two rows of beads */
  STANOK_PIECE_PENDANT,      /* pierced rosette with an eye */
  STANOK_PIECE_STUD,         /* ear stud, a faceted stone in a cup */
  STANOK_PIECE_BEAD,         /* twisted bead with a bore */
  STANOK_PIECE_BRACKET,      /* bent from sheet, with holes and slots */
  STANOK_PIECE_GEAR,         /* spur gear with hub, bore, key and holes */
  STANOK_PIECE_PULLEY,       /* pulley with windows */
  STANOK_PIECE_FLANGE,       /* hub flange with counterbored bolt holes */
  STANOK_PIECE_KNOB,         /* lobed knob with a blind hole */
  STANOK_PIECE_NUT,          /* hexagon nut, threaded */
  STANOK_PIECE_BOLT,         /* hexagon bolt, threaded */
  STANOK_PIECE_BOX,          /* case with a lip for its lid, bosses and vents */
  STANOK_PIECE_SHAFT,        /* stepped shaft with splines and a threaded end */
  STANOK_PIECE_SOLITAIRE,    /* ring mount with four or six prongs */
} StanokPieceKind;

#define STANOK_N_PIECES (STANOK_PIECE_SOLITAIRE + 1)

/* Lower case, with a dash: "signet-ring". */
const char *stanok_piece_get_id         (StanokPieceKind kind);

/* A size it is really made in, millimetres. */
double      stanok_piece_get_usual_size (StanokPieceKind kind);

/* (transfer full): @size_mm (> 0) is the longest side of its box; @seed varies counts and
 * proportions. */
StanokMesh *stanok_piece_make           (StanokPieceKind kind,
                                         double          size_mm,
                                         guint32         seed) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the same as the bytes of a binary STL file. */
GBytes     *stanok_piece_make_stl       (StanokPieceKind kind,
                                         double          size_mm,
                                         guint32         seed) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): any mesh as a binary STL file. */
GBytes     *stanok_mesh_to_stl          (const StanokMesh *mesh) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
