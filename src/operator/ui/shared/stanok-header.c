/* stanok-header.c: where one is, how it stands with the server, what time it is, who works
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-header.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-words.h"

#define TARGET_OVERHANG_PX 8
#define NAME_END_PX        12

/* From left to right. What lies before PART_SCANNER belongs to the left half. */
typedef enum {
  PART_MARK,
  PART_STATION,
  PART_RULE,
  PART_SYNC,
  PART_SCANNER,
  PART_CLOCK,
  PART_AVATAR,
  PART_NAME,
  N_PARTS,
} Part;

/* The gap before each part. */
static const int gap_px[N_PARTS] = { 0, 18, 20, 20, 0, 22, 24, 12 };

/* What gives way where there is no room, first things first; the rest stays. */
static const Part gives_way[] = { PART_NAME, PART_SCANNER, PART_STATION, PART_RULE, PART_MARK };

struct _StanokHeader
{
  GtkWidget   parent_instance;

  /* Children; targets lie below the parts and take the press for all of them */
  GtkWidget  *status_target;
  GtkWidget  *person_target;
  GtkWidget  *parts[N_PARTS];

  GtkLabel   *station;
  GtkLabel   *kiosk;
  GtkImage   *sync_icon;
  GtkLabel   *sync_words;
  GtkLabel   *scanner_words;
  gboolean    has_person;
  gboolean    has_scanner;
};

enum {
  SIGNAL_STATUS,
  SIGNAL_PERSON,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokHeader, stanok_header, GTK_TYPE_WIDGET)

static gboolean
is_wanted (StanokHeader *self,
           Part          part)
{
  if (part == PART_SCANNER)
    return self->has_scanner;
  if (part == PART_AVATAR || part == PART_NAME)
    return self->has_person;
  return TRUE;
}

static int
part_width (StanokHeader *self,
            Part          part,
            gboolean      is_natural)
{
  int min, natural;

  gtk_widget_measure (self->parts[part], GTK_ORIENTATION_HORIZONTAL, -1,
                      &min, &natural, NULL, NULL);
  return is_natural ? natural : min;
}

static int
total_width (StanokHeader *self,
             const int     width[N_PARTS])
{
  int total = 0;
  Part part;

  for (part = 0; part < N_PARTS; part++)
    {
      if (width[part] > 0)
        total += width[part] + gap_px[part];
    }
  return total;
}

/* Texts are first cut, longest liberties first, then dropped whole. */
static void
fit (StanokHeader *self,
     int           room,
     int           width[N_PARTS])
{
  static const Part shrinks[] = { PART_NAME, PART_STATION };
  Part part;
  gsize i;

  for (part = 0; part < N_PARTS; part++)
    width[part] = is_wanted (self, part) ? part_width (self, part, TRUE) : 0;

  for (i = 0; i < G_N_ELEMENTS (shrinks); i++)
    {
      int excess = total_width (self, width) - room;

      part = shrinks[i];
      if (excess > 0 && width[part] > 0)
        width[part] = MAX (width[part] - excess, MIN (width[part], part_width (self, part, FALSE)));
    }
  for (i = 0; i < G_N_ELEMENTS (gives_way) && total_width (self, width) > room; i++)
    width[gives_way[i]] = 0;
  if (total_width (self, width) > room)
    width[PART_SYNC] = MAX (width[PART_SYNC] - (total_width (self, width) - room),
                            part_width (self, PART_SYNC, FALSE));
}

static void
stanok_header_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  StanokHeader *self = STANOK_HEADER (widget);
  int width[N_PARTS] = { 0 };
  Part part;

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      width[PART_SYNC] = part_width (self, PART_SYNC, FALSE);
      width[PART_CLOCK] = part_width (self, PART_CLOCK, FALSE);
      width[PART_AVATAR] = self->has_person ? part_width (self, PART_AVATAR, FALSE) : 0;
      *minimum = *natural = total_width (self, width);
      return;
    }
  for (part = 0; part < N_PARTS; part++)
    {
      int min, nat;

      gtk_widget_measure (self->parts[part], GTK_ORIENTATION_VERTICAL, -1, &min, &nat, NULL, NULL);
      if (part == PART_RULE)
        continue;
      *minimum = MAX (*minimum, min);
      *natural = MAX (*natural, nat);
    }
}

