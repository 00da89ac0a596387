/* stanok-port.h: what the store and sync ask of the world
 *
 * Structs of functions. Production fills them from the operating system, the
 * simulator from its own scheduler, disk and network. Nothing in store and
 * sync's core asks the world in any other way.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds. boot never runs backwards and counts suspend; boot_id changes with every start of the machine. */
typedef struct {
  gint64      (*wall_ms) (gpointer data);
  gint64      (*boot_ms) (gpointer data);
  const char *(*boot_id) (gpointer data);
  gpointer     data;
} StanokClock;

typedef struct {
  void     (*fill) (gpointer data, guint8 *bytes, gsize n);
  gpointer  data;
} StanokRandom;

/* Files by name below one directory; no name holds a slash but "part/<sha>" and "blob/<sha>".
 * All return FALSE or -1 with STANOK_ERROR_STORE, _FULL or _NOT_FOUND set. A failed sync is final for the handle. */
typedef struct _StanokFileHandle StanokFileHandle;

typedef struct {
  StanokFileHandle *(*open)      (gpointer data, const char *name, gboolean create, GError **error);
  void              (*close)     (gpointer data, StanokFileHandle *file);
  gssize            (*pread)     (gpointer data, StanokFileHandle *file, guint8 *bytes, gsize n, gint64 offset, GError **error);
  gboolean          (*pwrite)    (gpointer data, StanokFileHandle *file, const guint8 *bytes, gsize n, gint64 offset, GError **error);
  gboolean          (*datasync)  (gpointer data, StanokFileHandle *file, GError **error);
  gboolean          (*truncate)  (gpointer data, StanokFileHandle *file, gint64 size, GError **error);
  gint64            (*size)      (gpointer data, StanokFileHandle *file, GError **error);
  gboolean          (*allocate)  (gpointer data, StanokFileHandle *file, gint64 size, GError **error);
  gboolean          (*rename)    (gpointer data, const char *from, const char *to, GError **error);
  gboolean          (*unlink)    (gpointer data, const char *name, GError **error);
  gboolean          (*sync_dir)  (gpointer data, GError **error);
  gboolean          (*exists)    (gpointer data, const char *name);
  GPtrArray        *(*list)      (gpointer data, const char *folder, GError **error);   /* names, sorted */
  gint64            (*free_bytes)(gpointer data);
  const char       *directory;   /* for SQLite's file names; "" in the simulator */
  const char       *vfs;         /* (nullable) SQLite VFS to open databases with; NULL = default */
  gpointer          data;
} StanokFiles;

typedef struct {
  StanokClock   clock;
  StanokRandom  random;
  StanokFiles   files;
} StanokPorts;

/* UUIDv7 (RFC 9562) from the ports: 36 characters. */
char *stanok_uuid7_new (const StanokPorts *ports) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
