/* stanok-problem.c: every way the server can say no
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-problem.h"

static const struct {
  const char *name;
  int         status;
} problems[STANOK_N_PROBLEMS] = {
  [STANOK_PROBLEM_ALREADY_CLAIMED]        = { "already-claimed", 409 },
  [STANOK_PROBLEM_RESERVED]               = { "reserved", 409 },
  [STANOK_PROBLEM_NOT_HOLDER]             = { "not-holder", 409 },
  [STANOK_PROBLEM_ORDER_HELD]             = { "order-held", 409 },
  [STANOK_PROBLEM_ORDER_CANCELLED]        = { "order-cancelled", 409 },
  [STANOK_PROBLEM_ORDER_CLOSED]           = { "order-closed", 409 },
  [STANOK_PROBLEM_OPERATOR_BUSY]          = { "operator-busy", 409 },
  [STANOK_PROBLEM_WRONG_STATE]            = { "wrong-state", 409 },
  [STANOK_PROBLEM_CANNOT_REVERT]          = { "cannot-revert", 409 },
  [STANOK_PROBLEM_NOT_PERMITTED]          = { "not-permitted", 403 },
  [STANOK_PROBLEM_UNKNOWN_ORDER]          = { "unknown-order", 404 },
  [STANOK_PROBLEM_STALE_ORDER]            = { "stale-order", 412 },
  [STANOK_PROBLEM_IF_MATCH_REQUIRED]      = { "if-match-required", 428 },
  [STANOK_PROBLEM_IN_PROGRESS]            = { "in-progress", 409 },
  [STANOK_PROBLEM_SEQUENCE_REUSED]        = { "sequence-reused", 409 },
  [STANOK_PROBLEM_BLOB_MISSING]           = { "blob-missing", 409 },
  [STANOK_PROBLEM_IDEMPOTENCY_MISMATCH]   = { "idempotency-mismatch", 422 },
  [STANOK_PROBLEM_INVALID_COMMAND]        = { "invalid-command", 400 },
  [STANOK_PROBLEM_TOO_LARGE]              = { "too-large", 413 },
  [STANOK_PROBLEM_DEVICE_REVOKED]         = { "device-revoked", 403 },
  [STANOK_PROBLEM_TOKEN_EXPIRED]          = { "token-expired", 401 },
  [STANOK_PROBLEM_UNAUTHENTICATED]        = { "unauthenticated", 401 },
  [STANOK_PROBLEM_CURSOR_EXPIRED]         = { "cursor-expired", 410 },
  [STANOK_PROBLEM_EPOCH_CHANGED]          = { "epoch-changed", 410 },
  [STANOK_PROBLEM_SNAPSHOT_EXPIRED]       = { "snapshot-expired", 410 },
  [STANOK_PROBLEM_CLIENT_TOO_OLD]         = { "client-too-old", 426 },
  [STANOK_PROBLEM_RATE_LIMITED]           = { "rate-limited", 429 },
  [STANOK_PROBLEM_MAINTENANCE]            = { "maintenance", 503 },
  [STANOK_PROBLEM_NOT_FOUND]              = { "not-found", 404 },
  [STANOK_PROBLEM_METHOD_NOT_ALLOWED]     = { "method-not-allowed", 405 },
  [STANOK_PROBLEM_BAD_REQUEST]            = { "bad-request", 400 },
  [STANOK_PROBLEM_LENGTH_REQUIRED]        = { "length-required", 411 },
  [STANOK_PROBLEM_BLOB_EXISTS]            = { "blob-exists", 412 },
  [STANOK_PROBLEM_HASH_MISMATCH]          = { "hash-mismatch", 422 },
  [STANOK_PROBLEM_RANGE_NOT_SATISFIABLE]  = { "range-not-satisfiable", 416 },
  [STANOK_PROBLEM_UNSUPPORTED_MEDIA_TYPE] = { "unsupported-media-type", 415 },
  [STANOK_PROBLEM_INTERNAL]               = { "internal", 500 },
};

const char *
stanok_problem_name (StanokProblemType type)
{
  g_return_val_if_fail (type < STANOK_N_PROBLEMS, NULL);

  return problems[type].name;
}

int
stanok_problem_from_name (const char *name)
{
  for (int i = STANOK_PROBLEM_NONE + 1; name != NULL && i < STANOK_N_PROBLEMS; i++)
    if (g_str_equal (problems[i].name, name))
      return i;
  return -1;
}

int
stanok_problem_status (StanokProblemType type)
{
  g_return_val_if_fail (type < STANOK_N_PROBLEMS, 0);

  return problems[type].status;
}
