/* stanok-record.h: JSON to C structs and back, by table
 *
 * A record is described once, as a table of fields; decoding, encoding, the
 * refusals and their tests, and the schema of the API document all follow from
 * the table. No file outside this room calls json-glib.
 *
 * Unknown members are ignored: an older client must survive a newer server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "wire/stanok-json-scan.h"

G_BEGIN_DECLS

typedef enum {
  STANOK_FIELD_STRING,     /* char *; @max = most bytes */
  STANOK_FIELD_INT64,      /* gint64 in @min..@max */
  STANOK_FIELD_BOOL,       /* gboolean */
  STANOK_FIELD_ENUM,       /* int, by names */
  STANOK_FIELD_GROUP,      /* nested object whose members lie in the same struct */
  STANOK_FIELD_RECORD,     /* pointer to a record of its own */
  STANOK_FIELD_RECORDS,    /* GPtrArray of records; @max = most elements */
  STANOK_FIELD_STRINGS,    /* GPtrArray of char * */
  STANOK_FIELD_RAW,        /* char * that holds JSON text, spliced in unread */
  STANOK_FIELD_RAWS,       /* GPtrArray of such */
  STANOK_FIELD_CUSTOM,     /* a pair of functions of this room */
} StanokFieldKind;

typedef enum {
  STANOK_FIELD_REQUIRED = 0,
  STANOK_FIELD_OPTIONAL = 1 << 0,   /* may be missing; not written when unset */
  STANOK_FIELD_NULLABLE = 1 << 1,   /* must be there, may be null; written as null when unset */
  STANOK_FIELD_OR_NUMBER = 1 << 2,  /* GROUP: also there if its first field, a gint64, is not 0 */
} StanokFieldFlags;

typedef struct _StanokField StanokField;
typedef struct _StanokRecordType StanokRecordType;

struct _StanokField {
  const char       *name;
  StanokFieldKind   kind;
  StanokFieldFlags  flags;
  gsize             offset;
  gint64            min;
  gint64            max;
  const StanokRecordType *record;           /* GROUP, RECORD, RECORDS */
  gssize            presence;               /* nullable GROUP or INT64: offset of a char * that is non-null if present; -1 = none */
  const char     *(*to_name)   (int value); /* ENUM */
  int             (*from_name) (const char *name);
  gboolean        (*decode)    (gpointer record, gpointer json_node, GError **error);  /* CUSTOM */
  void            (*encode)    (gconstpointer record, GString *out);
};

struct _StanokRecordType {
  const char        *name;       /* as in the API document: "Order" */
  const StanokField *fields;
  gsize              n_fields;
  gpointer         (*create)  (void);
  void             (*destroy) (gpointer record);
  gboolean         (*check)   (gconstpointer record, GError **error);  /* (nullable) what no single field can say */
};

/* Scans, parses and fills. Errors: as stanok_json_scan(), and BAD_DATA naming the member, with its path. Nothing is returned on failure. */
gpointer stanok_record_from_json (const StanokRecordType  *type,
                                  const char              *text,
                                  gsize                    length,
                                  const StanokJsonLimits  *limits,
                                  GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* Members in the table's order, no white space: equal records give equal bytes. */
char    *stanok_record_to_json   (const StanokRecordType  *type,
                                  gconstpointer            record) G_GNUC_WARN_UNUSED_RESULT;
void     stanok_record_append    (const StanokRecordType  *type,
                                  gconstpointer            record,
                                  GString                 *out);
void     stanok_json_append_string (GString *out, const char *text);

G_END_DECLS
