/* stanok-people.c: names of people, stations and reasons, in the language of the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-people.h"

#include <glib/gi18n.h>

const char *
stanok_people_get_language (void)
{
  /* Translators: "en" or "ru": in which of its two languages the factory's own names are shown */
  return C_("language of names", "en");
}

static const char *
get_name (const StanokName *name,
          const char       *id)
{
  const char *text = stanok_name_get (name, stanok_people_get_language ());

  return text != NULL && *text != '\0' ? text : id;
}

const char *
stanok_people_get_operator (StanokStore *store,
                            const char  *operator_id)
{
  const StanokOperators *operators = stanok_store_get_operators (store);
  guint i;

  if (operator_id == NULL)
    return "";
  for (i = 0; operators != NULL && i < operators->items->len; i++)
    {
      const StanokOperator *person = operators->items->pdata[i];

      if (g_str_equal (person->id, operator_id))
        return get_name (&person->name, operator_id);
    }
  return operator_id;
}

const char *
stanok_people_get_station (StanokStore *store,
                           const char  *station_id)
{
  const StanokStations *stations = stanok_store_get_stations (store);
  guint i;

  if (station_id == NULL)
    return "";
  for (i = 0; stations != NULL && i < stations->items->len; i++)
    {
      const StanokStation *station = stations->items->pdata[i];

      if (g_str_equal (station->id, station_id))
        return get_name (&station->name, station_id);
    }
  return station_id;
}

const char *
stanok_people_get_reason (StanokStore *store,
                          const char  *kind,
                          const char  *reason_id)
{
  const StanokReasons *reasons = stanok_store_get_reasons (store);
  guint i;

  if (reason_id == NULL)
    return "";
  for (i = 0; reasons != NULL && i < reasons->items->len; i++)
    {
      const StanokReason *reason = reasons->items->pdata[i];

      if (g_str_equal (reason->kind, kind) && g_str_equal (reason->id, reason_id))
        return get_name (&reason->name, reason_id);
    }
  return reason_id;
}
