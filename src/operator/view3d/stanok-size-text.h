/* stanok-size-text.h: numbers, lengths and volumes in words
 *
 * Words and the decimal sign come from the program's own catalogue, never from
 * the system's locale: a kiosk need not have it. All strings are the caller's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/stanok-mesh.h"

G_BEGIN_DECLS

/* @decimals: 0 to 6. */
char *stanok_size_number     (double value,
                              int    decimals) G_GNUC_WARN_UNUSED_RESULT;
/* "26.5 × 14.3 × 25 mm" */
char *stanok_size_dimensions (double x_mm,
                              double y_mm,
                              double z_mm) G_GNUC_WARN_UNUSED_RESULT;
/* "1.1 cm³" */
char *stanok_size_volume     (double volume_mm3) G_GNUC_WARN_UNUSED_RESULT;
/* "21.8 × 22.9 × 13.2 mm · 1.1 cm³". A mesh that is not closed has no volume, and says so. */
char *stanok_size_text       (const StanokMeasures *measures) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
