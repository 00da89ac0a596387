/* stanok-people-grid.c: the people who may work here, those who were here last first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/signin/stanok-people-grid.h"

#include <glib/gi18n.h>

#include "ui/session/stanok-people.h"
#include "ui/shared/stanok-empty.h"
#include "ui/shared/stanok-key.h"
#include "ui/shared/stanok-parts.h"
#include "ui/signin/stanok-person-tile.h"

#define COLUMNS_AT_MOST 3
#define SEARCH_CHARS    20
#define FIRST_TILES     9    /* fit without scrolling; the last becomes "all" if there are more */

struct _StanokPeopleGrid
{
  GtkWidget      parent_instance;

  StanokSession *session;      /* (owned) */
  char          *chosen;       /* (owned) (nullable) */
  gboolean       shows_all;

  GtkEntry      *search;
  GtkStack      *stack;
  GtkFlowBox    *tiles;
  StanokEmpty   *empty;
};

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StanokPeopleGrid, stanok_people_grid, GTK_TYPE_WIDGET)

static void fill (StanokPeopleGrid *self);

static const char *
get_name (const StanokRosterEntry *person)
{
  const char *name = stanok_name_get (&person->name, stanok_people_get_language ());

  return name != NULL && *name != '\0' ? name : person->operator_id;
}

static const StanokRosterEntry *
find_person (StanokPeopleGrid *self,
             const char       *operator_id)
{
  const StanokRoster *roster = stanok_store_get_roster (stanok_session_get_store (self->session));
  guint i;

  for (i = 0; roster != NULL && i < roster->items->len; i++)
    {
      const StanokRosterEntry *person = roster->items->pdata[i];

      if (g_str_equal (person->operator_id, operator_id))
        return person;
    }
  return NULL;
}

/* ---- in which order ------------------------------------------------------------------ */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (get_name (*(const StanokRosterEntry *const *) a),
                         get_name (*(const StanokRosterEntry *const *) b));
}

/* Those who were here last, then the others by name. */
static GPtrArray *
sort_people (StanokPeopleGrid *self)
{
  StanokStore *store = stanok_session_get_store (self->session);
  const StanokRoster *roster = stanok_store_get_roster (store);
  g_autoptr(GPtrArray) recent = stanok_store_dup_recent_operators (store);
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  GPtrArray *people = g_ptr_array_new ();
  guint i;

  for (i = 0; recent != NULL && i < recent->len; i++)
    {
      const StanokRosterEntry *person = find_person (self, recent->pdata[i]);

      if (person != NULL)
        g_ptr_array_add (people, (gpointer) person);
    }
  for (i = 0; roster != NULL && i < roster->items->len; i++)
    {
      if (!g_ptr_array_find (people, roster->items->pdata[i], NULL))
        g_ptr_array_add (others, roster->items->pdata[i]);
    }
  g_ptr_array_sort (others, compare_names);
  g_ptr_array_extend (people, others, NULL, NULL);
  return people;
}

/* Both languages are searched: a name is looked for as one writes it. */
static gboolean
matches (const StanokRosterEntry *person,
         const char              *needle)
{
  g_autofree char *both = g_strconcat (person->name.en != NULL ? person->name.en : "", " ",
                                       person->name.ru != NULL ? person->name.ru : "", NULL);
  g_autofree char *folded = g_utf8_casefold (both, -1);

  return strstr (folded, needle) != NULL;
}

/* ---- tiles --------------------------------------------------------------------------- */

static void
show_chosen (StanokPeopleGrid *self)
{
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->tiles)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *tile = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));

      if (STANOK_IS_PERSON_TILE (tile))
        stanok_person_tile_set_on (STANOK_PERSON_TILE (tile),
          g_strcmp0 (stanok_person_tile_get_id (STANOK_PERSON_TILE (tile)), self->chosen) == 0);
    }
}

static void
tile_clicked_cb (StanokPeopleGrid *self,
                 StanokPersonTile *tile)
{
  stanok_people_grid_choose (self, stanok_person_tile_get_id (tile));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->chosen);
}

static void
all_clicked_cb (StanokPeopleGrid *self)
{
  self->shows_all = TRUE;
  fill (self);
}

static void
append (StanokPeopleGrid *self,
        GtkWidget        *tile)
{
  GtkWidget *child;

  gtk_flow_box_append (self->tiles, tile);
  child = gtk_widget_get_parent (tile);
  /* The tile takes the focus, not the cell around it. */
  gtk_widget_set_focusable (child, FALSE);
}

static void
append_person (StanokPeopleGrid        *self,
               const StanokRosterEntry *person)
{
  gboolean is_supervisor = g_strcmp0 (person->role, "supervisor") == 0;
  GtkWidget *tile = stanok_person_tile_new (person->operator_id, get_name (person),
                                            is_supervisor ? _("Supervisor") : NULL);

  g_signal_connect_swapped (tile, "clicked", G_CALLBACK (tile_clicked_cb), self);
  append (self, tile);
}

