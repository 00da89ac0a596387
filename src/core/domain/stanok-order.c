/* stanok-order.c: one order, as every part of the system means it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-order.h"

#include <string.h>

/* Copy, equal and free walk these lists, so a new member is added in one place. */
#define AT(type, member) G_STRUCT_OFFSET (type, member)
#define MEMBER(structure, offset, type) (*(type *) ((char *) (structure) + (offset)))
#define CONST_MEMBER(structure, offset, type) \
  (*(type const *) ((const char *) (structure) + (offset)))

static const gsize order_strings[] = {
  AT (StanokOrder, id), AT (StanokOrder, epoch), AT (StanokOrder, etag),
  AT (StanokOrder, number), AT (StanokOrder, title), AT (StanokOrder, customer),
  AT (StanokOrder, source), AT (StanokOrder, material), AT (StanokOrder, station),
  AT (StanokOrder, instructions),
  AT (StanokOrder, pause_reason), AT (StanokOrder, holder_operator),
  AT (StanokOrder, holder_device), AT (StanokOrder, held_reason), AT (StanokOrder, held_by),
  AT (StanokOrder, lease_device), AT (StanokOrder, started_model),
  AT (StanokOrder, price_currency), AT (StanokOrder, price_list),
  AT (StanokOrder, help_kind), AT (StanokOrder, help_command),
  AT (StanokOrder, last_command), AT (StanokOrder, last_type), AT (StanokOrder, last_operator),
};

static const gsize order_numbers[] = {
  AT (StanokOrder, rev), AT (StanokOrder, ordered), AT (StanokOrder, tolerance_pct),
  AT (StanokOrder, due_ms), AT (StanokOrder, created_ms), AT (StanokOrder, available_ms),
  AT (StanokOrder, priority), AT (StanokOrder, instructions_rev),
  AT (StanokOrder, run_since_ms), AT (StanokOrder, elapsed_ms),
  AT (StanokOrder, good), AT (StanokOrder, scrap),
  AT (StanokOrder, holder_since_ms), AT (StanokOrder, held_since_ms),
  AT (StanokOrder, lease_until_ms), AT (StanokOrder, started_instructions_rev),
  AT (StanokOrder, price_minor), AT (StanokOrder, help_since_ms), AT (StanokOrder, changed_ms),
};

static const gsize file_strings[] = {
  AT (StanokFile, sha256), AT (StanokFile, media_type), AT (StanokFile, role),
  AT (StanokFile, name), AT (StanokFile, unit),
};

static const gsize exception_strings[] = {
  AT (StanokOrderException, id), AT (StanokOrderException, kind),
  AT (StanokOrderException, command_id),
};

G_DEFINE_BOXED_TYPE (StanokOrder, stanok_order, stanok_order_ref, stanok_order_unref)

static void
own_strings (gpointer     self,
             const gsize *offsets,
             gsize        n_offsets)
{
  for (gsize i = 0; i < n_offsets; i++)
    MEMBER (self, offsets[i], char *) = g_strdup (MEMBER (self, offsets[i], char *));
}

static void
free_strings (gpointer     self,
              const gsize *offsets,
              gsize        n_offsets)
{
  for (gsize i = 0; i < n_offsets; i++)
    g_free (MEMBER (self, offsets[i], char *));
}

static gboolean
equal_strings (gconstpointer a,
               gconstpointer b,
               const gsize  *offsets,
               gsize         n_offsets)
{
  for (gsize i = 0; i < n_offsets; i++)
    if (g_strcmp0 (CONST_MEMBER (a, offsets[i], char *),
                   CONST_MEMBER (b, offsets[i], char *)) != 0)
      return FALSE;
  return TRUE;
}

StanokFile *
stanok_file_new (void)
{
  return g_new0 (StanokFile, 1);
}

void
stanok_file_free (StanokFile *self)
{
  if (self == NULL)
    return;
  free_strings (self, file_strings, G_N_ELEMENTS (file_strings));
  g_free (self);
}

static gpointer
file_copy (gconstpointer file,
           gpointer      user_data)
{
  StanokFile *copy = g_memdup2 (file, sizeof (StanokFile));

  own_strings (copy, file_strings, G_N_ELEMENTS (file_strings));
  return copy;
}

static gboolean
file_equal (gconstpointer a,
            gconstpointer b)
{
  return ((const StanokFile *) a)->size == ((const StanokFile *) b)->size &&
         equal_strings (a, b, file_strings, G_N_ELEMENTS (file_strings));
}

StanokOrderException *
stanok_order_exception_new (void)
{
  return g_new0 (StanokOrderException, 1);
}

