/* ui-shop.h: a terminal with a store, people, reasons and orders, and no server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui-fixture.h"

#include "ui/window/stanok-window.h"

G_BEGIN_DECLS

#define UI_SHOP_PIN "135790"   /* of everybody here */

typedef struct {
  char           *folder;
  StanokStore    *store;
  StanokModels   *models;
  AdwApplication *application;
  StanokWindow   *window;       /* (nullable) until ui_shop_open() */
  gint64          now_ms;       /* when the shop was made */
} UiShop;

/* A store that is open and, if @has_orders, what a server would have sent into it. */
void       ui_shop_set_up    (UiShop *shop, gboolean has_orders);
void       ui_shop_tear_down (UiShop *shop);

void       ui_shop_open      (UiShop *shop, int width_px, int height_px);
/* As if the server answered just now, or has not answered for so long. */
void       ui_shop_online    (UiShop *shop);
void       ui_shop_offline   (UiShop *shop, gint64 for_ms);
void       ui_shop_sign_in   (UiShop *shop, const char *name);
/* The server's word on the newest command that was recorded. */
void       ui_shop_refuse    (UiShop *shop, StanokProblemType problem);
void       ui_shop_accept    (UiShop *shop, StanokExceptionKind exception);

/* Runs the main loop until @check says yes; fails the test after a while. */
typedef gboolean (*UiCheck) (gpointer data);
void       ui_shop_wait      (UiCheck check, gpointer data, const char *what);
gboolean   ui_shop_sees      (UiShop *shop, const char *text);
/* Where the label that says so stands in the window. */
void       ui_shop_get_place (UiShop *shop, const char *text, graphene_rect_t *place);
/* Waits until a label that is on the screen says @text, or begins with it. */
void       ui_shop_wait_for  (UiShop *shop, const char *text);
gboolean   ui_shop_has_key   (UiShop *shop, const char *name);
void       ui_shop_wait_for_key (UiShop *shop, const char *name);
void       ui_shop_wait_gone (UiShop *shop, const char *text);
gboolean   ui_shop_can_press (UiShop *shop, const char *name);
void       ui_shop_press     (UiShop *shop, const char *name);
/* The last key of this name: that of a sheet lies over that of the page. */
void       ui_shop_press_last (UiShop *shop, const char *name);
void       ui_shop_focus     (UiShop *shop, const char *name);
void       ui_shop_type      (UiShop *shop, const char *name, const char *text);

G_END_DECLS
