/* stanok-powerloss-node.c: one file of the disk: what is seen, what is safe, what lies between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/stanok-powerloss-private.h"

#include <string.h>

#define SECTOR_BYTES 512

typedef enum {
  HELD_BYTES,
  HELD_SIZE,
} HeldKind;

typedef struct {
  HeldKind kind;
  gint64   offset;     /* of the bytes; or the new size */
  gsize    n;
  guint8   bytes[];
} HeldWrite;

/* xoshiro256** */
guint64
disk_random (StanokDisk *self)
{
  guint64 *s = self->random;
  guint64 result = s[1] * 5, t = s[1] << 17;

  result = (result << 7 | result >> 57) * 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = s[3] << 45 | s[3] >> 19;
  return result;
}

/* splitmix64 spreads a small seed over the whole state. */
void
disk_seed (StanokDisk *self,
           guint64     seed)
{
  for (int i = 0; i < 4; i++)
    {
      guint64 z = seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

      z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->random[i] = z ^ z >> 31;
    }
}

static void
image_resize (DiskImage *self,
              gsize      n)
{
  self->stored = MIN (self->stored, n);
  self->n = n;
}

static void
image_store (DiskImage *self,
             gsize      n)
{
  if (n > self->room)
    {
      self->room = MAX (n, self->room * 2);
      self->bytes = g_realloc (self->bytes, self->room);
    }
  memset (self->bytes + self->stored, 0, n - self->stored);
  self->stored = n;
}

static void
image_put (DiskImage    *self,
           gint64        offset,
           const guint8 *bytes,
           gsize         n)
{
  gsize end = (gsize) offset + n;

  if (n == 0)
    return;
  if (end > self->stored)
    image_store (self, end);
  memcpy (self->bytes + offset, bytes, n);
  self->n = MAX (self->n, end);
}

static void
image_copy (DiskImage       *self,
            const DiskImage *from)
{
  image_resize (self, 0);
  image_put (self, 0, from->bytes, from->stored);
  image_resize (self, from->n);
}

DiskNode *
disk_node_new (void)
{
  DiskNode *self = g_new0 (DiskNode, 1);

  self->refs = 1;
  return self;
}

DiskNode *
disk_node_ref (DiskNode *self)
{
  self->refs++;
  return self;
}

void
disk_node_unref (gpointer data)
{
  DiskNode *self = data;

  if (self == NULL || --self->refs > 0)
    return;
  g_queue_clear_full (&self->held, g_free);
  g_free (self->now.bytes);
  g_free (self->durable.bytes);
  g_free (self);
}

static void
hold (DiskNode     *self,
      HeldKind      kind,
      gint64        offset,
      const guint8 *bytes,
      gsize         n)
{
  HeldWrite *held = g_malloc (sizeof *held + n);

  held->kind = kind;
  held->offset = offset;
  held->n = n;
  if (n > 0)
    memcpy (held->bytes, bytes, n);
  g_queue_push_tail (&self->held, held);
}

void
disk_node_put (DiskNode     *self,
               gint64        offset,
               const guint8 *bytes,
               gsize         n)
{
  image_put (&self->now, offset, bytes, n);
  hold (self, HELD_BYTES, offset, bytes, n);
}

void
disk_node_resize (DiskNode *self,
                  gint64    size)
{
  image_resize (&self->now, (gsize) size);
  hold (self, HELD_SIZE, size, NULL, 0);
}

void
disk_node_get (const DiskNode *self,
               gint64          offset,
               guint8         *bytes,
               gsize           n)
{
  gsize stored = MIN (n, self->now.stored - MIN (self->now.stored, (gsize) offset));

  if (stored > 0)
    memcpy (bytes, self->now.bytes + offset, stored);
  if (n > stored)
    memset (bytes + stored, 0, n - stored);
}

static void
save (DiskNode        *self,
      const HeldWrite *held)
{
  if (held->kind == HELD_SIZE)
    image_resize (&self->durable, (gsize) held->offset);
  else
    image_put (&self->durable, held->offset, held->bytes, held->n);
}

static void
save_torn (StanokDisk      *disk,
           DiskNode        *self,
           const HeldWrite *held)
{
  gint64 end = held->offset + (gint64) held->n;

  for (gint64 at = held->offset; at < end;)
    {
      gint64 next = MIN ((at / SECTOR_BYTES + 1) * SECTOR_BYTES, end);

      if (disk_random (disk) >> 63)
        image_put (&self->durable, at, held->bytes + (at - held->offset), (gsize) (next - at));
      at = next;
    }
}

/* Lets go of everything that is held back; how much of it gets through is for @keep to say. */
void
disk_node_settle (StanokDisk     *disk,
                  DiskNode       *self,
                  StanokDiskKeep  keep)
{
  HeldWrite *held;

  while ((held = g_queue_pop_head (&self->held)) != NULL)
    {
      if (keep == STANOK_DISK_KEEP_TORN && held->kind == HELD_BYTES)
        save_torn (disk, self, held);
      else if (keep == STANOK_DISK_KEEP_ALL ||
               (keep != STANOK_DISK_KEEP_NONE && disk_random (disk) >> 63))
        save (self, held);
      g_free (held);
    }
}

void
disk_node_reload (DiskNode *self)
{
  image_copy (&self->now, &self->durable);
}

void
disk_node_save (DiskNode *self)
{
  g_queue_clear_full (&self->held, g_free);
  image_copy (&self->durable, &self->now);
}
