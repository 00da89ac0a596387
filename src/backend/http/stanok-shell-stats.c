/* stanok-shell-stats.c: what the shell counts, as Prometheus reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http/stanok-shell-stats.h"

#include <string.h>

static const struct {
  const char *name;      /* seconds */
  gint64      us;
} buckets[] = {
  { "0.001", 1000 }, { "0.005", 5000 }, { "0.025", 25000 }, { "0.1", 100000 }, { "0.5", 500000 },
  { "2.5", 2500000 }, { "10", 10000000 }, { "+Inf", G_MAXINT64 },
};

typedef struct {
  guint64 n[G_N_ELEMENTS (buckets)];   /* not cumulative */
  guint64 n_all;
  gint64  sum_us;
} Histogram;

struct _StanokShellStats {
  GMutex lock;
  GTree *requests;       /* (owned) labels -> guint64, sorted for the reader */
  GTree *latencies;      /* (owned) route -> Histogram */
  int    n_waiting;      /* (atomic) */
  int    n_connections;  /* (atomic) */
};

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  return strcmp (a, b);
}

StanokShellStats *
stanok_shell_stats_new (void)
{
  StanokShellStats *self = g_new0 (StanokShellStats, 1);

  g_mutex_init (&self->lock);
  self->requests = g_tree_new_full (compare, NULL, g_free, g_free);
  self->latencies = g_tree_new_full (compare, NULL, NULL, g_free);
  return self;
}

void
stanok_shell_stats_free (StanokShellStats *self)
{
  if (self == NULL)
    return;
  g_tree_unref (self->requests);
  g_tree_unref (self->latencies);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Clients choose their methods freely, so those become few labels. */
static const char *
label_method (const char *method)
{
  static const char * const known[] = { "GET", "HEAD", "POST", "PUT", "DELETE" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (method, known[i]) == 0)
      return known[i];
  return "other";
}

static void
note_latency (StanokShellStats *self,
              const char       *route,
              gint64            work_us)
{
  Histogram *histogram = g_tree_lookup (self->latencies, route);
  gsize i = 0;

  if (histogram == NULL)
    {
      histogram = g_new0 (Histogram, 1);
      g_tree_insert (self->latencies, (gpointer) route, histogram);
    }
  while (work_us > buckets[i].us)
    i++;
  histogram->n[i]++;
  histogram->n_all++;
  histogram->sum_us += work_us;
}

void
stanok_shell_stats_note_request (StanokShellStats *self,
                                 const char       *method,
                                 const char       *route,
                                 guint             status,
                                 gint64            work_us)
{
  g_autofree char *labels = g_strdup_printf ("method=\"%s\",route=\"%s\",status=\"%u\"",
                                             label_method (method), route, status);
  guint64 *count;

  g_mutex_lock (&self->lock);
  count = g_tree_lookup (self->requests, labels);
  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_tree_insert (self->requests, g_steal_pointer (&labels), count);
    }
  (*count)++;
  note_latency (self, route, work_us);
  g_mutex_unlock (&self->lock);
}

void
stanok_shell_stats_add_waiting (StanokShellStats *self,
                                int               n)
{
  g_atomic_int_add (&self->n_waiting, n);
}

void
stanok_shell_stats_add_connections (StanokShellStats *self,
                                    int               n)
{
  g_atomic_int_add (&self->n_connections, n);
}

static gboolean
append_count (gpointer key,
              gpointer value,
              gpointer data)
{
  g_string_append_printf (data, "stanok_http_requests_total{%s} %" G_GUINT64_FORMAT "\n",
                          (const char *) key, *(guint64 *) value);
  return FALSE;
}

static gboolean
append_histogram (gpointer key,
                  gpointer value,
                  gpointer data)
{
  const Histogram *histogram = value;
  guint64 n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (buckets); i++)
    {
      n += histogram->n[i];
      g_string_append_printf (data, "stanok_http_request_seconds_bucket{route=\"%s\",le=\"%s\"} %"
                              G_GUINT64_FORMAT "\n", (const char *) key, buckets[i].name, n);
    }
  g_string_append_printf (data, "stanok_http_request_seconds_sum{route=\"%s\"} %" G_GINT64_FORMAT
                          ".%06" G_GINT64_FORMAT "\n", (const char *) key,
                          histogram->sum_us / G_USEC_PER_SEC, histogram->sum_us % G_USEC_PER_SEC);
  g_string_append_printf (data, "stanok_http_request_seconds_count{route=\"%s\"} %"
                          G_GUINT64_FORMAT "\n", (const char *) key, histogram->n_all);
  return FALSE;
}

void
stanok_shell_stats_append (StanokShellStats *self,
                           GString          *out)
{
  g_string_append (out, "# HELP stanok_http_waiting Polls that wait for a change.\n"
                        "# TYPE stanok_http_waiting gauge\n");
  g_string_append_printf (out, "stanok_http_waiting %d\n", g_atomic_int_get (&self->n_waiting));
  g_string_append (out, "# HELP stanok_http_connections Open connections.\n"
                        "# TYPE stanok_http_connections gauge\n");
  g_string_append_printf (out, "stanok_http_connections %d\n",
                          g_atomic_int_get (&self->n_connections));
  g_mutex_lock (&self->lock);
  g_string_append (out, "# HELP stanok_http_requests_total Requests that were answered.\n"
                        "# TYPE stanok_http_requests_total counter\n");
  g_tree_foreach (self->requests, append_count, out);
  g_string_append (out, "# HELP stanok_http_request_seconds Time of work on a request, "
                        "without waiting for a change.\n"
                        "# TYPE stanok_http_request_seconds histogram\n");
  g_tree_foreach (self->latencies, append_histogram, out);
  g_mutex_unlock (&self->lock);
}
