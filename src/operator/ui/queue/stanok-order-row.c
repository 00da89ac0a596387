/* stanok-order-row.c: one order in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/queue/stanok-order-row.h"

#include "ui/session/stanok-order-words.h"
#include "ui/shared/stanok-miniature.h"
#include "ui/shared/stanok-parts.h"

#define THUMB_PX       76
#define GAP_PX         14
#define LINE_GAP_PX    1
#define AIR_PX         8     /* above and below the texts */
#define NARROW_PX      480   /* below this the title takes the whole line */
#define NARROW_HEIGHT_PX 103

typedef enum {
  PART_THUMB,
  PART_NUMBER,
  PART_DUE,
  PART_TITLE,
  PART_LINE,
  PART_TAG,
  N_PARTS,
} Part;

struct _StanokOrderRow
{
  GtkWidget  parent_instance;

  GtkWidget *parts[N_PARTS];
};

G_DEFINE_FINAL_TYPE (StanokOrderRow, stanok_order_row, GTK_TYPE_WIDGET)

static int
natural (StanokOrderRow *self,
         Part            part,
         GtkOrientation  orientation)
{
  int min, nat;

  gtk_widget_measure (self->parts[part], orientation, -1, &min, &nat, NULL, NULL);
  return nat;
}

static int
height_of (StanokOrderRow *self,
           Part            part)
{
  return natural (self, part, GTK_ORIENTATION_VERTICAL);
}

/* The third line of a narrow row carries the tag. */
static int
third_line_height (StanokOrderRow *self,
                   gboolean        is_narrow)
{
  int height = height_of (self, PART_LINE);

  return is_narrow ? MAX (height, height_of (self, PART_TAG)) : height;
}

static int
texts_height (StanokOrderRow *self,
              gboolean        is_narrow)
{
  return MAX (height_of (self, PART_NUMBER), height_of (self, PART_DUE)) +
         height_of (self, PART_TITLE) + third_line_height (self, is_narrow) + 2 * LINE_GAP_PX;
}

static void
stanok_order_row_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural_size,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  StanokOrderRow *self = STANOK_ORDER_ROW (widget);
  gboolean is_narrow = for_size >= 0 && for_size < NARROW_PX;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = THUMB_PX + GAP_PX + natural (self, PART_TAG, GTK_ORIENTATION_HORIZONTAL);
      *natural_size = NARROW_PX;
      *minimum = MIN (*minimum, *natural_size);
      return;
    }
  height = MAX (THUMB_PX, texts_height (self, is_narrow)) + 2 * AIR_PX;
  *minimum = *natural_size = is_narrow ? MAX (height, NARROW_HEIGHT_PX) : height;
}

static void
place (StanokOrderRow *self,
       Part            part,
       GtkAllocation   area)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area.x = gtk_widget_get_width (GTK_WIDGET (self)) - area.x - area.width;
  area.width = MAX (area.width, 0);
  gtk_widget_set_child_visible (self->parts[part], area.width > 0);
  if (area.width > 0)
    gtk_widget_size_allocate (self->parts[part], &area, -1);
}

static void
stanok_order_row_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  StanokOrderRow *self = STANOK_ORDER_ROW (widget);
  gboolean is_narrow = width < NARROW_PX;
  int first = MAX (height_of (self, PART_NUMBER), height_of (self, PART_DUE));
  int second = height_of (self, PART_TITLE);
  int third = third_line_height (self, is_narrow);
  int due = natural (self, PART_DUE, GTK_ORIENTATION_HORIZONTAL);
  int tag = natural (self, PART_TAG, GTK_ORIENTATION_HORIZONTAL);
  int tag_height = height_of (self, PART_TAG);
  int x = THUMB_PX + GAP_PX;
  int y = (height - texts_height (self, is_narrow)) / 2;
  int title_width = is_narrow ? width - x : width - x - tag - GAP_PX;
  int below = y + first + LINE_GAP_PX;
  int last = below + second + LINE_GAP_PX;
  int tag_y = is_narrow ? last + (third - tag_height) / 2
                        : below + (second + third + LINE_GAP_PX - tag_height) / 2;

  tag = MIN (tag, width - x);
  place (self, PART_THUMB, (GtkAllocation) { 0, (height - THUMB_PX) / 2, THUMB_PX, THUMB_PX });
  place (self, PART_NUMBER, (GtkAllocation) { x, y, width - x - due - GAP_PX, first });
  place (self, PART_DUE, (GtkAllocation) { width - due, y, due, first });
  place (self, PART_TITLE, (GtkAllocation) { x, below, title_width, second });
  place (self, PART_LINE, (GtkAllocation) { x, last, width - x - tag - GAP_PX, third });
  place (self, PART_TAG, (GtkAllocation) { width - tag, tag_y, tag, tag_height });
}

