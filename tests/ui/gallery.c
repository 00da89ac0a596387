/* gallery.c: every widget of the room in one picture
 *
 *   gallery THEME FILE.png      THEME: light, dark, hc or hc-dark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <locale.h>

#include "ui-picture.h"
#include "ui-ring.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-due.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-facts.h"
#include "ui/shared/stanok-gauge.h"
#include "ui/shared/stanok-header.h"
#include "ui/shared/stanok-keypad.h"
#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-number-field.h"
#include "ui/shared/stanok-parts.h"
#include "ui/shared/stanok-scale.h"
#include "ui/shared/stanok-segments.h"
#include "ui/shared/stanok-shelf.h"
#include "ui/shared/stanok-tag.h"
#include "ui/shared/stanok-miniature.h"
#include "ui/shared/stanok-toast.h"
#include "ui/shared/stanok-ui.h"
#include "ui/shared/stanok-words.h"

#define WIDTH_PX  1600
#define HEIGHT_PX 1240

static GtkWidget *focused;

static GtkWidget *
column (const char *css_class)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, css_class);

  return box;
}

static GtkWidget *
row (int gap_px)
{
  return stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, gap_px, NULL);
}

static void
inset (GtkWidget *widget,
       int        top_px,
       int        sides_px,
       int        bottom_px)
{
  gtk_widget_set_margin_top (widget, top_px);
  gtk_widget_set_margin_start (widget, sides_px);
  gtk_widget_set_margin_end (widget, sides_px);
  gtk_widget_set_margin_bottom (widget, bottom_px);
}

/* A panel with air inside: the parts are put into the box in it. */
static GtkWidget *
padded (const char *css_class,
        GtkWidget  *inside)
{
  GtkWidget *panel = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, css_class);

  inset (inside, 16, 16, 16);
  gtk_widget_set_vexpand (inside, TRUE);
  gtk_box_append (GTK_BOX (panel), inside);
  return panel;
}

static GtkWidget *
list_row (const char    *number,
          const char    *title,
          const char    *material,
          const char    *customer,
          StanokDueTone  tone,
          const char    *due,
          StanokStatus   status)
{
  GtkWidget *line = row (14);
  GtkWidget *texts = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *side = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 6, NULL);
  GtkWidget *thumb = stanok_miniature_new (76);
  GtkWidget *when = stanok_due_new ();
  GtkWidget *tag = stanok_tag_new ();
  g_autoptr(GdkTexture) picture = ui_ring_texture (152, material);
  g_autofree char *pieces = stanok_words_pieces (12);
  g_autofree char *third = stanok_words_join (pieces, stanok_materials_get_name (material),
                                              customer, NULL);

  stanok_miniature_set (STANOK_MINIATURE (thumb), picture);
  gtk_box_append (GTK_BOX (texts), stanok_parts_label (number, "stanok-heading stanok-code"));
  gtk_box_append (GTK_BOX (texts), stanok_parts_label (title, "stanok-value"));
  gtk_box_append (GTK_BOX (texts), stanok_parts_label (third, "stanok-caption"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  stanok_due_set (STANOK_DUE (when), tone, due);
  stanok_tag_set_status (STANOK_TAG (tag), status, NULL);
  gtk_widget_set_halign (when, GTK_ALIGN_END);
  gtk_widget_set_halign (tag, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (side), when);
  gtk_box_append (GTK_BOX (side), tag);
  gtk_widget_set_valign (side, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), thumb);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), side);
  return line;
}

static void
append_row (GtkWidget *list,
            GtkWidget *child)
{
  GtkWidget *list_box_row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_box_row), child);
  gtk_widget_add_css_class (list_box_row, "stanok-row");
  gtk_list_box_append (GTK_LIST_BOX (list), list_box_row);
}

