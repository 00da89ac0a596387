/* stanok-segments.c: one of a few, side by side in a track, with counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-segments.h"

#include "ui/shared/stanok-parts.h"

#define COUNT_GAP_PX 8

typedef struct {
  GtkWidget *button;
  GtkLabel  *word;
  GtkLabel  *count;
} Segment;

struct _StanokSegments
{
  GtkWidget  parent_instance;

  GArray    *segments;     /* (element-type Segment) widgets are children */
  guint      chosen;
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokSegments, stanok_segments, GTK_TYPE_WIDGET)

static Segment *
segment_at (StanokSegments *self,
            guint           index)
{
  return &g_array_index (self->segments, Segment, index);
}

static void
show_chosen (StanokSegments *self)
{
  guint i;

  for (i = 0; i < self->segments->len; i++)
    {
      gboolean is_chosen = i == self->chosen;

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (segment_at (self, i)->button), is_chosen);
      gtk_accessible_update_state (GTK_ACCESSIBLE (segment_at (self, i)->button),
                                   GTK_ACCESSIBLE_STATE_CHECKED,
                                   is_chosen ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                             : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                   -1);
    }
}

static void
choose_as_person (StanokSegments *self,
                  guint           index)
{
  gboolean is_new = index != self->chosen;

  self->chosen = index;
  show_chosen (self);
  gtk_widget_grab_focus (segment_at (self, index)->button);
  if (is_new)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, index);
}

static void
clicked_cb (StanokSegments *self,
            GtkWidget      *button)
{
  guint i;

  for (i = 0; i < self->segments->len; i++)
    {
      if (segment_at (self, i)->button == button)
        choose_as_person (self, i);
    }
}

/* As radio buttons do: the arrows choose, Tab goes on. */
static gboolean
key_pressed_cb (StanokSegments  *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint last = self->segments->len - 1;

  if (keyval == GDK_KEY_Home)
    choose_as_person (self, 0);
  else if (keyval == GDK_KEY_End)
    choose_as_person (self, last);
  else if (keyval == (is_rtl ? GDK_KEY_Left : GDK_KEY_Right))
    choose_as_person (self, MIN (self->chosen + 1, last));
  else if (keyval == (is_rtl ? GDK_KEY_Right : GDK_KEY_Left))
    choose_as_person (self, self->chosen > 0 ? self->chosen - 1 : 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static int
wanted (StanokSegments *self,
        guint           index,
        gboolean        is_natural)
{
  int min, natural;

  gtk_widget_measure (segment_at (self, index)->button, GTK_ORIENTATION_HORIZONTAL, -1,
                      &min, &natural, NULL, NULL);
  return is_natural ? natural : min;
}

static void
stanok_segments_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  StanokSegments *self = STANOK_SEGMENTS (widget);
  guint i;

  *minimum = *natural = 0;
  for (i = 0; i < self->segments->len; i++)
    {
      int min, nat;

      gtk_widget_measure (segment_at (self, i)->button, orientation, -1, &min, &nat, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *minimum += min;
          *natural += nat;
        }
      else
        {
          *minimum = MAX (*minimum, min);
          *natural = MAX (*natural, nat);
        }
    }
}

/* Equal shares; a longer word takes what it needs from the others. */
static void
share_out (StanokSegments *self,
           int             room,
           int            *widths)
{
  guint n = self->segments->len;
  guint n_open = n;
  guint i;

  memset (widths, 0, n * sizeof *widths);
  for (i = 0; n_open > 0 && i < n; i++)
    {
      int natural = wanted (self, i, TRUE);

      if (widths[i] == 0 && natural > room / (int) n_open)
        {
          widths[i] = MAX (MIN (natural, room - (int) (n_open - 1)), wanted (self, i, FALSE));
          room -= widths[i];
          n_open--;
          i = (guint) -1;   /* what is left for the others has shrunk: look again */
        }
    }
  for (i = 0; i < n; i++)
    {
      if (widths[i] != 0)
        continue;
      widths[i] = MAX (room / (int) n_open, wanted (self, i, FALSE));
      room -= widths[i];
      n_open--;
    }
}

static void
stanok_segments_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  StanokSegments *self = STANOK_SEGMENTS (widget);
  g_autofree int *widths = g_new (int, self->segments->len);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;
  guint i;

  share_out (self, width, widths);
  for (i = 0; i < self->segments->len; i++)
    {
      GtkAllocation area = { is_rtl ? width - x - widths[i] : x, 0, widths[i], height };

      gtk_widget_size_allocate (segment_at (self, i)->button, &area, -1);
      x += widths[i];
    }
}

static void
stanok_segments_dispose (GObject *object)
{
  StanokSegments *self = STANOK_SEGMENTS (object);

  g_array_set_size (self->segments, 0);
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_segments_parent_class)->dispose (object);
}

static void
stanok_segments_finalize (GObject *object)
{
  g_array_unref (STANOK_SEGMENTS (object)->segments);

  G_OBJECT_CLASS (stanok_segments_parent_class)->finalize (object);
}

static void
stanok_segments_class_init (StanokSegmentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = stanok_segments_dispose;
  object_class->finalize = stanok_segments_finalize;
  widget_class->measure = stanok_segments_measure;
  widget_class->size_allocate = stanok_segments_size_allocate;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_RADIO_GROUP);
}

static void
stanok_segments_init (StanokSegments *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->segments = g_array_new (FALSE, TRUE, sizeof (Segment));
  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-seg");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
stanok_segments_new (const char *name)
{
  GtkWidget *self = g_object_new (STANOK_TYPE_SEGMENTS, NULL);

  stanok_parts_set_name (self, name);
  return self;
}

void
stanok_segments_append (StanokSegments *self,
                        const char     *word)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, COUNT_GAP_PX, NULL);
  Segment segment;

  g_return_if_fail (STANOK_IS_SEGMENTS (self));

  segment.button = g_object_new (GTK_TYPE_TOGGLE_BUTTON,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  segment.word = GTK_LABEL (stanok_parts_label (word, NULL));
  gtk_label_set_ellipsize (segment.word, PANGO_ELLIPSIZE_END);
  segment.count = GTK_LABEL (stanok_parts_label (NULL, "stanok-count"));
  gtk_widget_set_visible (GTK_WIDGET (segment.count), FALSE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (segment.word));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (segment.count));
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (segment.button), line);
  stanok_parts_set_name (segment.button, word);
  g_signal_connect_swapped (segment.button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (segment.button, GTK_WIDGET (self));
  g_array_append_val (self->segments, segment);
  show_chosen (self);
}

void
stanok_segments_set_count (StanokSegments *self,
                           guint           index,
                           gint64          count)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (STANOK_IS_SEGMENTS (self));
  g_return_if_fail (index < self->segments->len);

  if (count >= 0)
    text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  stanok_parts_set_text (segment_at (self, index)->count, text);
  name = g_strjoin (" ", gtk_label_get_text (segment_at (self, index)->word), text, NULL);
  stanok_parts_set_name (segment_at (self, index)->button, name);
}

void
stanok_segments_choose (StanokSegments *self,
                        guint           index)
{
  g_return_if_fail (STANOK_IS_SEGMENTS (self));
  g_return_if_fail (index < self->segments->len);

  self->chosen = index;
  show_chosen (self);
}

guint
stanok_segments_get_chosen (StanokSegments *self)
{
  g_return_val_if_fail (STANOK_IS_SEGMENTS (self), 0);

  return self->chosen;
}
