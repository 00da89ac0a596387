/* stanok-scene.c: reads the formats that we do not read ourselves, with assimp
 *
 * Its flags are Triangulate and SortByPType and no other: joining and smoothing cost it ten times
 * what they cost us, and its normals are not used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-scene.h"

#include <assimp/cfileio.h>
#include <assimp/cimport.h>
#include <assimp/config.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <math.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "importer/stanok-feed.h"
#include "importer/stanok-refuse.h"
#include "importer/stanok-scan.h"
#include "importer/stanok-unit.h"

#define MAX_DEPTH 256u     /* of nodes within nodes */

/* The one file there is, and what else was asked for. */
typedef struct
{
  const char   *name;
  const guint8 *bytes;
  gsize         n_bytes;
  char         *wanted;    /* (nullable): the first other file */
} Shelf;

typedef struct
{
  struct aiFile  file;     /* first: assimp gives back the address of this */
  Shelf         *shelf;
  gsize          at;
} OpenFile;

static size_t
file_read (struct aiFile *file,
           char          *out,
           size_t         size,
           size_t         count)
{
  OpenFile *self = (OpenFile *) (void *) file->UserData;
  gsize left = self->shelf->n_bytes - self->at;
  gsize n = size == 0 ? 0 : MIN (count, left / size);

  memcpy (out, self->shelf->bytes + self->at, n * size);
  self->at += n * size;
  return n;
}

static size_t
file_write (struct aiFile *file,
            const char    *bytes,
            size_t         size,
            size_t         count)
{
  return 0;
}

static size_t
file_tell (struct aiFile *file)
{
  return ((OpenFile *) (void *) file->UserData)->at;
}

static size_t
file_size (struct aiFile *file)
{
  return ((OpenFile *) (void *) file->UserData)->shelf->n_bytes;
}

static enum aiReturn
file_seek (struct aiFile *file,
           size_t         offset,
           enum aiOrigin  origin)
{
  OpenFile *self = (OpenFile *) (void *) file->UserData;
  gsize n = self->shelf->n_bytes;
  gsize base = origin == aiOrigin_SET ? 0 : origin == aiOrigin_CUR ? self->at : n;
  gsize target = base + offset;    /* offsets before the base come as huge numbers, and wrap */

  if (target > n)
    return aiReturn_FAILURE;
  self->at = target;
  return aiReturn_SUCCESS;
}

static void
file_flush (struct aiFile *file)
{
}

static struct aiFile *
shelf_open (struct aiFileIO *io,
            const char      *name,
            const char      *mode)
{
  Shelf *shelf = (Shelf *) (void *) io->UserData;
  OpenFile *self;

  if (strcmp (name, shelf->name) != 0 || mode[0] != 'r')
    {
      if (shelf->wanted == NULL)
        shelf->wanted = stanok_scan_show (name, strlen (name));
      return NULL;
    }
  self = g_new0 (OpenFile, 1);
  self->shelf = shelf;
  self->file = (struct aiFile) {
    .ReadProc = file_read, .WriteProc = file_write, .TellProc = file_tell,
    .FileSizeProc = file_size, .SeekProc = file_seek, .FlushProc = file_flush,
    .UserData = (char *) (void *) self,
  };
  return &self->file;
}

static void
shelf_close (struct aiFileIO *io,
             struct aiFile   *file)
{
  g_free (file->UserData);
}

typedef struct
{
  const struct aiScene *scene;
  StanokFeed            feed;
  double                mm;
} Walk;

static void
place (const struct aiMatrix4x4 *m,
       double                    mm,
       const struct aiVector3D  *from,
       float                    *to)
{
  double x = from->x, y = from->y, z = from->z;

  to[0] = (float) (mm * (m->a1 * x + m->a2 * y + m->a3 * z + m->a4));
  to[1] = (float) (mm * (m->b1 * x + m->b2 * y + m->b3 * z + m->b4));
  to[2] = (float) (mm * (m->c1 * x + m->c2 * y + m->c3 * z + m->c4));
}

