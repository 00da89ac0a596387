/* stanok-cache-query.c: what a list asks: which keys, which rows, how many
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "domain/stanok-error.h"
#include "store/stanok-cache-private.h"
#include "store/stanok-search-words.h"

/* ---- keys ----------------------------------------------------------------------------------
 *
 * Each group of the base is read in the order of an index that holds all that is asked of it; the
 * groups and the overlay are merged here. Sorting 100,000 rows in SQLite would cost ten times that.
 */

/* ?1 generation, ?2 group or operator, ?3 station, ?4..?7 words of the search. */
#define FOUND \
  " AND (?3 IS NULL OR station=?3)" \
  " AND (?4 IS NULL OR row IN (SELECT row FROM words WHERE instr(words,?4)" \
  " AND (?5 IS NULL OR instr(words,?5)) AND (?6 IS NULL OR instr(words,?6))" \
  " AND (?7 IS NULL OR instr(words,?7))))"

#define BY_NEWEST   "key, -available_ms AS a, 0 AS b"
#define BY_DUE      "key, due_ms AS a, 0 AS b"
#define BY_PRIORITY "key, -priority AS a, due_ms AS b"

#define GROUP_ARM(columns, index, order) \
  "SELECT " columns " FROM base INDEXED BY " index " WHERE generation=?1 AND grp=?2" FOUND \
  " ORDER BY " order ", key"
#define HOLDER_ARM(columns) \
  "SELECT " columns " FROM base WHERE generation=?1 AND holder=?2" FOUND " ORDER BY a, b, key"
#define OVERLAY_ARM(columns, segment) \
  "SELECT " columns " FROM temp.overlay WHERE " segment FOUND " ORDER BY a, b, key"
#define OVERLAY_ARMS(columns) { \
  [STANOK_SEGMENT_AVAILABLE] = OVERLAY_ARM (columns, "?1 NOTNULL AND grp=?2"), \
  [STANOK_SEGMENT_MINE]      = OVERLAY_ARM (columns, "?1 NOTNULL AND holder=?2"), \
  [STANOK_SEGMENT_IN_WORK]   = OVERLAY_ARM (columns, "?1 NOTNULL AND grp=?2"), \
  [STANOK_SEGMENT_ALL]       = OVERLAY_ARM (columns, "?1 NOTNULL AND (?2 IS NULL OR ?2 NOTNULL)"), \
}

#define N_SORTS (STANOK_SORT_PRIORITY + 1)

static const char *const group_arms[N_SORTS] = {
  [STANOK_SORT_NEWEST]   = GROUP_ARM (BY_NEWEST, "base_newest", "available_ms DESC"),
  [STANOK_SORT_DUE]      = GROUP_ARM (BY_DUE, "base_due", "due_ms"),
  [STANOK_SORT_PRIORITY] = GROUP_ARM (BY_PRIORITY, "base_priority", "priority DESC, due_ms"),
};
static const char *const holder_arms[N_SORTS] = {
  [STANOK_SORT_NEWEST]   = HOLDER_ARM (BY_NEWEST),
  [STANOK_SORT_DUE]      = HOLDER_ARM (BY_DUE),
  [STANOK_SORT_PRIORITY] = HOLDER_ARM (BY_PRIORITY),
};
static const char *const overlay_arms[N_SORTS][STANOK_N_SEGMENTS] = {
  [STANOK_SORT_NEWEST]   = OVERLAY_ARMS (BY_NEWEST),
  [STANOK_SORT_DUE]      = OVERLAY_ARMS (BY_DUE),
  [STANOK_SORT_PRIORITY] = OVERLAY_ARMS (BY_PRIORITY),
};

/* A place in the order of a list. */
typedef struct {
  gint64 a, b, key;
} Place;

#define MAX_ARMS 4   /* three groups and the overlay */

typedef struct {
  StanokCache       *cache;
  const StanokQuery *query;
  char              *words[STANOK_SEARCH_WORDS_MAX];
  GArray            *arms[MAX_ARMS];      /* (element-type Place) each in order */
  guint              n_arms;
  GArray            *hidden;   /* (element-type gint64) sorted: what the overlay shows instead */
} Search;

static int
compare_places (const Place *x,
                const Place *y)
{
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  if (x->b != y->b)
    return x->b < y->b ? -1 : 1;
  return x->key < y->key ? -1 : x->key > y->key;
}

