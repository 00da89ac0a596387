/* stanok-shelf.c: the shelf along the lower edge that carries the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-shelf.h"

#include "ui/shared/stanok-parts.h"

#define SOFT_GAP_PX   8
#define ROW_GAP_PX    8
#define SINGLE_SHARE  0.58   /* of the width for the soft keys when the page has one column */
#define LARGE_TEXT    1.4

typedef struct {
  GtkWidget *key;
  guint      rank;
  gboolean   is_dropped;
} Soft;

struct _StanokShelf
{
  GtkWidget   parent_instance;

  StanokGrid  grid;
  GArray     *soft;     /* (element-type Soft) */
  GPtrArray  *steps;    /* (element-type GtkWidget) borrowed: children */
};

G_DEFINE_FINAL_TYPE (StanokShelf, stanok_shelf, GTK_TYPE_WIDGET)

static gboolean
is_upright (int width_px)
{
  return stanok_grid_get_left_px (STANOK_GRID_LIST, width_px + 2 * STANOK_GRID_MARGIN_PX, 1.0) < 0;
}

static int
measure (GtkWidget      *child,
         GtkOrientation  orientation,
         gboolean        is_natural)
{
  int min = 0, natural = 0;

  if (gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, -1, &min, &natural, NULL, NULL);
  return is_natural ? natural : min;
}

static int
measure_for (GtkWidget *child,
             int        width_px,
             gboolean   is_natural)
{
  int min = 0, natural = 0;

  if (gtk_widget_get_visible (child))
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width_px, &min, &natural, NULL, NULL);
  return is_natural ? natural : min;
}

static guint
count_soft (StanokShelf *self)
{
  guint n = 0, i;

  for (i = 0; i < self->soft->len; i++)
    {
      Soft *soft = &g_array_index (self->soft, Soft, i);

      n += gtk_widget_get_visible (soft->key) && !soft->is_dropped;
    }
  return n;
}

/* The widest word decides, because all soft keys are alike. */
static int
widest_soft (StanokShelf *self)
{
  int widest = 0;
  guint i;

  for (i = 0; i < self->soft->len; i++)
    {
      Soft *soft = &g_array_index (self->soft, Soft, i);

      if (!soft->is_dropped)
        widest = MAX (widest, measure (soft->key, GTK_ORIENTATION_HORIZONTAL, TRUE));
    }
  return widest;
}

static Soft *
find_highest_rank (StanokShelf *self)
{
  Soft *found = NULL;
  guint i;

  for (i = 0; i < self->soft->len; i++)
    {
      Soft *soft = &g_array_index (self->soft, Soft, i);

      if (soft->is_dropped || soft->rank == 0 || !gtk_widget_get_visible (soft->key))
        continue;
      if (found == NULL || soft->rank > found->rank)
        found = soft;
    }
  return found;
}

static void
drop_what_does_not_fit (StanokShelf *self,
                        int          width_px)
{
  guint i;

  for (i = 0; i < self->soft->len; i++)
    g_array_index (self->soft, Soft, i).is_dropped = FALSE;

  for (;;)
    {
      int n = (int) count_soft (self);
      Soft *first;

      if (n == 0 || n * widest_soft (self) + (n - 1) * SOFT_GAP_PX <= width_px)
        return;
      first = find_highest_rank (self);
      if (first == NULL)
        return;
      first->is_dropped = TRUE;
    }
}

/* Pixels for the soft keys; the rest is the next step's. */
static int
get_soft_width (StanokShelf *self,
                int          width_px)
{
  double text_scale = stanok_parts_get_text_scale (GTK_WIDGET (self));
  int left;

  if (is_upright (width_px))
    return width_px;
  left = stanok_grid_get_left_px (self->grid, width_px + 2 * STANOK_GRID_MARGIN_PX, text_scale);
  /* Large words need more of the shelf than the page's left column gives. */
  if (left < 0 || text_scale > LARGE_TEXT)
    left = MAX (left, (int) (width_px * SINGLE_SHARE));
  return left;
}

static int
soft_height (StanokShelf *self,
             int          width_px,
             gboolean     is_natural)
{
  int n = (int) count_soft (self);
  int share = -1;
  int height = 0;
  guint i;

  if (width_px >= 0 && n > 0)
    {
      drop_what_does_not_fit (self, get_soft_width (self, width_px));
      n = MAX ((int) count_soft (self), 1);
      share = (get_soft_width (self, width_px) - (n - 1) * SOFT_GAP_PX) / n;
    }
  for (i = 0; i < self->soft->len; i++)
    {
      Soft *soft = &g_array_index (self->soft, Soft, i);
      int for_px = share < 0 ? -1
        : MAX (share, measure (soft->key, GTK_ORIENTATION_HORIZONTAL, FALSE));

      if (!soft->is_dropped)
        height = MAX (height, measure_for (soft->key, for_px, is_natural));
    }
  return height;
}

static int
step_height (StanokShelf *self,
             gboolean     is_natural)
{
  int height = 0;
  guint i;

  for (i = 0; i < self->steps->len; i++)
    height = MAX (height, measure (self->steps->pdata[i], GTK_ORIENTATION_VERTICAL, is_natural));
  return height;
}

static void
stanok_shelf_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  StanokShelf *self = STANOK_SHELF (widget);
  int soft_min, step_min, soft, step;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = 0;
      return;
    }
  soft_min = soft_height (self, for_size, FALSE);
  step_min = step_height (self, FALSE);
  soft = soft_height (self, for_size, TRUE);
  step = step_height (self, TRUE);
  if (for_size >= 0 && is_upright (for_size) && soft > 0 && step > 0)
    {
      *minimum = soft_min + ROW_GAP_PX + step_min;
      *natural = soft + ROW_GAP_PX + step;
      return;
    }
  *minimum = MAX (soft_min, step_min);
  *natural = MAX (soft, step);
}

