/* model-files.h: model files made for the tests, good and bad
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

GByteArray *model_make_text      (const char *text);

/* A box from the origin to (@side, @side, @side); negative: as large, and inside out. */
GByteArray *model_make_stl_box   (float side);

/* Whose numbers lie in the file @uri. */
GByteArray *model_make_gltf      (const char *uri);
GByteArray *model_make_deep_gltf (guint depth);

/* A tetrahedron whose last triangle has the corner @last_index (3 is right); with @padding_mib of
 * blanks behind it. */
GByteArray *model_make_3mf       (const char *unit, guint last_index, guint padding_mib);
