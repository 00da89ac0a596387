/* stanok-mes-people.c: enrolled devices and operators
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes/stanok-mes-people.h"

#include <string.h>

#include "domain/stanok-error.h"

struct _StanokMesPeople {
  StanokSql  *sql;             /* borrowed */
  GHashTable *by_token;        /* (owned) token's hash -> StanokMesDevice, borrowed */
  GPtrArray  *devices;         /* (owned) by id */
  GHashTable *by_operator;     /* (owned) id -> StanokMesPerson, borrowed */
  GPtrArray  *people;          /* (owned) by id */
};

static void
device_free (gpointer data)
{
  StanokMesDevice *device = data;

  g_free (device->id);
  g_free (device->station);
  g_free (device->token_hash);
  g_free (device);
}

static void
person_free (gpointer data)
{
  StanokMesPerson *person = data;

  g_free (person->op.id);
  g_free (person->op.name.en);
  g_free (person->op.name.ru);
  g_free (person->op.role);
  g_free (person->pin);
  g_free (person->badge);
  g_free (person);
}

/* ---- loading -------------------------------------------------------------------------------- */

static GPtrArray *
read_devices (StanokSql *sql,
              GError   **error)
{
  g_autoptr(GPtrArray) devices = g_ptr_array_new_with_free_func (device_free);
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (sql, "SELECT id, station, token_hash, revoked_ms FROM devices "
                                 "ORDER BY id", error);
  if (query == NULL)
    return NULL;
  while (stanok_sql_step (query, &local_error))
    {
      StanokMesDevice *device = g_new0 (StanokMesDevice, 1);

      device->id = g_strdup (stanok_sql_text (query, "id"));
      device->station = g_strdup (stanok_sql_text (query, "station"));
      device->token_hash = g_strdup (stanok_sql_text (query, "token_hash"));
      device->revoked_ms = stanok_sql_int (query, "revoked_ms");
      g_ptr_array_add (devices, device);
    }
  if (local_error == NULL)
    return g_steal_pointer (&devices);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static GPtrArray *
read_people (StanokSql *sql,
             GError   **error)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func (person_free);
  g_autoptr(StanokSqlQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = stanok_sql_query (sql, "SELECT id, name_en, name_ru, role, is_active, revoked_ms, pin, "
                                 "badge FROM operators ORDER BY id", error);
  if (query == NULL)
    return NULL;
  while (stanok_sql_step (query, &local_error))
    {
      StanokMesPerson *person = g_new0 (StanokMesPerson, 1);

      person->op.id = g_strdup (stanok_sql_text (query, "id"));
      person->op.name.en = g_strdup (stanok_sql_text (query, "name_en"));
      person->op.name.ru = g_strdup (stanok_sql_text (query, "name_ru"));
      person->op.role = g_strdup (stanok_sql_text (query, "role"));
      person->op.active = stanok_sql_int (query, "is_active") != 0;
      person->revoked_ms = stanok_sql_int (query, "revoked_ms");
      person->pin = g_strdup (stanok_sql_text (query, "pin"));
      person->badge = g_strdup (stanok_sql_text (query, "badge"));
      g_ptr_array_add (people, person);
    }
  if (local_error == NULL)
    return g_steal_pointer (&people);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
stanok_mes_people_load (StanokMesPeople *self,
                        GError         **error)
{
  g_autoptr(GPtrArray) devices = read_devices (self->sql, error);
  g_autoptr(GPtrArray) people = devices != NULL ? read_people (self->sql, error) : NULL;

  if (people == NULL)
    return FALSE;
  g_hash_table_remove_all (self->by_token);
  for (guint i = 0; i < devices->len; i++)
    {
      StanokMesDevice *device = devices->pdata[i];

      g_hash_table_insert (self->by_token, device->token_hash, device);
    }
  g_hash_table_remove_all (self->by_operator);
  for (guint i = 0; i < people->len; i++)
    {
      StanokMesPerson *person = people->pdata[i];

      g_hash_table_insert (self->by_operator, person->op.id, person);
    }
  g_ptr_array_unref (self->devices);
  self->devices = g_steal_pointer (&devices);
  g_ptr_array_unref (self->people);
  self->people = g_steal_pointer (&people);
  return TRUE;
}

StanokMesPeople *
stanok_mes_people_new (StanokSql  *sql,
                       GError    **error)
{
  g_autoptr(StanokMesPeople) self = g_new0 (StanokMesPeople, 1);

  self->sql = sql;
  self->by_token = g_hash_table_new (g_str_hash, g_str_equal);
  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->by_operator = g_hash_table_new (g_str_hash, g_str_equal);
  self->people = g_ptr_array_new_with_free_func (person_free);
  if (!stanok_mes_people_load (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
stanok_mes_people_free (StanokMesPeople *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_token);
  g_ptr_array_unref (self->devices);
  g_hash_table_unref (self->by_operator);
  g_ptr_array_unref (self->people);
  g_free (self);
}

/* ---- finding -------------------------------------------------------------------------------- */

StanokMesDevice *
stanok_mes_people_find_device (StanokMesPeople *self,
                               const char      *token)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  return g_hash_table_lookup (self->by_token, hash);
}

StanokMesPerson *
stanok_mes_people_find_person (StanokMesPeople *self,
                               const char      *operator_id)
{
  return g_hash_table_lookup (self->by_operator, operator_id);
}

StanokMesDevice *
stanok_mes_people_get_device (StanokMesPeople *self,
                              guint            place)
{
  return place < self->devices->len ? self->devices->pdata[place] : NULL;
}

StanokMesPerson *
stanok_mes_people_get_person (StanokMesPeople *self,
                              guint            place)
{
  return place < self->people->len ? self->people->pdata[place] : NULL;
}

/* ---- changing ------------------------------------------------------------------------------- */

gboolean
stanok_mes_people_put_device (StanokMesPeople *self,
                              const char      *id,
                              const char      *station,
                              const char      *token,
                              gint64           now_ms,
                              GError         **error)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  StanokSqlQuery *query = stanok_sql_query (
      self->sql, "INSERT INTO devices (id, station, token_hash, enrolled_ms, revoked_ms) "
                 "VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT (id) DO UPDATE SET "
                 "station = excluded.station, token_hash = excluded.token_hash, "
                 "enrolled_ms = excluded.enrolled_ms, revoked_ms = 0", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  stanok_sql_bind_text (query, 2, station);
  stanok_sql_bind_text (query, 3, hash);
  stanok_sql_bind_int (query, 4, now_ms);
  return stanok_sql_run (query, error) >= 0;
}

static gboolean
revoke (StanokMesPeople *self,
        const char      *sql,
        const char      *id,
        gint64           since_ms,
        GError         **error)
{
  StanokSqlQuery *query = stanok_sql_query (self->sql, sql, error);
  gint64 n_changed;

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, id);
  stanok_sql_bind_int (query, 2, since_ms);
  n_changed = stanok_sql_run (query, error);
  if (n_changed == 0)
    g_set_error (error, STANOK_ERROR, STANOK_ERROR_NOT_FOUND, "there is no “%s” to revoke", id);
  return n_changed > 0;
}

gboolean
stanok_mes_people_revoke_device (StanokMesPeople *self,
                                 const char      *id,
                                 gint64           since_ms,
                                 GError         **error)
{
  return revoke (self, "UPDATE devices SET revoked_ms = ?2 WHERE id = ?1", id, since_ms, error);
}

gboolean
stanok_mes_people_put_person (StanokMesPeople      *self,
                              const StanokOperator *op,
                              const char           *pin,
                              const char           *badge,
                              GError              **error)
{
  StanokSqlQuery *query = stanok_sql_query (
      self->sql, "INSERT INTO operators (id, name_en, name_ru, role, is_active, revoked_ms, pin, "
                 "badge) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7) ON CONFLICT (id) DO UPDATE SET "
                 "name_en = excluded.name_en, name_ru = excluded.name_ru, role = excluded.role, "
                 "is_active = excluded.is_active, revoked_ms = 0, pin = excluded.pin, "
                 "badge = excluded.badge", error);

  if (query == NULL)
    return FALSE;
  stanok_sql_bind_text (query, 1, op->id);
  stanok_sql_bind_text (query, 2, op->name.en);
  stanok_sql_bind_text (query, 3, op->name.ru);
  stanok_sql_bind_text (query, 4, op->role);
  stanok_sql_bind_int (query, 5, op->active ? 1 : 0);
  stanok_sql_bind_text (query, 6, pin);
  stanok_sql_bind_text (query, 7, badge);
  return stanok_sql_run (query, error) >= 0;
}

gboolean
stanok_mes_people_revoke_person (StanokMesPeople *self,
                                 const char      *operator_id,
                                 gint64           since_ms,
                                 GError         **error)
{
  return revoke (self, "UPDATE operators SET revoked_ms = ?2 WHERE id = ?1", operator_id, since_ms,
                 error);
}
