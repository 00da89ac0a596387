/* stanok-demo-live.c: what goes on in the factory while somebody looks
 *
 * The colleagues have kiosks of their own and send what every kiosk sends, so
 * whatever the real thing refuses, they are refused too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo-live.h"

#include <string.h>

#include "demo/stanok-demo-people.h"

#define STEP_MIN_MS    1500
#define STEP_MAX_MS    5000
#define N_LOOKED_AT    60         /* orders that a colleague chooses from */
#define HOUR_MS        (60 * 60 * G_GINT64_CONSTANT (1000))
#define AGE_MAX_MS     (45 * 24 * HOUR_MS)   /* of what is ordered again */

typedef struct {
  const char *operator_id;
  char        kiosk[16];
  char       *token;         /* (owned) */
  gint64      seq;           /* next */
} Colleague;

struct _StanokDemoLive {
  StanokDemoRandom random;
  char             incarnation[33];
  Colleague        colleagues[STANOK_DEMO_N_COLLEAGUES];
  gint64           number;        /* of the next order */
};

/* ---- asking --------------------------------------------------------------------------------- */

static StanokMesResponse *
ask (StanokMes  *mes,
     const char *token,
     const char *method,
     const char *path,
     const char *query,
     const char *body,
     const char *const *headers)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  g_autoptr(GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  const StanokMesRequest request = { .method = method, .path = path, .query = query,
                                     .headers = all, .body = bytes };

  g_ptr_array_add (all, (gpointer) "authorization");
  g_ptr_array_add (all, bearer);
  for (; headers != NULL && *headers != NULL; headers++)
    g_ptr_array_add (all, (gpointer) *headers);
  return stanok_mes_handle (mes, &request);
}

/* (nullable): some of a state, from a moment on. */
static StanokOrdersPage *
list_orders (StanokDemoLive *self,
             StanokMes      *mes,
             StanokState     state,
             gint64          since_ms)
{
  g_autofree char *query = g_strdup_printf ("state=%s&limit=%d&after=%" G_GINT64_FORMAT ".0",
                                            stanok_state_name (state), N_LOOKED_AT, since_ms);
  g_autoptr(StanokMesResponse) response = ask (mes, self->colleagues[0].token, "GET", "/v1/orders",
                                               query, NULL, NULL);
  gsize n;
  const char *json;

  if (response->status != 200)
    return NULL;
  json = g_bytes_get_data (response->body, &n);
  return stanok_record_from_json (&STANOK_RECORD_ORDERS_PAGE, json, n, &STANOK_JSON_ANSWER, NULL);
}

/* UUIDv7: what a kiosk would make. */
static char *
make_command_id (StanokDemoLive *self,
                 gint64          now_ms)
{
  guint64 a = stanok_demo_random_next (&self->random), b = stanok_demo_random_next (&self->random);

  return g_strdup_printf ("%08x-%04x-7%03x-%04x-%012" G_GINT64_MODIFIER "x",
                          (guint) (now_ms >> 16), (guint) (now_ms & 0xffff), (guint) (a & 0xfff),
                          (guint) (0x8000 | (a >> 16 & 0x3fff)), b & 0xffffffffffff);
}

static StanokCommand *
make_command (StanokDemoLive    *self,
              const Colleague   *colleague,
              StanokCommandType  type,
              const StanokOrder *order,
              gint64             now_ms)
{
  StanokCommand *command = stanok_command_new ();
  const StanokFile *model = stanok_order_get_file (order, "model");

  command->command_id = make_command_id (self, now_ms);
  command->type = type;
  command->order_id = g_strdup (order->id);
  command->operator_id = g_strdup (colleague->operator_id);
  command->login_id = g_strdup ("live");
  command->auth = g_strdup ("pin");
  command->wall_ms = now_ms;
  command->boot_ms = 1;
  command->boot_id = g_strdup ("live");
  command->base_rev = order->rev;
  command->saw_instructions_rev = order->instructions_rev;
  command->saw_model = g_strdup (model != NULL ? model->sha256 : NULL);
  return command;
}

/* Whether it was accepted. */
static gboolean
send (StanokDemoLive      *self,
      StanokMes           *mes,
      Colleague           *colleague,
      const StanokOrder   *order,
      const StanokCommand *command)
{
  g_autofree char *path = g_strdup_printf ("/v1/orders/%s/commands", order->id);
  g_autofree char *key = g_strdup_printf ("\"%s\"", command->command_id);
  g_autofree char *place = g_strdup_printf ("%s;inc=%s;seq=%" G_GINT64_FORMAT, colleague->kiosk,
                                            self->incarnation, colleague->seq++);
  g_autofree char *body = stanok_command_to_json (command);
  const char *headers[] = { "content-type", "application/json", "idempotency-key", key,
                            "stanok-device", place, "if-match", order->etag, NULL };
  g_autoptr(StanokMesResponse) response = ask (mes, colleague->token, "POST", path, NULL, body,
                                               headers);

  if (response->status != 200)
    g_debug ("live: %s of %s: %u", stanok_command_name (command->type), order->id,
             response->status);
  return response->status == 200;
}