static GtkWidget *
list_panel (void)
{
  GtkWidget *panel = column ("stanok-panel");
  GtkWidget *search = row (8);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *segments = stanok_segments_new ("Orders");
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (entry, "stanok-entry");
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_PRIMARY,
                                     "stanok-ui-search-symbolic");
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "Number, title, customer");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_box_append (GTK_BOX (search), entry);
  gtk_box_append (GTK_BOX (search),
                  stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-sort-symbolic", "Newest"));

  stanok_segments_append (STANOK_SEGMENTS (segments), "Available");
  stanok_segments_append (STANOK_SEGMENTS (segments), "Mine");
  stanok_segments_append (STANOK_SEGMENTS (segments), "In work");
  stanok_segments_append (STANOK_SEGMENTS (segments), "All");
  stanok_segments_set_count (STANOK_SEGMENTS (segments), 0, 24);
  stanok_segments_set_count (STANOK_SEGMENTS (segments), 1, 2);
  stanok_segments_set_count (STANOK_SEGMENTS (segments), 2, 7);

  gtk_widget_add_css_class (list, "stanok-list");
  append_row (list, list_row ("WO-1187", "Signet ring, oval face 14 × 11", "au585",
                              "Yakhont Jewellers", STANOK_DUE_SOON, "Tomorrow",
                              STANOK_STATUS_RESERVED));
  append_row (list, list_row ("WO-1192", "Hub flange 84, six holes", "steel40x", "Precision Ltd",
                              STANOK_DUE_CALM, "Thu, 26 Nov", STANOK_STATUS_AVAILABLE));
  append_row (list, list_row ("WO-1164", "Spur gear m2.5 z28", "ls59", "Gareev & Sons",
                              STANOK_DUE_LATE, "3 days late", STANOK_STATUS_ASKED));
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));

  inset (search, 12, 12, 0);
  inset (segments, 0, 12, 0);
  gtk_box_append (GTK_BOX (panel), search);
  gtk_box_append (GTK_BOX (panel), segments);
  gtk_box_append (GTK_BOX (panel), list);
  return panel;
}

static GtkWidget *
tag_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();
  int i;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 10);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (i = 0; i < STANOK_N_STATUSES; i++)
    {
      GtkWidget *tag = stanok_tag_new ();

      stanok_tag_set_status (STANOK_TAG (tag), (StanokStatus) i, NULL);
      gtk_widget_set_halign (tag, GTK_ALIGN_START);
      gtk_grid_attach (GTK_GRID (grid), tag, i % 5, i / 5, 1, 1);
    }
  return grid;
}

static GtkWidget *
empty_page (void)
{
  GtkWidget *empty = stanok_empty_new (TRUE);

  stanok_empty_set (STANOK_EMPTY (empty), "No orders to take yet",
                    "The list is complete as of 10:32:07. "
                    "New orders appear here by themselves, the newest on top.");
  return empty;
}

static GtkWidget *
left_side (void)
{
  GtkWidget *box = column (NULL);
  GtkWidget *care = stanok_banner_new ();
  GtkWidget *stop = stanok_banner_new ();
  GtkWidget *toast = stanok_toast_new ();

  gtk_box_append (GTK_BOX (box), list_panel ());
  gtk_box_append (GTK_BOX (box), tag_grid ());
  stanok_banner_show (STANOK_BANNER (care), STANOK_BANNER_CARE, "stanok-ui-clock-symbolic", NULL,
                      "List as of 09:45. New orders come when the connection returns.");
  stanok_banner_set_key (STANOK_BANNER (care), "Try now");
  stanok_banner_show (STANOK_BANNER (stop), STANOK_BANNER_STOP, "stanok-s-attention-symbolic",
                      "WO-1179: two people made it", "Your 3 parts are safe.");
  stanok_toast_show (STANOK_TOAST (toast), "demo", "Recorded: WO-1187, 1 good",
                     "Safe on this terminal, not sent yet", 4, TRUE);
  gtk_box_append (GTK_BOX (box), care);
  gtk_box_append (GTK_BOX (box), stop);
  gtk_box_append (GTK_BOX (box), toast);
  gtk_box_append (GTK_BOX (box), empty_page ());
  return box;
}

static void
append_key (GtkWidget     *box,
            StanokKeyKind  kind,
            const char    *icon,
            const char    *text)
{
  gtk_box_append (GTK_BOX (box), stanok_key_new (kind, icon, text));
}

static GtkWidget *
stage (void)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *thumb = stanok_miniature_new (-1);
  GtkWidget *tools = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 6, NULL);
  GtkWidget *section = stanok_key_new (STANOK_KEY_TOOL, "stanok-ui-section-symbolic", "Section");
  g_autoptr(GdkTexture) picture = ui_ring_texture (400, "au585");

  stanok_miniature_set (STANOK_MINIATURE (thumb), picture);
  stanok_key_set_on (STANOK_KEY (section), TRUE);
  append_key (tools, STANOK_KEY_TOOL, "stanok-ui-views-symbolic", "Views");
  gtk_box_append (GTK_BOX (tools), section);
  append_key (tools, STANOK_KEY_TOOL, "stanok-ui-measure-symbolic", "Measure");
  append_key (tools, STANOK_KEY_TOOL, "stanok-ui-fit-symbolic", "Fit");
  gtk_widget_set_halign (tools, GTK_ALIGN_START);
  gtk_widget_set_valign (tools, GTK_ALIGN_START);
  inset (tools, 12, 12, 0);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), thumb);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), tools);
  gtk_widget_add_css_class (overlay, "stanok-stage");
  gtk_widget_set_vexpand (overlay, TRUE);
  return overlay;
}

