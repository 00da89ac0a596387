/* test-model-view.c: the widget on a real screen, looked at and worked with
 *
 * With STANOK_PICTURES=FOLDER the pictures are saved there, to be looked at by a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "shapes.h"
#include "domain/stanok-error.h"
#include "view3d/stanok-model-area.h"
#include "view3d/stanok-model-view.h"
#include "view3d/stanok-stage-plate.h"

#include <gtk/gtk.h>
#include <math.h>
#include <string.h>

#define WIDTH      640
#define HEIGHT     480
#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct {
  GtkWindow       *window;
  StanokModelView *view;
  StanokModelArea *area;
  StanokMeshFile  *mesh;
} Fixture;

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (gboolean (*is_done) (Fixture *),
            Fixture   *f)
{
  gint64 end_us = g_get_monotonic_time () + PATIENCE_US;
  guint id = g_timeout_add (20, wake_cb, NULL);

  while (!is_done (f))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end_us);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
}

static gboolean
is_at_rest (Fixture *f)
{
  return stanok_model_area_is_at_rest (f->area);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (Shape) ring = shape_new_ring (200, 16, 0);

  f->mesh = shape_to_file (ring);
  f->window = GTK_WINDOW (gtk_window_new ());
  f->view = STANOK_MODEL_VIEW (stanok_model_view_new ());
  f->area = STANOK_MODEL_AREA (find (GTK_WIDGET (f->view), STANOK_TYPE_MODEL_AREA));
  gtk_widget_add_css_class (GTK_WIDGET (f->window), "stanok");
  gtk_window_set_title (f->window, "stanok-view-test");
  gtk_window_set_decorated (f->window, FALSE);
  gtk_window_set_default_size (f->window, WIDTH, HEIGHT);
  gtk_window_set_child (f->window, GTK_WIDGET (f->view));
  gtk_window_present (f->window);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  StanokModelView *view = g_object_ref (f->view);

  gtk_window_destroy (f->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (view);
  stanok_mesh_file_unref (f->mesh);
}

/* What a person sees, as RGBA of a WIDTH by HEIGHT picture. */
static guint8 *
look (Fixture    *f,
      const char *name)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (f->window));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint8 *pixels = g_malloc0 (4 * WIDTH * HEIGHT);
  const char *folder = g_getenv ("STANOK_PICTURES");

  gtk_widget_queue_draw (GTK_WIDGET (f->view));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
  paintable = gtk_widget_paintable_new (GTK_WIDGET (f->window));
  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  gdk_texture_download (texture, pixels, 4 * WIDTH);
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      gdk_texture_save_to_png (texture, path);
    }
  return pixels;
}

/* Of the lit material, which is reddish; bytes are blue, green, red, alpha. */
static guint
count_gold (const guint8 *pixels)
{
  guint n = 0;

  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    n += pixels[4 * i + 2] > pixels[4 * i] + 30 && pixels[4 * i + 3] > 200;
  return n;
}

static void
show_ring (Fixture *f)
{
  const GdkRGBA gold = { 0xF2 / 255.f, 0xBF / 255.f, 0x6B / 255.f, 1 };

  stanok_model_view_set_colour (f->view, &gold);
  stanok_model_view_set_mesh (f->view, f->mesh);
  wait_until (is_at_rest, f);
}

static void
test_shows_a_piece (Fixture      *f,
                    gconstpointer data)
{
  g_autofree guint8 *pixels = NULL, *without_edges = NULL;
  guint differ = 0;

  show_ring (f);
  pixels = look (f, "view.png");
  g_assert_cmpuint (count_gold (pixels), >, WIDTH * HEIGHT / 8);
  stanok_model_view_set_edges_visible (f->view, FALSE);
  wait_until (is_at_rest, f);
  without_edges = look (f, "view-without-edges.png");
  for (guint i = 0; i < WIDTH * HEIGHT; i++)
    differ += ABS (pixels[4 * i + 2] - without_edges[4 * i + 2]) > 40;
  g_assert_cmpuint (differ, >, 800);
  g_assert_cmpuint (differ, <, 10000);
}

