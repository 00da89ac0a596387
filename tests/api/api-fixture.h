/* api-fixture.h: a carrier, a server of faults behind it, and what came back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "api/stanok-api.h"
#include "support/stanok-fault-server.h"

G_BEGIN_DECLS

typedef struct {
  StanokFaultServer *server;
  StanokNet         *net;
  GPtrArray         *answers;     /* (element-type StanokHttpAnswer) in the order of their done() */
  GString           *streamed;    /* all chunks */
  guint              n_heads;
  guint              n_chunks;
  guint64            last_id;
  char              *token;       /* (nullable) NULL: the source fails */
} ApiFixture;

void                api_fixture_set_up    (ApiFixture *self, gconstpointer data);
void                api_fixture_tear_down (ApiFixture *self, gconstpointer data);
/* Another carrier for another address. */
void                api_fixture_connect   (ApiFixture *self, const char *url);
/* What the next request is answered with. */
void                api_fixture_play      (ApiFixture *self, const char *bytes, StanokFaultEnd end);
StanokHttpRequest  *api_fixture_request   (ApiFixture *self, StanokChannel channel,
                                           const char *method, const char *path);
/* Takes @request. */
void                api_fixture_send      (ApiFixture *self, StanokHttpRequest *request);
/* Waits, at most two minutes, until so many answers are there; returns the last of them. */
const StanokHttpAnswer *api_fixture_wait  (ApiFixture *self, guint n_answers);
/* One request, one answer. */
const StanokHttpAnswer *api_fixture_ask   (ApiFixture *self, const char *method, const char *path);
void                api_fixture_spin      (guint ms);

G_END_DECLS
