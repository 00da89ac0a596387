/* stanok-powerloss.c: a disk in memory that fails, fills up and loses power on command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-powerloss-private.h"

#include <malloc.h>
#include <string.h>

#define KEPT_BYTES (256 * 1024 * 1024)

/* ---- faults ---------------------------------------------------------------------------------- */

/* Counts an access and says whether it may be done. */
DiskResult
disk_access (StanokDisk *self,
             DiskAccess  access)
{
  gint64 number = (gint64) self->accesses;

  if (self->is_cut)
    return DISK_IO;
  if (self->is_spared && access == DISK_READ)
    return DISK_OK;
  if (access != DISK_READ && self->cut_at == (gint64) self->changes)
    {
      self->is_cut = TRUE;
      return DISK_IO;
    }
  self->accesses++;
  if (access != DISK_READ)
    self->changes++;

  if (self->fail_at < 0 || number < self->fail_at ||
      (!self->fail_for_ever && self->has_failed) ||
      (self->fault == STANOK_DISK_ENOSPC && access != DISK_GROW))
    return DISK_OK;
  self->has_failed = TRUE;
  return self->fault == STANOK_DISK_ENOSPC ? DISK_FULL : DISK_IO;
}

/* ---- names ----------------------------------------------------------------------------------- */

static void
held_name_free (gpointer data)
{
  HeldName *self = data;

  g_free (self->from);
  g_free (self->to);
  disk_node_unref (self->node);
  g_free (self);
}

static void
hold_name (StanokDisk *self,
           const char *from,
           const char *to,
           DiskNode   *node)
{
  HeldName *held = g_new0 (HeldName, 1);

  held->from = g_strdup (from);
  held->to = g_strdup (to);
  held->node = node != NULL ? disk_node_ref (node) : NULL;
  g_queue_push_tail (&self->held_names, held);
}

static void
save_name (StanokDisk     *self,
           const HeldName *held)
{
  if (held->from != NULL)
    g_tree_remove (self->durable_names, held->from);
  if (held->to != NULL)
    g_tree_replace (self->durable_names, g_strdup (held->to), disk_node_ref (held->node));
}

/* The first @n held-back names get through. */
static void
settle_names (StanokDisk *self,
              guint       n)
{
  HeldName *held;

  for (guint i = 0; (held = g_queue_pop_head (&self->held_names)) != NULL; i++)
    {
      if (i < n)
        save_name (self, held);
      held_name_free (held);
    }
}

/* Its room is given back when neither a name nor a handle leads to it. */
static void
give_room_back (StanokDisk *self,
                DiskNode   *node)
{
  if (node->names == 0 && node->handles == 0)
    self->used -= (gint64) node->now.n;
}

static void
link_node (StanokDisk *self,
           const char *name,
           DiskNode   *node)
{
  node->names++;
  g_tree_replace (self->names, g_strdup (name), disk_node_ref (node));
}

static void
unlink_node (StanokDisk *self,
             const char *name)
{
  DiskNode *node = g_tree_lookup (self->names, name);

  if (node == NULL)
    return;
  node->names--;
  give_room_back (self, node);
  g_tree_remove (self->names, name);
}

DiskResult
disk_rename (StanokDisk *self,
             const char *from,
             const char *to)
{
  DiskNode *node = g_tree_lookup (self->names, from);
  DiskResult result = disk_access (self, DISK_CHANGE);

  if (result != DISK_OK)
    return result;
  if (node == NULL)
    return DISK_MISSING;
  hold_name (self, from, to, node);
  unlink_node (self, to);
  link_node (self, to, node);
  unlink_node (self, from);
  return DISK_OK;
}

DiskResult
disk_unlink (StanokDisk *self,
             const char *name)
{
  DiskResult result = disk_access (self, DISK_CHANGE);

  if (result != DISK_OK)
    return result;
  if (g_tree_lookup (self->names, name) == NULL)
    return DISK_MISSING;
  hold_name (self, name, NULL, NULL);
  unlink_node (self, name);
  return DISK_OK;
}

DiskResult
disk_sync_names (StanokDisk *self)
{
  DiskResult result = disk_access (self, DISK_CHANGE);

  if (result == DISK_OK)
    settle_names (self, G_MAXUINT);
  return result;
}

/* ---- files ----------------------------------------------------------------------------------- */

