/* nodlclose.c: keeps libraries loaded, so that the leak checker can still name what they leaked
 *
 * Mesa's drivers leak a little and are unloaded before the check; a leak of
 * "<unknown module>" cannot be told from ours. Preloaded by with-display in
 * builds with AddressSanitizer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

int dlclose (void *handle);

int
dlclose (void *handle)
{
  (void) handle;
  return 0;
}