static gboolean
feed_mesh (Walk                      *self,
           const struct aiMesh       *mesh,
           const struct aiMatrix4x4  *to_world,
           GError                   **error)
{
  /* Mirrored parts are inside out. */
  gboolean is_mirrored = aiMatrix4Determinant (to_world) < 0;

  if ((mesh->mPrimitiveTypes & aiPrimitiveType_TRIANGLE) == 0)
    return TRUE;
  for (guint f = 0; f < mesh->mNumFaces; f++)
    {
      const struct aiFace *face = mesh->mFaces + f;
      float corners[3][3];

      if (face->mNumIndices != 3)
        continue;
      for (guint i = 0; i < 3; i++)
        {
          if (face->mIndices[i] >= mesh->mNumVertices)
            return stanok_refuse (error, "a triangle has the corner %u, but its part has %u; "
                                  "export the file again", face->mIndices[i], mesh->mNumVertices);
          place (to_world, self->mm, mesh->mVertices + face->mIndices[i], corners[i]);
        }
      if (!stanok_feed_triangle (&self->feed, corners[0], corners[is_mirrored ? 2 : 1],
                                 corners[is_mirrored ? 1 : 2], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
feed_node (Walk                      *self,
           const struct aiNode       *node,
           const struct aiMatrix4x4  *to_parent,
           guint                      depth,
           GError                   **error)
{
  struct aiMatrix4x4 to_world = *to_parent;

  if (depth > MAX_DEPTH)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                   "the parts of the model are nested deeper than %u; export it as one part",
                   MAX_DEPTH);
      return FALSE;
    }
  aiMultiplyMatrix4 (&to_world, &node->mTransformation);
  for (guint i = 0; i < node->mNumMeshes; i++)
    if (node->mMeshes[i] < self->scene->mNumMeshes &&
        !feed_mesh (self, self->scene->mMeshes[node->mMeshes[i]], &to_world, error))
      return FALSE;
  for (guint i = 0; i < node->mNumChildren; i++)
    if (!feed_node (self, node->mChildren[i], &to_world, depth + 1, error))
      return FALSE;
  return TRUE;
}

/* FBX counts in centimetres times a factor of its own. */
static double
fbx_unit (const struct aiScene *scene)
{
  const struct aiMetadata *data = scene->mMetaData;

  for (guint i = 0; data != NULL && i < data->mNumProperties; i++)
    {
      const struct aiMetadataEntry *entry = data->mValues + i;
      double factor = 0;

      if (strcmp (data->mKeys[i].data, "UnitScaleFactor") != 0)
        continue;
      if (entry->mType == AI_DOUBLE)
        factor = *(const double *) entry->mData;
      else if (entry->mType == AI_FLOAT)
        factor = (double) *(const float *) entry->mData;
      if (isfinite (factor) && factor > 0)
        return 10 * factor;
    }
  return 10;
}

/* We stand models on z = 0; these formats have y up, or are turned so by assimp. */
static gboolean
has_y_up (StanokFormat format)
{
  return format == STANOK_FORMAT_GLB || format == STANOK_FORMAT_GLTF ||
         format == STANOK_FORMAT_DAE || format == STANOK_FORMAT_FBX;
}

static StanokMesh *
weld_scene (const struct aiScene  *scene,
            StanokFormat           format,
            double                 mm,
            GError               **error)
{
  Walk walk = { .scene = scene, .mm = mm };
  struct aiMatrix4x4 to_world;
  guint64 n_triangles = 0;
  StanokMesh *mesh = NULL;

  aiIdentityMatrix4 (&to_world);
  if (has_y_up (format))
    {
      to_world.b2 = to_world.c3 = 0;
      to_world.b3 = -1;
      to_world.c2 = 1;
    }
  if (format == STANOK_FORMAT_FBX)
    walk.mm = fbx_unit (scene);
  else if (format == STANOK_FORMAT_DAE)
    walk.mm = 1000;    /* assimp has made metres of what the file says */
  for (guint i = 0; i < scene->mNumMeshes; i++)
    n_triangles += scene->mMeshes[i]->mNumFaces;
  if (stanok_feed_begin (&walk.feed, n_triangles, error) &&
      feed_node (&walk, scene->mRootNode, &to_world, 0, error))
    mesh = stanok_feed_finish (&walk.feed, error);
  stanok_feed_clear (&walk.feed);
  return mesh;
}

static void
set_read_error (const Shelf  *shelf,
                GError      **error)
{
  const char *said = aiGetErrorString ();
  g_autofree char *shown = g_strdup_printf ("%.120s", said);
  g_autofree char *valid = g_utf8_make_valid (shown, -1);

  if (strstr (said, "bad_alloc") != NULL)
    g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_LIMIT,
                         "the model needs more memory than it may have; "
                         "reduce its triangles and export it again");
  else if (shelf->wanted != NULL)
    stanok_refuse (error, "the file is only a part: it refers to “%s”; "
                   "export the model as one file", shelf->wanted);
  else
    stanok_refuse (error, "the file is damaged (%s); export it again",
                   g_strdelimit (valid, "\n\r\t\"", ' '));
}

static const struct aiScene *
import (StanokFormat   format,
        Shelf         *shelf,
        GError       **error)
{
  struct aiFileIO io = { .OpenProc = shelf_open, .CloseProc = shelf_close,
                         .UserData = (char *) (void *) shelf };
  struct aiPropertyStore *properties = aiCreatePropertyStore ();
  const struct aiScene *scene;

  /* Points and lines make no body. */
  aiSetImportPropertyInteger (properties, AI_CONFIG_PP_SBP_REMOVE,
                              aiPrimitiveType_POINT | aiPrimitiveType_LINE);
  scene = aiImportFileExWithProperties (shelf->name, aiProcess_Triangulate | aiProcess_SortByPType,
                                        &io, properties);
  aiReleasePropertyStore (properties);
  if (scene == NULL)
    set_read_error (shelf, error);
  return scene;
}

StanokMesh *
stanok_scene_read (StanokFormat   format,
                   const guint8  *bytes,
                   gsize          n_bytes,
                   char         **note,
                   GError       **error)
{
  g_autofree char *name = g_strconcat ("model.", stanok_format_get_extension (format), NULL);
  Shelf shelf = { .name = name, .bytes = bytes, .n_bytes = n_bytes };
  const struct aiScene *scene;
  StanokMesh *mesh = NULL;
  double mm;

  *note = NULL;
  if (!stanok_unit_find (format, bytes, n_bytes, &mm, error))
    return NULL;
  scene = import (format, &shelf, error);
  if (scene != NULL && scene->mRootNode != NULL)
    mesh = weld_scene (scene, format, mm, error);
  else if (scene != NULL)
    stanok_refuse (error, "the file holds no model; export it again");
  if (mesh != NULL && shelf.wanted != NULL)
    *note = g_strdup_printf ("“%s”, to which the file refers, was not read", shelf.wanted);
  if (scene != NULL)
    aiReleaseImport (scene);
  g_free (shelf.wanted);
  return mesh;
}