static void
allocate_child (StanokHeader *self,
                GtkWidget    *child,
                int           x,
                int           width)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  GtkAllocation area = { x, 0, width, height };

  gtk_widget_set_child_visible (child, width > 0);
  if (width <= 0)
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    area.x = total - x - width;
  gtk_widget_size_allocate (child, &area, -1);
}

static void
stanok_header_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  StanokHeader *self = STANOK_HEADER (widget);
  int widths[N_PARTS];
  int x = 0;
  int left_end = 0;
  int person_start;
  Part part;

  fit (self, width, widths);
  for (part = 0; part < PART_SCANNER; part++)
    {
      if (widths[part] > 0)
        x += (x > 0 ? gap_px[part] : 0);
      allocate_child (self, self->parts[part], x, widths[part]);
      x += widths[part];
    }
  left_end = x;

  x = width;
  person_start = width;
  for (part = N_PARTS; part-- > PART_SCANNER;)
    {
      x -= widths[part];
      allocate_child (self, self->parts[part], x, widths[part]);
      if (widths[part] > 0 && part >= PART_AVATAR)
        person_start = x;
      if (widths[part] > 0)
        x -= gap_px[part];
    }

  allocate_child (self, self->status_target, -TARGET_OVERHANG_PX,
                  MAX (left_end + 2 * TARGET_OVERHANG_PX, width / 2));
  allocate_child (self, self->person_target, person_start - TARGET_OVERHANG_PX,
                  self->has_person ? width - person_start + 2 * TARGET_OVERHANG_PX : 0);
}

static void
status_clicked_cb (StanokHeader *self)
{
  g_signal_emit (self, signals[SIGNAL_STATUS], 0);
}

static void
person_clicked_cb (StanokHeader *self)
{
  g_signal_emit (self, signals[SIGNAL_PERSON], 0);
}

static void
stanok_header_dispose (GObject *object)
{
  stanok_parts_unparent_all (GTK_WIDGET (object));

  G_OBJECT_CLASS (stanok_header_parent_class)->dispose (object);
}

static void
stanok_header_class_init (StanokHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = stanok_header_dispose;
  widget_class->measure = stanok_header_measure;
  widget_class->size_allocate = stanok_header_size_allocate;

  signals[SIGNAL_STATUS] =
    g_signal_new ("status", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PERSON] =
    g_signal_new ("person", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_target (StanokHeader *self,
            GCallback     callback)
{
  GtkWidget *target = gtk_button_new ();

  gtk_widget_add_css_class (target, "stanok-target");
  gtk_widget_set_parent (target, GTK_WIDGET (self));
  g_signal_connect_swapped (target, "clicked", callback, self);
  return target;
}

static GtkWidget *
build_station (StanokHeader *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);

  self->station = GTK_LABEL (stanok_parts_label (NULL, "stanok-station"));
  self->kiosk = GTK_LABEL (stanok_parts_label (NULL, "stanok-kiosk"));
  gtk_label_set_ellipsize (self->station, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->station, 8);
  gtk_label_set_max_width_chars (self->station, 24);
  gtk_label_set_ellipsize (self->kiosk, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->station));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->kiosk));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
build_sync (StanokHeader *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 10, "stanok-sync");

  self->sync_icon = GTK_IMAGE (stanok_parts_icon (NULL, NULL));
  self->sync_words = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_label_set_ellipsize (self->sync_words, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sync_icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sync_words));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
