/* stanok-record-private.h: short names for tables, and what custom fields need; this room only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wire/stanok-record.h"

G_BEGIN_DECLS

#define STANOK_STRING_MAX  1024          /* ids, names, titles */
#define STANOK_TEXT_MAX    (32 * 1024)   /* notes, instructions */
#define STANOK_LIST_MAX    100000
#define STANOK_MS_MAX      G_GINT64_CONSTANT (253402300799999)   /* the end of the year 9999 */

#define O(S, f) G_STRUCT_OFFSET (S, f)

#define F_STRING(S, f, n, fl)         { n, STANOK_FIELD_STRING, fl, O (S, f), 0, STANOK_STRING_MAX, NULL, -1, NULL, NULL, NULL, NULL }
#define F_ID(S, f, n, fl)             { n, STANOK_FIELD_STRING, fl, O (S, f), 1, 64, NULL, -1, NULL, NULL, NULL, NULL }
#define F_TEXT(S, f, n, fl)           { n, STANOK_FIELD_STRING, fl, O (S, f), 0, STANOK_TEXT_MAX, NULL, -1, NULL, NULL, NULL, NULL }
#define F_INT(S, f, n, fl, lo, hi)    { n, STANOK_FIELD_INT64, fl, O (S, f), lo, hi, NULL, -1, NULL, NULL, NULL, NULL }
#define F_MS(S, f, n, fl)             F_INT (S, f, n, fl, 0, STANOK_MS_MAX)
#define F_BOOL(S, f, n, fl)           { n, STANOK_FIELD_BOOL, fl, O (S, f), 0, 0, NULL, -1, NULL, NULL, NULL, NULL }
#define F_ENUM(S, f, n, fl, to, from) { n, STANOK_FIELD_ENUM, fl, O (S, f), 0, 0, NULL, -1, to, from, NULL, NULL }
#define F_GROUP(n, fl, rec, presence) { n, STANOK_FIELD_GROUP, fl, 0, 0, 0, rec, presence, NULL, NULL, NULL, NULL }
#define F_RECORD(S, f, n, fl, rec)    { n, STANOK_FIELD_RECORD, fl, O (S, f), 0, 0, rec, -1, NULL, NULL, NULL, NULL }
#define F_RECORDS(S, f, n, fl, rec)   { n, STANOK_FIELD_RECORDS, fl, O (S, f), 0, STANOK_LIST_MAX, rec, -1, NULL, NULL, NULL, NULL }
#define F_STRINGS(S, f, n, fl)        { n, STANOK_FIELD_STRINGS, fl, O (S, f), 0, STANOK_LIST_MAX, NULL, -1, NULL, NULL, NULL, NULL }
#define F_RAW(S, f, n, fl)            { n, STANOK_FIELD_RAW, fl, O (S, f), 0, 0, NULL, -1, NULL, NULL, NULL, NULL }
#define F_CUSTOM(n, fl, dec, enc)     { n, STANOK_FIELD_CUSTOM, fl, 0, 0, 0, NULL, -1, NULL, NULL, dec, enc }

/* A function to give each record type its name in messages, and its size. */
#define STANOK_RECORD_TYPE(wire_name, table, make, end, verify) \
  { wire_name, table, G_N_ELEMENTS (table), make, end, verify }

/* Sets "<error>: wanted"; the callers put the member's path in front. Returns FALSE. */
gboolean stanok_record_refuse      (GError **error, const char *wanted);
gboolean stanok_record_decode_node (const StanokRecordType *type, gpointer json_node,
                                    gpointer record, GError **error);

G_END_DECLS