DiskResult
disk_open (StanokDisk  *self,
           const char  *name,
           gboolean     create,
           gboolean    *created,
           DiskNode   **out)
{
  DiskNode *known = name != NULL ? g_tree_lookup (self->names, name) : NULL;
  DiskResult result = disk_access (self, known == NULL && create ? DISK_GROW : DISK_READ);

  if (result != DISK_OK)
    return result;
  if (known == NULL && !create)
    return DISK_MISSING;
  *out = known != NULL ? disk_node_ref (known) : disk_node_new ();
  *created = known == NULL;
  if (*created && name != NULL)
    {
      link_node (self, name, *out);
      hold_name (self, NULL, name, *out);
    }
  (*out)->handles++;
  self->n_open++;
  return DISK_OK;
}

void
disk_close (StanokDisk *self,
            DiskNode   *node)
{
  self->n_open--;
  node->handles--;
  give_room_back (self, node);
  disk_node_unref (node);
}

DiskResult
disk_pread (StanokDisk *self,
            DiskNode   *node,
            guint8     *bytes,
            gsize       n,
            gint64      offset,
            gsize      *got)
{
  DiskResult result = disk_access (self, DISK_READ);

  *got = 0;
  if (result != DISK_OK)
    return result;
  if (offset < (gint64) node->now.n)
    *got = MIN (n, node->now.n - (gsize) offset);
  if (*got > 0)
    disk_node_get (node, offset, bytes, *got);
  return DISK_OK;
}

static DiskResult
take_room (StanokDisk *self,
           DiskNode   *node,
           gint64      size)
{
  gint64 more = size - (gint64) node->now.n;

  if (more > 0 && self->room >= 0 && self->used + more > self->room)
    return DISK_FULL;
  self->used += more;
  return DISK_OK;
}

DiskResult
disk_pwrite (StanokDisk   *self,
             DiskNode     *node,
             const guint8 *bytes,
             gsize         n,
             gint64        offset)
{
  gint64 size = MAX (offset + (gint64) n, (gint64) node->now.n);
  DiskResult result = disk_access (self, size > (gint64) node->now.n ? DISK_GROW : DISK_CHANGE);

  if (result == DISK_OK)
    result = take_room (self, node, size);
  if (result == DISK_OK)
    disk_node_put (node, offset, bytes, n);
  return result;
}

DiskResult
disk_resize (StanokDisk *self,
             DiskNode   *node,
             gint64      size)
{
  DiskResult result = disk_access (self, size > (gint64) node->now.n ? DISK_GROW : DISK_CHANGE);

  if (result == DISK_OK)
    result = take_room (self, node, size);
  if (result == DISK_OK)
    disk_node_resize (node, size);
  return result;
}

DiskResult
disk_sync (StanokDisk *self,
           DiskNode   *node)
{
  DiskResult result = disk_access (self, DISK_CHANGE);

  if (result == DISK_OK)
    disk_node_settle (self, node, STANOK_DISK_KEEP_ALL);
  else if (!self->is_cut)
    disk_node_settle (self, node, STANOK_DISK_KEEP_SOME);   /* PL3 */
  return result;
}

/* ---- public ---------------------------------------------------------------------------------- */

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  return strcmp (a, b);
}

static GTree *
names_new (void)
{
  return g_tree_new_full (compare_names, NULL, g_free, disk_node_unref);
}

StanokDisk *
stanok_disk_new (guint64 seed)
{
  StanokDisk *self = g_new0 (StanokDisk, 1);

  /* Thousands of disks come and go in one test: the pages of the last serve the next. */
  mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  disk_seed (self, seed);
  self->names = names_new ();
  self->durable_names = names_new ();
  self->cut_at = self->fail_at = self->room = -1;
  disk_register_vfs (self);
  return self;
}

void
stanok_disk_free (StanokDisk *self)
{
  if (self == NULL)
    return;
  g_assert_cmpint (self->n_open, ==, 0);
  disk_unregister_vfs (self);
  g_queue_clear_full (&self->held_names, held_name_free);
  g_tree_unref (self->names);
  g_tree_unref (self->durable_names);
  g_free (self);
}

guint64
stanok_disk_get_changes (StanokDisk *self)
{
  return self->changes;
}

guint64
stanok_disk_get_accesses (StanokDisk *self)
{
  return self->accesses;
}

void
stanok_disk_cut_power_at (StanokDisk *self,
                          gint64      n)
{
  self->cut_at = n < 0 ? -1 : (gint64) self->changes + n;
}

