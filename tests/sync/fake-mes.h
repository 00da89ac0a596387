/* fake-mes.h: as much of the MES as sync's tests need, told in a few hundred lines of its own
 *
 * Written from the protocol, not from the server's code. Faults are rules: the first that fits
 * a request decides what becomes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-digest.h"
#include "port/stanok-http.h"
#include "wire/stanok-messages.h"

G_BEGIN_DECLS

typedef struct {
  StanokOrder *order;        /* as it is, or was */
  gint64       seq;          /* of its last change in the feed */
  char        *gone;         /* (nullable) "deleted", "left_scope" */
} FakeOrder;

typedef struct {
  char   *command_id;
  char   *incarnation;
  gint64  seq;
  char   *order_id;
  char   *body;              /* what was sent, to compare repetitions with */
  guint   status;
  StanokOutcome       outcome;
  StanokExceptionKind exception;
  StanokProblemType   problem;
  guint   effects;           /* S2 */
} FakeRow;

typedef enum {
  FAKE_LOSE_REQUEST,         /* never arrives */
  FAKE_LOSE_ANSWER,          /* processed, but nobody hears of it */
  FAKE_SAY,                  /* the rule's own answer, instead of processing */
  FAKE_ALTER,                /* processed, and the rule's headers laid over the answer */
} FakeFault;

/* What becomes of the bytes of a model. */
typedef enum {
  FAKE_BLOB_GOOD,
  FAKE_BLOB_EARLY,           /* 206 that begins 100 bytes before what was asked for */
  FAKE_BLOB_LATE,            /* 206 that begins behind it */
  FAKE_BLOB_OTHER,           /* 206 of another file */
  FAKE_BLOB_UNNAMED,         /* 206 without Content-Range */
  FAKE_BLOB_SLICE,           /* 200 with Content-Range */
  FAKE_BLOB_IGNORED,         /* 200 with all of it, whatever Range says */
  FAKE_BLOB_UNSATISFIED,     /* 416 of a file of another size */
  FAKE_BLOB_FLIPPED,         /* one bit is wrong */
  FAKE_BLOB_LONG,            /* a byte too much */
  FAKE_BLOB_SHORT,           /* ten bytes too few, and says so */
} FakeBlobFault;

#define FAKE_N_BLOB_FAULTS (FAKE_BLOB_SHORT + 1)

typedef struct {
  const char      *method;   /* (nullable) any */
  const char      *path;     /* (nullable) begins with */
  guint            skip;     /* so many that fit pass first */
  guint            times;    /* 0 = for ever */
  FakeFault        fault;
  StanokTransport  transport;   /* of lost ones; OK = RESET */
  guint            status;   /* FAKE_SAY */
  const char      *body;     /* FAKE_SAY (nullable) */
  const char      *headers[8];  /* name, value … NULL; FAKE_SAY has our epoch, unless in these */
} FakeRule;

typedef struct {
  char      *epoch;
  gint64     seq;            /* head of the feed */
  GPtrArray *orders;         /* (element-type FakeOrder) by id */
  GPtrArray *ledger;         /* (element-type FakeRow) in the order of execution */
  GPtrArray *rules;          /* (element-type FakeRule) */
  GPtrArray *seen;           /* (element-type utf8) "METHOD path" of every request that was sent */
  GHashTable *blobs;         /* sha256 -> GBytes */
  guint      page_size;
  gboolean   is_plain;       /* no feed (E8) */
  gboolean   has_digest_bug; /* the digest is of another queue */
  gint64    *wall_ms;        /* borrowed: the world's clock */
  FakeBlobFault blob_fault;
  guint      n_blob_faults;  /* so many answers have it */
} FakeMes;

FakeMes   *fake_mes_new      (gint64 *wall_ms);
void       fake_mes_free     (FakeMes *self);
/* An APPROVED order of ten pieces. */
void       fake_mes_add      (FakeMes *self, const char *id);
/* (transfer none): what may be changed before fake_mes_touch() */
StanokOrder *fake_mes_order  (FakeMes *self, const char *id);
/* A change by somebody else: new rev, tag and place in the feed. */
void       fake_mes_touch    (FakeMes *self, const char *id);
void       fake_mes_claim    (FakeMes *self, const char *id, const char *operator_id);
void       fake_mes_remove   (FakeMes *self, const char *id, const char *gone);
/* (transfer full): its hash */
char      *fake_mes_add_blob (FakeMes *self, gsize size);
/* The order has it as its model. */
void       fake_mes_set_model (FakeMes *self, const char *id, const char *sha256);
void       fake_mes_rule     (FakeMes *self, const FakeRule *rule);
FakeRow   *fake_mes_row      (FakeMes *self, const char *command_id);
guint      fake_mes_count    (FakeMes *self, const char *prefix);
void       fake_mes_forget   (FakeMes *self);     /* what was seen */

/* A copy of all it has, and the way back to it under another epoch (NULL: unannounced). */
FakeMes   *fake_mes_backup   (FakeMes *self);
void       fake_mes_restore  (FakeMes *self, FakeMes *backup, const char *epoch);

StanokDigest fake_mes_digest (FakeMes *self);
/* NULL: a long poll with nothing to say yet; ask again later, or for the last time. */
StanokHttpAnswer *fake_mes_handle (FakeMes *self, const StanokHttpRequest *request,
                                   gboolean is_last_call);

G_END_DECLS