static GtkWidget *
middle (void)
{
  GtkWidget *box = column (NULL);
  GtkWidget *gauge = stanok_gauge_new ();
  GtkWidget *paused = stanok_gauge_new ();
  GtkWidget *panel = column (NULL);
  GtkWidget *head = row (10);
  GtkWidget *scale = stanok_scale_new ();
  GtkWidget *facts = stanok_facts_new (TRUE);
  GtkWidget *due = stanok_due_new ();
  GtkWidget *keys = row (12);
  GtkWidget *over = stanok_key_new (STANOK_KEY_PLAIN, NULL, "Hand over");
  GtkWidget *scrap = stanok_parts_label ("1 scrap", "stanok-stop-ink stanok-strong");

  stanok_gauge_set_face (STANOK_GAUGE (gauge), STANOK_GAUGE_RUNNING,
                         "Running since 09:20", "norm 2 h 10");
  stanok_gauge_set_time (STANOK_GAUGE (gauge), 4364000);
  stanok_gauge_set_face (STANOK_GAUGE (paused), STANOK_GAUGE_PAUSED,
                         "Paused since 10:28 · tool change", NULL);
  stanok_gauge_set_time (STANOK_GAUGE (paused), 4364000);

  gtk_box_append (GTK_BOX (head), stanok_parts_label ("8", "stanok-far"));
  gtk_box_append (GTK_BOX (head), stanok_parts_label ("good of 12", "stanok-dim"));
  gtk_widget_set_hexpand (scrap, TRUE);
  gtk_widget_set_halign (scrap, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (head), scrap);
  stanok_scale_set (STANOK_SCALE (scale), 12, 8, 1);
  stanok_due_set (STANOK_DUE (due), STANOK_DUE_SOON, "Tomorrow");
  stanok_facts_add (STANOK_FACTS (facts), "Material", "Gold 585");
  stanok_facts_add_widget (STANOK_FACTS (facts), "Due", due);
  stanok_facts_add (STANOK_FACTS (facts), "Wall, min", "1.70 ± 0.05 mm");
  gtk_box_append (GTK_BOX (panel), head);
  gtk_box_append (GTK_BOX (panel), scale);
  gtk_box_append (GTK_BOX (panel), facts);

  focused = stanok_key_new (STANOK_KEY_PLAIN, "stanok-ui-help-symbolic", "Call help");
  stanok_key_set_reason (STANOK_KEY (over), "No one else is here");
  gtk_widget_set_hexpand (focused, TRUE);
  gtk_widget_set_hexpand (over, TRUE);
  gtk_box_append (GTK_BOX (keys), focused);
  gtk_box_append (GTK_BOX (keys), over);

  gtk_box_append (GTK_BOX (box), stage ());
  gtk_box_append (GTK_BOX (box), gauge);
  gtk_box_append (GTK_BOX (box), paused);
  gtk_box_append (GTK_BOX (box), padded ("stanok-panel", panel));
  gtk_box_append (GTK_BOX (box), keys);
  return box;
}

static GtkWidget *
right_side (void)
{
  GtkWidget *box = column (NULL);
  GtkWidget *fields = row (12);
  GtkWidget *good = stanok_number_field_new (STANOK_STATUS_DONE, "Good", 999);
  GtkWidget *scrap = stanok_number_field_new (STANOK_STATUS_HOLD, "Scrap", 999);
  GtkWidget *choice = stanok_choice_new ("Why scrap?", 2);
  GtkWidget *keypad = stanok_keypad_new ();
  GtkWidget *five = gtk_widget_get_first_child (keypad);
  int i;

  gtk_box_append (GTK_BOX (box), stanok_parts_label ("Complete WO-1187", "stanok-title"));
  stanok_number_field_set_value (STANOK_NUMBER_FIELD (good), 2);
  stanok_number_field_set_active (STANOK_NUMBER_FIELD (good), TRUE);
  stanok_number_field_set_value (STANOK_NUMBER_FIELD (scrap), 1);
  gtk_box_append (GTK_BOX (fields), good);
  gtk_box_append (GTK_BOX (fields), scrap);
  gtk_box_append (GTK_BOX (box), fields);
  stanok_choice_append (STANOK_CHOICE (choice), "porosity", "Porosity", NULL);
  stanok_choice_append (STANOK_CHOICE (choice), "size", "Size off", NULL);
  stanok_choice_append (STANOK_CHOICE (choice), "tool", "Tool broke", NULL);
  stanok_choice_append (STANOK_CHOICE (choice), "other", "Other…", NULL);
  stanok_choice_set_id (STANOK_CHOICE (choice), "porosity");
  gtk_box_append (GTK_BOX (box), choice);
  for (i = 1; i < 5; i++)
    five = gtk_widget_get_next_sibling (five);
  gtk_widget_set_state_flags (five, GTK_STATE_FLAG_ACTIVE, FALSE);
  gtk_widget_set_vexpand (keypad, TRUE);
  gtk_box_append (GTK_BOX (box), keypad);
  return padded ("stanok-sheet", box);
}

