/* ui-shop.c: a terminal with a store, people, reasons and orders, and no server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-shop.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#define MAX_WAIT_US (30 * G_USEC_PER_SEC)
#define LOOK_EVERY_MS 5
#define DAY_MS      (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MINUTE_MS   (60 * G_GINT64_CONSTANT (1000))
#define EPOCH       "e1"
#define RING_SHA    "1111111111111111111111111111111111111111111111111111111111111111"
#define WASHER_SHA  "2222222222222222222222222222222222222222222222222222222222222222"
#define AROUND      64
#define ACROSS      24

/* Argon2id of UI_SHOP_PIN with the least work that libsodium takes: tests sign in often. */
#define VERIFIER \
  "$argon2id$v=19$m=8,t=1,p=1$GETmZFD9LZMUZmPWV1aBiA$wzNRx0YxvAYjtVfIVv/Uc3qJeMcwdVGoRmq9KxL59Xo"

/* ---- waiting ------------------------------------------------------------------------- */

static gboolean
look_again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
ui_shop_wait (UiCheck     check,
              gpointer    data,
              const char *what)
{
  gint64 until = g_get_monotonic_time () + MAX_WAIT_US;
  /* What is waited for need not wake the main loop. */
  guint alarm = g_timeout_add (LOOK_EVERY_MS, look_again_cb, NULL);

  while (!check (data))
    {
      if (g_get_monotonic_time () > until)
        g_error ("waited in vain: %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (alarm);
}

static gboolean
is_ready (gpointer data)
{
  UiShop *shop = data;

  return stanok_store_get_phase (shop->store) == STANOK_STORE_READY;
}

/* ---- on the sync thread, as sync would do it ----------------------------------------- */

typedef struct {
  UiShop   *shop;
  void    (*run) (UiShop *shop);
  gboolean  is_done;
} Errand;

static gboolean
run_errand (gpointer data)
{
  Errand *errand = data;

  errand->run (errand->shop);
  g_atomic_int_set (&errand->is_done, TRUE);
  g_main_context_wakeup (NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
is_done (gpointer data)
{
  return g_atomic_int_get (&((Errand *) data)->is_done);
}

static void
on_sync_thread (UiShop *shop,
                void  (*run) (UiShop *shop))
{
  Errand errand = { shop, run, FALSE };

  g_main_context_invoke (stanok_store_get_sync_context (shop->store), run_errand, &errand);
  ui_shop_wait (is_done, &errand, "the sync thread");
}

/* ---- the models ---------------------------------------------------------------------- */

static StanokMesh *
make_torus (float radius_mm,
            float pipe_mm,
            float flat)
{
  StanokMesh *mesh = stanok_mesh_new (AROUND * ACROSS, 2 * AROUND * ACROSS);
  guint32 i, j, n = 0;

  for (i = 0; i < AROUND; i++)
    {
      for (j = 0; j < ACROSS; j++)
        {
          double a = 2 * G_PI * i / AROUND, b = 2 * G_PI * j / ACROSS;
          float *p = mesh->positions + 3 * (i * ACROSS + j);
          guint32 next_i = (i + 1) % AROUND, next_j = (j + 1) % ACROSS;
          guint32 corner[4] = { i * ACROSS + j, next_i * ACROSS + j,
                                next_i * ACROSS + next_j, i * ACROSS + next_j };

          p[0] = (float) ((radius_mm + pipe_mm * cos (b)) * cos (a));
          p[1] = (float) (flat * pipe_mm * sin (b));
          p[2] = (float) ((radius_mm + pipe_mm * cos (b)) * sin (a));
          mesh->triangles[n++] = corner[0];
          mesh->triangles[n++] = corner[2];
          mesh->triangles[n++] = corner[1];
          mesh->triangles[n++] = corner[0];
          mesh->triangles[n++] = corner[3];
          mesh->triangles[n++] = corner[2];
        }
    }
  return mesh;
}

static void
write_mesh (UiShop     *shop,
            const char *sha256,
            StanokMesh *mesh)
{
  g_autofree char *path = stanok_store_dup_mesh_path (shop->store, sha256);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;
  int fd;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fd = g_open (path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  stanok_mesh_file_write (mesh, fd, &error);
  g_assert_no_error (error);
  close (fd);
  stanok_mesh_free (mesh);
}

/* ---- what the server would have sent ------------------------------------------------- */

typedef struct {
  const char *id, *title, *customer, *material, *model;
  int         ordered, due_days;
  StanokState state;
  const char *holder, *device;
  StanokRun   run;
  int         good, scrap;
  const char *held;
} Piece;

#define APPROVED STANOK_STATE_MANUFACTURING_APPROVED
#define STARTED  STANOK_STATE_MANUFACTURING_STARTED

static const Piece pieces[] = {
  { "WO-1187", "Signet ring, oval face 14 × 11", "Yakhont Jewellers", "au585", RING_SHA,
    12, 1, APPROVED },
  { "WO-1192", "Hub flange 84, six holes", "Precision Ltd", "steel40x", WASHER_SHA,
    4, 4, APPROVED },
  { "WO-1191", "Solitaire mount, six prongs", "Atelier Nord", "ag925", RING_SHA,
    2, 5, APPROVED },
  { "WO-1164", "Spur gear m2.5 z28", "Gareev & Sons", "ls59", WASHER_SHA, 6, -3, APPROVED },
  { "WO-1190", "Pendant “Rosette”, pierced, with a long title that has to be cut somewhere",
    "Rosette and Partners, Jewellery and Bijouterie Wholesale", "au585r", NULL, 20, 8, APPROVED },
  { "WO-1179", "Shaft, stepped", "Precision Ltd", "steel40x", NULL,
    3, 2, STARTED, "op-2", "K-03", STANOK_RUN_RUNNING, 1, 0 },
  { "WO-1150", "Bracket, bent", "Gareev & Sons", "al6061", NULL,
    200, 3, APPROVED, NULL, NULL, STANOK_RUN_IDLE, 0, 0, "customer-asked" },
  { "WO-1188", "Band, comfort fit", "Atelier Nord", "pt950", RING_SHA,
    12, 0, STARTED, "op-1", "K-07", STANOK_RUN_PAUSED, 8, 1 },
};

static StanokOrder *
make_order (UiShop *shop,
            gsize   n)
{
  const Piece *piece = &pieces[n];
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup (piece->id);
  order->epoch = g_strdup (EPOCH);
  order->rev = (gint64) n + 1;
  order->etag = g_strdup_printf ("\"e1.r%d\"", (int) n + 1);
  order->number = g_strdup_printf ("2026-0%s", piece->id + 3);
  order->title = g_strdup (piece->title);
  order->customer = g_strdup (piece->customer);
  order->source = g_strdup ("shop");
  order->material = g_strdup (piece->material);
  order->ordered = piece->ordered;
  order->due_ms = shop->now_ms + piece->due_days * DAY_MS;
  order->created_ms = order->available_ms = shop->now_ms - (gint64) n * MINUTE_MS;
  order->changed_ms = shop->now_ms - MINUTE_MS;
  order->station = g_strdup ("st-1");
  order->instructions_rev = 1;
  order->instructions = g_strdup ("Polish to a mirror; keep the sprue for the assay office.");
  order->state = piece->state;
  order->run = piece->run;
  order->good = piece->good;
  order->scrap = piece->scrap;
  order->elapsed_ms = piece->state == STARTED ? 72 * MINUTE_MS + 44000 : 0;
  order->run_since_ms = piece->run == STANOK_RUN_RUNNING ? shop->now_ms - 20 * MINUTE_MS : 0;
  order->holder_operator = g_strdup (piece->holder);
  order->holder_device = g_strdup (piece->device);
  order->holder_since_ms = piece->holder != NULL ? shop->now_ms - 90 * MINUTE_MS : 0;
  order->pause_reason = piece->run == STANOK_RUN_PAUSED ? g_strdup ("break") : NULL;
  order->held_reason = g_strdup (piece->held);
  order->held_by = g_strdup (piece->held != NULL ? "op-9" : NULL);
  order->price_minor = -1;
  if (piece->model != NULL)
    {
      StanokFile *file = stanok_file_new ();

      file->sha256 = g_strdup (piece->model);
      file->size = 84;
      file->media_type = g_strdup ("model/stl");
      file->role = g_strdup ("model");
      file->name = g_strdup ("piece.stl");
      file->unit = g_strdup ("mm");
      g_ptr_array_add (order->files, file);
    }
  return order;
}

static void
put_orders (UiShop *shop)
{
  StanokCache *cache = stanok_store_get_cache (shop->store);
  StanokSnapshotPage page = { (char *) EPOCH, (char *) "c1", NULL, NULL, shop->now_ms };
  g_autoptr(GError) error = NULL;
  gsize n;

  page.items = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_unref);
  for (n = 0; n < G_N_ELEMENTS (pieces); n++)
    g_ptr_array_add (page.items, make_order (shop, n));
  stanok_cache_snapshot_begin (cache, EPOCH, "c1", &error);
  g_assert_no_error (error);
  stanok_cache_snapshot_page (cache, &page, &error);
  g_assert_no_error (error);
  stanok_cache_snapshot_finish (cache, &error);
  g_assert_no_error (error);
  stanok_cache_set_validated (cache, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (page.items);
  stanok_store_post_rows_changed (shop->store);
}

static void
put_reference (UiShop     *shop,
               const char *name,
               const char *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr(GError) error = NULL;

  stanok_cache_put_reference (stanok_store_get_cache (shop->store), name, "\"1\"", bytes, &error);
  g_assert_no_error (error);
  stanok_store_post_reference_changed (shop->store, name);
}

#define PERSON(id, en, ru, role) \
  "{\"id\":\"" id "\",\"name\":{\"en\":\"" en "\",\"ru\":\"" ru "\"},\"role\":\"" role "\"," \
  "\"active\":true}"
#define MEMBER(id, en, ru, role) \
  "{\"operator_id\":\"" id "\",\"name\":{\"en\":\"" en "\",\"ru\":\"" ru "\"}," \
  "\"role\":\"" role "\",\"pin\":\"" VERIFIER "\",\"badge\":null}"
#define REASON(id, kind, en, ru) \
  "{\"id\":\"" id "\",\"kind\":\"" kind "\",\"name\":{\"en\":\"" en "\",\"ru\":\"" ru "\"}," \
  "\"icon\":null}"

static void
put_references (UiShop *shop)
{
  put_reference (shop, "operators", "{\"epoch\":\"e1\",\"items\":["
    PERSON ("op-1", "Anna Sokolova", "Анна Соколова", "operator") ","
    PERSON ("op-2", "Irina Belova", "Ирина Белова", "operator") ","
    PERSON ("op-9", "Sergey Kuznetsov", "Сергей Кузнецов", "supervisor") "]}");
  put_reference (shop, "roster", "{\"epoch\":\"e1\",\"items\":["
    MEMBER ("op-1", "Anna Sokolova", "Анна Соколова", "operator") ","
    MEMBER ("op-2", "Irina Belova", "Ирина Белова", "operator") ","
    MEMBER ("op-3", "Mikhail Orlov", "Михаил Орлов", "operator") ","
    MEMBER ("op-4", "Timur Gareev", "Тимур Гареев", "operator") ","
    MEMBER ("op-5", "Jonas Weber", "Йонас Вебер", "operator") ","
    MEMBER ("op-6", "Olga Petrenko", "Ольга Петренко", "operator") ","
    MEMBER ("op-7", "Li Wei", "Ли Вэй", "operator") ","
    MEMBER ("op-8", "Pavel Ilyin", "Павел Ильин", "operator") ","
    MEMBER ("op-10", "Daria Mironova", "Дарья Миронова", "operator") ","
    MEMBER ("op-9", "Sergey Kuznetsov", "Сергей Кузнецов", "supervisor") "]}");
  put_reference (shop, "stations", "{\"epoch\":\"e1\",\"items\":[{\"id\":\"st-1\","
    "\"name\":{\"en\":\"Casting bench 2\",\"ru\":\"Литейный пост 2\"}}]}");
  put_reference (shop, "reasons", "{\"epoch\":\"e1\",\"items\":["
    REASON ("porosity", "scrap", "Porosity", "Поры") ","
    REASON ("size", "scrap", "Size off", "Размер") ","
    REASON ("surface", "scrap", "Surface", "Поверхность") ","
    REASON ("tool", "scrap", "Tool broke", "Инструмент") ","
    REASON ("material", "scrap", "Material", "Материал") ","
    REASON ("break", "pause", "Break", "Перерыв") ","
    REASON ("tool-change", "pause", "Tool change", "Смена инструмента") ","
    REASON ("customer-asked", "hold", "The customer asked", "Просьба заказчика") ","
    REASON ("foreman", "help", "Call the foreman", "Позвать мастера") "]}");
}

/* ---- life ---------------------------------------------------------------------------- */

static gboolean
has_roster (gpointer data)
{
  UiShop *shop = data;

  return stanok_store_get_roster (shop->store) != NULL &&
         stanok_store_get_reasons (shop->store) != NULL;
}

void
ui_shop_set_up (UiShop   *shop,
                gboolean  has_orders)
{
  g_autoptr(GError) error = NULL;

  memset (shop, 0, sizeof *shop);
  shop->now_ms = g_get_real_time () / 1000;
  shop->folder = g_dir_make_tmp ("stanok-shop-XXXXXX", &error);
  g_assert_no_error (error);
  shop->store = stanok_store_new (shop->folder);
  ui_shop_wait (is_ready, shop, "the store to open");
  shop->models = stanok_models_new ("/nonexistent/stanok-import");
  shop->application = adw_application_new ("org.stanok.Stanok", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (shop->application), NULL, &error);
  g_assert_no_error (error);
  if (!has_orders)
    return;

  write_mesh (shop, RING_SHA, make_torus (10, 1.6f, 2.6f));
  write_mesh (shop, WASHER_SHA, make_torus (34, 9, 0.8f));
  on_sync_thread (shop, put_references);
  on_sync_thread (shop, put_orders);
  ui_shop_wait (has_roster, shop, "people and reasons");
}

static gboolean
remove_all (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        remove_all (path);
    }
  return g_rmdir (folder) == 0;
}

void
ui_shop_tear_down (UiShop *shop)
{
  if (shop->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (shop->window), (gpointer *) &shop->window);
      gtk_window_destroy (GTK_WINDOW (shop->window));
      ui_fixture_drain ();
      g_assert_null (shop->window);
    }
  stanok_store_close (shop->store);
  ui_fixture_drain ();
  g_assert_finalize_object (shop->models);
  g_assert_finalize_object (shop->store);
  g_object_unref (shop->application);
  g_assert_true (remove_all (shop->folder));
  g_free (shop->folder);
}

void
ui_shop_open (UiShop *shop,
              int     width_px,
              int     height_px)
{
  shop->window = stanok_window_new (shop->application, shop->store, shop->models, "K-07", "st-1");
  g_signal_connect_swapped (shop->window, "operator-changed",
                            G_CALLBACK (stanok_store_set_operator), shop->store);
  gtk_window_set_default_size (GTK_WINDOW (shop->window), width_px, height_px);
  gtk_window_present (GTK_WINDOW (shop->window));
}

static StanokSyncStatus
make_status (UiShop *shop)
{
  const StanokPorts *ports = stanok_store_get_ports (shop->store);
  StanokSyncStatus status = { .link = STANOK_LINK_ONLINE };

  status.link_since_wall_ms = shop->now_ms;
  status.next_try_boot_ms = -1;
  status.validated_wall_ms = shop->now_ms;
  status.validated_boot_ms = ports->clock.boot_ms (ports->clock.data);
  status.clock_measured = TRUE;
  status.requests = 418;
  status.bytes_received = 1900000;
  return status;
}

void
ui_shop_online (UiShop *shop)
{
  StanokSyncStatus status = make_status (shop);

  stanok_window_set_status (shop->window, &status);
}

void
ui_shop_offline (UiShop *shop,
                 gint64  for_ms)
{
  StanokSyncStatus status = make_status (shop);

  status.link = STANOK_LINK_UNREACHABLE;
  status.link_since_wall_ms -= for_ms;
  status.validated_wall_ms -= for_ms;
  status.validated_boot_ms -= for_ms;
  status.next_try_boot_ms = status.validated_boot_ms + for_ms + 12000;
  stanok_window_set_status (shop->window, &status);
}

/* ---- the person ---------------------------------------------------------------------- */

static gboolean
is_key_named (GtkWidget *widget,
              gpointer   data)
{
  return (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget)) &&
         gtk_widget_get_mapped (widget) &&
         gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, data) == NULL;
}

static GtkWidget *
find_last (GtkWidget *root,
           UiAccepts  accepts,
           gpointer   data)
{
  GtkWidget *child;

  for (child = gtk_widget_get_last_child (root); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    {
      GtkWidget *found = find_last (child, accepts, data);

      if (found != NULL)
        return found;
    }
  return accepts (root, data) ? root : NULL;
}

static void
press (GtkWidget *key)
{
  if (GTK_IS_CHECK_BUTTON (key))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (key), TRUE);
  else
    g_signal_emit_by_name (key, "clicked");
  ui_fixture_drain ();
}

typedef struct {
  UiShop     *shop;
  const char *text;
} Sight;

gboolean
ui_shop_can_press (UiShop     *shop,
                   const char *name)
{
  GtkWidget *key = ui_fixture_find (GTK_WIDGET (shop->window), is_key_named, (gpointer) name);

  return key != NULL && gtk_widget_is_sensitive (key);
}

static gboolean
is_pressable (gpointer data)
{
  const Sight *sight = data;

  return ui_shop_can_press (sight->shop, sight->text);
}

void
ui_shop_press (UiShop     *shop,
               const char *name)
{
  Sight sight = { shop, name };

  /* As a person would: a key that is on its way to the screen is waited for. */
  ui_shop_wait (is_pressable, &sight, name);
  press (ui_fixture_find (GTK_WIDGET (shop->window), is_key_named, (gpointer) name));
}

void
ui_shop_press_last (UiShop     *shop,
                    const char *name)
{
  GtkWidget *key = find_last (GTK_WIDGET (shop->window), is_key_named, (gpointer) name);

  g_assert_nonnull (key);
  g_assert_true (gtk_widget_is_sensitive (key));
  press (key);
}

static gboolean
is_named (GtkWidget *widget,
          gpointer   data)
{
  return gtk_widget_get_focusable (widget) && gtk_widget_get_mapped (widget) &&
         gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                             GTK_ACCESSIBLE_PROPERTY_LABEL, data) == NULL;
}

