/* stanok-demo-people.c: who works in the demo's factory, where, and with which words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "demo/stanok-demo-people.h"

#include <sodium.h>
#include <string.h>

#include "domain/stanok-error.h"

/* The least that the protocol takes (A1): a demo should be there at once. */
#define PIN_MEMORY_BYTES (19 * 1024 * 1024)
#define PIN_PASSES       2

#define N_READY_KIOSKS 3

static const struct {
  const char *id, *kiosk, *en, *ru;
} stations[STANOK_DEMO_N_STATIONS] = {
  { "st-1", "K-01", "Jeweller's bench",  "Ювелирный верстак" },
  { "st-2", "K-02", "Turning",           "Токарный участок" },
  { "st-3", "K-03", "Milling",           "Фрезерный участок" },
  { "st-4", "K-04", "Casting",           "Литейный участок" },
  { "st-5", "K-05", "Sheet metal",       "Листовой участок" },
  { "st-6", "K-06", "Polishing",         "Полировка" },
};

static const struct {
  const char *id, *role, *en, *ru;
} operators[STANOK_DEMO_N_OPERATORS] = {
  { "op-11", "supervisor", "Irina Sokolova",    "Ирина Соколова" },
  { "op-12", "supervisor", "Viktor Melnikov",   "Виктор Мельников" },
  { "op-13", "operator",   "Anna Kuznetsova",   "Анна Кузнецова" },
  { "op-14", "operator",   "Dmitry Orlov",      "Дмитрий Орлов" },
  { "op-15", "operator",   "Aigul Nurlanova",   "Айгуль Нурланова" },
  { "op-16", "operator",   "Sergey Volkov",     "Сергей Волков" },
  { "op-17", "operator",   "Maria Petrenko",    "Мария Петренко" },
  { "op-18", "operator",   "Levon Grigoryan",   "Левон Григорян" },
  { "op-19", "operator",   "Olga Fyodorova",    "Ольга Фёдорова" },
  { "op-20", "operator",   "Rustam Yusupov",    "Рустам Юсупов" },
  { "op-21", "operator",   "Elena Zaitseva",    "Елена Зайцева" },
  { "op-22", "operator",   "Pavel Semyonov",    "Павел Семёнов" },
  { "op-23", "operator",   "Giorgi Beridze",    "Георгий Беридзе" },
  { "op-24", "operator",   "Tatiana Morozova",  "Татьяна Морозова" },
};

static const StanokReason reasons[] = {
#define REASON(id, kind, en, ru, icon) \
  { (char *) id, (char *) kind, { (char *) en, (char *) ru }, (char *) icon }
  REASON ("broken-tool", "scrap", "Broken tool", "Сломан инструмент",
          "broken-tool"),
  REASON ("material-defect", "scrap", "Flaw in the material", "Дефект материала",
          "material-defect"),
  REASON ("wrong-size", "scrap", "Out of size", "Не в размер",
          "wrong-size"),
  REASON ("surface-defect", "scrap", "Scratches, dents", "Царапины, вмятины",
          "surface-defect"),
  REASON ("machine-stopped", "pause", "The machine stopped", "Станок остановился",
          "machine-stopped"),
  REASON ("no-material", "pause", "No material", "Нет материала",
          "no-material"),
  REASON ("break", "pause", "Break", "Перерыв",
          "break"),
  REASON ("meeting", "pause", "Meeting", "Совещание",
          "meeting"),
  REASON ("cleaning", "pause", "Cleaning", "Уборка",
          "cleaning"),
  REASON ("waiting-quality", "pause", "Waiting for inspection", "Ждём ОТК",
          "waiting-quality"),
  REASON ("customer-asked", "hold", "The customer asked", "Просьба заказчика",
          "on-hold"),
  REASON ("drawing-unclear", "hold", "The drawing is unclear", "Неясен чертёж",
          "compare"),
  REASON ("foreman", "help", "Call the foreman", "Позвать мастера",
          "help-call"),
  REASON ("repair", "help", "Machine needs repair", "Нужен ремонт",
          "machine-stopped"),
  REASON ("bring-material", "help", "Bring material", "Принести материал",
          "no-material"),
#undef REASON
};

