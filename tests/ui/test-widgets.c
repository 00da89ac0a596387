/* test-widgets.c: every widget of the room lives, dies and has a name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-fixture.h"

#include "ui-ring.h"
#include "ui/shared/stanok-abreast.h"
#include "ui/shared/stanok-banner.h"
#include "ui/shared/stanok-choice.h"
#include "ui/shared/stanok-columns.h"
#include "ui/shared/stanok-due.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-facts.h"
#include "ui/shared/stanok-gauge.h"
#include "ui/shared/stanok-header.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-keypad.h"
#include "ui/shared/stanok-miniature.h"
#include "ui/shared/stanok-number-field.h"
#include "ui/shared/stanok-scale.h"
#include "ui/shared/stanok-segments.h"
#include "ui/shared/stanok-sheet.h"
#include "ui/shared/stanok-shelf.h"
#include "ui/shared/stanok-tag.h"
#include "ui/shared/stanok-tall.h"
#include "ui/shared/stanok-toast.h"

static GtkWidget *
make_abreast (void)
{
  return stanok_abreast_new (gtk_label_new ("WO-1187"), stanok_tag_new ());
}

static GtkWidget *
make_banner (void)
{
  GtkWidget *banner = stanok_banner_new ();

  stanok_banner_set_key (STANOK_BANNER (banner), "Try now");
  stanok_banner_show (STANOK_BANNER (banner), STANOK_BANNER_STOP, "stanok-ui-clock-symbolic",
                      "Title", "Sentence.");
  return banner;
}

static GtkWidget *
make_choice (void)
{
  GtkWidget *choice = stanok_choice_new ("Why scrap?", 2);

  stanok_choice_append (STANOK_CHOICE (choice), "a", "Porosity", NULL);
  stanok_choice_append (STANOK_CHOICE (choice), "b", "Keep", "it counts for you");
  return choice;
}

static GtkWidget *
make_columns (void)
{
  GtkWidget *columns = stanok_columns_new (STANOK_GRID_LIST);

  stanok_columns_set_right (STANOK_COLUMNS (columns), stanok_empty_new (TRUE));
  stanok_columns_set_left (STANOK_COLUMNS (columns), stanok_empty_new (FALSE));
  return columns;
}

static GtkWidget *
make_due (void)
{
  GtkWidget *due = stanok_due_new ();

  stanok_due_set (STANOK_DUE (due), STANOK_DUE_LATE, "3 days late");
  g_assert_cmpstr (stanok_due_get_text (STANOK_DUE (due)), ==, "3 days late");
  return due;
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *empty = stanok_empty_new (TRUE);

  stanok_empty_set (STANOK_EMPTY (empty), "Nothing", "Nothing at all.");
  return empty;
}

static GtkWidget *
make_facts (void)
{
  GtkWidget *facts = stanok_facts_new (TRUE);

  stanok_facts_add (STANOK_FACTS (facts), "Material", "Gold 585");
  stanok_facts_add (STANOK_FACTS (facts), "Nothing", NULL);
  stanok_facts_add_widget (STANOK_FACTS (facts), "Due", make_due ());
  g_assert_null (gtk_widget_get_next_sibling (
    gtk_widget_get_next_sibling (gtk_widget_get_first_child (facts))));
  return facts;
}

static GtkWidget *
make_gauge (void)
{
  GtkWidget *gauge = stanok_gauge_new ();

  stanok_gauge_set_face (STANOK_GAUGE (gauge), STANOK_GAUGE_PAUSED, "Paused since 10:28", "norm");
  return gauge;
}

static GtkWidget *
make_header (void)
{
  GtkWidget *header = stanok_header_new ();

  stanok_header_set_station (STANOK_HEADER (header), "Casting bench 2", "K-07");
  stanok_header_set_sync (STANOK_HEADER (header), STANOK_SYNC_NEED, "stanok-s-attention-symbolic",
                          "1 needs your decision");
  stanok_header_set_clock (STANOK_HEADER (header), "10:32");
  stanok_header_set_person (STANOK_HEADER (header), "Anna Sokolova");
  return header;
}

static GtkWidget *
make_key (void)
{
  GtkWidget *key = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-queue-symbolic", "Queue");

  stanok_key_set_badge (STANOK_KEY (key), 3);
  stanok_key_set_reason (STANOK_KEY (key), "Not now");
  return key;
}

static GtkWidget *
make_miniature (void)
{
  GtkWidget *miniature = stanok_miniature_new (76);
  g_autoptr(GdkTexture) picture = ui_ring_texture (152, "au585");

  stanok_miniature_set (STANOK_MINIATURE (miniature), picture);
  return miniature;
}

static GtkWidget *
make_number_field (void)
{
  return stanok_number_field_new (STANOK_STATUS_DONE, "Good", 99);
}

static GtkWidget *
make_scale (void)
{
  GtkWidget *scale = stanok_scale_new ();

  stanok_scale_set (STANOK_SCALE (scale), 12, 8, 1);
  return scale;
}

static GtkWidget *
make_segments (void)
{
  GtkWidget *segments = stanok_segments_new ("Orders");

  stanok_segments_append (STANOK_SEGMENTS (segments), "Available");
  stanok_segments_append (STANOK_SEGMENTS (segments), "Mine");
  stanok_segments_set_count (STANOK_SEGMENTS (segments), 1, 2);
  return segments;
}

static GtkWidget *
make_sheet (void)
{
  GtkWidget *sheet = stanok_sheet_new ();

  stanok_sheet_set_title (STANOK_SHEET (sheet), "Complete WO-1187", "12 ordered");
  stanok_sheet_set_content (STANOK_SHEET (sheet), make_choice ());
  stanok_key_set_text (stanok_sheet_get_primary (STANOK_SHEET (sheet)), "Complete");
  return sheet;
}

static GtkWidget *
make_shelf (void)
{
  GtkWidget *shelf = stanok_shelf_new (STANOK_GRID_LIST);

  stanok_shelf_add_soft (STANOK_SHELF (shelf), STANOK_KEY (make_key ()), 0);
  stanok_shelf_add_step (STANOK_SHELF (shelf),
                         stanok_key_new (STANOK_KEY_PRIMARY, NULL, "Take and start"));
  return shelf;
}

static GtkWidget *
make_tag (void)
{
  GtkWidget *tag = stanok_tag_new ();

  stanok_tag_set_status (STANOK_TAG (tag), STANOK_STATUS_RUNNING, NULL);
  stanok_tag_set_status (STANOK_TAG (tag), STANOK_STATUS_OTHERS, "Irina Belova");
  g_assert_cmpstr (stanok_tag_get_word (STANOK_TAG (tag)), ==, "Irina Belova");
  g_assert_false (gtk_widget_has_css_class (tag, "go"));
  return tag;
}

static GtkWidget *
make_tall (void)
{
  return stanok_tall_new (make_facts ());
}

static GtkWidget *
make_toast (void)
{
  GtkWidget *toast = stanok_toast_new ();

  stanok_toast_show (STANOK_TOAST (toast), "a", "Recorded", NULL, 5, TRUE);
  return toast;
}

static const struct {
  const char *path;
  GtkWidget *(*make) (void);
} makers[] = {
  { "/ui/widgets/abreast", make_abreast },
  { "/ui/widgets/banner", make_banner },
  { "/ui/widgets/choice", make_choice },
  { "/ui/widgets/columns", make_columns },
  { "/ui/widgets/due", make_due },
  { "/ui/widgets/empty", make_empty },
  { "/ui/widgets/facts", make_facts },
  { "/ui/widgets/gauge", make_gauge },
  { "/ui/widgets/header", make_header },
  { "/ui/widgets/key", make_key },
  { "/ui/widgets/keypad", stanok_keypad_new },
  { "/ui/widgets/miniature", make_miniature },
  { "/ui/widgets/number-field", make_number_field },
  { "/ui/widgets/scale", make_scale },
  { "/ui/widgets/segments", make_segments },
  { "/ui/widgets/sheet", make_sheet },
  { "/ui/widgets/shelf", make_shelf },
  { "/ui/widgets/tag", make_tag },
  { "/ui/widgets/tall", make_tall },
  { "/ui/widgets/toast", make_toast },
};

static void
test_lives_and_dies (gconstpointer data)
{
  GtkWidget *(*make) (void) = *(GtkWidget *(*const *) (void)) data;
  GtkWidget *widget = g_object_ref_sink (make ());
  GtkWindow *window;

  ui_fixture_assert_names (widget);
  g_assert_finalize_object (widget);

  window = ui_fixture_show (make (), 1280, 800);
  widget = g_object_ref (gtk_window_get_child (window));
  ui_fixture_close (window);
  g_assert_finalize_object (widget);
}

static void
test_reason_disables_in_place (void)
{
  GtkWidget *key = g_object_ref_sink (stanok_key_new (STANOK_KEY_PRIMARY, NULL, "Take and start"));

  stanok_key_set_second (STANOK_KEY (key), "WO-1187");
  stanok_key_set_reason (STANOK_KEY (key), "Finish WO-1187 first");
  g_assert_false (gtk_widget_get_sensitive (key));
  gtk_test_accessible_assert_property (key, GTK_ACCESSIBLE_PROPERTY_LABEL, "Take and start");
  gtk_test_accessible_assert_property (key, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Finish WO-1187 first");
  stanok_key_set_reason (STANOK_KEY (key), NULL);
  g_assert_true (gtk_widget_get_sensitive (key));
  gtk_test_accessible_assert_property (key, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "WO-1187");
  g_assert_finalize_object (key);
}

static void
test_key_builds_from_xml (void)
{
  g_autoptr(GtkBuilder) builder = NULL;
  GObject *key;

  g_type_ensure (STANOK_TYPE_KEY);
  builder = gtk_builder_new_from_string (
    "<interface><object class='StanokKey' id='key'><property name='kind'>soft</property>"
    "<property name='icon'>stanok-ui-queue-symbolic</property>"
    "<property name='text'>Queue</property></object></interface>", -1);
  key = gtk_builder_get_object (builder, "key");
  g_assert_cmpstr (stanok_key_get_text (STANOK_KEY (key)), ==, "Queue");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (key), "stanok-soft"));
}

static void
test_tint_keeps_the_colour (void)
{
  guint8 bytes[] = { 0, 255, 128, 255, 255, 255, 10, 0 };
  guint8 pixels[16] = { 0 };
  GdkRGBA color = { 0.5f, 0.25f, 1.0f, 1.0f };
  GdkTexture *texture = stanok_miniature_tint (bytes, sizeof bytes, 2, &color);

  gdk_texture_download (texture, pixels, 8);
  /* Cairo's order on a little-endian machine: blue, green, red, alpha. */
  g_assert_cmpint (pixels[2] + pixels[1] + pixels[0], ==, 0);
  g_assert_cmpint (pixels[3], ==, 255);
  g_assert_cmpint (pixels[6], ==, 64);
  g_assert_cmpint (pixels[4], ==, 128);
  g_assert_cmpint (pixels[10], ==, 128);
  g_assert_cmpint (pixels[8], ==, 255);
  g_assert_cmpint (pixels[15], ==, 0);
  g_assert_finalize_object (texture);
  g_assert_null (stanok_miniature_tint (bytes, 7, 2, &color));
  g_assert_null (stanok_miniature_tint (NULL, 0, 2, &color));
}

int
main (int    argc,
      char **argv)
{
  gsize i;

  ui_fixture_init (&argc, &argv);
  for (i = 0; i < G_N_ELEMENTS (makers); i++)
    g_test_add_data_func (makers[i].path, &makers[i].make, test_lives_and_dies);
  g_test_add_func ("/ui/key/reason-disables-in-place", test_reason_disables_in_place);
  g_test_add_func ("/ui/key/builds-from-xml", test_key_builds_from_xml);
  g_test_add_func ("/ui/miniature/tint-keeps-the-colour", test_tint_keeps_the_colour);
  return g_test_run ();
}