/* ---- doing ---------------------------------------------------------------------------------- */

static gboolean
is_free (const StanokOrder *order,
         const Colleague   *colleague)
{
  return order->holder_operator == NULL && stanok_order_is_open (order);
}

static gboolean
is_own (const StanokOrder *order,
        const Colleague   *colleague)
{
  return g_strcmp0 (order->holder_operator, colleague->operator_id) == 0;
}

static gboolean
is_open (const StanokOrder *order,
         const Colleague   *colleague)
{
  return stanok_order_is_open (order);
}

/* (transfer none) (nullable): one that a colleague could do something with. */
static const StanokOrder *
choose (StanokDemoLive         *self,
        const StanokOrdersPage *page,
        const Colleague        *colleague,
        gboolean              (*is_fit) (const StanokOrder *, const Colleague *))
{
  guint first;

  if (page == NULL || page->items->len == 0)
    return NULL;
  first = stanok_demo_random_below (&self->random, page->items->len);
  for (guint i = 0; i < page->items->len; i++)
    {
      const StanokOrder *order = page->items->pdata[(first + i) % page->items->len];

      if (is_fit (order, colleague))
        return order;
    }
  return NULL;
}

/* A copy of what was ordered before, as if nothing had happened to it yet. */
static StanokOrder *
order_again (const StanokOrder *before,
             gint64             number,
             gint64             now_ms)
{
  StanokOrder *order = stanok_order_new ();
  const StanokFile *model = stanok_order_get_file (before, "model");

  order->id = g_strdup_printf ("WO-%" G_GINT64_FORMAT, number);
  order->number = g_strdup_printf ("2026-%05" G_GINT64_FORMAT, number);
  order->title = g_strdup (before->title);
  order->customer = g_strdup (before->customer);
  order->source = g_strdup (before->source);
  order->material = g_strdup (before->material);
  order->station = g_strdup (before->station);
  order->instructions = g_strdup (before->instructions);
  order->instructions_rev = before->instructions_rev;
  order->ordered = before->ordered;
  order->tolerance_pct = before->tolerance_pct;
  order->priority = before->priority;
  order->created_ms = order->available_ms = now_ms;
  order->due_ms = now_ms + MAX (before->due_ms - before->created_ms, 24 * HOUR_MS);
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  order->price_minor = before->price_minor;
  order->price_currency = g_strdup (before->price_currency);
  order->price_list = g_strdup (before->price_list);
  order->price_watertight = before->price_watertight;
  if (model != NULL)
    {
      StanokFile *file = stanok_file_new ();

      file->sha256 = g_strdup (model->sha256);
      file->size = model->size;
      file->media_type = g_strdup (model->media_type);
      file->role = g_strdup (model->role);
      file->name = g_strdup (model->name);
      file->unit = g_strdup (model->unit);
      g_ptr_array_add (order->files, file);
    }
  return order;
}

static gboolean
arrive (StanokDemoLive *self,
        StanokMes      *mes,
        Colleague      *colleague,
        gint64          now_ms)
{
  gint64 age_ms = stanok_demo_random_between (&self->random, 0, AGE_MAX_MS);
  g_autoptr(StanokOrdersPage) page = list_orders (self, mes, STANOK_STATE_MANUFACTURING_APPROVED,
                                                  now_ms - age_ms);
  const StanokOrder *before = choose (self, page, NULL, is_open);
  g_autoptr(StanokOrder) order = NULL;
  g_autoptr(GError) error = NULL;

  if (before == NULL)
    return FALSE;
  order = order_again (before, self->number++, now_ms);
  if (!stanok_mes_put_order (mes, order, &error))
    g_debug ("live: %s", error->message);
  return error == NULL;
}

static gboolean
take (StanokDemoLive *self,
      StanokMes      *mes,
      Colleague      *colleague,
      gint64          now_ms)
{
  g_autoptr(StanokOrdersPage) page = list_orders (self, mes, STANOK_STATE_MANUFACTURING_APPROVED,
                                                  now_ms - 4 * HOUR_MS);
  const StanokOrder *order = choose (self, page, colleague, is_free);
  g_autoptr(StanokCommand) command = NULL;

  if (order == NULL)
    return FALSE;
  command = make_command (self, colleague, STANOK_COMMAND_CLAIM, order, now_ms);
  command->args.start = TRUE;
  return send (self, mes, colleague, order, command);
}

static gboolean
work (StanokDemoLive *self,
      StanokMes      *mes,
      Colleague      *colleague,
      gint64          now_ms)
{
  g_autoptr(StanokOrdersPage) page = list_orders (self, mes, STANOK_STATE_MANUFACTURING_STARTED,
                                                  0);
  const StanokOrder *order = choose (self, page, colleague, is_own);
  g_autoptr(StanokCommand) command = NULL;
  gint64 remaining;

  if (order == NULL)
    return FALSE;
  remaining = stanok_order_get_remaining (order);
  if (order->run == STANOK_RUN_PAUSED)
    command = make_command (self, colleague, STANOK_COMMAND_RESUME, order, now_ms);
  else if (remaining <= 1 || stanok_demo_random_chance (&self->random, 35))
    {
      command = make_command (self, colleague, STANOK_COMMAND_COMPLETE, order, now_ms);
      command->args.good = remaining;
    }
  else
    {
      command = make_command (self, colleague, STANOK_COMMAND_PROGRESS, order, now_ms);
      command->args.good = stanok_demo_random_between (&self->random, 1, MAX (remaining / 2, 1));
      if (stanok_demo_random_chance (&self->random, 20))
        stanok_command_add_scrap (command, stanok_demo_people_get_reason (
            "scrap", stanok_demo_random_below (&self->random, 4)), 1);
    }
  return send (self, mes, colleague, order, command);
}

