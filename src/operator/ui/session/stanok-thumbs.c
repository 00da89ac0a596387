/* stanok-thumbs.c: the small pictures of the models, ready to be put on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-thumbs.h"

#include <glib/gi18n.h>

#include "ui/shared/stanok-materials.h"
#include "ui/shared/stanok-miniature.h"

#define MAX_KEPT 128   /* of 92 kB each: some screens full of rows */

struct _StanokThumbs
{
  GObject       parent_instance;

  StanokStore  *store;      /* (owned) */
  StanokModels *models;     /* (owned) */
  GHashTable   *kept;       /* (owned) "sha256 material" -> GdkTexture (owned) */
  GQueue        order;      /* of the keys, the oldest first; they belong to @kept */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokThumbs, stanok_thumbs, G_TYPE_OBJECT)

static void
model_changed_cb (StanokThumbs *self,
                  const char   *sha256)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, sha256);
}

static void
stanok_thumbs_finalize (GObject *object)
{
  StanokThumbs *self = STANOK_THUMBS (object);

  g_queue_clear (&self->order);
  g_hash_table_unref (self->kept);
  g_object_unref (self->models);
  g_object_unref (self->store);

  G_OBJECT_CLASS (stanok_thumbs_parent_class)->finalize (object);
}

static void
stanok_thumbs_class_init (StanokThumbsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = stanok_thumbs_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
stanok_thumbs_init (StanokThumbs *self)
{
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_queue_init (&self->order);
}

StanokThumbs *
stanok_thumbs_new (StanokStore  *store,
                   StanokModels *models)
{
  StanokThumbs *self = g_object_new (STANOK_TYPE_THUMBS, NULL);

  self->store = g_object_ref (store);
  self->models = g_object_ref (models);
  /* A model that has just arrived and a mesh that has just been made are the same news here. */
  g_signal_connect_object (models, "changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "blob-ready", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static void
keep (StanokThumbs *self,
      char         *key,
      GdkTexture   *picture)
{
  if (self->order.length >= MAX_KEPT)
    g_hash_table_remove (self->kept, g_queue_pop_head (&self->order));
  g_queue_push_tail (&self->order, key);
  g_hash_table_insert (self->kept, key, picture);
}

StanokModelState
stanok_thumbs_get_model (StanokThumbs       *self,
                         const StanokOrder  *order,
                         StanokMeshFile    **mesh,
                         const char        **sentence)
{
  const StanokFile *file = stanok_order_get_file (order, "model");
  g_autofree char *blob = NULL;
  g_autofree char *mesh_path = NULL;
  StanokModelSource source;
  StanokModelState state;

  g_return_val_if_fail (STANOK_IS_THUMBS (self), STANOK_MODEL_ABSENT);

  *mesh = NULL;
  *sentence = NULL;
  if (file == NULL || stanok_store_get_phase (self->store) != STANOK_STORE_READY)
    return STANOK_MODEL_ABSENT;

  blob = stanok_store_dup_blob_path (self->store, file->sha256);
  mesh_path = stanok_store_dup_mesh_path (self->store, file->sha256);
  source = (StanokModelSource) { file->sha256, file->name, blob, mesh_path };
  state = stanok_models_get (self->models, &source, mesh, sentence);
  if (state != STANOK_MODEL_ABSENT || !stanok_store_is_blob_missing (self->store, file->sha256))
    return state;
  *sentence = file->size == 0
    ? _("The file of this model is empty. The order can be worked all the same.")
    : _("The server does not give this model as it should be. The order can be worked all the "
        "same.");
  return STANOK_MODEL_FAILED;
}

GdkTexture *
stanok_thumbs_get (StanokThumbs      *self,
                   const StanokOrder *order)
{
  const StanokFile *file = stanok_order_get_file (order, "model");
  g_autoptr(StanokMeshFile) mesh = NULL;
  g_autofree char *key = NULL;
  const char *sentence;
  GdkTexture *picture;
  GdkRGBA color;

  g_return_val_if_fail (STANOK_IS_THUMBS (self), NULL);

  if (file == NULL)
    return NULL;
  key = g_strconcat (file->sha256, " ", order->material, NULL);
  picture = g_hash_table_lookup (self->kept, key);
  if (picture != NULL)
    return picture;
  if (stanok_thumbs_get_model (self, order, &mesh, &sentence) != STANOK_MODEL_READY)
    return NULL;

  stanok_materials_get_color (order->material, &color);
  picture = stanok_miniature_tint (stanok_mesh_file_get (mesh)->thumb,
                                   2 * STANOK_MESH_THUMB_PX * STANOK_MESH_THUMB_PX,
                                   STANOK_MESH_THUMB_PX, &color);
  if (picture != NULL)
    keep (self, g_steal_pointer (&key), picture);
  return picture;
}
