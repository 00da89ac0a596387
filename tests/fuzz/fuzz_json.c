/* fuzz_json.c: any bytes as every message of the protocol, and as every header of it
 *
 * What the scanner lets through, json-glib parses; what a table accepts, it writes so that it reads
 * it again and writes the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <json-glib/json-glib.h>
#include <string.h>

#include "fuzz.h"
#include "wire/stanok-headers.h"
#include "wire/stanok-messages.h"

static void
check_record (const StanokRecordType *type,
              const char             *text,
              gsize                   length)
{
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  gpointer record = stanok_record_from_json (type, text, length, &STANOK_JSON_ANSWER, NULL);

  if (record == NULL)
    return;
  once = stanok_record_to_json (type, record);
  type->destroy (record);
  record = stanok_record_from_json (type, once, strlen (once), &STANOK_JSON_ANSWER, NULL);
  g_assert (record != NULL);
  twice = stanok_record_to_json (type, record);
  type->destroy (record);
  g_assert (strcmp (once, twice) == 0);
}

static void
check_headers (const char *text)
{
  StanokDeviceHeader device;
  StanokClockHeader clock;
  StanokUnsentHeader unsent;
  StanokContentRange range;
  gint64 first, last;
  char key[37];

  if (stanok_device_header_parse (text, &device))
    {
      g_autofree char *again = stanok_device_header_format (&device);

      g_assert (stanok_device_header_parse (again, &device));
    }
  stanok_clock_header_parse (text, &clock);
  stanok_unsent_header_parse (text, &unsent);
  if (stanok_content_range_parse (text, &range) && range.size >= 0)
    g_assert (range.last < range.size);
  if (stanok_range_parse (text, 1000, &first, &last))
    g_assert (first >= 0 && last < 1000);
  stanok_etag_list_contains (text, "\"e1.r1\"");
  stanok_key_header_parse (text, key);
  stanok_retry_after_parse (text, G_GINT64_CONSTANT (1795516327000));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  if (stanok_json_scan ((const char *) data, size, &STANOK_JSON_COMMAND, NULL))
    {
      g_autoptr(JsonParser) parser = json_parser_new ();

      g_assert (json_parser_load_from_data (parser, (const char *) data, (gssize) size, NULL));
      for (gsize i = 0; STANOK_RECORDS[i] != NULL; i++)
        check_record (STANOK_RECORDS[i], (const char *) data, size);
    }
  check_headers (text);
  return 0;
}