static void
append_all (StanokPeopleGrid *self,
            guint             n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("All: %u person", "All: %u people", n), n);
  GtkWidget *key = stanok_key_new (STANOK_KEY_SOFT, "stanok-ui-person-symbolic", text);

  g_signal_connect_swapped (key, "clicked", G_CALLBACK (all_clicked_cb), self);
  append (self, key);
}

static void
fill (StanokPeopleGrid *self)
{
  g_autoptr(GPtrArray) people = sort_people (self);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *needle = g_utf8_casefold (typed, -1);
  gboolean is_cut = !self->shows_all && *needle == '\0' && people->len > FIRST_TILES;
  GtkWidget *child;
  guint i, n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tiles))) != NULL)
    gtk_flow_box_remove (self->tiles, child);
  for (i = 0; i < people->len && !(is_cut && n == FIRST_TILES - 1); i++)
    {
      if (*needle != '\0' && !matches (people->pdata[i], needle))
        continue;
      append_person (self, people->pdata[i]);
      n++;
    }
  if (is_cut)
    append_all (self, people->len);
  if (people->len == 0)
    stanok_empty_set (self->empty, _("Nobody is known here yet"),
                      _("The people of this station come with the first connection."));
  else
    stanok_empty_set (self->empty, _("Nobody by this name"),
                      _("Look for another part of the name."));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "people" : "empty");
  show_chosen (self);
}

static void
reference_changed_cb (StanokPeopleGrid *self,
                      const char       *name)
{
  if (g_str_equal (name, "roster") || g_str_equal (name, "operators"))
    fill (self);
}

/* ---- life ---------------------------------------------------------------------------- */

static void
stanok_people_grid_dispose (GObject *object)
{
  StanokPeopleGrid *self = STANOK_PEOPLE_GRID (object);

  stanok_parts_unparent_all (GTK_WIDGET (object));
  g_clear_object (&self->session);
  g_clear_pointer (&self->chosen, g_free);

  G_OBJECT_CLASS (stanok_people_grid_parent_class)->dispose (object);
}

static void
stanok_people_grid_class_init (StanokPeopleGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stanok_people_grid_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_head (StanokPeopleGrid *self)
{
  GtkWidget *line = stanok_parts_box (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *title = stanok_parts_label (_("Who is working?"), "stanok-title stanok-who");

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  self->search = GTK_ENTRY (gtk_entry_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->search), "stanok-entry");
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->search), SEARCH_CHARS);
  gtk_widget_set_valign (GTK_WIDGET (self->search), GTK_ALIGN_CENTER);
  gtk_entry_set_placeholder_text (self->search, _("Find a name"));
  gtk_entry_set_icon_from_icon_name (self->search, GTK_ENTRY_ICON_PRIMARY,
                                     "stanok-ui-search-symbolic");
  gtk_entry_set_icon_activatable (self->search, GTK_ENTRY_ICON_PRIMARY, FALSE);
  stanok_parts_set_name (GTK_WIDGET (self->search), _("Find a name"));
  stanok_parts_set_name (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->search))),
                         _("Find a name"));
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (fill), self);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->search));
  return line;
}

static GtkWidget *
build_tiles (StanokPeopleGrid *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->tiles = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->tiles), "stanok-people");
  gtk_flow_box_set_selection_mode (self->tiles, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->tiles, TRUE);
  gtk_flow_box_set_min_children_per_line (self->tiles, 2);
  gtk_flow_box_set_max_children_per_line (self->tiles, COLUMNS_AT_MOST);
  gtk_flow_box_set_column_spacing (self->tiles, 10);
  gtk_flow_box_set_row_spacing (self->tiles, 10);
  gtk_widget_set_valign (GTK_WIDGET (self->tiles), GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->tiles));
  return scroller;
}

static void
stanok_people_grid_init (StanokPeopleGrid *self)
{
  GtkWidget *box = stanok_parts_box (GTK_ORIENTATION_VERTICAL, 12, NULL);

  gtk_box_append (GTK_BOX (box), build_head (self));
  self->empty = STANOK_EMPTY (stanok_empty_new (FALSE));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
  gtk_stack_add_named (self->stack, build_tiles (self), "people");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
stanok_people_grid_new (StanokSession *session)
{
  StanokPeopleGrid *self = g_object_new (STANOK_TYPE_PEOPLE_GRID, NULL);
  StanokStore *store = stanok_session_get_store (session);

  self->session = g_object_ref (session);
  g_signal_connect_object (store, "reference-changed", G_CALLBACK (reference_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "phase-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}

void
stanok_people_grid_choose (StanokPeopleGrid *self,
                           const char       *operator_id)
{
  g_return_if_fail (STANOK_IS_PEOPLE_GRID (self));

  if (operator_id == NULL)
    {
      self->shows_all = FALSE;
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      g_clear_pointer (&self->chosen, g_free);
      fill (self);
      return;
    }
  g_free (self->chosen);
  self->chosen = g_strdup (operator_id);
  show_chosen (self);
}

const char *
stanok_people_grid_get_name (StanokPeopleGrid *self,
                             const char       *operator_id)
{
  const StanokRosterEntry *person;

  g_return_val_if_fail (STANOK_IS_PEOPLE_GRID (self), NULL);

  person = find_person (self, operator_id);
  return person != NULL ? get_name (person) : operator_id;
}
