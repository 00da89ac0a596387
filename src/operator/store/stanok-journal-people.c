/* stanok-journal-people.c: who signed in, who failed to, and for how long he has to wait
 *
 * A2: durable before it is told, on the boot clock, in full again after a
 * restart of the machine; the wall clock decides nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-journal-private.h"

/* The wait after the n-th failure in a row, in seconds; later ones are as long as the last. */
static const int waits_s[] = { 0, 0, 0, 30, 60, 300, 900 };

static gint64
wait_ms (gint64 failures)
{
  if (failures <= 0)
    return 0;
  return G_GINT64_CONSTANT (1000) * waits_s[MIN (failures, (gint64) G_N_ELEMENTS (waits_s)) - 1];
}

static void
start_wait (StanokJournal   *self,
            StanokLogRecord *person)
{
  const StanokClock *clock = &self->ports->clock;

  g_free (person->boot_id);
  person->boot_id = g_strdup (clock->boot_id (clock->data));
  person->since_ms = MAX (clock->boot_ms (clock->data), 0);
  person->lock_ms = wait_ms (person->failures);
}

static gboolean
is_of_this_boot (StanokJournal         *self,
                 const StanokLogRecord *person)
{
  const StanokClock *clock = &self->ports->clock;

  return g_strcmp0 (person->boot_id, clock->boot_id (clock->data)) == 0;
}

static gint64
remaining_ms (StanokJournal         *self,
              const StanokLogRecord *person)
{
  const StanokClock *clock = &self->ports->clock;

  return MAX (person->since_ms + person->lock_ms - clock->boot_ms (clock->data), 0);
}

static void
fill_lockout (StanokJournal         *self,
              const StanokLogRecord *person,
              StanokLockout         *out)
{
  out->failures = person != NULL ? person->failures : 0;
  out->locked_for_ms = person != NULL ? remaining_ms (self, person) : 0;
}

/* ---- writing ----------------------------------------------------------------------------- */

typedef enum {
  LOGIN_FAILED,
  LOGIN_GOOD,
  LOGIN_AFTER_BOOT,     /* nobody tried, but the machine was started: the wait begins again */
} LoginEvent;

typedef struct {
  const char      *operator_id;
  LoginEvent       event;
  StanokLogRecord *person;       /* (owned) (nullable) as the last try wrote it */
} Login;

static void
apply_event (StanokJournal   *self,
             StanokLogRecord *person,
             LoginEvent       event)
{
  if (event == LOGIN_FAILED)
    person->failures++;
  if (event == LOGIN_GOOD)
    {
      person->failures = 0;
      person->signed_in = person->change;
      person->signed_in_ms = stanok_journal_now_ms (self);
    }
  start_wait (self, person);
}

static gboolean
login_work (StanokJournal  *self,
            gint64          change,
            gpointer        data,
            GError        **error)
{
  Login *login = data;
  g_autoptr(GError) local_error = NULL;
  StanokLogRecord *person =
    stanok_rows_get_person (self->db, login->operator_id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (person == NULL)
    {
      person = stanok_log_record_new (STANOK_LOG_PERSON);
      person->operator_id = g_strdup (login->operator_id);
    }
  stanok_log_record_free (login->person);
  login->person = person;
  person->change = change;
  apply_event (self, person, login->event);
  return stanok_rows_put (self->db, person, error);
}

static gboolean
write_login (StanokJournal  *self,
             const char     *operator_id,
             LoginEvent      event,
             StanokLockout  *out,
             GError        **error)
{
  Login login = { operator_id, event, NULL };
  gboolean done = stanok_journal_write (self, login_work, &login, error);
  g_autoptr(StanokLogRecord) person = login.person;

  if (done)
    fill_lockout (self, person, out);
  return done;
}

/* ---- public ------------------------------------------------------------------------------ */

gboolean
stanok_journal_get_lockout (StanokJournal  *self,
                            const char     *operator_id,
                            StanokLockout  *out,
                            GError        **error)
{
  g_autoptr(StanokLogRecord) person = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!stanok_journal_ensure (self, error))
    return FALSE;
  person = stanok_rows_get_person (self->db, operator_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (person != NULL && person->lock_ms > 0 && !is_of_this_boot (self, person))
    return write_login (self, operator_id, LOGIN_AFTER_BOOT, out, error);
  fill_lockout (self, person, out);
  return TRUE;
}

gboolean
stanok_journal_count_login (StanokJournal  *self,
                            const char     *operator_id,
                            gboolean        success,
                            StanokLockout  *out,
                            GError        **error)
{
  return write_login (self, operator_id, success ? LOGIN_GOOD : LOGIN_FAILED, out, error);
}

GPtrArray *
stanok_journal_recent_operators (StanokJournal *self,
                                 guint          n)
{
  GPtrArray *ids = NULL;

  if (stanok_journal_ensure (self, NULL))
    ids = stanok_rows_list_signed_in (self->db, n, NULL);
  return ids != NULL ? ids : g_ptr_array_new_with_free_func (g_free);
}