stanok_header_init (StanokHeader *self)
{
  GtkWidget *name, *avatar, *scanner;
  Part part;

  gtk_widget_add_css_class (GTK_WIDGET (self), "stanok-header");
  self->status_target = add_target (self, G_CALLBACK (status_clicked_cb));
  self->person_target = add_target (self, G_CALLBACK (person_clicked_cb));
  stanok_parts_set_name (self->status_target, _("Status of this terminal"));

  self->parts[PART_MARK] = stanok_parts_icon ("org.stanok.Stanok-symbolic", "stanok-mark");
  self->parts[PART_STATION] = build_station (self);
  self->parts[PART_RULE] = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, "stanok-rule");
  gtk_widget_set_valign (self->parts[PART_RULE], GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (self->parts[PART_RULE], 1, 36);
  self->parts[PART_SYNC] = build_sync (self);

  scanner = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 10, "stanok-scanner");
  gtk_box_append (GTK_BOX (scanner), stanok_parts_icon ("stanok-ui-scanner-symbolic", NULL));
  self->scanner_words = GTK_LABEL (stanok_parts_label (NULL, NULL));
  gtk_box_append (GTK_BOX (scanner), GTK_WIDGET (self->scanner_words));
  self->parts[PART_SCANNER] = scanner;
  self->parts[PART_CLOCK] = stanok_parts_label (NULL, "stanok-clock");
  avatar = stanok_parts_label (NULL, "stanok-avatar");
  gtk_label_set_xalign (GTK_LABEL (avatar), 0.5);
  gtk_widget_set_valign (avatar, GTK_ALIGN_CENTER);
  self->parts[PART_AVATAR] = avatar;
  name = stanok_parts_label (NULL, "stanok-person");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 22);
  gtk_widget_set_margin_end (name, NAME_END_PX);
  self->parts[PART_NAME] = name;

  for (part = 0; part < N_PARTS; part++)
    {
      gtk_widget_set_can_target (self->parts[part], FALSE);
      gtk_widget_set_parent (self->parts[part], GTK_WIDGET (self));
    }
}

GtkWidget *
stanok_header_new (void)
{
  return g_object_new (STANOK_TYPE_HEADER, NULL);
}

void
stanok_header_set_station (StanokHeader *self,
                           const char   *station,
                           const char   *kiosk)
{
  g_return_if_fail (STANOK_IS_HEADER (self));

  stanok_parts_set_text (self->station, station);
  stanok_parts_set_text (self->kiosk, kiosk);
}

void
stanok_header_set_sync (StanokHeader   *self,
                        StanokSyncFace  face,
                        const char     *icon,
                        const char     *words)
{
  g_return_if_fail (STANOK_IS_HEADER (self));

  stanok_parts_set_class (self->parts[PART_SYNC], "care", face == STANOK_SYNC_CARE);
  stanok_parts_set_class (self->parts[PART_SYNC], "need", face == STANOK_SYNC_NEED);
  gtk_image_set_from_icon_name (self->sync_icon, icon);
  gtk_label_set_text (self->sync_words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status_target),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

const char *
stanok_header_get_sync (StanokHeader *self)
{
  g_return_val_if_fail (STANOK_IS_HEADER (self), NULL);

  return gtk_label_get_text (self->sync_words);
}

void
stanok_header_set_scanner (StanokHeader *self,
                           const char   *words)
{
  g_return_if_fail (STANOK_IS_HEADER (self));

  self->has_scanner = words != NULL;
  gtk_label_set_text (self->scanner_words, words != NULL ? words : "");
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
stanok_header_set_clock (StanokHeader *self,
                         const char   *time)
{
  g_return_if_fail (STANOK_IS_HEADER (self));

  gtk_label_set_text (GTK_LABEL (self->parts[PART_CLOCK]), time);
}

void
stanok_header_set_person (StanokHeader *self,
                          const char   *name)
{
  g_autofree char *initials = NULL;

  g_return_if_fail (STANOK_IS_HEADER (self));

  initials = stanok_words_initials (name);
  self->has_person = name != NULL;
  gtk_label_set_text (GTK_LABEL (self->parts[PART_AVATAR]), initials);
  gtk_label_set_text (GTK_LABEL (self->parts[PART_NAME]), name != NULL ? name : "");
  stanok_parts_set_name (self->person_target, name != NULL ? name : _("Nobody is signed in"));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
