/* stanok-asker.h: one request after another to a MES, waiting for each answer
 *
 * Over the carrier that the terminal has: the same addresses, deadlines and
 * refusals of what must not be sent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "port/stanok-http.h"

G_BEGIN_DECLS

typedef struct _StanokAsker StanokAsker;

/* @key: sent as bearer token. Errors: BAD_DATA for an address that may not be used. */
StanokAsker *stanok_asker_new  (const char *server,
                                const char *key,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void         stanok_asker_free (StanokAsker *self);

/* A request to be filled; freed by stanok_asker_ask(). */
StanokHttpRequest *stanok_asker_prepare (StanokAsker *self, const char *method, const char *path);

/* (transfer full): a whole answer of a MES, whatever its status. Takes @request.
 * Errors: OFFLINE with a sentence if nobody answers or somebody else does; AUTH for a key that
 * cannot be sent. */
StanokHttpAnswer  *stanok_asker_ask     (StanokAsker       *self,
                                         StanokHttpRequest *request,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets what a refusal says of itself; REFUSED, AUTH for a key that is not taken. */
void               stanok_asker_refuse  (const StanokHttpAnswer *answer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokAsker, stanok_asker_free)

G_END_DECLS
