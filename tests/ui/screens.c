/* screens.c: the pages of the terminal as pictures
 *
 *   screens THEME FOLDER [WIDTHxHEIGHT [TEXT-SCALE]]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui-shop.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>

#include "ui-picture.h"
#include "ui/shared/stanok-ui.h"

static const char *folder;
static const char *suffix;
static int width_px = 1280;
static int height_px = 800;

static void
take (UiShop     *shop,
      const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s%s.png", folder, name, suffix);

  ui_picture_take (GTK_WINDOW (shop->window), width_px, height_px, NULL, path);
}

static gboolean
is_russian (void)
{
  return g_strcmp0 (g_getenv ("LANGUAGE"), "ru") == 0;
}

static const char *
in (const char *english,
    const char *russian)
{
  return is_russian () ? russian : english;
}

static void
walk (UiShop *shop)
{
  ui_shop_open (shop, width_px, height_px);
  ui_shop_online (shop);
  ui_shop_wait_for_key (shop, in ("Anna Sokolova", "Анна Соколова"));
  ui_shop_press (shop, in ("Anna Sokolova", "Анна Соколова"));
  ui_shop_press (shop, "1");
  ui_shop_press (shop, "3");
  take (shop, "01-sign-in");
  ui_shop_press (shop, in ("Clear", "Сброс"));
  ui_shop_sign_in (shop, in ("Anna Sokolova", "Анна Соколова"));
  take (shop, "02-queue");
  if (ui_shop_has_key (shop, in ("Open WO-1187", "Открыть WO-1187")))
    ui_shop_press (shop, in ("Open WO-1187", "Открыть WO-1187"));
  ui_shop_press (shop, in ("Take and start", "Взять и начать"));
  ui_shop_wait_for (shop, in ("Material", "Материал"));
  take (shop, "03-job");
  ui_shop_press (shop, in ("Complete", "Завершить"));
  ui_shop_press (shop, "9");
  take (shop, "04-complete");
  ui_shop_press (shop, in ("Close", "Закрыть"));
  ui_shop_press (shop, in ("Pause", "Пауза"));
  take (shop, "15-pause");
  ui_shop_press (shop, in ("Cancel", "Отмена"));

  ui_shop_offline (shop, 47 * 60 * 1000);
  ui_shop_press (shop, in ("Queue", "Очередь"));
  take (shop, "05-offline");
  ui_shop_press (shop, in ("Status of this terminal", "Состояние терминала"));
  take (shop, "06-status");
  ui_shop_online (shop);
  ui_shop_refuse (shop, STANOK_PROBLEM_ALREADY_CLAIMED);
  ui_shop_wait_for (shop, in ("1 needs", "Ждёт решения"));
  ui_shop_press (shop, in ("Attention, 1", "Внимание, 1"));
  take (shop, "07-attention");
}

int
main (int    argc,
      char **argv)
{
  UiShop shop;
  g_autofree char *name = NULL;

  if (argc < 3 || !ui_picture_set_theme (argv[1]))
    {
      g_printerr ("usage: screens light|dark|hc|hc-dark FOLDER [WIDTHxHEIGHT [TEXT-SCALE]]\n");
      return 2;
    }
  if (argc > 3)
    sscanf (argv[3], "%dx%d", &width_px, &height_px);
  folder = argv[2];
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain ("stanok", STANOK_TEST_PO_DIR);
  bind_textdomain_codeset ("stanok", "UTF-8");
  textdomain ("stanok");
  name = g_strdup_printf ("-%s%s%s%s", argv[1], is_russian () ? "-ru" : "",
                          argc > 3 ? "-" : "", argc > 3 ? argv[3] : "");
  suffix = name;
  adw_init ();
  if (argc > 4)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                  (int) (96 * 1024 * g_ascii_strtod (argv[4], NULL)), NULL);
  stanok_ui_register_resources ();
  ui_shop_set_up (&shop, TRUE);
  walk (&shop);
  ui_shop_tear_down (&shop);
  return 0;
}
