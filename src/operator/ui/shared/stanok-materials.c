/* stanok-materials.c: what a material is called, and the colour of a part made of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/shared/stanok-materials.h"

#include <glib/gi18n.h>

#define GOLD      0xF2BF6B
#define RED_GOLD  0xEDA88C
#define SILVER    0xE6E6EB
#define STEEL     0xB3BDC4
#define ALUMINIUM 0xC2C9D1
#define BRASS     0xD1BA80
#define BRONZE    0xC99A6B
#define COPPER    0xE0987A
#define PLATINUM  0xDADCE0
#define TITANIUM  0xA9ABB0
#define RESIN     0x9FB5A4
#define NYLON     0xDDDAD2

static const struct {
  const char *id;
  const char *name;
  guint32     rgb;
} materials[] = {
  { "abs",        NC_("material", "ABS plastic"),       NYLON },
  { "ag925",      NC_("material", "Silver 925"),        SILVER },
  { "al6061",     NC_("material", "Aluminium 6061"),    ALUMINIUM },
  { "au585",      NC_("material", "Gold 585"),          GOLD },
  { "au585r",     NC_("material", "Red gold 585"),      RED_GOLD },
  { "au585w",     NC_("material", "White gold 585"),    PLATINUM },
  { "au750",      NC_("material", "Gold 750"),          GOLD },
  { "bronze",     NC_("material", "Bronze"),            BRONZE },
  { "cu",         NC_("material", "Copper M1"),         COPPER },
  { "ls59",       NC_("material", "Brass LS59"),        BRASS },
  { "pa12",       NC_("material", "Nylon PA12"),        NYLON },
  { "pt950",      NC_("material", "Platinum 950"),      PLATINUM },
  { "resin",      NC_("material", "Casting resin"),     RESIN },
  { "steel12x18", NC_("material", "Stainless 12X18"),   STEEL },
  { "steel3",     NC_("material", "Steel St3"),         STEEL },
  { "steel40x",   NC_("material", "Steel 40X"),         STEEL },
  { "vt6",        NC_("material", "Titanium VT6"),      TITANIUM },
};

static int
find (const char *id)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (materials); i++)
    {
      if (g_strcmp0 (materials[i].id, id) == 0)
        return (int) i;
    }
  return -1;
}

const char *
stanok_materials_get_name (const char *id)
{
  int i = find (id);

  if (i < 0)
    return id != NULL ? id : "";
  return g_dpgettext2 (NULL, "material", materials[i].name);
}

void
stanok_materials_get_color (const char *id,
                            GdkRGBA    *color)
{
  int i = find (id);
  guint32 rgb = i < 0 ? STEEL : materials[i].rgb;

  color->red = (float) (rgb >> 16 & 0xff) / 255.0f;
  color->green = (float) (rgb >> 8 & 0xff) / 255.0f;
  color->blue = (float) (rgb & 0xff) / 255.0f;
  color->alpha = 1.0f;
}
