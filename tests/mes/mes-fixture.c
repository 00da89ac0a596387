/* mes-fixture.c: a whole MES API in memory, with a clock that stands still
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mes-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static gint64
get_now (gpointer data)
{
  return ((Fixture *) data)->now_ms;
}

static void
get_random (gpointer data,
            guint8  *bytes,
            gsize    n)
{
  Fixture *fixture = data;

  for (gsize i = 0; i < n; i++)
    {
      fixture->random = fixture->random * G_GUINT64_CONSTANT (6364136223846793005) +
                        G_GUINT64_CONSTANT (1442695040888963407);
      bytes[i] = (guint8) (fixture->random >> 56);
    }
}

void
fixture_open (Fixture *fixture)
{
  const StanokMesPorts ports = { get_now, get_random, fixture, NULL };
  g_autoptr(GError) error = NULL;

  if (fixture->sql == NULL)
    fixture->sql = stanok_sql_open (fixture->path != NULL ? fixture->path : ":memory:", NULL,
                                    &error);
  g_assert_no_error (error);
  fixture->mes = stanok_mes_new (&ports, fixture->sql, fixture->objects, &fixture->config,
                                 &fixture->counter, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *fixture)
{
  g_clear_pointer (&fixture->mes, stanok_mes_free);
  if (fixture->path != NULL)
    g_clear_pointer (&fixture->sql, stanok_sql_close);
}

void
fixture_restart (Fixture *fixture)
{
  fixture->counter = stanok_mes_get_counter (fixture->mes);
  fixture_close (fixture);
  fixture_open (fixture);
}

static void
add_people (Fixture *fixture)
{
  static const struct {
    const char *id, *role;
    gboolean    active;
  } people[] = {
    { "op-1", "operator", TRUE }, { "op-2", "operator", TRUE }, { "op-3", "supervisor", TRUE },
    { "op-gone", "operator", TRUE }, { "op-off", "operator", FALSE },
  };
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      StanokOperator op = { (char *) people[i].id, { (char *) "Anna K.", (char *) "Анна К." },
                            (char *) people[i].role, people[i].active };

      g_assert_true (stanok_mes_put_operator (fixture->mes, &op, "$argon2id$x", NULL, &error));
    }
  g_assert_true (stanok_mes_revoke_operator (fixture->mes, "op-gone", FIXTURE_NOW_MS - 1000,
                                             &error));
  fixture->token = stanok_mes_enrol_device (fixture->mes, "K-01", "st-1", &error);
  fixture->other_token = stanok_mes_enrol_device (fixture->mes, "K-02", "st-2", &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->now_ms = FIXTURE_NOW_MS;
  fixture->random = 42;
  fixture->config = STANOK_MES_DEFAULTS;
  fixture->config.office_key = FIXTURE_OFFICE_KEY;
  fixture->objects = stanok_objects_new_memory ();
  fixture->seq = 1;
  if (data != NULL)
    {
      g_autofree char *folder = g_dir_make_tmp ("stanok-mes-XXXXXX", NULL);

      fixture->path = g_build_filename (folder, "mes.db", NULL);
    }
  fixture_open (fixture);
  add_people (fixture);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_clear_pointer (&fixture->mes, stanok_mes_free);
  g_clear_pointer (&fixture->sql, stanok_sql_close);
  stanok_objects_free (fixture->objects);
  if (fixture->path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (fixture->path);

      g_unlink (fixture->path);
      g_rmdir (folder);
    }
  g_free (fixture->path);
  g_free (fixture->token);
  g_free (fixture->other_token);
}

StanokMesResponse *
fixture_ask (Fixture   *fixture,
             const Ask *ask)
{
  g_autoptr(GPtrArray) headers = g_ptr_array_new ();
  g_autofree char *bearer = NULL, *path = g_strdup (ask->path);
  g_autoptr(GBytes) body = NULL;
  char *question = strchr (path, '?');
  StanokMesRequest request = { .method = ask->method != NULL ? ask->method : "GET", .path = path,
                               .headers = headers, .is_loopback = !ask->is_remote,
                               .is_last_call = ask->is_last_call,
                               .is_too_large = ask->is_too_large };

  if (question != NULL)
    {
      *question = '\0';
      request.query = question + 1;
    }
  if (ask->token == NULL || *ask->token != '\0')
    {
      bearer = g_strconcat ("Bearer ", ask->token != NULL ? ask->token : fixture->token, NULL);
      g_ptr_array_add (headers, (gpointer) "authorization");
      g_ptr_array_add (headers, bearer);
    }
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (ask->headers) && ask->headers[i] != NULL; i += 2)
    if (ask->headers[i + 1] != NULL)
      {
        g_ptr_array_add (headers, (gpointer) ask->headers[i]);
        g_ptr_array_add (headers, (gpointer) ask->headers[i + 1]);
      }
  if (ask->body != NULL)
    body = g_bytes_new (ask->body, ask->n_body > 0 ? ask->n_body : strlen (ask->body));
  request.body = body;
  return stanok_mes_handle (fixture->mes, &request);
}

StanokOrder *
fixture_make_order (const char *id)
{
  StanokOrder *order = stanok_order_new ();
  StanokFile *file = stanok_file_new ();

  order->id = g_strdup (id);
  order->number = g_strdup_printf ("2026-%s", id);
  order->title = g_strdup ("Перстень, size 18");
  order->customer = g_strdup ("Anna K.");
  order->source = g_strdup ("shop");
  order->material = g_strdup ("ag925");
  order->ordered = 10;
  order->tolerance_pct = 10;
  order->due_ms = FIXTURE_NOW_MS + 86400000;
  order->created_ms = FIXTURE_NOW_MS - 86400000;
  order->available_ms = FIXTURE_NOW_MS - 3600000;
  order->station = g_strdup ("st-1");
  order->instructions_rev = 1;
  order->instructions = g_strdup ("Polish");
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  file->sha256 = g_strnfill (64, 'a');
  file->size = 100;
  file->media_type = g_strdup ("model/stl");
  file->role = g_strdup ("model");
  file->name = g_strdup ("ring.stl");
  file->unit = g_strdup ("mm");
  g_ptr_array_add (order->files, file);
  return order;
}

void
fixture_add_order (Fixture     *fixture,
                   const char  *id,
                   StanokState  state)
{
  g_autoptr(StanokOrder) order = fixture_make_order (id);
  g_autoptr(GError) error = NULL;

  order->state = state;
  g_assert_true (stanok_mes_put_order (fixture->mes, order, &error));
  g_assert_no_error (error);
}

char *
fixture_etag (Fixture    *fixture,
              const char *order_id)
{
  g_autoptr(StanokOrder) order = stanok_mes_dup_order (fixture->mes, order_id);

  return order != NULL ? g_strdup (order->etag) : NULL;
}

StanokCommand *
fixture_make_command (Fixture           *fixture,
                      StanokCommandType  type,
                      const char        *order_id)
{
  StanokCommand *command = stanok_command_new ();

  command->command_id = g_strdup_printf ("019aa0c2-0000-7000-8000-%012x", ++fixture->n_commands);
  command->type = type;
  command->order_id = g_strdup (order_id);
  command->operator_id = g_strdup ("op-1");
  command->login_id = g_strdup ("login-1");
  command->auth = g_strdup ("pin");
  command->wall_ms = fixture->now_ms;
  command->boot_ms = 1000;
  command->boot_id = g_strdup ("boot-1");
  command->args.reason = g_strdup ("break");
  command->args.to = g_strdup ("op-2");
  command->args.command_id = g_strdup (command->command_id);
  command->args.exception_id = g_strdup ("x-1");
  command->args.decision = g_strdup ("keep");
  command->args.kind = g_strdup ("foreman");
  command->args.text = g_strdup ("Ой");
  command->args.sha256 = g_strnfill (64, 'b');
  command->args.media_type = g_strdup ("image/jpeg");
  command->args.name = g_strdup ("photo.jpg");
  return command;
}

StanokMesResponse *
fixture_send (Fixture             *fixture,
              const StanokCommand *command,
              const Send          *send)
{
  g_autofree char *json = stanok_command_to_json (command);
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/commands", send->order_id != NULL
                                           ? send->order_id : command->order_id);
  g_autofree char *key = g_strdup_printf ("\"%s\"", command->command_id);
  gint64 seq = send->seq != 0 ? send->seq : fixture->seq++;
  g_autofree char *place = g_strdup_printf ("%s;inc=%s;seq=%" G_GINT64_FORMAT,
                                            send->device != NULL ? send->device : "K-01",
                                            send->incarnation != NULL ? send->incarnation
                                                                      : FIXTURE_INCARNATION, seq);
  g_autofree char *etag = NULL;
  Ask ask = { .method = "POST", .path = path, .token = send->token,
              .body = send->body != NULL ? send->body : json };
  const char *condition = send->if_match;
  guint n = 0;

  if (condition == NULL && stanok_command_is_intent (command->type))
    condition = etag = fixture_etag (fixture, command->order_id);
  ask.headers[n++] = "content-type";
  ask.headers[n++] = "application/json";
  ask.headers[n++] = "idempotency-key";
  ask.headers[n++] = send->key != NULL ? send->key : key;
  ask.headers[n++] = "stanok-device";
  ask.headers[n++] = place;
  if (condition != NULL && *condition != '\0')
    {
      ask.headers[n++] = "if-match";
      ask.headers[n++] = condition;
    }
  if (send->clock != NULL)
    {
      ask.headers[n++] = "stanok-clock";
      ask.headers[n++] = send->clock;
    }
  return fixture_ask (fixture, &ask);
}

char *
fixture_body (const StanokMesResponse *response)
{
  gsize n = 0;
  const char *bytes = response->body != NULL ? g_bytes_get_data (response->body, &n) : "";

  return g_strndup (bytes, n);
}

gpointer
fixture_decode (const StanokMesResponse *response,
                const StanokRecordType  *type)
{
  g_autofree char *body = fixture_body (response);
  g_autoptr(GError) error = NULL;
  gpointer record = stanok_record_from_json (type, body, strlen (body), &STANOK_JSON_ANSWER,
                                             &error);

  if (error != NULL)
    g_test_message ("%s", body);
  g_assert_no_error (error);
  return record;
}

void
fixture_assert_problem_at (const StanokMesResponse *response,
                           StanokProblemType        type,
                           int                      line)
{
  g_autoptr(StanokProblem) problem = NULL;
  g_autofree char *body = fixture_body (response);

  if (response->status != (guint) stanok_problem_status (type))
    g_error ("line %d: status %u, not %d: %s", line, response->status, stanok_problem_status (type),
             body);
  g_assert_cmpstr (stanok_mes_response_get (response, "content-type"), ==,
                   "application/problem+json");
  g_assert_cmpstr (stanok_mes_response_get (response, "cache-control"), ==, "no-store");
  problem = fixture_decode (response, &STANOK_RECORD_PROBLEM);
  if (problem->type != type)
    g_error ("line %d: %s, not %s", line, stanok_problem_name (problem->type),
             stanok_problem_name (type));
  g_assert_cmpint (problem->status, ==, response->status);
  g_assert_cmpstr (problem->title, !=, "");
}
