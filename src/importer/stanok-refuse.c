/* stanok-refuse.c: a sentence on what is wrong with a file, and a way out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-refuse.h"

#include "domain/stanok-error.h"

gboolean
stanok_refuse (GError     **error,
               const char  *format,
               ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (STANOK_ERROR, STANOK_ERROR_BAD_DATA, format, arguments);
  va_end (arguments);
  return FALSE;
}
