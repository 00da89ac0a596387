/* stanok-port.c: identifiers made from nothing but the ports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "port/stanok-port.h"

#define UUID_BYTES       16
#define UUID_TIME_BYTES  6

/* Returns: (transfer full): "019aa0c2-7d3e-7…", lower case with dashes */
char *
stanok_uuid7_new (const StanokPorts *ports)
{
  static const char digits[] = "0123456789abcdef";
  guint64 wall_ms = (guint64) MAX (ports->clock.wall_ms (ports->clock.data), 0);
  GString *text = g_string_sized_new (36);
  guint8 bytes[UUID_BYTES];

  ports->random.fill (ports->random.data, bytes, sizeof bytes);
  for (int i = 0; i < UUID_TIME_BYTES; i++)
    bytes[i] = (guint8) (wall_ms >> (8 * (UUID_TIME_BYTES - 1 - i)));
  bytes[6] = 0x70 | (bytes[6] & 0x0f);   /* version 7 */
  bytes[8] = 0x80 | (bytes[8] & 0x3f);   /* the variant of RFC 9562 */

  for (int i = 0; i < UUID_BYTES; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        g_string_append_c (text, '-');
      g_string_append_c (text, digits[bytes[i] >> 4]);
      g_string_append_c (text, digits[bytes[i] & 0x0f]);
    }
  return g_string_free (text, FALSE);
}