/* The words at the stage itself, which no other words are. */
static GtkWidget *
find_caption (Fixture *f)
{
  GtkWidget *child = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (f->view)));

  while (!GTK_IS_LABEL (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
test_caption (Fixture      *f,
              gconstpointer data)
{
  GtkWidget *caption = find_caption (f);

  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (caption)), ==, "");
  show_ring (f);
  g_assert_true (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (caption)), "2"));
  g_assert_true (g_str_has_suffix (gtk_label_get_label (GTK_LABEL (caption)), " cm³"));
  stanok_model_view_set_note (f->view, "revision 3");
  g_assert_true (g_str_has_suffix (gtk_label_get_label (GTK_LABEL (caption)), " cm³ · revision 3"));
  stanok_model_view_set_caption_inset (f->view, 112);
  g_assert_cmpint (gtk_widget_get_margin_start (caption), ==, 112);

  gtk_test_accessible_assert_role (f->view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (f->view, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "3D model of the piece");
  gtk_test_accessible_assert_property (f->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       gtk_label_get_label (GTK_LABEL (caption)));
}

static GdkGLContext *
create_gles_cb (GtkGLArea *area,
                gpointer   user_data)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (area)));
  g_autoptr (GdkGLContext) context = gdk_surface_create_gl_context (surface, NULL);

  gdk_gl_context_set_allowed_apis (context, GDK_GL_API_GLES);
  g_assert_true (gdk_gl_context_realize (context, NULL));
  return g_steal_pointer (&context);
}

/* Newer toolkits give GLES without being asked: the same piece, the same picture. */
static void
test_gles_is_as_good (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (StanokModelView) keep = g_object_ref (f->view);
  g_autofree guint8 *desktop = NULL, *es = NULL;
  guint differ = 0;

  show_ring (f);
  desktop = look (f, "view-desktop.png");
  gtk_window_set_child (f->window, NULL);
  g_signal_connect (f->area, "create-context", G_CALLBACK (create_gles_cb), NULL);
  gtk_window_set_child (f->window, GTK_WIDGET (keep));
  wait_until (is_at_rest, f);
  g_assert_cmpint (gdk_gl_context_get_api (gtk_gl_area_get_context (GTK_GL_AREA (f->area))), ==,
                   GDK_GL_API_GLES);
  es = look (f, "view-es.png");
  for (guint i = 0; i < 4 * WIDTH * HEIGHT; i++)
    differ += ABS (desktop[i] - es[i]) > 2;
  g_assert_cmpuint (differ, <, 100);
}

static const char *
sentence (Fixture *f)
{
  GtkWidget *plate = find (GTK_WIDGET (f->view), STANOK_TYPE_STAGE_PLATE);

  if (!gtk_widget_get_visible (plate))
    return NULL;
  return gtk_label_get_label (GTK_LABEL (find (plate, GTK_TYPE_LABEL)));
}

static void
test_one_sentence_at_a_time (Fixture      *f,
                             gconstpointer data)
{
  g_autofree guint8 *pixels = NULL;

  g_assert_null (sentence (f));
  stanok_model_view_set_waiting (f->view, TRUE);
  g_assert_cmpstr (sentence (f), ==, "Fetching the model");
  pixels = look (f, "view-waiting.png");
  stanok_model_view_set_message (f->view, "The file ring.stl ends in the middle of a triangle.");
  g_assert_cmpstr (sentence (f), ==, "The file ring.stl ends in the middle of a triangle.");
  g_clear_pointer (&pixels, g_free);
  pixels = look (f, "view-message.png");
  stanok_model_view_set_waiting (f->view, TRUE);
  g_assert_cmpstr (sentence (f), ==, "Fetching the model");
  stanok_model_view_set_waiting (f->view, FALSE);
  g_assert_null (sentence (f));
  stanok_model_view_set_message (f->view, "Again");
  stanok_model_view_set_message (f->view, NULL);
  g_assert_null (sentence (f));
  stanok_model_view_set_message (f->view, "Again");
  show_ring (f);
  g_assert_null (sentence (f));
}