void
ui_shop_focus (UiShop     *shop,
               const char *name)
{
  GtkWidget *widget = ui_fixture_find (GTK_WIDGET (shop->window), is_named, (gpointer) name);

  g_assert_nonnull (widget);
  g_assert_true (gtk_widget_grab_focus (widget));
  ui_fixture_drain ();
}

void
ui_shop_type (UiShop     *shop,
              const char *name,
              const char *text)
{
  GtkWidget *widget = ui_fixture_find (GTK_WIDGET (shop->window), is_named, (gpointer) name);

  g_assert_true (GTK_IS_EDITABLE (widget));
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  ui_fixture_drain ();
}

static gboolean
says (GtkWidget *widget,
      gpointer   data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), data);
}

gboolean
ui_shop_sees (UiShop     *shop,
              const char *text)
{
  return ui_fixture_find (GTK_WIDGET (shop->window), says, (gpointer) text) != NULL;
}

static gboolean
is_seen (gpointer data)
{
  const Sight *sight = data;

  return ui_shop_sees (sight->shop, sight->text);
}

void
ui_shop_wait_for (UiShop     *shop,
                  const char *text)
{
  Sight sight = { shop, text };

  ui_shop_wait (is_seen, &sight, text);
}

void
ui_shop_get_place (UiShop          *shop,
                   const char      *text,
                   graphene_rect_t *place)
{
  GtkWidget *label = ui_fixture_find (GTK_WIDGET (shop->window), says, (gpointer) text);

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_compute_bounds (label, GTK_WIDGET (shop->window), place));
}

