/* stanok-command.c: one thing that an operator did or wants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "domain/stanok-command.h"

StanokScrap *
stanok_scrap_new (const char *reason,
                  gint64      count)
{
  StanokScrap *self = g_new0 (StanokScrap, 1);

  self->reason = g_strdup (reason);
  self->count = count;
  return self;
}

void
stanok_scrap_free (StanokScrap *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self);
}

static gpointer
scrap_copy (gconstpointer scrap,
            gpointer      user_data)
{
  const StanokScrap *self = scrap;

  return stanok_scrap_new (self->reason, self->count);
}

StanokCommand *
stanok_command_new (void)
{
  StanokCommand *self = g_new0 (StanokCommand, 1);

  self->args.scrap = g_ptr_array_new_with_free_func ((GDestroyNotify) stanok_scrap_free);
  return self;
}

static void
args_own (StanokArgs *self)
{
  self->scrap = g_ptr_array_copy (self->scrap, scrap_copy, NULL);
  self->reason = g_strdup (self->reason);
  self->to = g_strdup (self->to);
  self->command_id = g_strdup (self->command_id);
  self->exception_id = g_strdup (self->exception_id);
  self->decision = g_strdup (self->decision);
  self->kind = g_strdup (self->kind);
  self->text = g_strdup (self->text);
  self->tracking = g_strdup (self->tracking);
  self->sha256 = g_strdup (self->sha256);
  self->media_type = g_strdup (self->media_type);
  self->name = g_strdup (self->name);
}

static void
args_clear (StanokArgs *self)
{
  g_ptr_array_unref (self->scrap);
  g_free (self->reason);
  g_free (self->to);
  g_free (self->command_id);
  g_free (self->exception_id);
  g_free (self->decision);
  g_free (self->kind);
  g_free (self->text);
  g_free (self->tracking);
  g_free (self->sha256);
  g_free (self->media_type);
  g_free (self->name);
}

StanokCommand *
stanok_command_copy (const StanokCommand *self)
{
  StanokCommand *copy = g_memdup2 (self, sizeof *self);

  copy->command_id = g_strdup (self->command_id);
  copy->order_id = g_strdup (self->order_id);
  copy->operator_id = g_strdup (self->operator_id);
  copy->login_id = g_strdup (self->login_id);
  copy->auth = g_strdup (self->auth);
  copy->boot_id = g_strdup (self->boot_id);
  copy->saw_model = g_strdup (self->saw_model);
  copy->depends_on = g_strdup (self->depends_on);
  args_own (&copy->args);
  return copy;
}

void
stanok_command_free (StanokCommand *self)
{
  if (self == NULL)
    return;
  g_free (self->command_id);
  g_free (self->order_id);
  g_free (self->operator_id);
  g_free (self->login_id);
  g_free (self->auth);
  g_free (self->boot_id);
  g_free (self->saw_model);
  g_free (self->depends_on);
  args_clear (&self->args);
  g_free (self);
}

/* Pieces scrapped for all reasons together. */
gint64
stanok_command_get_scrap_count (const StanokCommand *self)
{
  gint64 count = 0;

  for (guint i = 0; i < self->args.scrap->len; i++)
    count += ((const StanokScrap *) self->args.scrap->pdata[i])->count;
  return count;
}

void
stanok_command_add_scrap (StanokCommand *self,
                          const char    *reason,
                          gint64         count)
{
  g_ptr_array_add (self->args.scrap, stanok_scrap_new (reason, count));
}
