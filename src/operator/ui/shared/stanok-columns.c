/* stanok-columns.c: the two columns of a screen, and how wide the left one is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-columns.h"

#include "ui/shared/stanok-parts.h"

#define UPRIGHT_BELOW_PX      1000   /* narrower screens stand upright */
#define LIST_ROOM_PX          800    /* a list and a detail need this at 100 % text */
#define WORK_MAX_GROWTH       1.5    /* facts beside a model grow with the text this far */
#define STACK_GAP_PX          12
#define BELOW_AT_MOST         0.6    /* of the height for the facts below a stage */

struct _StanokColumns
{
  GtkWidget   parent_instance;

  StanokGrid  grid;
  GtkWidget  *left;          /* (nullable) */
  GtkWidget  *right;         /* (nullable) */
  gboolean    shows_right;
  gboolean    is_single;
  guint       told_id;       /* idle that emits "folded" */
};

enum {
  SIGNAL_FOLDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokColumns, stanok_columns, GTK_TYPE_WIDGET)

/* Left columns at three widths; between and beyond them in proportion. */
static const int widths[] = { 1024, 1280, 1920 };
static const int left_px[][G_N_ELEMENTS (widths)] = {
  [STANOK_GRID_LIST]   = { 440, 600, 760 },
  [STANOK_GRID_WORK]   = { 628, 840, 1456 },
  [STANOK_GRID_STORY]  = { 340, 424, 560 },
  [STANOK_GRID_STATUS] = { 588, 774, 1280 },
};

static int
interpolate (const int *values,
             int        width_px)
{
  gsize i = width_px < widths[1] ? 0 : 1;
  double share = (double) (width_px - widths[i]) / (widths[i + 1] - widths[i]);

  return (int) (values[i] + share * (values[i + 1] - values[i]) + 0.5);
}

int
stanok_grid_get_left_px (StanokGrid grid,
                         int        width_px,
                         double     text_scale)
{
  int room = width_px - 2 * STANOK_GRID_MARGIN_PX - STANOK_GRID_GUTTER_PX;
  int left = interpolate (left_px[grid], width_px);
  gboolean is_beside = grid == STANOK_GRID_WORK || grid == STANOK_GRID_STATUS;
  double right;

  if (width_px < UPRIGHT_BELOW_PX)
    return -1;
  if (!is_beside)
    return width_px / text_scale < LIST_ROOM_PX ? -1 : left;

  right = (room - left) * CLAMP (text_scale, 1.0, WORK_MAX_GROWTH);
  return MAX (room - (int) right, room / 3);
}

static gboolean
folds_to_one (StanokColumns *self)
{
  return self->grid == STANOK_GRID_LIST || self->grid == STANOK_GRID_STORY;
}

static int
min_width (GtkWidget *child)
{
  int min = 0;

  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

/* The width of the left child in @width_px without margins, or -1 if there is room for one only. */
static int
split (StanokColumns *self,
       int            width_px)
{
  int left = stanok_grid_get_left_px (self->grid,
                                      width_px + 2 * STANOK_GRID_MARGIN_PX,
                                      stanok_parts_get_text_scale (GTK_WIDGET (self)));
  int left_min = min_width (self->left);
  int right_min = min_width (self->right);

  if (left < 0 || left_min + STANOK_GRID_GUTTER_PX + right_min > width_px)
    return -1;
  left = MIN (left, width_px - STANOK_GRID_GUTTER_PX - right_min);
  return MAX (left, left_min);
}

static int
height_for (GtkWidget *child,
            int        width_px,
            gboolean   is_natural)
{
  int min = 0, natural = 0;

  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width_px, &min, &natural, NULL, NULL);
  return is_natural ? natural : min;
}

static void
stanok_columns_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  StanokColumns *self = STANOK_COLUMNS (widget);
  int left, right;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (min_width (self->left), min_width (self->right));
      *natural = MAX (*minimum, widths[1] - 2 * STANOK_GRID_MARGIN_PX);
      return;
    }

  if (for_size < 0)
    for_size = MAX (widths[1] - 2 * STANOK_GRID_MARGIN_PX, MAX (min_width (self->left),
                                                                min_width (self->right)));
  left = split (self, for_size);
  right = left < 0 ? for_size : for_size - STANOK_GRID_GUTTER_PX - left;
  if (left < 0)
    left = for_size;
  *minimum = MAX (height_for (self->left, left, FALSE), height_for (self->right, right, FALSE));
  *natural = MAX (height_for (self->left, left, TRUE), height_for (self->right, right, TRUE));
  if (left == for_size && !folds_to_one (self))
    {
      *minimum = STACK_GAP_PX + height_for (self->left, left, FALSE) +
                 height_for (self->right, right, FALSE);
      *natural = STACK_GAP_PX + height_for (self->left, left, TRUE) +
                 height_for (self->right, right, TRUE);
    }
}

