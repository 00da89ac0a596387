/* mes-fixture.h: a whole MES API in memory, with a clock that stands still
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-office.h"
#include "wire/stanok-headers.h"

#define FIXTURE_NOW_MS G_GINT64_CONSTANT (1795305600000)
#define FIXTURE_OFFICE_KEY "sok_0123456789abcdef"
#define FIXTURE_INCARNATION "0123456789abcdef0123456789abcdef"

typedef struct {
  gint64         now_ms;
  guint64        random;       /* state of the generator */
  StanokSql     *sql;
  StanokObjects *objects;
  StanokMes     *mes;
  StanokMesConfig config;
  gint64         counter;
  char          *path;         /* (nullable) NULL: in memory */
  char          *token;        /* of K-01 */
  char          *other_token;  /* of K-02 */
  gint64         seq;          /* of K-01, next */
  guint          n_commands;
} Fixture;

/* What one request is made of; unset members are left out. */
typedef struct {
  const char *method;          /* GET */
  const char *path;            /* with query */
  const char *token;           /* "" for none; NULL: K-01's */
  const char *headers[16];     /* name, value… */
  const char *body;
  gsize       n_body;          /* 0: strlen */
  gboolean    is_last_call, is_too_large, is_remote;
} Ask;

void               fixture_set_up    (Fixture *fixture, gconstpointer data);
void               fixture_tear_down (Fixture *fixture, gconstpointer data);
/* Ends the core and starts another on the same database (a file only if @path is set). */
void               fixture_restart   (Fixture *fixture);
void               fixture_open      (Fixture *fixture);
void               fixture_close     (Fixture *fixture);

StanokMesResponse *fixture_ask       (Fixture *fixture, const Ask *ask);
#define ASK(fixture, ...) fixture_ask (fixture, &(Ask) { __VA_ARGS__ })

/* An approved order that anybody may take; not stored yet. */
StanokOrder       *fixture_make_order (const char *id);
void               fixture_add_order  (Fixture *fixture, const char *id, StanokState state);
char              *fixture_etag       (Fixture *fixture, const char *order_id);

/* A command by op-1 on K-01, with a fresh id. */
StanokCommand     *fixture_make_command (Fixture *fixture, StanokCommandType type,
                                         const char *order_id);

/* How it is sent; what is not set is as it should be. */
typedef struct {
  const char *token;
  const char *device;          /* K-01 */
  const char *incarnation;
  gint64      seq;             /* the next */
  const char *if_match;        /* NULL: the order's tag, for intents; "" for none */
  const char *key;
  const char *clock;
  const char *order_id;        /* of the path */
  const char *body;
} Send;

StanokMesResponse *fixture_send (Fixture *fixture, const StanokCommand *command, const Send *send);
#define SEND(fixture, command, ...) fixture_send (fixture, command, &(Send) { __VA_ARGS__ })

char        *fixture_body    (const StanokMesResponse *response);
gpointer     fixture_decode  (const StanokMesResponse *response, const StanokRecordType *type);
void         fixture_assert_problem_at (const StanokMesResponse *response, StanokProblemType type,
                                        int line);
#define assert_problem(response, type) fixture_assert_problem_at (response, type, __LINE__)
#define assert_reply(response, expected) \
  G_STMT_START { \
    g_autoptr(StanokReply) reply_ = fixture_decode (response, &STANOK_RECORD_REPLY); \
    g_assert_cmpuint ((response)->status, ==, 200); \
    g_assert_cmpstr (stanok_outcome_name (reply_->outcome), ==, stanok_outcome_name (expected)); \
  } G_STMT_END
