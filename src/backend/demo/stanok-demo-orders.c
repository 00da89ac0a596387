/* stanok-demo-orders.c: orders as a factory would have them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo-orders.h"

#include "demo/stanok-demo-people.h"

#define MINUTE_MS G_GINT64_CONSTANT (60000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

#define SPAN_DAYS        45         /* age of the oldest */
#define FIRST_NUMBER     1001
#define N_STARTED        20         /* whoever tries the demo must find operators with free hands */
#define DUE_HOUR         15         /* UTC: the end of a day shift in Moscow */

static const char * const customers_ru[] = {
  "Анна К.", "ООО «Ремточмаш»", "Ювелирный дом «Агат»", "Михаил Б.", "АО «Прибой»",
  "ИП Сафронова", "Мастерская «Ларец»", "Елена и Павел Т.", "НПО «Вектор»", "Завод «Красный якорь»",
  "Галерея «Белый зал»", "Тимур Р.", "ООО «ТехноСервис»", "Ольга Ж.", "Школа № 57",
};

static const char * const customers_en[] = {
  "Maria L.", "Baltic Pumps Ltd", "Atelier Noor", "James H.", "Northline Robotics", "Silver & Sons",
  "Dr. Weber Messtechnik", "Chiara B.", "Hilltop Cycles", "Aster Instruments", "Gallery 9",
};

static const char * const sources[] = { "shop", "shop", "shop", "partner", "partner", "crm" };

/* ---- what ----------------------------------------------------------------------------------- */

static const char *
pick_material (const StanokDemoProduct *product,
               StanokDemoRandom        *random)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (product->materials) && product->materials[n] != NULL)
    n++;
  return product->materials[stanok_demo_random_below (random, n)];
}

/* Small numbers are frequent, round ones too. */
static gint64
pick_quantity (gint64            max,
               StanokDemoRandom *random)
{
  gint64 n = 1 + stanok_demo_random_below (random, (guint) max);

  n = MIN (n, 1 + (gint64) stanok_demo_random_below (random, (guint) max));
  return n > 20 ? n / 10 * 10 : n;
}

static void
describe (StanokOrder           *order,
          const StanokDemoModel *model,
          StanokDemoRandom      *random)
{
  const StanokDemoProduct *product = model->product;
  gboolean is_ru = stanok_demo_random_chance (random, 60);
  guint name = stanok_demo_random_below (random, STANOK_DEMO_N_NAMES);
  const char *title = is_ru ? product->ru[name] : product->en[name];
  const char *size = is_ru ? model->size->ru : model->size->en;

  order->title = size != NULL ? g_strdup_printf ("%s, %s", title, size) : g_strdup (title);
  order->customer = g_strdup (
      is_ru ? customers_ru[stanok_demo_random_below (random, G_N_ELEMENTS (customers_ru))]
            : customers_en[stanok_demo_random_below (random, G_N_ELEMENTS (customers_en))]);
  order->instructions = g_strdup (is_ru ? product->work_ru : product->work_en);
  order->instructions_rev = 1 + stanok_demo_random_below (random, 3);
  order->material = g_strdup (pick_material (product, random));
  order->source = g_strdup (sources[stanok_demo_random_below (random, G_N_ELEMENTS (sources))]);
  order->station = g_strdup (stanok_demo_people_get_station (product->station));
  order->ordered = pick_quantity (product->quantity_max, random);
  order->tolerance_pct = order->ordered < 10 ? 0 : order->ordered < 100 ? 5 : 2;
}

static void
add_file (StanokOrder           *order,
          const StanokDemoModel *model)
{
  StanokFile *file = stanok_file_new ();

  file->sha256 = g_strdup (model->file->sha256);
  file->size = model->file->size;
  file->media_type = g_strdup (model->file->media_type);
  file->role = g_strdup (model->file->role);
  file->name = g_strdup (model->file->name);
  file->unit = g_strdup (model->file->unit);
  g_ptr_array_add (order->files, file);
}

static void
set_price (StanokOrder             *order,
           const StanokDemoProduct *product,
           StanokDemoRandom        *random)
{
  gint64 percent = stanok_demo_random_between (random, 80, 140);

  order->price_minor = product->price_minor * order->ordered / 100 * percent / 100 * 100;
  order->price_currency = g_strdup ("RUB");
  order->price_list = g_strdup ("2026-11");
  order->price_watertight = product->file == NULL;
}

/* ---- when ----------------------------------------------------------------------------------- */

static gint64
end_of_day (gint64 ms)
{
  return ms / DAY_MS * DAY_MS + DUE_HOUR * HOUR_MS;
}

static void
set_times (StanokOrder      *order,
           gint64            created_ms,
           StanokDemoRandom *random)
{
  gboolean is_rush = stanok_demo_random_chance (random, 12);

  order->created_ms = created_ms;
  order->available_ms = created_ms + stanok_demo_random_between (random, 2, 30) * HOUR_MS;
  order->due_ms = end_of_day (created_ms + stanok_demo_random_between (random, is_rush ? 2 : 14,
                                                                       is_rush ? 5 : 30) * DAY_MS);
  order->priority = is_rush ? stanok_demo_random_between (random, 7, 9)
                            : stanok_demo_random_between (random, 2, 5);
}

/* ---- how far -------------------------------------------------------------------------------- */

static void
set_pieces (StanokOrder      *order,
            StanokDemoRandom *random)
{
  order->good = order->ordered;
  order->scrap = order->ordered > 4 ? stanok_demo_random_below (random, 3) : 0;
  order->elapsed_ms = (20 + order->ordered * stanok_demo_random_between (random, 2, 9)) * MINUTE_MS;
}

