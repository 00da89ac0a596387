/* fuzz.h: what a fuzz target gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* Must not crash, leak, or take long, whatever the bytes are. */
int     LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* (transfer full) (nullable): a seed that is no text and so does not stand in the corpus; NULL
 * after the last. A target may do without. */
GBytes *fuzz_seed              (guint i) __attribute__ ((weak));
