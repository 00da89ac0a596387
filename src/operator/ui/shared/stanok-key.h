/* stanok-key.h: a key: the only thing on a screen that is pressed
 *
 * A picture and a word, at times a second line, at times a count. A key that
 * cannot be used says why, in place: stanok_key_set_reason().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  STANOK_KEY_PLAIN,     /* 64 px: picture beside the word */
  STANOK_KEY_SOFT,      /* 96 px, on the shelf: picture over the word */
  STANOK_KEY_TOOL,      /* 72 px, in a toolbar: picture over the word */
  STANOK_KEY_CAP,       /* of a keypad: one figure or one picture */
  STANOK_KEY_PRIMARY,   /* 96 px, green, lower right: the next step */
  STANOK_KEY_ASK,       /* as primary, outlined: a wish that another may win */
  STANOK_KEY_FLAT,      /* 64 px, without a face */
} StanokKeyKind;

#define STANOK_TYPE_KEY_KIND (stanok_key_kind_get_type ())
#define STANOK_TYPE_KEY      (stanok_key_get_type ())

GType stanok_key_kind_get_type (void) G_GNUC_CONST;

G_DECLARE_FINAL_TYPE (StanokKey, stanok_key, STANOK, KEY, GtkButton)

/* @icon: (nullable); @text: (nullable): then stanok_parts_set_name() is the caller's to call. */
GtkWidget  *stanok_key_new        (StanokKeyKind  kind,
                                   const char    *icon,
                                   const char    *text);
void        stanok_key_set_kind   (StanokKey     *self,
                                   StanokKeyKind  kind);
void        stanok_key_set_icon   (StanokKey     *self,
                                   const char    *icon);
void        stanok_key_set_text   (StanokKey     *self,
                                   const char    *text);
const char *stanok_key_get_text   (StanokKey     *self);
/* The second line: the object of the verb. NULL: none. */
void        stanok_key_set_second (StanokKey     *self,
                                   const char    *second);
/* Not NULL: the key is disabled, and this sentence stands in it. */
void        stanok_key_set_reason (StanokKey     *self,
                                   const char    *reason);
const char *stanok_key_get_reason (StanokKey     *self);
/* On: this is where one is, or this tool is in use. */
void        stanok_key_set_on     (StanokKey     *self,
                                   gboolean       is_on);
/* A number at the upper right of a soft key; 0: none. */
void        stanok_key_set_badge  (StanokKey     *self,
                                   guint          count);

G_END_DECLS