/* No piece stays beside a sentence about another: an operator would make the wrong one. */
static void
test_words_end_the_piece (Fixture      *f,
                          gconstpointer data)
{
  GtkWidget *caption = find_caption (f);
  g_autofree guint8 *pixels = NULL;

  show_ring (f);
  stanok_model_view_set_message (f->view, "The file of this order is damaged.");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (caption)), ==, "");
  pixels = look (f, "view-words.png");
  g_assert_cmpuint (count_gold (pixels), <, 100);
  show_ring (f);
  stanok_model_view_set_waiting (f->view, TRUE);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (caption)), ==, "");
  show_ring (f);
  g_assert_null (sentence (f));
  stanok_model_view_set_mesh (f->view, NULL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (caption)), ==, "");
}

static void
test_same_piece_is_seen_as_it_was (Fixture      *f,
                                   gconstpointer data)
{
  StanokCamera *camera = stanok_model_area_get_camera (f->area), turned;
  g_autoptr (Shape) ring = shape_new_ring (200, 16, 0);
  g_autoptr (Shape) cube = shape_new_cube (20);
  g_autoptr (StanokMeshFile) again = shape_to_file (ring);
  g_autoptr (StanokMeshFile) other = shape_to_file (cube);

  show_ring (f);
  stanok_camera_orbit (camera, 50, 20);
  turned = *camera;
  stanok_model_view_set_mesh (f->view, again);
  g_assert_cmpmem (camera, sizeof *camera, &turned, sizeof turned);
  wait_until (is_at_rest, f);
  stanok_model_view_set_mesh (f->view, other);
  g_assert_cmpfloat (camera->azimuth_rad, !=, turned.azimuth_rad);
}

static void
test_actions_move_the_camera (Fixture      *f,
                              gconstpointer data)
{
  GActionGroup *actions = stanok_model_view_get_actions (f->view);
  StanokCamera *camera = stanok_model_area_get_camera (f->area);
  g_autoptr (GVariant) state = NULL;
  double half;

  g_assert_false (g_action_group_get_action_enabled (actions, "top"));
  show_ring (f);
  g_assert_true (g_action_group_get_action_enabled (actions, "top"));
  half = camera->half_height_mm;
  g_action_group_activate_action (actions, "top", NULL);
  g_assert_cmpfloat_with_epsilon (camera->elevation_rad, G_PI_2, 1e-9);
  g_assert_false (is_at_rest (f));
  g_action_group_activate_action (actions, "front", NULL);
  g_assert_cmpfloat_with_epsilon (camera->azimuth_rad, -G_PI_2, 1e-9);
  g_action_group_activate_action (actions, "right", NULL);
  g_assert_cmpfloat_with_epsilon (camera->azimuth_rad, 0, 1e-9);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "view.iso", NULL));
  g_assert_cmpfloat_with_epsilon (camera->half_height_mm, half, 1e-9);
  stanok_camera_zoom (camera, 5, 0, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "view.fit", NULL));
  g_assert_cmpfloat_with_epsilon (camera->half_height_mm, half, 1e-9);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->view), "view.edges", NULL));
  state = g_action_group_get_action_state (actions, "edges");
  g_assert_false (g_variant_get_boolean (state));
  wait_until (is_at_rest, f);

  stanok_model_view_set_mesh (f->view, NULL);
  g_assert_false (g_action_group_get_action_enabled (actions, "top"));
}

/* Taken off the screen it loses its context and everything in it; back again, it is as before. */
static void
test_survives_the_loss_of_its_context (Fixture      *f,
                                       gconstpointer data)
{
  g_autoptr (StanokModelView) keep = g_object_ref (f->view);
  g_autofree guint8 *before = NULL, *after = NULL;

  show_ring (f);
  before = look (f, "view-before.png");
  gtk_window_set_child (f->window, NULL);
  g_assert_false (gtk_widget_get_realized (GTK_WIDGET (f->area)));
  gtk_window_set_child (f->window, GTK_WIDGET (keep));
  g_assert_false (is_at_rest (f));
  wait_until (is_at_rest, f);
  after = look (f, "view-after.png");
  g_assert_cmpmem (before, 4 * WIDTH * HEIGHT, after, 4 * WIDTH * HEIGHT);
}