static int
compare_keys (gconstpointer x,
              gconstpointer y)
{
  gint64 a = *(const gint64 *) x, b = *(const gint64 *) y;

  return a < b ? -1 : a > b;
}

static gboolean
read_arm (Search        *search,
          sqlite3_stmt  *statement,
          gboolean       is_base,
          GError       **error)
{
  GArray *arm = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr(GError) local_error = NULL;

  search->arms[search->n_arms++] = arm;
  if (statement == NULL)
    return FALSE;
  while (stanok_db_next (statement, &local_error))
    {
      Place place = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2),
                      sqlite3_column_int64 (statement, 0) };

      if (!is_base || search->hidden->len == 0 ||
          !g_array_binary_search (search->hidden, &place.key, compare_keys, NULL))
        g_array_append_val (arm, place);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_group (Search       *search,
            StanokGroup   group,
            GError      **error)
{
  const StanokQuery *query = search->query;
  char **words = search->words;

  return read_arm (search, stanok_db_select (search->cache->db, error, group_arms[query->sort],
                                             "iisssss", search->cache->generation, (gint64) group,
                                             query->station, words[0], words[1], words[2],
                                             words[3]), TRUE, error);
}

static gboolean
read_holder (Search       *search,
             GError      **error)
{
  const StanokQuery *query = search->query;
  char **words = search->words;

  return read_arm (search, stanok_db_select (search->cache->db, error, holder_arms[query->sort],
                                             "issssss", search->cache->generation,
                                             query->operator_id, query->station, words[0],
                                             words[1], words[2], words[3]), TRUE, error);
}

static gboolean
read_base (Search       *search,
           GError      **error)
{
  switch (search->query->segment)
    {
    case STANOK_SEGMENT_AVAILABLE:
      return read_group (search, STANOK_GROUP_AVAILABLE, error);
    case STANOK_SEGMENT_IN_WORK:
      return read_group (search, STANOK_GROUP_IN_WORK, error);
    case STANOK_SEGMENT_MINE:
      return read_holder (search, error);
    case STANOK_SEGMENT_ALL:
    default:
      return read_group (search, STANOK_GROUP_AVAILABLE, error) &&
             read_group (search, STANOK_GROUP_IN_WORK, error) &&
             read_group (search, STANOK_GROUP_OTHER, error);
    }
}

static gboolean
read_overlay (Search       *search,
              GError      **error)
{
  const StanokQuery *query = search->query;
  const char *sql = overlay_arms[query->sort][query->segment];
  char **words = search->words;
  sqlite3_stmt *statement;

  if (query->segment == STANOK_SEGMENT_MINE || query->segment == STANOK_SEGMENT_ALL)
    statement = stanok_db_select (search->cache->db, error, sql, "issssss", (gint64) 0,
                                  query->operator_id, query->station, words[0], words[1],
                                  words[2], words[3]);
  else
    statement = stanok_db_select (search->cache->db, error, sql, "iisssss", (gint64) 0,
                                  (gint64) (query->segment == STANOK_SEGMENT_AVAILABLE ?
                                            STANOK_GROUP_AVAILABLE : STANOK_GROUP_IN_WORK),
                                  query->station, words[0], words[1], words[2], words[3]);
  return read_arm (search, statement, FALSE, error);
}

