/* stanok-powerloss-private.h: what the parts of the disk share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "support/stanok-powerloss.h"

G_BEGIN_DECLS

typedef enum {
  DISK_OK,
  DISK_IO,          /* EIO, or the power is gone */
  DISK_FULL,
  DISK_MISSING,
} DiskResult;

typedef enum {
  DISK_READ,        /* changes nothing */
  DISK_CHANGE,
  DISK_GROW,        /* a change that may need room */
} DiskAccess;

typedef struct {
  guint8 *bytes;
  gsize   stored;           /* what lies in @bytes; zeros follow, up to n */
  gsize   room;             /* of @bytes */
  gsize   n;
} DiskImage;

/* A file apart from its name. */
typedef struct {
  int        refs;
  int        names;         /* that programs see */
  int        handles;
  DiskImage  now;           /* as programs see it */
  DiskImage  durable;       /* as the medium has it */
  GQueue     held;          /* (element-type HeldWrite) oldest first */
} DiskNode;

/* A name that comes, goes, or both at once (a rename is never half done). */
typedef struct {
  char     *from;           /* (nullable) name that goes */
  char     *to;             /* (nullable) name that comes */
  DiskNode *node;           /* (owned) (nullable) what @to names */
} HeldName;

struct _StanokDisk {
  guint64    random[4];
  GTree     *names;         /* char * -> DiskNode, as programs see them */
  GTree     *durable_names;
  GQueue     held_names;    /* (element-type HeldName) oldest first */
  int        n_open;

  guint64    changes, accesses;
  gint64     cut_at;        /* number of a change, -1 never */
  gboolean   is_cut;
  gint64     fail_at;       /* number of an access, -1 never */
  gboolean   fail_for_ever, has_failed;
  gboolean   is_spared;
  StanokDiskFault fault;
  gint64     room;          /* -1 endless */
  gint64     used;

  sqlite3_vfs vfs;
  char        vfs_name[32];
};

/* stanok-powerloss-node.c */
guint64    disk_random      (StanokDisk *self);
void       disk_seed        (StanokDisk *self, guint64 seed);
DiskNode  *disk_node_new    (void);
DiskNode  *disk_node_ref    (DiskNode *self);
void       disk_node_unref  (gpointer self);
void       disk_node_put    (DiskNode *self, gint64 offset, const guint8 *bytes, gsize n);
void       disk_node_resize (DiskNode *self, gint64 size);
void       disk_node_get    (const DiskNode *self, gint64 offset, guint8 *bytes, gsize n);
void       disk_node_settle (StanokDisk *disk, DiskNode *self, StanokDiskKeep keep);
void       disk_node_reload (DiskNode *self);      /* what is durable is what is seen */
void       disk_node_save   (DiskNode *self);      /* what is seen is durable */

/* stanok-powerloss.c; disk_open() without a name makes a file that nobody else sees */
DiskResult disk_access     (StanokDisk *self, DiskAccess access);
DiskResult disk_open       (StanokDisk *self, const char *name, gboolean create, gboolean *created,
                            DiskNode **out);
void       disk_close      (StanokDisk *self, DiskNode *node);
DiskResult disk_pread      (StanokDisk *self, DiskNode *node, guint8 *bytes, gsize n, gint64 offset,
                            gsize *got);
DiskResult disk_pwrite     (StanokDisk *self, DiskNode *node, const guint8 *bytes, gsize n,
                            gint64 offset);
DiskResult disk_resize     (StanokDisk *self, DiskNode *node, gint64 size);
DiskResult disk_sync       (StanokDisk *self, DiskNode *node);
DiskResult disk_rename     (StanokDisk *self, const char *from, const char *to);
DiskResult disk_unlink     (StanokDisk *self, const char *name);
DiskResult disk_sync_names (StanokDisk *self);

/* stanok-powerloss-vfs.c */
void       disk_register_vfs   (StanokDisk *self);
void       disk_unregister_vfs (StanokDisk *self);

G_END_DECLS