static GtkSizeRequestMode
stanok_order_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
stanok_order_row_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_order_row_parent_class)->dispose (object);
}

static void
stanok_order_row_class_init (StanokOrderRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_order_row_dispose;
  widget_class->measure = stanok_order_row_measure;
  widget_class->size_allocate = stanok_order_row_size_allocate;
  widget_class->get_request_mode = stanok_order_row_get_request_mode;
}

static void
stanok_order_row_init (StanokOrderRow *self)
{
  static const char *const label_classes[N_PARTS] = {
    [PART_NUMBER] = "stanok-row-number stanok-code",
    [PART_TITLE] = "stanok-value",
    [PART_LINE] = "stanok-caption",
  };
  Part part;

  self->parts[PART_THUMB] = stanok_miniature_new (THUMB_PX);
  self->parts[PART_DUE] = stanok_due_new ();
  self->parts[PART_TAG] = stanok_tag_new ();
  for (part = 0; part < N_PARTS; part++)
    {
      if (label_classes[part] != NULL)
        {
          self->parts[part] = stanok_parts_label (NULL, label_classes[part]);
          gtk_label_set_ellipsize (GTK_LABEL (self->parts[part]), PANGO_ELLIPSIZE_END);
        }
      gtk_widget_set_parent (self->parts[part], GTK_WIDGET (self));
    }
}

GtkWidget *
stanok_order_row_new (void)
{
  return g_object_new (STANOK_TYPE_ORDER_ROW, NULL);
}

/* While a row is read for the first time its shape stands there, hatched. */
static void
set_waiting (StanokOrderRow *self,
             gboolean        is_waiting)
{
  Part part;

  for (part = PART_NUMBER; part < N_PARTS; part++)
    gtk_widget_set_opacity (self->parts[part], is_waiting ? 0 : 1);
  stanok_parts_set_class (self->parts[PART_THUMB], "stanok-wait", is_waiting);
}

void
stanok_order_row_set (StanokOrderRow  *self,
                      const StanokRow *row,
                      StanokSession   *session)
{
  g_autofree char *line = NULL;
  gboolean is_waiting = row == NULL || row->order == NULL;

  g_return_if_fail (STANOK_IS_ORDER_ROW (self));

  set_waiting (self, is_waiting);
  if (is_waiting)
    {
      stanok_miniature_set (STANOK_MINIATURE (self->parts[PART_THUMB]), NULL);
      return;
    }
  line = stanok_order_words_line (row->order);
  gtk_label_set_text (GTK_LABEL (self->parts[PART_NUMBER]), row->order->id);
  gtk_label_set_text (GTK_LABEL (self->parts[PART_TITLE]), row->order->title);
  gtk_label_set_text (GTK_LABEL (self->parts[PART_LINE]), line);
  stanok_order_words_due (STANOK_DUE (self->parts[PART_DUE]), row->order, FALSE, session);
  stanok_order_words_tag (STANOK_TAG (self->parts[PART_TAG]), row, session);
  stanok_miniature_set (STANOK_MINIATURE (self->parts[PART_THUMB]),
                        stanok_thumbs_get (stanok_session_get_thumbs (session), row->order));
}
