/* stanok-piece.c: closed, printable pieces made by code, so that a demo needs nobody's files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-piece.h"

#include <math.h>
#include <string.h>

#include "demo/stanok-piece-makers.h"

static const struct
{
  const char *id;
  double      usual_size_mm;
  void      (*make) (StanokSolid *solid, StanokWhim *whim);
} pieces[STANOK_N_PIECES] = {
  [STANOK_PIECE_SIGNET] = { "signet-ring", 26, stanok_make_signet },
  [STANOK_PIECE_BAND] = { "band", 21, stanok_make_band },
  [STANOK_PIECE_PENDANT] = { "pendant", 34, stanok_make_pendant },
  [STANOK_PIECE_STUD] = { "ear-stud", 14, stanok_make_stud },
  [STANOK_PIECE_BEAD] = { "bead", 12, stanok_make_bead },
  [STANOK_PIECE_BRACKET] = { "bracket", 80, stanok_make_bracket },
  [STANOK_PIECE_GEAR] = { "spur-gear", 75, stanok_make_gear },
  [STANOK_PIECE_PULLEY] = { "pulley", 90, stanok_make_pulley },
  [STANOK_PIECE_FLANGE] = { "hub-flange", 84, stanok_make_flange },
  [STANOK_PIECE_KNOB] = { "knob", 40, stanok_make_knob },
  [STANOK_PIECE_NUT] = { "nut", 24, stanok_make_nut },
  [STANOK_PIECE_BOLT] = { "bolt", 50, stanok_make_bolt },
  [STANOK_PIECE_BOX] = { "box", 90, stanok_make_box },
  [STANOK_PIECE_SHAFT] = { "shaft", 140, stanok_make_shaft },
  [STANOK_PIECE_SOLITAIRE] = { "solitaire", 26, stanok_make_solitaire },
};

static guint64
whim_next (StanokWhim *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

double
stanok_whim_real (StanokWhim *self,
                  double      low,
                  double      high)
{
  return low + (high - low) * (double) (whim_next (self) >> 11) / 9007199254740992.0;    /* 2^53 */
}

guint
stanok_whim_count (StanokWhim *self,
                   guint       low,
                   guint       high)
{
  return low + (guint) (whim_next (self) % (high - low + 1));
}

StanokSpot
stanok_spot_lay_along_y (StanokSpot    from,
                         gconstpointer unused)
{
  return (StanokSpot) { from.x, from.z, -from.y };
}

StanokSpot
stanok_spot_lay_along_x (StanokSpot    from,
                         gconstpointer unused)
{
  return (StanokSpot) { from.z, from.x, from.y };
}

const char *
stanok_piece_get_id (StanokPieceKind kind)
{
  g_return_val_if_fail (kind < STANOK_N_PIECES, NULL);
  return pieces[kind].id;
}

double
stanok_piece_get_usual_size (StanokPieceKind kind)
{
  g_return_val_if_fail (kind < STANOK_N_PIECES, 0);
  return pieces[kind].usual_size_mm;
}

StanokMesh *
stanok_piece_make (StanokPieceKind kind,
                   double          size_mm,
                   guint32         seed)
{
  g_autoptr(StanokSolid) solid = stanok_solid_new ();
  StanokWhim whim = { (guint64) kind << 32 | seed };

  g_return_val_if_fail (kind < STANOK_N_PIECES && size_mm > 0, NULL);
  pieces[kind].make (solid, &whim);
  return stanok_solid_to_mesh (solid, size_mm);
}

GBytes *
stanok_piece_make_stl (StanokPieceKind kind,
                       double          size_mm,
                       guint32         seed)
{
  g_autoptr(StanokMesh) mesh = stanok_piece_make (kind, size_mm, seed);

  return stanok_mesh_to_stl (mesh);
}

static void
find_normal (const float *a,
             const float *b,
             const float *c,
             float       *out)
{
  double u[3], v[3], n[3], length;

  for (guint i = 0; i < 3; i++)
    {
      u[i] = (double) b[i] - a[i];
      v[i] = (double) c[i] - a[i];
    }
  for (guint i = 0; i < 3; i++)
    n[i] = u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3];
  length = sqrt (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
  for (guint i = 0; i < 3; i++)
    out[i] = length > 0 ? (float) (n[i] / length) : 0;
}

/* 80 bytes of title, a count, and for each triangle 12 numbers and two bytes of nothing. */
GBytes *
stanok_mesh_to_stl (const StanokMesh *mesh)
{
  static const char title[] = "Stanok, millimetres";
  gsize n_bytes = 84 + 50 * (gsize) mesh->n_triangles;
  guint8 *bytes = g_malloc0 (n_bytes);
  guint8 *at = bytes + 84;
  guint32 count = GUINT32_TO_LE (mesh->n_triangles);

  memcpy (bytes, title, strlen (title));
  memcpy (bytes + 80, &count, sizeof count);
  for (gsize t = 0; t < mesh->n_triangles; t++, at += 50)
    {
      float numbers[12];
      guint32 bits[12];

      for (guint i = 0; i < 3; i++)
        memcpy (numbers + 3 + 3 * i, mesh->positions + 3 * (gsize) mesh->triangles[3 * t + i],
                3 * sizeof (float));
      find_normal (numbers + 3, numbers + 6, numbers + 9, numbers);
      memcpy (bits, numbers, sizeof bits);
      for (guint i = 0; i < 12; i++)
        bits[i] = GUINT32_TO_LE (bits[i]);
      memcpy (at, bits, sizeof bits);
    }
  return g_bytes_new_take (bytes, n_bytes);
}
