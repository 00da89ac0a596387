/* stanok-checkup-server.c: what may be wrong with a terminal: its token, its server, the clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "api/stanok-credentials.h"
#include "ctl/stanok-asker.h"
#include "ctl/stanok-checkup.h"
#include "domain/stanok-error.h"
#include "wire/stanok-messages.h"

#define CLOCK_SLACK_MS (60 * 1000)   /* T5 */

static gint64
get_now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* ---- the token ------------------------------------------------------------------------------ */

/* (transfer full) (nullable) */
static char *
check_token (StanokCheckup       *self,
             const StanokOptions *options)
{
  g_autoptr(GError) error = NULL;
  char *token;

  if (options->token != NULL)
    {
      stanok_checkup_note (self, "token", STANOK_CHECK_OK, "device %s: from the ready file",
                           options->device);
      return g_strdup (options->token);
    }
  token = stanok_credentials_lookup_sync (options->server, options->device, &error);
  if (token != NULL)
    stanok_checkup_note (self, "token", STANOK_CHECK_OK, "device %s: from the keyring",
                         options->device);
  else
    stanok_checkup_note (self, "token", STANOK_CHECK_FAILED,
                         "%s. What is done is recorded, but not sent", error->message);
  return token;
}

/* ---- the server ----------------------------------------------------------------------------- */

static StanokMeta *
ask_meta (StanokAsker *asker,
          GError     **error)
{
  g_autoptr(StanokHttpAnswer) answer = stanok_asker_ask (
      asker, stanok_asker_prepare (asker, "GET", "/v1/meta"), error);
  const char *text;
  gsize n;

  if (answer == NULL)
    return NULL;
  if (answer->status != 200)
    {
      stanok_asker_refuse (answer, error);
      return NULL;
    }
  text = g_bytes_get_data (answer->body, &n);
  return stanok_record_from_json (&STANOK_RECORD_META, text != NULL ? text : "", n,
                                  &STANOK_JSON_COMMAND, error);
}

/* Whether a MES is there at all can be asked without a token. */
static void
check_health (StanokCheckup *self,
              StanokAsker   *asker,
              const char    *server)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(StanokHttpAnswer) answer = stanok_asker_ask (
      asker, stanok_asker_prepare (asker, "GET", "/health/ready"), &error);

  if (answer != NULL && answer->status == 200)
    stanok_checkup_note (self, "server", STANOK_CHECK_OK, "%s answers and is ready", server);
  else if (answer != NULL)
    stanok_checkup_note (self, "server", STANOK_CHECK_FAILED,
                         "%s answers, but is not ready (status %u); look at its log", server,
                         answer->status);
  else
    stanok_checkup_note (self, "server", STANOK_CHECK_FAILED, "%s", error->message);
}

static void
check_epoch (StanokCheckup *self,
             const char    *epoch)
{
  if (self->epoch == NULL)
    stanok_checkup_note (self, "epoch", STANOK_CHECK_OK, "%s; nothing of it is here yet", epoch);
  else if (g_str_equal (self->epoch, epoch))
    stanok_checkup_note (self, "epoch", STANOK_CHECK_OK, "%s, as here", epoch);
  else
    stanok_checkup_note (self, "epoch", STANOK_CHECK_WARNING,
                         "the server has %s and this terminal %s: it was restored or replaced. The "
                         "terminal reads it anew and offers again what it lacks", epoch,
                         self->epoch);
}

/* ---- the clock ------------------------------------------------------------------------------ */

static void
check_clock_here (StanokCheckup *self)
{
  g_autofree char *recorded = stanok_table_time (self->recorded_ms);

  if (self->recorded_ms > get_now_ms () + CLOCK_SLACK_MS)
    stanok_checkup_note (self, "clock", STANOK_CHECK_WARNING,
                         "the clock is behind the newest command in the journal, of %s; set it",
                         recorded);
  else
    stanok_checkup_note (self, "clock", STANOK_CHECK_OK,
                         "not behind the journal; there is no server to compare it with");
}

static void
check_clock (StanokCheckup *self,
             gint64         server_ms,
             gint64         here_ms)
{
  gint64 offset_ms = server_ms - here_ms;

  if (ABS (offset_ms) > CLOCK_SLACK_MS)
    stanok_checkup_note (self, "clock", STANOK_CHECK_WARNING,
                         "%" G_GINT64_FORMAT " s %s the server's; set it: certificates and people "
                         "go by it", ABS (offset_ms) / 1000, offset_ms > 0 ? "behind" : "ahead of");
  else
    stanok_checkup_note (self, "clock", STANOK_CHECK_OK,
                         "within %d s of the server's", CLOCK_SLACK_MS / 1000);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static gboolean
check_with_token (StanokCheckup *self,
                  StanokAsker   *asker,
                  const char    *server)
{
  g_autoptr(GError) error = NULL;
  gint64 begun_ms = get_now_ms ();
  g_autoptr(StanokMeta) meta = ask_meta (asker, &error);

  if (meta == NULL)
    {
      stanok_checkup_note (self, "server", STANOK_CHECK_FAILED, "%s%s", error->message,
                           error->code == STANOK_ERROR_AUTH ? ". Enrol this terminal again" : "");
      return FALSE;
    }
  stanok_checkup_note (self, "server", STANOK_CHECK_OK, "%s answers and knows this device",
                       server);
  check_epoch (self, meta->epoch);
  /* The server looked at its clock about half-way. */
  check_clock (self, meta->server_time_ms, (begun_ms + get_now_ms ()) / 2);
  return TRUE;
}

void
stanok_checkup_server (StanokCheckup       *self,
                       const StanokOptions *options)
{
  g_autofree char *token = NULL;
  g_autoptr(StanokAsker) asker = NULL;
  g_autoptr(GError) error = NULL;

  if (options->server == NULL)
    {
      stanok_checkup_note (self, "server", STANOK_CHECK_WARNING,
                           "none is set, so nothing is sent: write server= and device= into the "
                           "terminal's configuration, or give --server and --device");
      check_clock_here (self);
      return;
    }
  token = check_token (self, options);
  asker = stanok_asker_new (options->server, token != NULL ? token : "none", &error);
  if (asker == NULL)
    stanok_checkup_note (self, "server", STANOK_CHECK_FAILED, "%s", error->message);
  else if (token == NULL)
    check_health (self, asker, options->server);
  else if (check_with_token (self, asker, options->server))
    return;
  check_clock_here (self);
}
