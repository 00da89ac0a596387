/* stanok-store-people.c: signing in against the synced roster, and the reference data of the
 * screens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sodium.h>
#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-store-private.h"

#define ROSTER_DAYS    10                      /* A3 */
#define ONLINE_WITHIN  (5 * G_GINT64_CONSTANT (60) * 1000)
#define DAY_MS         (24 * G_GINT64_CONSTANT (3600) * 1000)
#define RECENT_OPERATORS 12

/* ---- reference data -------------------------------------------------------------------- */

static const struct {
  const char             *name;
  const StanokRecordType *type;
} references[STANOK_N_REFERENCES] = {
  { "operators", &STANOK_RECORD_OPERATORS },
  { "stations",  &STANOK_RECORD_STATIONS },
  { "reasons",   &STANOK_RECORD_REASONS },
  { "roster",    &STANOK_RECORD_ROSTER },
};

typedef struct {
  StanokStore *store;
  gsize        index;
  gpointer     record;      /* (owned) */
} Loaded;

static void
free_loaded (gpointer data)
{
  Loaded *loaded = data;

  if (loaded->record != NULL)
    references[loaded->index].type->destroy (loaded->record);
  g_free (loaded);
}

/* main */
static void
take_reference (gpointer data)
{
  Loaded *loaded = data;
  StanokStore *self = loaded->store;
  gpointer old = self->references[loaded->index];

  self->references[loaded->index] = g_steal_pointer (&loaded->record);
  g_signal_emit (self, stanok_store_signals[STANOK_STORE_REFERENCE_CHANGED], 0,
                 references[loaded->index].name);
  /* Freed after the listeners let go of what they had borrowed. */
  if (old != NULL)
    references[loaded->index].type->destroy (old);
}

void
stanok_store_load_reference (StanokStore *self,
                             const char  *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    {
      g_autofree char *etag = NULL;
      g_autoptr(GBytes) body = NULL;
      g_autoptr(GError) error = NULL;
      Loaded *loaded;
      gpointer record;

      if (!g_str_equal (references[i].name, name) ||
          !stanok_cache_get_reference (self->cache, name, &etag, &body))
        continue;
      record = stanok_record_from_json (references[i].type, g_bytes_get_data (body, NULL),
                                        g_bytes_get_size (body), &STANOK_JSON_ANSWER, &error);
      if (record == NULL)
        {
          g_message ("cached %s: %s", name, error->message);
          continue;
        }
      loaded = g_new0 (Loaded, 1);
      *loaded = (Loaded) { self, i, record };
      stanok_store_post_main (self, take_reference, loaded, free_loaded);
    }
}

void
stanok_store_clear_references (StanokStore *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    if (self->references[i] != NULL)
      references[i].type->destroy (self->references[i]);
  memset (self->references, 0, sizeof self->references);
}

const StanokOperators *
stanok_store_get_operators (StanokStore *self)
{
  return self->references[0];
}

const StanokStations *
stanok_store_get_stations (StanokStore *self)
{
  return self->references[1];
}

const StanokReasons *
stanok_store_get_reasons (StanokStore *self)
{
  return self->references[2];
}

const StanokRoster *
stanok_store_get_roster (StanokStore *self)
{
  return self->references[3];
}

/* ---- signing in ------------------------------------------------------------------------ */

StanokLogin *
stanok_login_copy (const StanokLogin *self)
{
  StanokLogin *copy = g_new (StanokLogin, 1);

  copy->operator_id = g_strdup (self->operator_id);
  copy->login_id = g_strdup (self->login_id);
  copy->auth = g_strdup (self->auth);
  copy->role = g_strdup (self->role);
  return copy;
}

void
stanok_login_free (StanokLogin *self)
{
  if (self == NULL)
    return;
  g_free (self->operator_id);
  g_free (self->login_id);
  g_free (self->auth);
  g_free (self->role);
  g_free (self);
}

typedef struct {
  StanokLogin   *login;      /* login_id is set once the PIN was right */
  char          *pin;
  char          *verifier;
  StanokLockout  lockout;
} SigningIn;

static void
free_signing_in (gpointer data)
{
  SigningIn *signing = data;

  stanok_login_free (signing->login);
  if (signing->pin != NULL)
    sodium_memzero (signing->pin, strlen (signing->pin));
  g_free (signing->pin);
  g_free (signing->verifier);
  g_free (signing);
}

/* main */
static void
take_recent (gpointer data)
{
  Loaded *carrier = data;
  StanokStore *self = carrier->store;

  g_ptr_array_unref (self->recent_operators);
  self->recent_operators = g_steal_pointer (&carrier->record);
}

static void
free_recent (gpointer data)
{
  Loaded *carrier = data;

  g_clear_pointer ((GPtrArray **) &carrier->record, g_ptr_array_unref);
  g_free (carrier);
}

