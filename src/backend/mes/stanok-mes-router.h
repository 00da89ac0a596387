/* stanok-mes-router.h: which request means what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-exchange.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_MES_AUTH_NONE,     /* anybody */
  STANOK_MES_AUTH_SCOPED,   /* this machine, or a scoped key */
  STANOK_MES_AUTH_DEVICE,   /* an enrolled device */
  STANOK_MES_AUTH_OFFICE,   /* who has the office's key */
} StanokMesAuth;

#define STANOK_MES_PARAMS_MAX 1

struct _StanokMesRoute {
  const char   *method;
  const char   *pattern;         /* "/v1/orders/{id}" */
  void        (*handle) (StanokMesExchange *exchange);
  StanokMesAuth auth;
  gboolean      is_feed;         /* absent from a server without the feed */
  const char   *cache_control;   /* of its successes; refusals are no-store */
  const char   *takes;           /* (nullable) media type of the request's body */
  const char   *gives;           /* (nullable) media type of its successes */
  /* (nullable) name of the table that describes its success, for the API document */
  const char   *record;
};

extern const StanokMesRoute STANOK_MES_ROUTES[];
extern const gsize STANOK_MES_N_ROUTES;

/* @params: (out caller-allocates): what stood in the braces, decoded; the caller frees.
 * @allowed: (out) (nullable): methods that the path has, if it has others than @method.
 * HEAD finds what GET finds. */
const StanokMesRoute *stanok_mes_router_find (const char *method, const char *path,
                                              char *params[STANOK_MES_PARAMS_MAX], char **allowed);

G_END_DECLS
