/* stanok-banner.h: a sentence in the page where it applies, with at most one key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_BANNER_CARE,
  STANOK_BANNER_STOP,
  STANOK_BANNER_MARK,
  STANOK_BANNER_GO,
} StanokBannerTone;

#define STANOK_TYPE_BANNER (stanok_banner_get_type ())

G_DECLARE_FINAL_TYPE (StanokBanner, stanok_banner, STANOK, BANNER, GtkWidget)

/* Signals
 *   key ()   its key was pressed
 */
GtkWidget  *stanok_banner_new       (void);
/* Shows it. @title: (nullable) */
void        stanok_banner_show      (StanokBanner     *self,
                                     StanokBannerTone  tone,
                                     const char       *icon,
                                     const char       *title,
                                     const char       *sentence);
void        stanok_banner_hide      (StanokBanner     *self);
/* NULL: no key */
void        stanok_banner_set_key   (StanokBanner     *self,
                                     const char       *text);
gboolean    stanok_banner_is_shown  (StanokBanner     *self);
const char *stanok_banner_get_text  (StanokBanner     *self);

G_END_DECLS
