/* stanok-mes-texts.h: files of the source tree that became part of the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

extern const char stanok_mes_sql_001_orders[];
extern const char stanok_mes_openapi[];