static GtkWidget *
shelf (void)
{
  GtkWidget *self = stanok_shelf_new (STANOK_GRID_LIST);
  GtkWidget *queue = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-queue-symbolic", "Queue");
  GtkWidget *attention = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-attention-symbolic",
                                         "Attention");
  GtkWidget *more = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-more-symbolic", "More");
  GtkWidget *job = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-job-symbolic", "My job");
  GtkWidget *take = stanok_key_new (STANOK_KEY_PRIMARY, NULL, "Take and start");
  GtkWidget *ask = stanok_key_new (STANOK_KEY_ASK, "stanok-s-asked-symbolic", "Ask for it");
  GtkWidget *complete = stanok_key_new (STANOK_KEY_PRIMARY, "stanok-ui-check-symbolic", "Complete");

  stanok_key_set_on (STANOK_KEY (queue), TRUE);
  stanok_key_set_badge (STANOK_KEY (attention), 1);
  stanok_key_set_reason (STANOK_KEY (job), "Nothing in work");
  stanok_shelf_add_soft (STANOK_SHELF (self), STANOK_KEY (queue), 0);
  stanok_shelf_add_soft (STANOK_SHELF (self), STANOK_KEY (job), 1);
  stanok_shelf_add_soft (STANOK_SHELF (self), STANOK_KEY (attention), 0);
  stanok_shelf_add_soft (STANOK_SHELF (self), STANOK_KEY (more), 0);
  stanok_key_set_reason (STANOK_KEY (take), "Finish WO-1187 first");
  stanok_key_set_second (STANOK_KEY (ask), "Becomes yours only when the server agrees");
  stanok_key_set_second (STANOK_KEY (complete), "WO-1187 · 3 left");
  stanok_shelf_add_step (STANOK_SHELF (self), take);
  stanok_shelf_add_step (STANOK_SHELF (self), ask);
  stanok_shelf_add_step (STANOK_SHELF (self), complete);
  return self;
}

static GtkWidget *
build (void)
{
  GtkWidget *page = column (NULL);
  GtkWidget *header = stanok_header_new ();
  GtkWidget *columns = row (12);
  GtkWidget *left = left_side ();
  GtkWidget *centre = middle ();
  GtkWidget *right = right_side ();

  stanok_header_set_station (STANOK_HEADER (header), "Casting bench 2", "K-07");
  stanok_header_set_sync (STANOK_HEADER (header), STANOK_SYNC_CARE, "stanok-ui-linkoff-symbolic",
                          "No connection since 09:45 · 3 not sent");
  stanok_header_set_scanner (STANOK_HEADER (header), "Scanner ready");
  stanok_header_set_clock (STANOK_HEADER (header), "10:32");
  stanok_header_set_person (STANOK_HEADER (header), "Anna Sokolova");

  gtk_widget_set_size_request (left, 660, -1);
  gtk_widget_set_hexpand (centre, TRUE);
  gtk_widget_set_size_request (right, 368, -1);
  gtk_box_append (GTK_BOX (columns), left);
  gtk_box_append (GTK_BOX (columns), centre);
  gtk_box_append (GTK_BOX (columns), right);
  gtk_widget_set_vexpand (columns, TRUE);
  inset (columns, 0, 12, 0);
  gtk_box_append (GTK_BOX (page), header);
  gtk_box_append (GTK_BOX (page), columns);
  gtk_box_append (GTK_BOX (page), shelf ());
  return page;
}

static void
activate_cb (GtkApplication *app,
             const char     *path)
{
  GtkWidget *window = adw_application_window_new (app);
  gtk_widget_add_css_class (window, "stanok");
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), build ());
  ui_picture_take (GTK_WINDOW (window), WIDTH_PX, HEIGHT_PX, focused, path);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;

  if (argc != 3 || !ui_picture_set_theme (argv[1]))
    {
      g_printerr ("usage: gallery light|dark|hc|hc-dark FILE.png\n");
      return 2;
    }
  setlocale (LC_ALL, "C.UTF-8");
  stanok_ui_register_resources ();
  app = adw_application_new ("org.stanok.Stanok", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), argv[2]);
  return g_application_run (G_APPLICATION (app), 1, argv);
}
