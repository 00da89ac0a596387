/* stanok-models.c: model files turned into meshes, one at a time, newest wish first
 *
 * States of a model, and who moves them
 *   (asked)  -> OPENING                      [start]
 *   OPENING  -> READY | QUEUED | ABSENT      [opened_cb]
 *   QUEUED   -> IMPORTING                    [import_next]
 *   IMPORTING -> OPENING | FAILED            [imported_cb]
 * ABSENT is forgotten, so that asking again looks again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-models.h"

#include "domain/stanok-error.h"
#include "port/stanok-import-run.h"

#define KEEP_MESHES 256    /* mapped, not read: costs address space, not memory */

typedef enum {
  STEP_OPENING,
  STEP_QUEUED,
  STEP_IMPORTING,
  STEP_READY,
  STEP_FAILED,
} Step;

typedef struct {
  char           *sha256;
  char           *name;
  char           *blob_path;     /* (nullable) */
  char           *mesh_path;
  Step            step;
  StanokMeshFile *mesh;          /* READY */
  char           *sentence;      /* FAILED */
} Model;

struct _StanokModels
{
  GObject       parent_instance;

  char         *importer;
  GHashTable   *models;          /* sha256 -> Model (owned) */
  GQueue        queue;           /* of Model (borrowed), newest wish first */
  GQueue        ready;           /* of Model (borrowed), least recently asked for first */
  gboolean      importing;
  GCancellable *cancellable;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokModels, stanok_models, G_TYPE_OBJECT)

static void start (StanokModels *self, Model *model);

static void
free_model (gpointer data)
{
  Model *model = data;

  g_free (model->sha256);
  g_free (model->name);
  g_free (model->blob_path);
  g_free (model->mesh_path);
  g_clear_pointer (&model->mesh, stanok_mesh_file_unref);
  g_free (model->sentence);
  g_free (model);
}

static void
tell_changed (StanokModels *self,
              const char   *sha256)
{
  g_autofree char *copy = g_strdup (sha256);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, copy);
}

/* What the two callbacks need to find their way back; the model may be gone by then. */
typedef struct {
  StanokModels *self;       /* (owned) */
  char         *sha256;
} Errand;

static Errand *
errand_new (StanokModels *self,
            const Model  *model)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->self = g_object_ref (self);
  errand->sha256 = g_strdup (model->sha256);
  return errand;
}

static void
free_errand (Errand *errand)
{
  g_object_unref (errand->self);
  g_free (errand->sha256);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, free_errand)

/* ---- importing ------------------------------------------------------------------------- */

static void import_next (StanokModels *self);

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(Errand) errand = data;
  StanokModels *self = errand->self;
  Model *model = g_hash_table_lookup (self->models, errand->sha256);
  g_autoptr(GError) error = NULL;

  self->importing = FALSE;
  if (stanok_import_run_finish (result, &error))
    {
      if (model != NULL)
        start (self, model);
    }
  else if (model != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      model->step = STEP_FAILED;
      model->sentence = g_strdup (error->message);
      tell_changed (self, errand->sha256);
    }
  import_next (self);
}

static void
import_next (StanokModels *self)
{
  Model *model;

  if (self->importing || g_cancellable_is_cancelled (self->cancellable))
    return;
  model = g_queue_pop_head (&self->queue);
  if (model == NULL)
    return;
  self->importing = TRUE;
  model->step = STEP_IMPORTING;
  stanok_import_run_async (self->importer, model->blob_path, model->name, model->mesh_path,
                           self->cancellable, imported_cb, errand_new (self, model));
}

/* ---- opening --------------------------------------------------------------------------- */

/* A file of millions of triangles takes a while to check, so never on the main thread. */
static void
open_mesh (GTask        *task,
           gpointer      source,
           gpointer      data,
           GCancellable *cancellable)
{
  GError *error = NULL;
  StanokMeshFile *mesh = stanok_mesh_file_open (data, &error);

  if (mesh != NULL)
    g_task_return_pointer (task, mesh, (GDestroyNotify) stanok_mesh_file_unref);
  else
    g_task_return_error (task, error);
}