const char *
stanok_demo_people_get_id (guint operator)
{
  return operators[operator % STANOK_DEMO_N_OPERATORS].id;
}

const char *
stanok_demo_people_get_station (guint station)
{
  return stations[station % STANOK_DEMO_N_STATIONS].id;
}

const char *
stanok_demo_people_get_kiosk (guint station)
{
  return stations[station % STANOK_DEMO_N_STATIONS].kiosk;
}

const char *
stanok_demo_people_get_reason (const char *kind,
                               guint       n)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (strcmp (reasons[i].kind, kind) == 0 && n-- == 0)
      return reasons[i].id;
  return NULL;
}

gboolean
stanok_demo_people_put_places (StanokMes *mes,
                               GError   **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stations); i++)
    {
      const StanokStation station = { (char *) stations[i].id,
                                      { (char *) stations[i].en, (char *) stations[i].ru } };

      if (!stanok_mes_put_station (mes, &station, error))
        return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (!stanok_mes_put_reason (mes, &reasons[i], error))
      return FALSE;
  return TRUE;
}

/* ---- operators ------------------------------------------------------------------------------ */

static gboolean
put_operator (StanokMes                 *mes,
              guint                      n,
              const StanokReadyOperator *secret,
              GError                   **error)
{
  const StanokOperator op = { (char *) operators[n].id,
                              { (char *) operators[n].en, (char *) operators[n].ru },
                              (char *) operators[n].role, TRUE };
  g_autofree char *badge = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret->badge, -1);
  char verifier[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str (verifier, secret->pin, strlen (secret->pin), PIN_PASSES,
                         PIN_MEMORY_BYTES) != 0)
    {
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_STORE,
                   "no memory to protect the PIN of %s", secret->id);
      return FALSE;
    }
  return stanok_mes_put_operator (mes, &op, verifier, badge, error);
}

static StanokReadyOperator *
make_secret (guint             n,
             StanokDemoRandom *random)
{
  StanokReadyOperator *secret = g_new0 (StanokReadyOperator, 1);

  secret->id = g_strdup (operators[n].id);
  /* For whoever reads the file: as the tile says it, whatever language the terminal speaks. */
  secret->name = g_strdup_printf ("%s / %s", operators[n].en, operators[n].ru);
  secret->role = g_strdup (operators[n].role);
  secret->badge = g_strdup_printf ("STB-%08u", (guint) stanok_demo_random_between (random, 10000000,
                                                                                   99999999));
  secret->pin = g_strdup_printf ("%06u", (guint) stanok_demo_random_between (random, 100000,
                                                                             999999));
  return secret;
}

gboolean
stanok_demo_people_put_operators (StanokMes   *mes,
                                  guint32      seed,
                                  StanokReady *ready,
                                  GError     **error)
{
  StanokDemoRandom random = stanok_demo_random_make (seed, 1);

  for (guint i = 0; i < STANOK_DEMO_N_OPERATORS; i++)
    {
      StanokReadyOperator *secret = make_secret (i, &random);

      g_ptr_array_add (ready->operators, secret);
      if (!put_operator (mes, i, secret, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
stanok_demo_people_enrol (StanokMes   *mes,
                          StanokReady *ready,
                          GError     **error)
{
  for (guint i = 0; i < N_READY_KIOSKS; i++)
    {
      g_autofree char *token = stanok_mes_enrol_device (mes, stations[i].kiosk, stations[i].id,
                                                        error);
      StanokReadyDevice *device;

      if (token == NULL)
        return FALSE;
      device = g_new0 (StanokReadyDevice, 1);
      device->id = g_strdup (stations[i].kiosk);
      device->token = g_steal_pointer (&token);
      device->station = g_strdup (stations[i].id);
      g_ptr_array_add (ready->devices, device);
    }
  return TRUE;
}
