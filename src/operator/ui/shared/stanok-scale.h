/* stanok-scale.h: a tick for each part: full good, hatched scrap, empty left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STANOK_SCALE_MAX_TICKS 40

typedef struct {
  gint64 unit;      /* parts that one tick stands for */
  guint  n_good;
  guint  n_scrap;
  guint  n_left;
} StanokScalePlan;

/* A tick is good only if every part of it is; scrap is never rounded away. */
void stanok_scale_plan (gint64           ordered,
                        gint64           good,
                        gint64           scrap,
                        StanokScalePlan *plan);

#define STANOK_TYPE_SCALE (stanok_scale_get_type ())

G_DECLARE_FINAL_TYPE (StanokScale, stanok_scale, STANOK, SCALE, GtkWidget)

GtkWidget *stanok_scale_new (void);
void       stanok_scale_set (StanokScale *self,
                             gint64       ordered,
                             gint64       good,
                             gint64       scrap);

G_END_DECLS
