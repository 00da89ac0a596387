/* mes-mirror.h: the simplest client there can be: a table of orders that follows the feed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-digest.h"
#include "mes-fixture.h"

typedef struct {
  GHashTable *orders;      /* id -> StanokOrder */
  char       *cursor;
  char       *page;        /* next page of a snapshot under way */
} Mirror;

void     mirror_init     (Mirror *mirror);
void     mirror_clear    (Mirror *mirror);
/* One page; TRUE if it was the last. Checks the digest with it. */
gboolean mirror_snapshot (Mirror *mirror, Fixture *fixture, int limit);
/* One page of changes; TRUE if there are no more. Checks D3, D4 and the digest. */
gboolean mirror_pull     (Mirror *mirror, Fixture *fixture, int limit);
/* Is it what a snapshot would show now? */
void     mirror_assert_current (Mirror *mirror, Fixture *fixture);
