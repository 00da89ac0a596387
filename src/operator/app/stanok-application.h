/* stanok-application.h: the composition root: the only place that knows every room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define STANOK_TYPE_APPLICATION (stanok_application_get_type ())
G_DECLARE_FINAL_TYPE (StanokApplication, stanok_application, STANOK, APPLICATION, AdwApplication)

/* @program: argv[0] */
StanokApplication *stanok_application_new (const char *program);

G_END_DECLS
