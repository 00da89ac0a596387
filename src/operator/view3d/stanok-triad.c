/* stanok-triad.c: three little axes that turn with the model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-triad.h"

#include <math.h>

#define AXIS_SHARE    0.34    /* of the width, from the middle */
#define LETTER_SHARE  0.42
#define LETTER_PX    10.5     /* high, at STANOK_TRIAD_PX */
#define AXIS_PX       3.5
#define STROKE_PX     1.9

struct _StanokTriad
{
  GObject parent_instance;

  double  tips[3][3];         /* X, Y and Z: to the right, downwards, towards the eye */
};

static void paintable_init (GdkPaintableInterface *iface);
static void symbolic_init  (GtkSymbolicPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StanokTriad, stanok_triad, G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init)
  G_IMPLEMENT_INTERFACE (GTK_TYPE_SYMBOLIC_PAINTABLE, symbolic_init))

/* The letters are drawn with the pen, as the paintable knows no font. From -1 to 1 on both axes. */
static void
draw_letter (cairo_t *cr,
             guint    axis)
{
  static const gint8 strokes[3][3][4] = {
    { { -1, -1, 1, 1 }, { -1, 1, 1, -1 }, { 0 } },
    { { -1, -1, 0, 0 }, { 1, -1, 0, 0 }, { 0, 0, 0, 1 } },
    { { -1, -1, 1, -1 }, { 1, -1, -1, 1 }, { -1, 1, 1, 1 } },
  };

  for (guint i = 0; i < 3; i++)
    {
      const gint8 *s = strokes[axis][i];

      cairo_move_to (cr, 0.38 * LETTER_PX * s[0], 0.5 * LETTER_PX * s[1]);
      cairo_line_to (cr, 0.38 * LETTER_PX * s[2], 0.5 * LETTER_PX * s[3]);
    }
  cairo_stroke (cr);
}

static void
draw_axis (StanokTriad   *self,
           cairo_t       *cr,
           guint          axis,
           const GdkRGBA *ink,
           const GdkRGBA *colour)
{
  const double *tip = self->tips[axis];
  double length = hypot (tip[0], tip[1]), reach = LETTER_SHARE * STANOK_TRIAD_PX;

  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, AXIS_PX);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, tip[0] * AXIS_SHARE * STANOK_TRIAD_PX, tip[1] * AXIS_SHARE * STANOK_TRIAD_PX);
  cairo_stroke (cr);

  /* An axis that points at the eye has its letter beside it, not on it. */
  cairo_save (cr);
  if (length > 0.3)
    cairo_translate (cr, tip[0] * (reach + 2 / length), tip[1] * (reach + 2 / length));
  else
    cairo_translate (cr, -0.2 * reach, 0.3 * reach);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_set_line_width (cr, STROKE_PX);
  draw_letter (cr, axis);
  cairo_restore (cr);
}

static void
stanok_triad_snapshot_symbolic (GtkSymbolicPaintable *paintable,
                                GdkSnapshot          *snapshot,
                                double                width,
                                double                height,
                                const GdkRGBA        *colours,
                                gsize                 n_colours)
{
  static const guint8 palette[3] = {
    GTK_SYMBOLIC_COLOR_ERROR, GTK_SYMBOLIC_COLOR_SUCCESS, GTK_SYMBOLIC_COLOR_WARNING };
  const GdkRGBA plain = { 0.5, 0.5, 0.5, 1 };
  StanokTriad *self = STANOK_TRIAD (paintable);
  cairo_t *cr = gtk_snapshot_append_cairo (GTK_SNAPSHOT (snapshot),
                                           &GRAPHENE_RECT_INIT (0, 0, width, height));
  guint order[3] = { 0, 1, 2 };

  /* The farthest first. */
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 2 - i; k++)
      if (self->tips[order[k]][2] > self->tips[order[k + 1]][2])
        {
          guint other = order[k];

          order[k] = order[k + 1];
          order[k + 1] = other;
        }

  cairo_translate (cr, width / 2, height / 2);
  cairo_scale (cr, MIN (width, height) / STANOK_TRIAD_PX, MIN (width, height) / STANOK_TRIAD_PX);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (guint i = 0; i < 3; i++)
    {
      const GdkRGBA *ink = n_colours > 0 ? &colours[GTK_SYMBOLIC_COLOR_FOREGROUND] : &plain;
      guint slot = palette[order[i]];

      draw_axis (self, cr, order[i], ink, slot < n_colours ? &colours[slot] : ink);
    }
  cairo_destroy (cr);
}

static void
stanok_triad_snapshot (GdkPaintable *paintable,
                       GdkSnapshot  *snapshot,
                       double        width,
                       double        height)
{
  stanok_triad_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (paintable), snapshot, width, height,
                                  NULL, 0);
}

static int
stanok_triad_get_intrinsic_size (GdkPaintable *paintable)
{
  return STANOK_TRIAD_PX;
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = stanok_triad_snapshot;
  iface->get_intrinsic_width = stanok_triad_get_intrinsic_size;
  iface->get_intrinsic_height = stanok_triad_get_intrinsic_size;
}

static void
symbolic_init (GtkSymbolicPaintableInterface *iface)
{
  iface->snapshot_symbolic = stanok_triad_snapshot_symbolic;
}

static void
stanok_triad_class_init (StanokTriadClass *klass)
{
}

static void
stanok_triad_init (StanokTriad *self)
{
}

StanokTriad *
stanok_triad_new (void)
{
  return g_object_new (STANOK_TYPE_TRIAD, NULL);
}

void
stanok_triad_set_camera (StanokTriad        *self,
                         const StanokCamera *camera)
{
  double right[3], up[3], back[3];

  g_return_if_fail (STANOK_IS_TRIAD (self));

  stanok_camera_get_axes (camera, right, up, back);
  for (guint axis = 0; axis < 3; axis++)
    {
      self->tips[axis][0] = right[axis];
      self->tips[axis][1] = -up[axis];
      self->tips[axis][2] = back[axis];
    }
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}