static void
start (StanokOrder      *order,
       guint             holder,
       gint64            now_ms,
       StanokDemoRandom *random)
{
  gint64 since_ms = now_ms - stanok_demo_random_between (random, 25, 400) * MINUTE_MS;

  order->state = STANOK_STATE_MANUFACTURING_STARTED;
  order->holder_operator = g_strdup (stanok_demo_people_get_id (holder));
  order->holder_device = g_strdup (stanok_demo_people_get_kiosk (
      (guint) (order->station[3] - '1')));
  order->holder_since_ms = since_ms;
  order->run = stanok_demo_random_chance (random, 60) ? STANOK_RUN_RUNNING : STANOK_RUN_PAUSED;
  if (order->run == STANOK_RUN_RUNNING)
    order->run_since_ms = now_ms - stanok_demo_random_between (random, 1, 20) * MINUTE_MS;
  else
    order->pause_reason = g_strdup (stanok_demo_people_get_reason (
        "pause", stanok_demo_random_below (random, 4)));
  order->elapsed_ms = stanok_demo_random_between (random, 3, 20) * MINUTE_MS;
  order->good = order->ordered > 1 ? stanok_demo_random_between (random, 0, order->ordered - 1) : 0;
  order->started_model = g_strdup (stanok_order_get_file (order, "model")->sha256);
  order->started_instructions_rev = order->instructions_rev;
}

static void
hold (StanokOrder      *order,
      gint64            now_ms,
      StanokDemoRandom *random)
{
  order->held_reason = g_strdup (stanok_demo_people_get_reason (
      "hold", stanok_demo_random_below (random, 2)));
  order->held_by = g_strdup (stanok_demo_people_get_id (stanok_demo_random_below (random, 2)));
  order->held_since_ms = now_ms - stanok_demo_random_between (random, 1, 50) * HOUR_MS;
}

/* @age_pct: 0 is the newest, 99 the oldest. */
static StanokState
pick_state (guint             age_pct,
            StanokDemoRandom *random)
{
  guint chance = stanok_demo_random_below (random, 100);

  if (age_pct < 3)
    return chance < 55 ? STANOK_STATE_MANUFACTURING_APPROVED
           : chance < 75 ? STANOK_STATE_PRICE_CALCULATED
           : chance < 88 ? STANOK_STATE_SUBMITTED
           : chance < 94 ? STANOK_STATE_FILE_UPLOADED : STANOK_STATE_INITIATED;
  if (age_pct < 55)
    return chance < 92 ? STANOK_STATE_MANUFACTURING_APPROVED
           : chance < 96 ? STANOK_STATE_MANUFACTURING_COMPLETED : STANOK_STATE_PRICE_CALCULATED;
  if (age_pct < 70)
    return chance < 22 ? STANOK_STATE_MANUFACTURING_APPROVED
           : chance < 65 ? STANOK_STATE_MANUFACTURING_COMPLETED
           : chance < 85 ? STANOK_STATE_PACKAGING : STANOK_STATE_SHIPPED;
  return chance < 70 ? STANOK_STATE_SHIPPED : STANOK_STATE_CLOSED;
}

static void
set_state (StanokOrder      *order,
           guint             age_pct,
           gint64            now_ms,
           StanokDemoRandom *random)
{
  order->state = pick_state (age_pct, random);
  if (order->state > STANOK_STATE_MANUFACTURING_STARTED)
    set_pieces (order, random);
  if (order->state != STANOK_STATE_MANUFACTURING_APPROVED)
    return;
  if (stanok_demo_random_chance (random, 2))
    hold (order, now_ms, random);
  else if (stanok_demo_random_chance (random, 1))
    order->cancelled = TRUE;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static StanokOrder *
make (const StanokDemoOrders *self,
      gint64                  place,
      gint64                  created_ms,
      StanokDemoRandom       *random)
{
  const StanokDemoModel *model = self->models->pdata[stanok_demo_random_below (random,
                                                                               self->models->len)];
  StanokOrder *order = stanok_order_new ();

  order->id = g_strdup_printf ("WO-%" G_GINT64_FORMAT, FIRST_NUMBER + place);
  order->number = g_strdup_printf ("2026-%05" G_GINT64_FORMAT, FIRST_NUMBER + place);
  describe (order, model, random);
  add_file (order, model);
  set_times (order, created_ms, random);
  set_price (order, model->product, random);
  return order;
}

StanokOrder *
stanok_demo_orders_make (const StanokDemoOrders *self,
                         gint64                  place)
{
  StanokDemoRandom random = stanok_demo_random_make (self->seed, 1000 + (guint64) place);
  gint64 n = self->n_orders, age = n - 1 - place;
  gint64 span_ms = SPAN_DAYS * DAY_MS;
  /* The last one came in some minutes ago. */
  gint64 created_ms = self->now_ms - 8 * MINUTE_MS -
                      (gint64) ((double) span_ms * (double) age / (double) MAX (n - 1, 1));
  gint64 every = MAX (n * 6 / 10 / N_STARTED, 1);
  StanokOrder *order = make (self, place, created_ms, &random);
  guint holders = STANOK_DEMO_N_OPERATORS - STANOK_DEMO_N_COLLEAGUES - 2;

  order->available_ms = MIN (order->available_ms, self->now_ms - 5 * MINUTE_MS);
  /* Work in hand is spread over the younger two thirds, evenly over the operators. */
  if (age % every == every / 2 && age / every < N_STARTED)
    start (order, 2 + (guint) (age / every) % holders, self->now_ms, &random);
  else
    set_state (order, (guint) (age * 100 / n), self->now_ms, &random);
  return order;
}