/* A2: the count is durable before anybody learns the result. Journal thread. */
static gboolean
check_pin (StanokStore  *self,
           SigningIn    *signing,
           GError      **error)
{
  const char *operator_id = signing->login->operator_id;
  gboolean right;

  if (!stanok_journal_get_lockout (self->journal, operator_id, &signing->lockout, error))
    return FALSE;
  if (signing->lockout.locked_for_ms > 0)
    {
      g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_AUTH, "locked after wrong PINs");
      return FALSE;
    }
  right = crypto_pwhash_str_verify (signing->verifier, signing->pin, strlen (signing->pin)) == 0;
  if (!stanok_journal_count_login (self->journal, operator_id, right, &signing->lockout, error))
    return FALSE;
  if (!right)
    g_set_error_literal (error, STANOK_ERROR, STANOK_ERROR_AUTH, "wrong PIN");
  return right;
}

static void
sign_in (gpointer data)
{
  GTask *task = data;
  StanokStore *self = g_task_get_source_object (task);
  SigningIn *signing = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  Loaded *carrier;

  if (!check_pin (self, signing, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  signing->login->login_id = stanok_uuid7_new (self->ports);
  carrier = g_new0 (Loaded, 1);
  carrier->store = self;
  carrier->record = stanok_journal_recent_operators (self->journal, RECENT_OPERATORS);
  stanok_store_post_main (self, take_recent, carrier, free_recent);
  g_task_return_pointer (task, stanok_login_copy (signing->login),
                         (GDestroyNotify) stanok_login_free);
}

static const StanokRosterEntry *
find_in_roster (StanokStore *self,
                const char  *operator_id)
{
  const StanokRoster *roster = stanok_store_get_roster (self);

  for (guint i = 0; roster != NULL && i < roster->items->len; i++)
    {
      const StanokRosterEntry *entry = g_ptr_array_index (roster->items, i);

      if (g_str_equal (entry->operator_id, operator_id))
        return entry;
    }
  return NULL;
}

/* A3: how a sign-in counts, by the age of what the server said last; NULL: too old. */
static const char *
auth_by_age (StanokStore *self,
             const char  *operator_id)
{
  const StanokClock *clock = &self->ports->clock;
  gint64 age_ms = clock->wall_ms (clock->data) - self->validated.wall_ms;

  /* The wall clock may have been set back; the boot clock cannot. */
  if (self->validated.boot_ms >= 0)
    age_ms = MAX (age_ms, clock->boot_ms (clock->data) - self->validated.boot_ms);
  if (age_ms >= 0 && age_ms < ONLINE_WITHIN)
    return "pin";
  if (age_ms < ROSTER_DAYS * DAY_MS)
    return "offline_pin";
  return stanok_entry_mirror_has_unsent_of (self->mirror, operator_id) ? "expired_offline" : NULL;
}

void
stanok_store_sign_in_async (StanokStore         *self,
                            const char          *operator_id,
                            const char          *pin,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  g_autoptr(GTask) task = g_task_new (self, NULL, callback, data);
  const StanokRosterEntry *entry = find_in_roster (self, operator_id);
  const char *auth;
  SigningIn *signing;

  g_task_set_source_tag (task, stanok_store_sign_in_async);
  signing = g_new0 (SigningIn, 1);
  g_task_set_task_data (task, signing, free_signing_in);
  if (self->phase != STANOK_STORE_READY || entry == NULL)
    {
      g_task_return_new_error (task, STANOK_ERROR, STANOK_ERROR_AUTH,
                               "%s is not on the roster of this terminal", operator_id);
      return;
    }
  auth = auth_by_age (self, operator_id);
  if (auth == NULL)
    {
      g_task_return_new_error (task, STANOK_ERROR, STANOK_ERROR_AUTH,
                               "the roster is older than %d days", ROSTER_DAYS);
      return;
    }
  signing->login = g_new0 (StanokLogin, 1);
  signing->login->operator_id = g_strdup (operator_id);
  signing->login->auth = g_strdup (auth);
  signing->login->role = g_strdup (entry->role);
  signing->pin = g_strdup (pin);
  signing->verifier = g_strdup (entry->pin);
  stanok_worker_post (self->journal_worker, sign_in, g_steal_pointer (&task), g_object_unref);
}

StanokLogin *
stanok_store_sign_in_finish (StanokStore    *self,
                             GAsyncResult   *result,
                             StanokLockout  *lockout,
                             GError        **error)
{
  const SigningIn *signing = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (lockout != NULL)
    *lockout = signing->lockout;
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gpointer
copy_text (gconstpointer text,
           gpointer      user_data)
{
  return g_strdup (text);
}

GPtrArray *
stanok_store_dup_recent_operators (StanokStore *self)
{
  return g_ptr_array_copy (self->recent_operators, copy_text, NULL);
}
