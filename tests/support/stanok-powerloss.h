/* stanok-powerloss.h: a disk in memory that fails, fills up and loses power on command
 *
 * Serves SQLite (a VFS of its own) and StanokFiles from the same files. Every
 * write is held back until it is synced; a power cut keeps none, all or a random
 * part of what was held back. Everything follows from the seed.
 *
 * The model
 *   PL1  A write, cut or reservation survives surely once a sync of its file has returned.
 *   PL2  A name survives surely once its directory was synced (sync_dir, SQLite's
 *        xDelete with sync, the first sync of a new journal or WAL). Names are
 *        lost from the end backwards, as a journaling file system loses them.
 *   PL3  A sync that fails has saved some of the held-back writes and forgotten
 *        the others; reads still show them and a later sync does not bring them back.
 *   PL4  After the cut every call fails and changes nothing until stanok_disk_power_cycle().
 *
 * One thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-port.h"

G_BEGIN_DECLS

typedef struct _StanokDisk StanokDisk;

/* What of the held-back writes is there after a cut. */
typedef enum {
  STANOK_DISK_KEEP_NONE,
  STANOK_DISK_KEEP_ALL,
  STANOK_DISK_KEEP_SOME,     /* each write or not */
  STANOK_DISK_KEEP_TORN,     /* each sector of 512 bytes or not */
} StanokDiskKeep;

#define STANOK_DISK_N_KEEPS (STANOK_DISK_KEEP_TORN + 1)

typedef enum {
  STANOK_DISK_EIO,
  STANOK_DISK_ENOSPC,        /* only calls that need room fail */
} StanokDiskFault;

StanokDisk *stanok_disk_new  (guint64 seed) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_disk_free (StanokDisk *self);
/* The functions, "" as directory and the name of the VFS; valid as long as the disk. */
void        stanok_disk_fill_files (StanokDisk *self, StanokFiles *out);

/* Until now. A change is a write, cut, reservation, sync, rename, deletion or new file;
 * accesses are these and opens and reads. */
guint64     stanok_disk_get_changes  (StanokDisk *self);
guint64     stanok_disk_get_accesses (StanokDisk *self);

/* The power goes at the @n-th change from now (0 = the next), which is not done; -1: not at all. */
void        stanok_disk_cut_power_at (StanokDisk *self, gint64 n);
void        stanok_disk_cut_power    (StanokDisk *self);
gboolean    stanok_disk_is_cut       (StanokDisk *self);
/* Every file must be closed. The survivors are what a machine finds when it starts again. */
void        stanok_disk_power_cycle  (StanokDisk *self, StanokDiskKeep keep);

/* The @n-th access from now fails, or it and every later one; -1 ends the trouble. */
void        stanok_disk_fail_at      (StanokDisk *self, gint64 n, StanokDiskFault fault,
                                      gboolean for_ever);
/* While @is_spared reads neither count nor fail: somebody looks who is not part of the trial. */
void        stanok_disk_spare_reads  (StanokDisk *self, gboolean is_spared);
/* TRUE if a fault was met since stanok_disk_fail_at(). */
gboolean    stanok_disk_has_failed   (StanokDisk *self);
/* Room for all files together; -1 = endless. */
void        stanok_disk_set_room     (StanokDisk *self, gint64 bytes);
gint64      stanok_disk_get_used     (StanokDisk *self);

/* Bit rot and vandals: at once and durable. FALSE if there is no such file or it is shorter. */
gboolean    stanok_disk_damage (StanokDisk *self, const char *name, gint64 offset, gsize n);
gboolean    stanok_disk_remove (StanokDisk *self, const char *name);
gboolean    stanok_disk_write  (StanokDisk *self, const char *name, gint64 offset,
                                const guint8 *bytes, gsize n);
/* (nullable): the bytes as a program would read them now */
GBytes     *stanok_disk_read   (StanokDisk *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokDisk, stanok_disk_free)

G_END_DECLS