void
stanok_disk_cut_power (StanokDisk *self)
{
  self->is_cut = TRUE;
}

gboolean
stanok_disk_is_cut (StanokDisk *self)
{
  return self->is_cut;
}

static gboolean
settle_node (gpointer key,
             gpointer value,
             gpointer data)
{
  gpointer *call = data;

  disk_node_settle (call[0], value, *(StanokDiskKeep *) call[1]);
  return FALSE;
}

/* After it a file is what the medium has of it. */
static gboolean
start_again (gpointer key,
             gpointer value,
             gpointer data)
{
  StanokDisk *self = data;
  DiskNode *node = value;

  disk_node_settle (self, node, STANOK_DISK_KEEP_NONE);
  disk_node_reload (node);
  node->names = 0;
  link_node (self, key, node);
  self->used += (gint64) node->now.n;
  return FALSE;
}

void
stanok_disk_power_cycle (StanokDisk     *self,
                         StanokDiskKeep  keep)
{
  guint n_names = g_queue_get_length (&self->held_names);
  gpointer call[] = { self, &keep };

  g_assert_cmpint (self->n_open, ==, 0);
  if (keep == STANOK_DISK_KEEP_NONE)
    n_names = 0;
  else if (keep != STANOK_DISK_KEEP_ALL)
    n_names = (guint) (disk_random (self) % (n_names + 1));
  /* Writes first: a name that goes may take the last way to its file with it. */
  g_tree_foreach (self->names, settle_node, call);
  settle_names (self, n_names);
  g_tree_unref (self->names);
  self->names = names_new ();
  self->used = 0;
  g_tree_foreach (self->durable_names, start_again, self);
  self->is_cut = FALSE;
  self->cut_at = -1;
}

void
stanok_disk_fail_at (StanokDisk      *self,
                     gint64           n,
                     StanokDiskFault  fault,
                     gboolean         for_ever)
{
  self->fail_at = n < 0 ? -1 : (gint64) self->accesses + n;
  self->fault = fault;
  self->fail_for_ever = for_ever;
  self->has_failed = FALSE;
}

void
stanok_disk_spare_reads (StanokDisk *self,
                         gboolean    is_spared)
{
  self->is_spared = is_spared;
}

gboolean
stanok_disk_has_failed (StanokDisk *self)
{
  return self->has_failed;
}

void
stanok_disk_set_room (StanokDisk *self,
                      gint64      bytes)
{
  self->room = bytes;
}

gint64
stanok_disk_get_used (StanokDisk *self)
{
  return self->used;
}

gboolean
stanok_disk_damage (StanokDisk *self,
                    const char *name,
                    gint64      offset,
                    gsize       n)
{
  DiskNode *node = g_tree_lookup (self->names, name);
  g_autofree guint8 *bytes = g_malloc (n);

  if (node == NULL || (gsize) offset + n > node->now.n)
    return FALSE;
  disk_node_get (node, offset, bytes, n);
  for (gsize i = 0; i < n; i++)
    bytes[i] ^= 0xff;
  disk_node_put (node, offset, bytes, n);
  disk_node_save (node);
  return TRUE;
}

gboolean
stanok_disk_remove (StanokDisk *self,
                    const char *name)
{
  if (g_tree_lookup (self->names, name) == NULL)
    return FALSE;
  hold_name (self, name, NULL, NULL);
  unlink_node (self, name);
  settle_names (self, G_MAXUINT);
  return TRUE;
}

gboolean
stanok_disk_write (StanokDisk   *self,
                   const char   *name,
                   gint64        offset,
                   const guint8 *bytes,
                   gsize         n)
{
  DiskNode *node = g_tree_lookup (self->names, name);

  if (node == NULL)
    return FALSE;
  self->used += MAX (offset + (gint64) n - (gint64) node->now.n, 0);
  disk_node_put (node, offset, bytes, n);
  disk_node_save (node);
  return TRUE;
}

GBytes *
stanok_disk_read (StanokDisk *self,
                  const char *name)
{
  DiskNode *node = g_tree_lookup (self->names, name);
  guint8 *bytes;

  if (node == NULL)
    return NULL;
  bytes = g_malloc (node->now.n);
  disk_node_get (node, 0, bytes, node->now.n);
  return g_bytes_new_take (bytes, node->now.n);
}
