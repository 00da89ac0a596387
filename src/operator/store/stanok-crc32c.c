/* stanok-crc32c.c: the check sum of the outbox log's records, by tables, eight bytes at a step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/stanok-crc32c.h"

#define POLYNOMIAL 0x82f63b78u   /* reflected */
#define STEP       8

/* tables[k][b]: what byte b adds to the sum when k more bytes follow it in the step */
typedef guint32 Tables[STEP][256];

static void
make_tables (Tables tables)
{
  for (guint32 i = 0; i < 256; i++)
    {
      guint32 crc = i;

      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
      tables[0][i] = crc;
    }
  for (int k = 1; k < STEP; k++)
    for (guint32 i = 0; i < 256; i++)
      tables[k][i] = tables[k - 1][i] >> 8 ^ tables[0][tables[k - 1][i] & 0xff];
}

static const Tables *
get_tables (void)
{
  static Tables tables;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      make_tables (tables);
      g_once_init_leave (&ready, 1);
    }
  return (const Tables *) &tables;
}

guint32
stanok_crc32c (const guint8 *bytes,
               gsize         n)
{
  const guint32 (*tables)[256] = *get_tables ();
  guint32 crc = 0xffffffff;

  for (; n >= STEP; bytes += STEP, n -= STEP)
    crc = tables[7][(bytes[0] ^ crc) & 0xff] ^ tables[6][(bytes[1] ^ crc >> 8) & 0xff] ^
          tables[5][(bytes[2] ^ crc >> 16) & 0xff] ^ tables[4][bytes[3] ^ crc >> 24] ^
          tables[3][bytes[4]] ^ tables[2][bytes[5]] ^ tables[1][bytes[6]] ^ tables[0][bytes[7]];
  for (; n > 0; bytes++, n--)
    crc = crc >> 8 ^ tables[0][(crc ^ *bytes) & 0xff];
  return crc ^ 0xffffffff;
}
