/* stanok-search-words.h: text made comparable: one case, one spelling of yo
 *
 * SQLite's own functions know the case of ASCII only, so both sides of a
 * search are folded here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-order.h"

G_BEGIN_DECLS

#define STANOK_SEARCH_WORDS_MAX 4

char *stanok_search_fold     (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* All that an order is found by, folded, one part a line. */
char *stanok_search_of_order (const StanokOrder *order) G_GNUC_WARN_UNUSED_RESULT;
/* The words of what a person typed; unused places are NULL, words beyond the last place are left out. */
void  stanok_search_split    (const char *typed, char *words[STANOK_SEARCH_WORDS_MAX]);

G_END_DECLS
