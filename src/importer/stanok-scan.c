/* stanok-scan.c: words and numbers out of bytes that end anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "importer/stanok-scan.h"

#include <math.h>
#include <string.h>

#define MAX_NUMBER  64                               /* characters of the longest that is read */
#define EXACT       (G_GUINT64_CONSTANT (1) << 53)   /* integers up to here are exact as double */
#define MAX_POWER   22                               /* and powers of ten up to here */

static const double powers[MAX_POWER + 1] = {
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static inline gboolean
is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static inline void
skip_space (StanokScan *self)
{
  while (self->at < self->end && is_space (*self->at))
    self->at++;
}

gsize
stanok_scan_word (StanokScan  *self,
                  const char **word)
{
  skip_space (self);
  *word = self->at;
  while (self->at < self->end && !is_space (*self->at))
    self->at++;
  return (gsize) (self->at - *word);
}

/* For the numbers that the quick way cannot give exactly. */
static gboolean
slow_number (const char *word,
             gsize       length,
             double     *number)
{
  char text[MAX_NUMBER + 1];
  char *end;

  if (length > MAX_NUMBER)
    return FALSE;
  memcpy (text, word, length);
  text[length] = '\0';
  *number = g_ascii_strtod (text, &end);
  return end == text + length && isfinite (*number);
}

/* The digits of a number: all of them as one integer, and how many stood after the point. */
static const char *
take_digits (const char *at,
             const char *end,
             guint64    *mantissa,
             int        *power,
             guint      *n_digits)
{
  gboolean after_point = FALSE;

  for (; at < end; at++)
    {
      if (*at == '.' && !after_point)
        {
          after_point = TRUE;
          continue;
        }
      if (!is_digit (*at))
        break;
      (*n_digits)++;
      if (*mantissa < G_MAXUINT64 / 10 - 1)
        *mantissa = *mantissa * 10 + (guint64) (*at - '0');
      else
        *power += 1;
      *power -= after_point;
    }
  return at;
}

static const char *
take_exponent (const char *at,
               const char *end,
               int        *power)
{
  gboolean is_negative = FALSE;
  int exponent = 0;
  const char *first;

  if (at == end || (*at != 'e' && *at != 'E'))
    return at;
  at++;
  if (at < end && (*at == '-' || *at == '+'))
    is_negative = *at++ == '-';
  for (first = at; at < end && is_digit (*at); at++)
    exponent = MIN (exponent * 10 + (*at - '0'), 9999);
  *power += is_negative ? -exponent : exponent;
  return at == first ? NULL : at;
}

gboolean
stanok_scan_number (StanokScan *self,
                    double     *number)
{
  StanokScan ahead = *self;
  const char *word, *at;
  gsize length = stanok_scan_word (&ahead, &word);
  const char *end = word + length;
  guint64 mantissa = 0;
  guint n_digits = 0;
  int power = 0;
  gboolean is_negative;

  if (length == 0)
    return FALSE;
  is_negative = *word == '-';
  word += *word == '-' || *word == '+';
  at = take_digits (word, end, &mantissa, &power, &n_digits);
  if (n_digits == 0 || (at = take_exponent (at, end, &power)) != end)
    return FALSE;    /* so nan, inf and hexadecimal numbers are none */
  if (mantissa <= EXACT && power >= -MAX_POWER && power <= MAX_POWER)
    *number = power < 0 ? (double) mantissa / powers[-power] : (double) mantissa * powers[power];
  else if (!slow_number (word, (gsize) (end - word), number))
    return FALSE;
  if (is_negative)
    *number = -*number;
  *self = ahead;
  return TRUE;
}

gboolean
stanok_scan_integer (StanokScan *self,
                     gint64     *number)
{
  StanokScan ahead = *self;
  double value;

  if (!stanok_scan_number (&ahead, &value) || value != floor (value) || fabs (value) > 9e15)
    return FALSE;
  *number = (gint64) value;
  *self = ahead;
  return TRUE;
}

gboolean
stanok_scan_line (StanokScan  *self,
                  const char **line,
                  gsize       *length)
{
  *line = self->at;
  if (self->at == self->end)
    return FALSE;
  while (self->at < self->end && *self->at != '\n' && *self->at != '\r')
    self->at++;
  *length = (gsize) (self->at - *line);
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at < self->end && *self->at == '\n')
    self->at++;
  return TRUE;
}

guint64
stanok_scan_line_number (const StanokScan *self)
{
  guint64 n = 1;

  for (const char *at = self->start; at < self->at; at++)
    n += *at == '\n';
  return n;
}

char *
stanok_scan_show (const char *word,
                  gsize       length)
{
  g_autofree char *cut = g_strndup (word, MIN (length, 40));
  char *shown = g_utf8_make_valid (cut, -1);

  for (char *c = shown; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  return shown;
}

gboolean
stanok_scan_is (const char *word,
                gsize       length,
                const char *other)
{
  return strlen (other) == length && g_ascii_strncasecmp (word, other, length) == 0;
}