static void
allocate_in_shares (StanokShelf   *self,
                    GtkWidget    **children,
                    guint          n,
                    GtkAllocation  area,
                    int            gap_px)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int room = area.width - (int) (n - 1) * gap_px;
  guint i;

  for (i = 0; i < n; i++)
    {
      guint at = is_rtl ? n - 1 - i : i;
      int from = (int) ((gint64) room * i / n) + (int) i * gap_px;
      int to = (int) ((gint64) room * (i + 1) / n) + (int) i * gap_px;
      GtkAllocation share = { area.x + from, area.y, to - from, area.height };

      share.width = MAX (share.width, measure (children[at], GTK_ORIENTATION_HORIZONTAL, FALSE));
      gtk_widget_size_allocate (children[at], &share, -1);
    }
}

static void
allocate_soft (StanokShelf   *self,
               GtkAllocation  area)
{
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();
  guint i;

  drop_what_does_not_fit (self, area.width);
  for (i = 0; i < self->soft->len; i++)
    {
      Soft *soft = &g_array_index (self->soft, Soft, i);

      gtk_widget_set_child_visible (soft->key, !soft->is_dropped);
      if (!soft->is_dropped && gtk_widget_get_visible (soft->key))
        g_ptr_array_add (shown, soft->key);
    }
  if (shown->len > 0)
    allocate_in_shares (self, (GtkWidget **) shown->pdata, shown->len, area, SOFT_GAP_PX);
}

static void
allocate_steps (StanokShelf   *self,
                GtkAllocation  area)
{
  g_autoptr(GPtrArray) shown = g_ptr_array_new ();
  guint i;

  for (i = 0; i < self->steps->len; i++)
    {
      if (gtk_widget_get_visible (self->steps->pdata[i]))
        g_ptr_array_add (shown, self->steps->pdata[i]);
    }
  if (shown->len > 0)
    allocate_in_shares (self, (GtkWidget **) shown->pdata, shown->len, area, STANOK_GRID_GUTTER_PX);
}

static void
stanok_shelf_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  StanokShelf *self = STANOK_SHELF (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int soft = soft_height (self, width, TRUE);
  int left = get_soft_width (self, width);

  if (count_soft (self) == 0 && self->soft->len == 0)
    {
      allocate_steps (self, (GtkAllocation) { 0, 0, width, height });
      return;
    }
  if (is_upright (width))
    {
      allocate_soft (self, (GtkAllocation) { 0, 0, width, soft });
      allocate_steps (self, (GtkAllocation) { 0, soft + ROW_GAP_PX, width,
                                              height - soft - ROW_GAP_PX });
      return;
    }

  allocate_soft (self, (GtkAllocation) { is_rtl ? width - left : 0, 0, left, height });
  allocate_steps (self, (GtkAllocation) { is_rtl ? 0 : left + STANOK_GRID_GUTTER_PX, 0,
                                          width - left - STANOK_GRID_GUTTER_PX, height });
}

static GtkSizeRequestMode
stanok_shelf_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_shelf_dispose (GObject *object)
{
  StanokShelf *self = STANOK_SHELF (object);

  g_array_set_size (self->soft, 0);
  g_ptr_array_set_size (self->steps, 0);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_shelf_parent_class)->dispose (object);
}

static void
stanok_shelf_finalize (GObject *object)
{
  StanokShelf *self = STANOK_SHELF (object);

  g_array_unref (self->soft);
  g_ptr_array_unref (self->steps);

  G_OBJECT_CLASS (stanok_shelf_parent_class)->finalize (object);
}

static void
stanok_shelf_class_init (StanokShelfClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = stanok_shelf_dispose;
  object_class->finalize = stanok_shelf_finalize;
  widget_class->measure = stanok_shelf_measure;
  widget_class->size_allocate = stanok_shelf_size_allocate;
  widget_class->get_request_mode = stanok_shelf_get_request_mode;
}

static void
stanok_shelf_init (StanokShelf *self)
{
  self->soft = g_array_new (FALSE, TRUE, sizeof (Soft));
  self->steps = g_ptr_array_new ();
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-shelf");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
stanok_shelf_new (StanokGrid grid)
{
  StanokShelf *self = g_object_new (STANOK_TYPE_SHELF, NULL);

  self->grid = grid;
  return GTK_WIDGET (self);
}

void
stanok_shelf_add_soft (StanokShelf *self,
                       StanokKey   *key,
                       guint        rank)
{
  Soft soft = { GTK_WIDGET (key), rank, FALSE };

  g_return_if_fail (STANOK_IS_SHELF (self));
  g_return_if_fail (STANOK_IS_KEY (key));

  g_array_append_val (self->soft, soft);
  gtk_widget_insert_before (GTK_WIDGET (key), GTK_WIDGET (self),
                            self->steps->len > 0 ? self->steps->pdata[0] : NULL);
}

void
stanok_shelf_add_step (StanokShelf *self,
                       GtkWidget   *step)
{
  g_return_if_fail (STANOK_IS_SHELF (self));
  g_return_if_fail (GTK_IS_WIDGET (step));

  g_ptr_array_add (self->steps, step);
  gtk_widget_set_parent (step, GTK_WIDGET (self));
}
