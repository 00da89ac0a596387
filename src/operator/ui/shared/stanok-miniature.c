/* stanok-miniature.c: a small picture of a model, tinted by the material of the part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-miniature.h"

#include "ui/shared/stanok-parts.h"

#define AIR_PX      1     /* between the frame's line and the picture, on each side */
#define BYTES_IN    2
#define BYTES_OUT   4
#define MAX_SIDE_PX 1024

struct _StanokMiniature
{
  GtkWidget     parent_instance;

  GdkTexture   *texture;    /* (owned) (nullable) */
  GtkWidget    *cube;
  int           side_px;
};

G_DEFINE_FINAL_TYPE (StanokMiniature, stanok_miniature, GTK_TYPE_WIDGET)

GdkTexture *
stanok_miniature_tint (const guint8  *bytes,
                       gsize          n_bytes,
                       int            side_px,
                       const GdkRGBA *color)
{
  const float rgb[3] = { color->red, color->green, color->blue };
  guint8 ramp[3][256];
  guint8 *pixels;
  g_autoptr(GBytes) packed = NULL;
  gsize n, i;
  int l;

  g_return_val_if_fail (side_px > 0 && side_px <= MAX_SIDE_PX, NULL);

  n = (gsize) side_px * (gsize) side_px;
  if (bytes == NULL || n_bytes < n * BYTES_IN)
    return NULL;

  for (l = 0; l < 256; l++)
    {
      for (i = 0; i < G_N_ELEMENTS (rgb); i++)
        ramp[i][l] = (guint8) (rgb[i] * (float) l + 0.5f);
    }
  pixels = g_malloc (n * BYTES_OUT);
  for (i = 0; i < n; i++)
    {
      guint8 luminance = bytes[i * BYTES_IN];

      pixels[i * BYTES_OUT + 0] = ramp[0][luminance];
      pixels[i * BYTES_OUT + 1] = ramp[1][luminance];
      pixels[i * BYTES_OUT + 2] = ramp[2][luminance];
      pixels[i * BYTES_OUT + 3] = bytes[i * BYTES_IN + 1];
    }
  packed = g_bytes_new_take (pixels, n * BYTES_OUT);
  return gdk_memory_texture_new (side_px, side_px, GDK_MEMORY_R8G8B8A8, packed,
                                 (gsize) side_px * BYTES_OUT);
}

static void
stanok_miniature_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  /* The frame's own line is counted by CSS. */
  *minimum = *natural = MAX (STANOK_MINIATURE (widget)->side_px - 2, 0);
}

static void
stanok_miniature_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  gtk_widget_size_allocate (STANOK_MINIATURE (widget)->cube,
                            &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
stanok_miniature_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  StanokMiniature *self = STANOK_MINIATURE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int side = MIN (width, height) - 2 * AIR_PX;

  if (self->texture == NULL)
    gtk_widget_snapshot_child (widget, self->cube, snapshot);
  else if (side > 0)
    gtk_snapshot_append_texture (snapshot, self->texture,
                                 &GRAPHENE_RECT_INIT ((float) (width - side) / 2.0f,
                                                      (float) (height - side) / 2.0f,
                                                      (float) side, (float) side));
}

static void
stanok_miniature_dispose (GObject *object)
{
  StanokMiniature *self = STANOK_MINIATURE (object);

  g_clear_object (&self->texture);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_miniature_parent_class)->dispose (object);
}

static void
stanok_miniature_class_init (StanokMiniatureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_miniature_dispose;
  widget_class->measure = stanok_miniature_measure;
  widget_class->size_allocate = stanok_miniature_size_allocate;
  widget_class->snapshot = stanok_miniature_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
stanok_miniature_init (StanokMiniature *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-thumb");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  self->cube = stanok_parts_icon ("stanok-ui-job-symbolic", "stanok-no-model");
  gtk_widget_set_parent (self->cube, GTK_WIDGET (self));
}

GtkWidget *
stanok_miniature_new (int side_px)
{
  StanokMiniature *self = g_object_new (STANOK_TYPE_MINIATURE, NULL);

  self->side_px = side_px;
  if (side_px < 0)
    {
      gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
      gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
      gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_FILL);
    }
  return GTK_WIDGET (self);
}

void
stanok_miniature_set (StanokMiniature *self,
                      GdkTexture  *texture)
{
  g_return_if_fail (STANOK_IS_MINIATURE (self));

  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
