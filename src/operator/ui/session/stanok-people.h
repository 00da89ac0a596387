/* stanok-people.h: names of people, stations and reasons, in the language of the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/stanok-store.h"

G_BEGIN_DECLS

/* "en" or "ru": the language that the screen speaks now. */
const char *stanok_people_get_language (void);

/* Names are borrowed until the next reference-changed. An id that nobody knows is its own name; NULL gives "". */
const char *stanok_people_get_operator (StanokStore *store,
                                        const char  *operator_id);
const char *stanok_people_get_station  (StanokStore *store,
                                        const char  *station_id);
/* @kind: "scrap", "pause", "hold", "help" */
const char *stanok_people_get_reason   (StanokStore *store,
                                        const char  *kind,
                                        const char  *reason_id);

G_END_DECLS
