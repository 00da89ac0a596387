/* stanok-ui.c: what the room's library must be told before its first widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-ui.h"

#include "ui/stanok-style-resources.h"

void
stanok_ui_register_resources (void)
{
  static gsize registered = 0;

  if (g_once_init_enter (&registered))
    {
      stanok_style_register_resource ();
      g_once_init_leave (&registered, 1);
    }
}
