/* stanok-classify.h: what an answer to a command means: P5 as a total function
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-names.h"
#include "port/stanok-http.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_CLASS_RETRY,
  STANOK_CLASS_EPOCH,
  STANOK_CLASS_ACK,
  STANOK_CLASS_REAUTH,
  STANOK_CLASS_REBASE,
  STANOK_CLASS_CONFLICT,
  STANOK_CLASS_BLOB,
  STANOK_CLASS_STOP,
  STANOK_CLASS_PARK,
} StanokClass;

#define STANOK_N_CLASSES (STANOK_CLASS_PARK + 1)

typedef struct {
  StanokClass     class;
  gboolean        ours;       /* our epoch header and a JSON type: the MES answered, not something on the way */
  gboolean        lane_only;  /* RETRY that counts against the lane, not the device (P8) */
  StanokReply    *reply;      /* (owned) (nullable) ACK */
  StanokProblem  *problem;    /* (owned) (nullable) any problem+json of ours */
  gint64          retry_after_ms;  /* -1 = none */
} StanokVerdict;

void          stanok_verdict_clear (StanokVerdict *self);
StanokVerdict stanok_classify      (const StanokHttpAnswer *answer, const char *command_id,
                                    StanokCommandType type, const char *epoch, gint64 now_ms);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StanokVerdict, stanok_verdict_clear)

G_END_DECLS