/* Moves the pointer and presses keys as a person would, and waits until it has been seen. */
static void
act (Fixture    *f,
     const char *words)
{
  g_autofree char *line = g_strconcat ("xdotool ", words, NULL);
  g_auto (GStrv) args = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  gint64 end_us;

  g_spawn_sync (NULL, args, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  /* The server has the events when the program ends; a frame brings what of them is motion. */
  end_us = g_get_monotonic_time () + 100000;
  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (f->view));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (f->view));
    }
}

static gboolean
can_act (void)
{
  g_autofree char *path = g_find_program_in_path ("xdotool");

  if (path == NULL)
    g_test_skip ("no xdotool here");
  return path != NULL;
}

static void
test_mouse (Fixture      *f,
            gconstpointer data)
{
  StanokCamera *camera = stanok_model_area_get_camera (f->area), start;
  double at[2], before[2];

  if (!can_act ())
    return;
  show_ring (f);
  start = *camera;
  act (f, "mousemove 300 200 mousedown 1 mousemove 340 210 mousemove 420 200");
  act (f, "mouseup 1 mousemove 100 100");
  g_assert_cmpfloat_with_epsilon (remainder (start.azimuth_rad - camera->azimuth_rad, 2 * G_PI),
                                  120 * G_PI / camera->height_px, 0.02);
  g_assert_cmpfloat_with_epsilon (camera->elevation_rad, start.elevation_rad, 0.02);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (f->view)));

  stanok_camera_project (camera, camera->centre_mm, before);
  act (f, "mousemove 300 200 mousedown 3 mousemove 320 210 mousemove 360 230 mouseup 3");
  act (f, "keydown shift mousemove 300 200 mousedown 1 mousemove 320 200 mousemove 310 200 "
          "mouseup 1 keyup shift");
  stanok_camera_project (camera, camera->centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0] - before[0], 70, 2);
  g_assert_cmpfloat_with_epsilon (at[1] - before[1], 30, 2);

  start = *camera;
  act (f, "mousemove 200 150 click 4 click 4");
  g_assert_cmpfloat_with_epsilon (start.half_height_mm / camera->half_height_mm, 1.44, 0.01);
  stanok_camera_project (&start, start.centre_mm, before);
  stanok_camera_project (camera, camera->centre_mm, at);
  g_assert_cmpfloat_with_epsilon (at[0] - 200, 1.44 * (before[0] - 200), 2);
  g_assert_cmpfloat_with_epsilon (at[1] - 150, 1.44 * (before[1] - 150), 2);
  wait_until (is_at_rest, f);
}

static void
test_keyboard (Fixture      *f,
               gconstpointer data)
{
  StanokCamera *camera = stanok_model_area_get_camera (f->area), start;
  GActionGroup *actions = stanok_model_view_get_actions (f->view);
  g_autoptr (GVariant) state = NULL;
  g_autofree guint8 *pixels = NULL;
  const guint8 *border;

  if (!can_act ())
    return;
  show_ring (f);
  gtk_widget_grab_focus (GTK_WIDGET (f->view));
  act (f, "search --name stanok-view-test windowfocus");
  start = *camera;
  act (f, "key Left");
  g_assert_cmpfloat_with_epsilon (camera->azimuth_rad, start.azimuth_rad + G_PI / 12, 1e-6);
  act (f, "key Down");
  g_assert_cmpfloat_with_epsilon (camera->elevation_rad, start.elevation_rad + G_PI / 12, 1e-6);
  act (f, "key plus");
  g_assert_cmpfloat_with_epsilon (camera->half_height_mm, start.half_height_mm / 1.25, 1e-6);
  act (f, "key minus key Home key shift+Right");
  g_assert_cmpfloat (camera->shift_mm[0], <, 0);
  act (f, "key f");
  g_assert_true (camera->is_fitted);
  act (f, "key 2");
  g_assert_cmpfloat_with_epsilon (camera->elevation_rad, 0, 1e-9);
  act (f, "key 3");
  g_assert_cmpfloat_with_epsilon (camera->elevation_rad, G_PI_2, 1e-9);
  act (f, "key 1 key e");
  state = g_action_group_get_action_state (actions, "edges");
  g_assert_false (g_variant_get_boolean (state));
  wait_until (is_at_rest, f);
  /* The ring of the focus is blue and inside of the stage. */
  pixels = look (f, "view-focus.png");
  border = pixels + 4 * (2 * WIDTH + WIDTH / 2);
  g_assert_cmpuint (border[0], >, border[2] + 80);
}