static gboolean
is_gone (gpointer data)
{
  return !is_seen (data);
}

void
ui_shop_wait_gone (UiShop     *shop,
                   const char *text)
{
  Sight sight = { shop, text };

  ui_shop_wait (is_gone, &sight, text);
}

static gboolean
has_key (gpointer data)
{
  const Sight *sight = data;

  return ui_fixture_find (GTK_WIDGET (sight->shop->window), is_key_named,
                          (gpointer) sight->text) != NULL;
}

gboolean
ui_shop_has_key (UiShop     *shop,
                 const char *name)
{
  Sight sight = { shop, name };

  return has_key (&sight);
}

void
ui_shop_wait_for_key (UiShop     *shop,
                      const char *name)
{
  Sight sight = { shop, name };

  ui_shop_wait (has_key, &sight, name);
}

void
ui_shop_sign_in (UiShop     *shop,
                 const char *name)
{
  const char *digit;

  ui_shop_wait_for_key (shop, name);
  ui_shop_press (shop, name);
  for (digit = UI_SHOP_PIN; *digit != '\0'; digit++)
    {
      char key[2] = { *digit, '\0' };

      ui_shop_press (shop, key);
    }
  ui_shop_wait_for (shop, "WO-");
}

/* ---- the server's word --------------------------------------------------------------- */

static void
settle_newest (UiShop           *shop,
               StanokSettlement *settlement)
{
  g_autoptr(GPtrArray) unsent = stanok_store_dup_unsent (shop->store);
  const StanokEntry *newest;

  g_assert_cmpint (unsent->len, >, 0);
  newest = unsent->pdata[unsent->len - 1];
  settlement->command_id = newest->command->command_id;
  stanok_store_post_settle (shop->store, settlement);
}

void
ui_shop_refuse (UiShop            *shop,
                StanokProblemType  problem)
{
  StanokSettlement settlement = { .state = STANOK_ENTRY_CONFLICT, .problem = problem };

  settle_newest (shop, &settlement);
}

void
ui_shop_accept (UiShop              *shop,
                StanokExceptionKind  exception)
{
  StanokSettlement settlement = { .state = STANOK_ENTRY_ACCEPTED,
                                  .outcome = STANOK_OUTCOME_APPLIED };

  if (exception != STANOK_EXCEPTION_NONE)
    settlement.outcome = STANOK_OUTCOME_RECORDED;
  settlement.exception = exception;
  settle_newest (shop, &settlement);
}