static void
keep_ready (StanokModels *self,
            Model        *model)
{
  g_queue_push_tail (&self->ready, model);
  while (self->ready.length > KEEP_MESHES)
    {
      const Model *oldest = g_queue_pop_head (&self->ready);

      g_hash_table_remove (self->models, oldest->sha256);
    }
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(Errand) errand = data;
  StanokModels *self = errand->self;
  Model *model = g_hash_table_lookup (self->models, errand->sha256);
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokMeshFile) mesh = g_task_propagate_pointer (G_TASK (result), &error);

  if (model == NULL)
    return;
  if (mesh != NULL)
    {
      model->step = STEP_READY;
      model->mesh = g_steal_pointer (&mesh);
      keep_ready (self, model);
    }
  else if (model->blob_path != NULL)
    {
      /* Not made yet, or of an older version, or damaged: made anew from the model. */
      model->step = STEP_QUEUED;
      g_queue_push_head (&self->queue, model);
      import_next (self);
      return;
    }
  else
    g_hash_table_remove (self->models, errand->sha256);
  tell_changed (self, errand->sha256);
}

static void
start (StanokModels *self,
       Model        *model)
{
  g_autoptr(GTask) task = g_task_new (self, self->cancellable, opened_cb, errand_new (self, model));

  g_task_set_source_tag (task, start);
  model->step = STEP_OPENING;
  g_task_set_task_data (task, g_strdup (model->mesh_path), g_free);
  g_task_run_in_thread (task, open_mesh);
}

/* ---- asking ---------------------------------------------------------------------------- */

static Model *
model_new (const StanokModelSource *source)
{
  Model *model = g_new0 (Model, 1);

  model->sha256 = g_strdup (source->sha256);
  model->name = g_strdup (source->name);
  model->blob_path = g_strdup (source->blob_path);
  model->mesh_path = g_strdup (source->mesh_path);
  return model;
}

StanokModelState
stanok_models_get (StanokModels             *self,
                   const StanokModelSource  *source,
                   StanokMeshFile          **mesh,
                   const char              **sentence)
{
  Model *model;

  g_return_val_if_fail (STANOK_IS_MODELS (self), STANOK_MODEL_ABSENT);

  if (mesh != NULL)
    *mesh = NULL;
  if (sentence != NULL)
    *sentence = NULL;
  model = g_hash_table_lookup (self->models, source->sha256);
  if (model == NULL)
    {
      if (source->blob_path == NULL && !g_file_test (source->mesh_path, G_FILE_TEST_EXISTS))
        return STANOK_MODEL_ABSENT;
      model = model_new (source);
      g_hash_table_insert (self->models, model->sha256, model);
      start (self, model);
    }
  switch (model->step)
    {
    case STEP_READY:
      g_queue_remove (&self->ready, model);
      g_queue_push_tail (&self->ready, model);
      if (mesh != NULL)
        *mesh = stanok_mesh_file_ref (model->mesh);
      return STANOK_MODEL_READY;
    case STEP_FAILED:
      if (sentence != NULL)
        *sentence = model->sentence;
      return STANOK_MODEL_FAILED;
    case STEP_QUEUED:
      /* Who asks again is looked at now. */
      g_queue_remove (&self->queue, model);
      g_queue_push_head (&self->queue, model);
      return STANOK_MODEL_WORKING;
    case STEP_OPENING:
    case STEP_IMPORTING:
    default:
      return STANOK_MODEL_WORKING;
    }
}

/* ---- life ------------------------------------------------------------------------------ */

static void
stanok_models_dispose (GObject *object)
{
  g_cancellable_cancel (STANOK_MODELS (object)->cancellable);
  G_OBJECT_CLASS (stanok_models_parent_class)->dispose (object);
}

static void
stanok_models_finalize (GObject *object)
{
  StanokModels *self = STANOK_MODELS (object);

  g_queue_clear (&self->queue);
  g_queue_clear (&self->ready);
  g_hash_table_unref (self->models);
  g_object_unref (self->cancellable);
  g_free (self->importer);
  G_OBJECT_CLASS (stanok_models_parent_class)->finalize (object);
}

static void
stanok_models_class_init (StanokModelsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_models_dispose;
  G_OBJECT_CLASS (klass)->finalize = stanok_models_finalize;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
stanok_models_init (StanokModels *self)
{
  self->models = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_model);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->queue);
  g_queue_init (&self->ready);
}

StanokModels *
stanok_models_new (const char *importer)
{
  StanokModels *self = g_object_new (STANOK_TYPE_MODELS, NULL);

  self->importer = g_strdup (importer);
  return self;
}
