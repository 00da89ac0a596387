/* stanok-shell.h: libmicrohttpd around the core: sockets, limits, waiting, logs
 *
 * The core is used by one thread at a time, under the shell's lock; everything
 * slow (sockets, files) happens outside of it.
 *
 * Invariants
 *   SH1  A waiting poll ends when the feed moves, when its time is up, or when the server stops.
 *   SH2  No more of a body is read than its route takes.
 *   SH3  After stanok_shell_drain() no request is unanswered that was begun before it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "http/stanok-shell-stats.h"
#include "mes/stanok-mes.h"

G_BEGIN_DECLS

typedef struct {
  int         listen_fd;         /* taken over: bound and listening */
  guint       n_threads;
  guint       connections_max;
  guint       connections_per_address_max;
  gint64      head_max_ms;       /* for all of a request's head, and between two requests */
  gint64      body_max_ms;       /* for all of its body */
  const char *spool_directory;   /* where large bodies lie while they are read */
  gboolean    log_json;
  gboolean    is_quiet;          /* no line a request */
  /* Called after every change, with the core locked: the counter to keep outside. */
  void      (*store_counter) (gpointer data, gint64 counter);
  gpointer    data;
} StanokShellOptions;

extern const StanokShellOptions STANOK_SHELL_DEFAULTS;

typedef struct _StanokShell StanokShell;

/* Accepts requests from here on. @mes, @objects and @stats are borrowed. Errors: STORE. */
StanokShell *stanok_shell_new   (StanokMes                *mes,
                                 StanokObjects            *objects,
                                 StanokShellStats         *stats,
                                 const StanokShellOptions *options,
                                 GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

/* Others who use the core do so in between; waiting polls learn of what they changed. */
typedef void (*StanokShellWork) (StanokMes *mes, gpointer data);
void         stanok_shell_with_core (StanokShell *self, StanokShellWork work, gpointer data);

/* Stops accepting, ends waiting polls, waits for what runs, at most @patience_ms. */
void         stanok_shell_drain (StanokShell *self, gint64 patience_ms);
void         stanok_shell_free  (StanokShell *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokShell, stanok_shell_free)

G_END_DECLS
