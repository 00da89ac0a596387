/* stanok-feed.h: triangles on their way from a reader to the welder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-welder.h"

G_BEGIN_DECLS

#define STANOK_FEED_BLOCK 128u    /* triangles that are handed over together */

typedef struct {
  StanokWelder *welder;
  guint32       n;        /* waiting in soup */
  guint64       n_fed;
  float         soup[9 * STANOK_FEED_BLOCK];
} StanokFeed;

gboolean    stanok_feed_begin  (StanokFeed *self, guint64 n_expected, GError **error);
gboolean    stanok_feed_flush  (StanokFeed *self, GError **error);
StanokMesh *stanok_feed_finish (StanokFeed *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        stanok_feed_clear  (StanokFeed *self);

static inline gboolean
stanok_feed_triangle (StanokFeed   *self,
                      const float  *a,
                      const float  *b,
                      const float  *c,
                      GError      **error)
{
  float *to = self->soup + 9 * self->n++;

  for (guint i = 0; i < 3; i++)
    {
      to[i] = a[i];
      to[3 + i] = b[i];
      to[6 + i] = c[i];
    }
  self->n_fed++;
  return self->n < STANOK_FEED_BLOCK || stanok_feed_flush (self, error);
}

/* A flat polygon of @n corners, 3 numbers each, cut into triangles along its own shape. */
gboolean    stanok_feed_polygon (StanokFeed *self, const float *corners, guint32 n, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokFeed, stanok_feed_clear)

G_END_DECLS