void
stanok_order_exception_free (StanokOrderException *self)
{
  if (self == NULL)
    return;
  free_strings (self, exception_strings, G_N_ELEMENTS (exception_strings));
  g_free (self);
}

static gpointer
exception_copy (gconstpointer exception,
                gpointer      user_data)
{
  StanokOrderException *copy = g_memdup2 (exception, sizeof (StanokOrderException));

  own_strings (copy, exception_strings, G_N_ELEMENTS (exception_strings));
  return copy;
}

static gboolean
exception_equal (gconstpointer a,
                 gconstpointer b)
{
  return ((const StanokOrderException *) a)->at_ms == ((const StanokOrderException *) b)->at_ms &&
         equal_strings (a, b, exception_strings, G_N_ELEMENTS (exception_strings));
}

static gboolean
equal_arrays (const GPtrArray *a,
              const GPtrArray *b,
              GEqualFunc       equal)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

/**
 * stanok_order_new:
 *
 * Returns: (transfer full): an order that is nobody's, without a price and with empty lists;
 *   it may be edited until it is shared
 */
StanokOrder *
stanok_order_new (void)
{
  StanokOrder *self = g_atomic_rc_box_new0 (StanokOrder);

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_file_free);
  self->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_order_exception_free);
  self->price_minor = -1;
  return self;
}

/* Takes a const pointer, because counting references does not change the value. */
StanokOrder *
stanok_order_ref (const StanokOrder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire ((gpointer) self);
}

static void
order_clear (gpointer data)
{
  StanokOrder *self = data;

  free_strings (self, order_strings, G_N_ELEMENTS (order_strings));
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->exceptions);
}

void
stanok_order_unref (StanokOrder *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, order_clear);
}

/**
 * stanok_order_copy:
 * @self: an order
 *
 * Returns: (transfer full): a deep copy that nobody else sees yet
 */
StanokOrder *
stanok_order_copy (const StanokOrder *self)
{
  StanokOrder *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_atomic_rc_box_dup (sizeof *self, (gpointer) self);
  own_strings (copy, order_strings, G_N_ELEMENTS (order_strings));
  copy->files = g_ptr_array_copy (self->files, file_copy, NULL);
  copy->exceptions = g_ptr_array_copy (self->exceptions, exception_copy, NULL);
  return copy;
}

/**
 * stanok_order_equal:
 *
 * Returns: %TRUE if all members are equal, the order of files and exceptions included
 */
gboolean
stanok_order_equal (const StanokOrder *a,
                    const StanokOrder *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (order_numbers); i++)
    if (CONST_MEMBER (a, order_numbers[i], gint64) != CONST_MEMBER (b, order_numbers[i], gint64))
      return FALSE;
  return a->state == b->state &&
         a->run == b->run &&
         !a->cancelled == !b->cancelled &&
         !a->price_watertight == !b->price_watertight &&
         equal_strings (a, b, order_strings, G_N_ELEMENTS (order_strings)) &&
         equal_arrays (a->files, b->files, file_equal) &&
         equal_arrays (a->exceptions, b->exceptions, exception_equal);
}

/**
 * stanok_order_is_open:
 *
 * Returns: %TRUE if the order is neither held nor cancelled
 */
gboolean
stanok_order_is_open (const StanokOrder *self)
{
  return self->held_reason == NULL && !self->cancelled;
}

/**
 * stanok_order_get_file:
 * @role: "model", "drawing" or "photo"
 *
 * Returns: (transfer none) (nullable): the first file of that role
 */
const StanokFile *
stanok_order_get_file (const StanokOrder *self,
                       const char        *role)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const StanokFile *file = self->files->pdata[i];

      if (g_strcmp0 (file->role, role) == 0)
        return file;
    }
  return NULL;
}

/* Pieces that are still to be made, never below 0. */
gint64
stanok_order_get_remaining (const StanokOrder *self)
{
  return MAX (0, self->ordered - self->good);
}

/* Hundreds and the rest are scaled apart, so that large orders do not overflow. */
static gint64
scale (gint64 pieces,
       gint64 pct,
       gint64 round_up_by)
{
  return pieces / 100 * pct + (pieces % 100 * pct + round_up_by) / 100;
}

/* The fewest good pieces that still fulfil the order: ceil (ordered * (1 - tolerance)). */
gint64
stanok_order_get_least_good (const StanokOrder *self)
{
  return scale (self->ordered, 100 - CLAMP (self->tolerance_pct, 0, 100), 99);
}

/* The most good pieces that the order asks for: floor (ordered * (1 + tolerance)). */
gint64
stanok_order_get_most_good (const StanokOrder *self)
{
  return scale (self->ordered, 100 + CLAMP (self->tolerance_pct, 0, 100), 0);
}
