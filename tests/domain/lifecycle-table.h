/* lifecycle-table.h: what must become of every command in every situation, written out by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* One command with its circumstances; test-lifecycle.c knows how to give it. */
typedef struct {
  const char *name;
  const char *text;
} LifecycleTable;

extern const LifecycleTable lifecycle_tables[];
extern const guint n_lifecycle_tables;