/* What is made is packed, what is packed goes. */
static gboolean
move_on (StanokDemoLive *self,
         StanokMes      *mes,
         Colleague      *colleague,
         gint64          now_ms)
{
  gboolean packs = stanok_demo_random_chance (&self->random, 55);
  g_autoptr(StanokOrdersPage) page = list_orders (
      self, mes, packs ? STANOK_STATE_MANUFACTURING_COMPLETED : STANOK_STATE_PACKAGING, 0);
  const StanokOrder *order = choose (self, page, colleague, is_open);
  g_autoptr(StanokCommand) command = NULL;

  if (order == NULL)
    return FALSE;
  command = make_command (self, colleague, packs ? STANOK_COMMAND_PACK : STANOK_COMMAND_SHIP, order,
                          now_ms);
  return send (self, mes, colleague, order, command);
}

static void
approve (StanokOrder *order,
         gpointer     data)
{
  order->state = STANOK_STATE_MANUFACTURING_APPROVED;
  order->available_ms = *(gint64 *) data;
}

/* The seller confirms one that had a price. */
static gboolean
confirm (StanokDemoLive *self,
         StanokMes      *mes,
         Colleague      *colleague,
         gint64          now_ms)
{
  g_autoptr(StanokOrdersPage) page = list_orders (self, mes, STANOK_STATE_PRICE_CALCULATED, 0);
  const StanokOrder *order = choose (self, page, NULL, is_open);

  return order != NULL && stanok_mes_edit_order (mes, order->id, approve, &now_ms, NULL);
}

/* Each returns whether anything came of it. */
static const struct {
  guint      percent;
  gboolean (*run) (StanokDemoLive *self, StanokMes *mes, Colleague *colleague, gint64 now_ms);
} DOINGS[] = {
  { 25, arrive }, { 10, confirm }, { 20, take }, { 30, work }, { 15, move_on },
};

gint64
stanok_demo_live_step (StanokDemoLive *self,
                       StanokMes      *mes,
                       gint64          now_ms)
{
  Colleague *colleague = &self->colleagues[stanok_demo_random_below (&self->random,
                                                                     STANOK_DEMO_N_COLLEAGUES)];
  guint chance = stanok_demo_random_below (&self->random, 100);
  guint first = 0;

  for (; chance >= DOINGS[first].percent; first++)
    chance -= DOINGS[first].percent;
  /* where there is nothing to take or to pack, something else goes on */
  for (guint i = 0; i < G_N_ELEMENTS (DOINGS); i++)
    if (DOINGS[(first + i) % G_N_ELEMENTS (DOINGS)].run (self, mes, colleague, now_ms))
      break;
  return stanok_demo_random_between (&self->random, STEP_MIN_MS, STEP_MAX_MS);
}

/* ---- life ----------------------------------------------------------------------------------- */

/* The first number that no order has. */
static gint64
find_number (StanokMes *mes)
{
  gint64 number = 1001 + stanok_mes_count_orders (mes);

  for (;; number++)
    {
      g_autofree char *id = g_strdup_printf ("WO-%" G_GINT64_FORMAT, number);
      g_autoptr(StanokOrder) order = stanok_mes_dup_order (mes, id);

      if (order == NULL)
        return number;
    }
}

StanokDemoLive *
stanok_demo_live_new (StanokMes *mes,
                      guint32    random,
                      GError   **error)
{
  g_autoptr(StanokDemoLive) self = g_new0 (StanokDemoLive, 1);

  self->random = stanok_demo_random_make (random, 2);
  self->number = find_number (mes);
  g_snprintf (self->incarnation, sizeof self->incarnation,
              "%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
              stanok_demo_random_next (&self->random), stanok_demo_random_next (&self->random));
  for (guint i = 0; i < STANOK_DEMO_N_COLLEAGUES; i++)
    {
      Colleague *colleague = &self->colleagues[i];

      colleague->operator_id = stanok_demo_people_get_id (STANOK_DEMO_N_OPERATORS - 1 - i);
      colleague->seq = 1;
      g_snprintf (colleague->kiosk, sizeof colleague->kiosk, "K-1%u", i + 1);
      colleague->token = stanok_mes_enrol_device (mes, colleague->kiosk,
                                                  stanok_demo_people_get_station (i + 2), error);
      if (colleague->token == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
stanok_demo_live_free (StanokDemoLive *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < STANOK_DEMO_N_COLLEAGUES; i++)
    g_free (self->colleagues[i].token);
  g_free (self);
}