/* Only this model is too large: the next is shown as ever. */
static void
test_too_large_a_mesh (Fixture      *f,
                       gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (STANOK_ERROR, STANOK_ERROR_LIMIT, "no room");
  g_autoptr (Shape) cube = shape_new_cube (20);
  g_autoptr (StanokMeshFile) other = shape_to_file (cube);

  show_ring (f);
  g_signal_emit_by_name (f->area, "unable", error);
  g_assert_nonnull (strstr (sentence (f), "too large for the graphics"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->area)));
  stanok_model_view_set_mesh (f->view, other);
  g_assert_null (sentence (f));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->area)));
  wait_until (is_at_rest, f);
}

static gboolean
has_sentence (Fixture *f)
{
  return sentence (f) != NULL;
}

static void
test_without_gl (Fixture      *f,
                 gconstpointer data)
{
  g_autofree guint8 *pixels = NULL;
  const GdkRGBA gold = { 1, 0.75, 0.4, 1 };

  if (!g_test_subprocess ())
    {
      g_autofree char *debug = g_strconcat (g_getenv ("GDK_DEBUG"), ",gl-disable", NULL);
      g_autofree char *before = g_strdup (g_getenv ("GDK_DEBUG"));

      g_setenv ("GDK_DEBUG", debug, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      if (before != NULL)
        g_setenv ("GDK_DEBUG", before, TRUE);
      else
        g_unsetenv ("GDK_DEBUG");
      g_test_trap_assert_passed ();
      return;
    }

  stanok_model_view_set_colour (f->view, &gold);
  stanok_model_view_set_mesh (f->view, f->mesh);
  wait_until (has_sentence, f);
  g_assert_nonnull (strstr (sentence (f), "cannot show models in 3D"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->area)));
  g_assert_false (g_action_group_get_action_enabled (stanok_model_view_get_actions (f->view),
                                                     "fit"));
  pixels = look (f, "view-without-gl.png");
  g_assert_cmpuint (count_gold (pixels), >, 5000);
}

/* The sheets of the terminal, so that the pictures are what people see. */
static void
load_style (void)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_path (provider, STYLE_SHEET);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
  gtk_icon_theme_add_search_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                  ICON_FOLDER);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/view3d/model-view/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  load_style ();
  add ("shows-a-piece", test_shows_a_piece);
  add ("caption", test_caption);
  add ("one-sentence-at-a-time", test_one_sentence_at_a_time);
  add ("words-end-the-piece", test_words_end_the_piece);
  add ("same-piece-is-seen-as-it-was", test_same_piece_is_seen_as_it_was);
  add ("actions-move-the-camera", test_actions_move_the_camera);
  add ("mouse", test_mouse);
  add ("keyboard", test_keyboard);
  add ("survives-the-loss-of-its-context", test_survives_the_loss_of_its_context);
  add ("gles-is-as-good", test_gles_is_as_good);
  add ("too-large-a-mesh", test_too_large_a_mesh);
  add ("without-gl", test_without_gl);
  return g_test_run ();
}
