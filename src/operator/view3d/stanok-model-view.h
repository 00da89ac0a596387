/* stanok-model-view.h: a piece that can be turned, and how large it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "mesh/stanok-mesh-file.h"
#include "view3d/stanok-camera.h"

G_BEGIN_DECLS

#define STANOK_TYPE_MODEL_VIEW (stanok_model_view_get_type ())
G_DECLARE_FINAL_TYPE (StanokModelView, stanok_model_view, STANOK, MODEL_VIEW, GtkWidget)

/* It starts empty. Its actions are "view.fit", "view.iso", "view.front", "view.top", "view.right"
 * and "view.edges", which has a state. They work at the widget; a page that has keys for them
 * inserts the group that get_actions() gives, by the name "view". */
GtkWidget    *stanok_model_view_new               (void);
GActionGroup *stanok_model_view_get_actions       (StanokModelView *self);

/* What it shows: a piece, or a sentence, or that the piece is on its way. One takes the place of the
 * other, so that no piece is ever seen beside words that are about another; %NULL and %FALSE end
 * what they are the end of, and a %NULL mesh ends all. @mesh is already mapped; a reference is kept.
 * The same piece again is seen as it was. */
void          stanok_model_view_set_mesh          (StanokModelView *self, StanokMeshFile *mesh);
void          stanok_model_view_set_message       (StanokModelView *self, const char *sentence);
void          stanok_model_view_set_waiting       (StanokModelView *self, gboolean is_waiting);

/* @colour: of the material. */
void          stanok_model_view_set_colour        (StanokModelView *self, const GdkRGBA *colour);

/* After the size, as in "· revision 3" (nullable), already translated. */
void          stanok_model_view_set_note          (StanokModelView *self, const char *note);

/* Room that something over the lower left corner takes from the words there. */
void          stanok_model_view_set_caption_inset (StanokModelView *self, int inset_px);

void          stanok_model_view_fit               (StanokModelView *self);
void          stanok_model_view_set_view          (StanokModelView *self, StanokSide view);
void          stanok_model_view_set_edges_visible (StanokModelView *self, gboolean is_visible);

G_END_DECLS