static gboolean
tell_cb (gpointer user_data)
{
  StanokColumns *self = user_data;

  self->told_id = 0;
  g_signal_emit (self, signals[SIGNAL_FOLDED], 0);
  return G_SOURCE_REMOVE;
}

/* A listener will change texts, which must not happen inside an allocation. */
static void
set_single (StanokColumns *self,
            gboolean       is_single)
{
  if (self->is_single == is_single)
    return;
  self->is_single = is_single;
  if (self->told_id == 0)
    self->told_id = g_idle_add (tell_cb, self);
}

static void
place (GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  GtkAllocation area = { x, y, width, height };

  if (child == NULL)
    return;
  gtk_widget_set_child_visible (child, width > 0);
  if (width > 0 && gtk_widget_get_visible (child))
    gtk_widget_size_allocate (child, &area, -1);
}

static void
stanok_columns_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  StanokColumns *self = STANOK_COLUMNS (widget);
  int left = split (self, width);
  int below;

  set_single (self, left < 0);
  if (left >= 0)
    {
      gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      int right = width - left - STANOK_GRID_GUTTER_PX;

      place (self->left, is_rtl ? width - left : 0, 0, left, height);
      place (self->right, is_rtl ? 0 : width - right, 0, right, height);
    }
  else if (folds_to_one (self))
    {
      place (self->left, 0, 0, self->shows_right ? 0 : width, height);
      place (self->right, 0, 0, self->shows_right ? width : 0, height);
    }
  else
    {
      below = MIN (height_for (self->right, width, TRUE), (int) (height * BELOW_AT_MOST));
      below = MAX (below, height_for (self->right, width, FALSE));
      place (self->left, 0, 0, width, MAX (height - below - STACK_GAP_PX, 0));
      place (self->right, 0, height - below, width, below);
    }
}

static GtkSizeRequestMode
stanok_columns_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_columns_dispose (GObject *object)
{
  StanokColumns *self = STANOK_COLUMNS (object);

  g_clear_handle_id (&self->told_id, g_source_remove);
  g_clear_pointer (&self->left, gtk_widget_unparent);
  g_clear_pointer (&self->right, gtk_widget_unparent);

  G_OBJECT_CLASS (stanok_columns_parent_class)->dispose (object);
}

static void
stanok_columns_class_init (StanokColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_columns_dispose;
  widget_class->measure = stanok_columns_measure;
  widget_class->size_allocate = stanok_columns_size_allocate;
  widget_class->get_request_mode = stanok_columns_get_request_mode;

  signals[SIGNAL_FOLDED] =
    g_signal_new ("folded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
stanok_columns_init (StanokColumns *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
stanok_columns_new (StanokGrid grid)
{
  StanokColumns *self = g_object_new (STANOK_TYPE_COLUMNS, NULL);

  self->grid = grid;
  return GTK_WIDGET (self);
}

void
stanok_columns_set_left (StanokColumns *self,
                         GtkWidget     *child)
{
  g_return_if_fail (STANOK_IS_COLUMNS (self));
  g_return_if_fail (self->left == NULL);

  self->left = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), self->right);
}

void
stanok_columns_set_right (StanokColumns *self,
                          GtkWidget     *child)
{
  g_return_if_fail (STANOK_IS_COLUMNS (self));
  g_return_if_fail (self->right == NULL);

  self->right = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

gboolean
stanok_columns_is_single (StanokColumns *self)
{
  g_return_val_if_fail (STANOK_IS_COLUMNS (self), FALSE);

  return self->is_single;
}

void
stanok_columns_show_right (StanokColumns *self,
                           gboolean       shows_right)
{
  g_return_if_fail (STANOK_IS_COLUMNS (self));

  self->shows_right = shows_right;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
stanok_columns_shows_right (StanokColumns *self)
{
  g_return_val_if_fail (STANOK_IS_COLUMNS (self), FALSE);

  return self->shows_right;
}