/* Only orders with unsettled commands: a handful, as a rule. */
static gboolean
read_hidden (Search  *search,
             GError **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *statement = stanok_db_select (search->cache->db, error,
                                              "SELECT key FROM temp.overlay ORDER BY key", "");

  if (statement == NULL)
    return FALSE;
  while (stanok_db_next (statement, &local_error))
    {
      gint64 key = sqlite3_column_int64 (statement, 0);

      g_array_append_val (search->hidden, key);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static GArray *
merge (const Search *search)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint at[MAX_ARMS] = { 0 };

  while (TRUE)
    {
      const Place *first = NULL;
      guint from = 0;

      for (guint i = 0; i < search->n_arms; i++)
        {
          const Place *place = at[i] < search->arms[i]->len ?
            &g_array_index (search->arms[i], Place, at[i]) : NULL;

          if (place != NULL && (first == NULL || compare_places (place, first) < 0))
            {
              first = place;
              from = i;
            }
        }
      if (first == NULL)
        return keys;
      g_array_append_val (keys, first->key);
      at[from]++;
    }
}

GArray *
stanok_cache_run_query (StanokCache        *self,
                        const StanokQuery  *query,
                        GError            **error)
{
  Search search = { self, query, { NULL }, { NULL }, 0, NULL };
  g_autoptr(GError) local_error = NULL;
  GArray *keys = NULL;

  stanok_cache_heal (self);
  search.hidden = g_array_new (FALSE, FALSE, sizeof (gint64));
  stanok_search_split (query->search, search.words);
  if (read_hidden (&search, &local_error) && read_base (&search, &local_error) &&
      read_overlay (&search, &local_error))
    keys = merge (&search);
  for (guint i = 0; i < STANOK_SEARCH_WORDS_MAX; i++)
    g_free (search.words[i]);
  for (guint i = 0; i < search.n_arms; i++)
    g_array_unref (search.arms[i]);
  g_array_unref (search.hidden);
  if (keys == NULL)
    {
      stanok_cache_note_error (self, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return keys;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static gboolean
has_key (gpointer key,
         gpointer value,
         gpointer data)
{
  const StanokOverlayOrder *order = value;
  gpointer *search = data;

  if (order->key != *(const gint64 *) search[0])
    return FALSE;
  search[1] = order->order_id;
  return TRUE;
}

/* The id behind a key: in the base, or of a stub that only the overlay knows. */
static char *
dup_id (StanokCache  *self,
        const gint64 *key)
{
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *statement =
    stanok_db_select (self->db, &error, "SELECT id FROM base WHERE generation=? AND key=?", "ii",
                      self->generation, *key);
  gpointer search[2] = { (gpointer) key, NULL };
  char *id = NULL;

  if (statement != NULL && stanok_db_next (statement, &error))
    {
      id = stanok_db_dup_text (statement, 0);
      stanok_db_done (statement);
      return id;
    }
  stanok_cache_note_error (self, error);
  g_tree_foreach (self->overlay, has_key, search);
  return g_strdup (search[1]);
}

static void
clear_row (gpointer row)
{
  if (row != NULL)
    stanok_row_unref (row);
}

GPtrArray *
stanok_cache_read_rows (StanokCache  *self,
                        const gint64 *keys,
                        gsize         n)
{
  GPtrArray *rows = g_ptr_array_new_full ((guint) n, clear_row);

  stanok_cache_heal (self);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *id = dup_id (self, &keys[i]);

      g_ptr_array_add (rows, id != NULL ? stanok_cache_get_row (self, id) : NULL);
    }
  return rows;
}

/* ---- counts -------------------------------------------------------------------------------- */

#define COUNT(segment) \
  "SELECT (SELECT count(*) FROM base WHERE generation=?1 AND " segment ")" \
  " - (SELECT count(*) FROM temp.overlay o JOIN base b ON b.generation=?1 AND b.key=o.key" \
  "    WHERE b." segment ")" \
  " + (SELECT count(*) FROM temp.overlay WHERE " segment ")"

/* 0 if it cannot be told: the next call works on a new file then. */
static gint64
count_segment (StanokCache *self,
               const char  *sql,
               const char  *operator_id)
{
  g_autoptr(GError) error = NULL;
  sqlite3_stmt *statement =
    stanok_db_select (self->db, &error, sql, operator_id != NULL ? "is" : "i", self->generation,
                      operator_id);
  gint64 count = 0;

  if (statement != NULL && stanok_db_next (statement, &error))
    {
      count = sqlite3_column_int64 (statement, 0);
      stanok_db_done (statement);
    }
  stanok_cache_note_error (self, error);
  return count;
}

void
stanok_cache_count (StanokCache *self,
                    const char  *operator_id,
                    gint64       counts[STANOK_N_SEGMENTS])
{
  stanok_cache_heal (self);
  counts[STANOK_SEGMENT_AVAILABLE] = count_segment (self, COUNT ("grp=0"), NULL);
  counts[STANOK_SEGMENT_MINE] =
    operator_id != NULL ? count_segment (self, COUNT ("holder=?2"), operator_id) : 0;
  counts[STANOK_SEGMENT_IN_WORK] = count_segment (self, COUNT ("grp=1"), NULL);
  /* Unsettled work changes where an order stands, not how many there are; the digest knows that. */
  counts[STANOK_SEGMENT_ALL] = self->base.digest.count;
}

guint64
stanok_cache_get_version (StanokCache *self)
{
  return self->version;
}
