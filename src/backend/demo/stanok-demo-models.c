/* stanok-demo-models.c: the files of what the factory makes, put among the objects
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo-models.h"

#include <string.h>

static void
model_free (gpointer data)
{
  StanokDemoModel *model = data;

  stanok_file_free (model->file);
  g_free (model);
}

/* The ending says what it is, as a customer's file would. */
static char *
make_name (const StanokDemoProduct *product,
           guint                    size)
{
  const char *ending = product->file != NULL ? strrchr (product->file, '.') : ".stl";

  if (product->file != NULL)
    return g_strconcat (product->id, ending, NULL);
  return g_strdup_printf ("%s-%u%s", product->id, size + 1, ending);
}

static StanokDemoModel *
put_model (StanokObjects           *objects,
           const StanokDemoProduct *product,
           guint                    size,
           GBytes                  *bytes,
           GError                 **error)
{
  g_autofree char *sha256 = stanok_objects_put (objects, NULL, bytes, NULL, error);
  StanokDemoModel *model;

  if (sha256 == NULL)
    return NULL;
  model = g_new0 (StanokDemoModel, 1);
  model->product = product;
  model->size = &product->sizes[size];
  model->file = stanok_file_new ();
  model->file->sha256 = g_steal_pointer (&sha256);
  model->file->size = (gint64) g_bytes_get_size (bytes);
  model->file->media_type = g_strdup (product->media_type);
  model->file->role = g_strdup ("model");
  model->file->name = make_name (product, size);
  model->file->unit = g_strdup ("mm");
  return model;
}

/* (nullable): a package that is not installed is no error. */
static GBytes *
read_file (const StanokDemoProduct *product,
           const char              *directory)
{
  g_autofree char *path = NULL;
  g_autoptr(GMappedFile) file = NULL;

  if (directory == NULL)
    return NULL;
  path = g_build_filename (directory, product->file, NULL);
  file = g_mapped_file_new (path, FALSE, NULL);
  return file != NULL ? g_mapped_file_get_bytes (file) : NULL;
}

static gboolean
put_product (StanokObjects           *objects,
             const StanokDemoProduct *product,
             const char              *directory,
             GPtrArray               *models,
             GError                 **error)
{
  guint n_sizes = product->file != NULL ? 1 : STANOK_DEMO_N_SIZES;

  for (guint i = 0; i < n_sizes; i++)
    {
      g_autoptr(GBytes) bytes = product->file != NULL
                                  ? read_file (product, directory)
                                  : stanok_piece_make_stl (product->kind, product->sizes[i].mm,
                                                           i + 1);
      StanokDemoModel *model;

      if (bytes == NULL)
        return TRUE;
      model = put_model (objects, product, i, bytes, error);
      if (model == NULL)
        return FALSE;
      g_ptr_array_add (models, model);
    }
  return TRUE;
}

GPtrArray *
stanok_demo_models_put (StanokObjects *objects,
                        const char    *directory,
                        GError       **error)
{
  g_autoptr(GPtrArray) models = g_ptr_array_new_with_free_func (model_free);

  for (gsize i = 0; i < STANOK_DEMO_N_PRODUCTS; i++)
    if (!put_product (objects, &STANOK_DEMO_PRODUCTS[i], directory, models, error))
      return NULL;
  return g_steal_pointer (&models);
}
