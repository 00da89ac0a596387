#!/usr/bin/env python3
# test_lint.py: breaks every rule of the lint once, and keeps it once
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import check_translations
import csource
import lint
from tree import Tree

SPDX = ' * SPDX-License-Identifier: GPL-3.0-or-later'
ROOMS = ('room\tfolder\trooms\theaders\n'
         'domain\tsrc/core/domain\t-\t-\n'
         'wire\tsrc/core/wire\tdomain\tjson-glib/\n'
         'mesh\tsrc/core/mesh\tdomain/stanok-error.h\tgio posix\n'
         'store\tsrc/operator/store\tdomain\tgio sqlite3.h\n'
         'sync\tsrc/operator/sync\tdomain store\tgio\n'
         'ui\tsrc/operator/ui\tdomain sync/stanok-sync-status.h\tgio gtk\n'
         'mes\tsrc/backend/mes\tdomain\t-\n'
         'tests of ui\ttests/ui\tdomain ui\t*\n'
         'sim\ttests/sim\tdomain\t*\n')
FORBIDDEN = ('# comment\ngtk_widget_show\tfunction\t4.10\nAdwLeaflet\tclass\t1.4\n'
             'AdwActionRow:icon-name\tproperty\t1.3\nGtkLabel::copied\tsignal\t4.10\n')
BASE = {'tests/lint/rooms.tsv': ROOMS, 'tests/lint/forbidden-symbols.tsv': FORBIDDEN}


def c_file(path, body='', include=''):
    name = path.rsplit('/', 1)[-1]
    return {path: f'/* {name}: a sentence of purpose\n *\n{SPDX}\n */\n\n{include}\n{body}'}


def function(lines=1, parameters='void', name='work', body='  f ();\n'):
    return f'static void\n{name} ({parameters})\n{{\n{body * lines}}}\n'


def nested(depth):
    inner = 'f ();\n'
    for _ in range(depth):
        inner = 'if (a)\n{\n' + inner + '}\n'
    return function(body=inner)


DOMAIN_C = 'src/core/domain/stanok-order.c'
DOMAIN_H = 'src/core/domain/stanok-order.h'
UI_C = 'src/operator/ui/stanok-row.c'
UI_UI = 'src/operator/ui/stanok-row.ui'
SYNC_H = {'src/operator/sync/stanok-sync-status.h': '#pragma once\n',
          'src/operator/sync/stanok-sync.h': '#pragma once\n'}
ERROR_H = {'src/core/domain/stanok-error.h': '#pragma once\n', DOMAIN_H: '#pragma once\n'}
PICTURE = {'src/operator/ui/style/icons/stanok-ui-play-symbolic.svg': '<svg/>'}


def ui_file(inside):
    return {UI_UI: f'<interface><object class="GtkBox">{inside}</object></interface>\n'}


# rule, what keeps it, what breaks it, words of the message
SAMPLES = [
    ('rooms', c_file(DOMAIN_C, include='#include <glib.h>'),
     c_file(DOMAIN_C, include='#include <gtk/gtk.h>'), 'may not use <gtk/gtk.h>'),
    ('rooms', c_file(DOMAIN_C, include='#include <string.h>'),
     c_file(DOMAIN_C, include='#include <unistd.h>'), 'may not use <unistd.h>'),
    ('rooms', c_file('src/core/mesh/stanok-mesh.c', include='#include <unistd.h>'),
     c_file('src/core/mesh/stanok-mesh.c', include='#include <json-glib/json-glib.h>'),
     'json-glib'),
    ('rooms', {**c_file(UI_C, include='#include "sync/stanok-sync-status.h"'), **SYNC_H},
     {**c_file(UI_C, include='#include "sync/stanok-sync.h"'), **SYNC_H}, 'may not include'),
    ('rooms', {**c_file('src/core/mesh/stanok-mesh.c', include='#include "domain/stanok-error.h"'),
               **ERROR_H},
     {**c_file('src/core/mesh/stanok-mesh.c', include='#include "domain/stanok-order.h"'),
      **ERROR_H}, 'may not include "domain/stanok-order.h"'),
    ('rooms', {**c_file(DOMAIN_C, include='#include "domain/stanok-order.h"'), **ERROR_H},
     {**c_file(DOMAIN_C, include='#include "stanok-order.h"'), **ERROR_H},
     'does not name its room'),
    ('rooms', {**c_file(UI_C, include='#include "ui/stanok-words.h"'),
               'src/operator/ui/meson.build': "compile_resources('stanok-words')\n"},
     c_file(UI_C, include='#include "ui/stanok-nothing.h"'), 'there is no "ui/stanok-nothing.h"'),
    ('rooms', {**c_file('tests/ui/test-row.c', include='#include "ui-fixture.h"'),
               **c_file('tests/ui/ui-fixture.h')},
     c_file('tests/ui/test-row.c', include='#include "ui-fixture.h"'), 'does not name its room'),
    ('rooms', c_file(DOMAIN_C), c_file('src/core/cellar/stanok-order.c'), 'is no room'),
    ('room-deps', {'src/operator/ui/meson.build': 'dependencies: [domain_dep, gtk_dep]\n'},
     {'src/operator/ui/meson.build': 'dependencies: [domain_dep, store_dep]\n'},
     'linked with store'),
    ('determinism', c_file(DOMAIN_C, function(body='  clock->time (clock);\n')),
     c_file(DOMAIN_C, function(body='  now = time (NULL);\n')), 'time()'),
    ('determinism', c_file(DOMAIN_C, '/* g_get_real_time () is not ours */\n'),
     c_file(DOMAIN_C, function(body='  g_get_real_time ();\n')), 'g_get_real_time()'),
    ('determinism', c_file('src/operator/sync/stanok-sync-driver.c',
                           function(body='  g_timeout_add (1, f, NULL);\n')),
     c_file('src/operator/sync/stanok-push.c',
            function(body='  g_timeout_add (1, f, NULL);\n')), 'g_timeout_add()'),
    ('determinism', c_file('src/operator/store/stanok-worker.c',
                           function(body='  g_thread_new (n, f, d);\n')),
     c_file('tests/sim/sim.c', function(body='  g_thread_new (n, f, d);\n')), 'g_thread_new()'),
    ('determinism', c_file(UI_C, function(body='  getenv ("A");\n')),
     c_file('src/backend/mes/stanok-mes.c', function(body='  getenv ("A");\n')), 'getenv()'),
    ('determinism', c_file(DOMAIN_C, function(body='  g_hash_table_lookup (t, k);\n')),
     c_file(DOMAIN_C, function(body='  g_hash_table_iter_init (&i, t);\n')), 'order of addresses'),
    ('owned', c_file('src/core/wire/stanok-record.c', function(body='  JsonNode *node = f ();\n')),
     c_file('src/operator/store/stanok-cache.c', function(body='  JsonNode *node = f ();\n')),
     'json-glib'),
    ('owned', c_file('src/operator/store/stanok-cache.c', function(body='  sqlite3_step (s);\n')),
     c_file('src/operator/sync/stanok-push.c', function(body='  sqlite3_step (s);\n')), 'SQLite'),
    ('size', c_file(DOMAIN_C, '\n' * 490), c_file(DOMAIN_C, '\n' * 500), 'over the 500'),
    ('size', c_file('tests/ui/test-row.c', '\n' * 690), c_file('tests/ui/test-row.c', '\n' * 700),
     'over the 700'),
    ('size', c_file(DOMAIN_H, '\n' * 110), c_file(DOMAIN_H, '\n' * 120), 'over the 120'),
    ('size', {UI_UI: '\n' * 350}, {UI_UI: '\n' * 351}, 'over the 350'),
    ('function', c_file(DOMAIN_C, function(68)), c_file(DOMAIN_C, function(69)), 'has 71 lines'),
    ('function', c_file(UI_C, function(88, name='stanok_row_class_init')),
     c_file(UI_C, function(89, name='stanok_row_class_init')), 'over the 90'),
    ('function', c_file(DOMAIN_C, function(parameters='void (*f) (int, int, int, int, int, int)')),
     c_file(DOMAIN_C, function(parameters=',\n      '.join(f'int a{n}' for n in range(8)))),
     'has 8 parameters'),
    ('function', c_file(DOMAIN_C, function(body='  int a[] = { { { { { { 0 } } } } } };\n')),
     c_file(DOMAIN_C, nested(6)), 'nests 6 deep'),
    ('function', c_file(DOMAIN_C, nested(4)), c_file(DOMAIN_C, nested(5)), 'nests 5 deep'),
    ('function', c_file(DOMAIN_C, function(parameters='int   a,\n      char *b')),
     c_file(DOMAIN_C, function(parameters='int a, char *b')), 'two parameters on one line'),
    ('function', c_file(DOMAIN_C, 'int\nmain (int argc, char *argv[])\n{\n}\n'),
     c_file(DOMAIN_C, function(parameters='int a,\n   char *b')), 'not aligned'),
    ('function', c_file(DOMAIN_C, 'static const int table[] =\n{\n  1,\n};\n'),
     c_file(DOMAIN_C, 'static void work (void)\n{\n}\n'), 'does not begin its line'),
    ('layout', c_file(DOMAIN_C, function()),
     c_file(DOMAIN_C, 'static void\nwork (void) {\n}\n'), 'brace'),
    ('text', {'dev': '#!/bin/sh\n' + 'x' * 100 + '\n'}, {'dev': '#!/bin/sh\n' + 'x' * 101 + '\n'},
     '101 columns'),
    ('text', {'data/note.md': '\tx \n'}, c_file(DOMAIN_C, '\tx\n'), 'a tab'),
    ('text', {'a.css': 'x\n'}, {'a.css': 'x \n'}, 'white space'),
    ('text', {'a.css': 'x' * 101 + '\n'}, {'a.ui': 'x' * 101 + '\n'}, '101 columns'),
    ('text', {'a.css': ''}, {'a.css': 'x'}, 'no newline'),
    ('text', {'a.css': 'x\n'}, {'a.css': 'x\r\n'}, 'carriage'),
    ('head', c_file(DOMAIN_C), {DOMAIN_C: '/* order.c */\n' + SPDX}, 'head'),
    ('head', {DOMAIN_C: f'/* stanok-order.c: many words\n *\n * and more\n{SPDX}\n */\n'},
     {DOMAIN_C: '/* stanok-order.c: no licence */\n'}, 'head'),
    ('head', {'dev': '#!/bin/sh\n# dev: purpose\n#\n# SPDX-License-Identifier: GPL-3.0-or-later\n'},
     {'dev': '#!/bin/sh\nset -eu\n'}, 'head'),
    ('head', {'a/b.py': '# b.py: purpose\n# SPDX-License-Identifier: GPL-3.0-or-later\n'},
     {'a/b.py': '"""b"""\n'}, 'head'),
    ('names', c_file(DOMAIN_C), {**c_file(DOMAIN_C), **c_file('src/core/wire/stanok-order.c')},
     'same name'),
    ('names', c_file(DOMAIN_C), c_file('src/core/domain/stanok-order-utils.c'), '"utils"'),
    ('names', c_file('src/operator/app/main.c'), c_file('src/core/domain/order.c'), 'prefix'),
    ('names', c_file(DOMAIN_H, '#pragma once\n'), c_file(DOMAIN_H), 'guards against nothing'),
    ('banned', c_file(DOMAIN_C, function(body='  g_snprintf (a, n, f);\n')),
     c_file(DOMAIN_C, function(body='  sprintf (a, f);\n')), 'sprintf()'),
    ('banned', c_file('tests/ui/test-row.c', function(body='  g_error ("seen");\n')),
     c_file(DOMAIN_C, function(body='  g_error ("no");\n')), 'g_error()'),
    ('banned', c_file(DOMAIN_C, '/* g_usleep (1) */\n'),
     c_file('tests/ui/test-row.c', function(body='  g_usleep (1);\n')), 'g_usleep()'),
    ('banned', c_file(DOMAIN_C, 'int a;\n'), c_file(DOMAIN_C, 'gint a;\n'), 'gint'),
    ('banned', c_file(DOMAIN_C, function(body='  if (a)\n')),
     c_file(DOMAIN_C, function(body='  if (a == TRUE)\n')), 'TRUE'),
    ('banned', c_file('src/operator/ui/shared/stanok-compat.c',
                      'G_GNUC_BEGIN_IGNORE_DEPRECATIONS\n'),
     c_file(UI_C, 'G_GNUC_BEGIN_IGNORE_DEPRECATIONS\n'), 'silences'),
    ('forbidden', c_file(UI_C, function(body='  gtk_widget_show_it (w);\n')),
     c_file(UI_C, function(body='  gtk_widget_show (w);\n')), 'since 4.10'),
    ('forbidden', c_file('src/operator/ui/shared/stanok-compat.c',
                         function(body='  gtk_widget_show (w);\n')),
     c_file(UI_C, 'static AdwLeaflet *leaflet;\n'), 'AdwLeaflet'),
    ('forbidden', ui_file('<child><object class="AdwBin"/></child>'),
     ui_file('<child><object class="AdwLeaflet"/></child>'), 'AdwLeaflet'),
    ('forbidden', ui_file('<child><object class="GtkImage"><property name="icon-name">a</property>'
                          '</object></child>'),
     ui_file('<child><object class="AdwActionRow"><property name="icon_name">a</property>'
             '</object></child>'), 'AdwActionRow:icon-name'),
    ('forbidden', ui_file(''), {UI_UI: '<interface>'}, 'no XML'),
    ('potfiles', {**c_file(UI_C, function(body='  f (_("Word"));\n')), 'po/POTFILES': UI_C + '\n'},
     c_file(UI_C, function(body='  f (_("Word"));\n')), 'not listed'),
    ('potfiles', {**ui_file('<property translatable="yes">A</property>'),
                  'po/POTFILES': UI_UI + '\n'},
     ui_file('<property translatable="yes">A</property>'), 'not listed'),
    ('potfiles', {'po/POTFILES': ''}, {'po/POTFILES': UI_C + '\n'}, 'there is no'),
    ('potfiles', {**c_file(UI_C), **c_file(DOMAIN_C), 'po/POTFILES': f'{DOMAIN_C}\n{UI_C}\n'},
     {**c_file(UI_C), **c_file(DOMAIN_C), 'po/POTFILES': f'{UI_C}\n{DOMAIN_C}\n'}, 'not sorted'),
    ('potfiles', c_file(DOMAIN_C, '/* _("Word") */\n'),
     {**c_file(DOMAIN_C, function(body='  f (_("Word"));\n')), 'po/POTFILES': DOMAIN_C + '\n'},
     'words for people'),
    ('icons', {**c_file(UI_C, 'static char *a = "stanok-ui-play-symbolic";\n'), **PICTURE},
     {**c_file(UI_C, 'static char *a = "stanok-ui-stop-symbolic";\n'), **PICTURE},
     'stanok-ui-stop-symbolic'),
    ('icons', {**ui_file('<property>stanok-ui-play-symbolic</property>'), **PICTURE},
     {**ui_file('<property>edit-find-symbolic</property>'), **PICTURE}, 'edit-find-symbolic'),
    ('colours', c_file(UI_C, 'static char *a = "order #12";\n'),
     c_file(UI_C, 'static char *a = "#fff";\n'), 'literal colour'),
    ('colours', {'src/operator/ui/style/stanok-tokens.c': 'char *a = "#ff00ff";\n'},
     ui_file('<property>#ff00ff</property>'), 'literal colour'),
    ('later', c_file(DOMAIN_C, '/* TODO (#12): units */\n'),
     c_file(DOMAIN_C, '/* TODO: units */\n'), 'TODO without'),
    ('later', c_file(DOMAIN_C), c_file(DOMAIN_C, '/* FIXME (#3) */\n'), 'FIXME'),
    ('workplace', {'README.md': 'see data/doc\n'}, {'README.md': 'see /wor' + 'k/main\n'},
     'outside the project'),
    ('workplace', {'README.md': 'Debian\n'}, {'README.md': 'http://deb.' + 'debian.org\n'},
     'outside the project'),
    ('links', {'README.md': 'see [it](data/doc/a.md#b), [all](data/doc/), [out](https://a.b)\n',
               'data/doc/a.md': '[up](../../README.md)\n'},
     {'README.md': 'see [it](data/doc/b.md)\n'}, 'data/doc/b.md'),
    ('unbuilt', {**c_file(DOMAIN_C), 'src/core/domain/meson.build': "'stanok-order.c',\n"},
     {**c_file(DOMAIN_C), 'src/core/domain/meson.build': "'stanok-order-list.c',\n"},
     'meson.build'),
    ('unbuilt', {**c_file('tests/ui/test-row.c'), 'tests/ui/meson.build': "foreach n : ['row']\n"},
     {**c_file('tests/ui/test-row.c'), 'tests/ui/meson.build': "foreach n : ['arrow']\n"},
     'meson.build'),
    ('unbuilt', {'src/operator/ui/job/stanok-job.ui': '<interface/>',
                 'src/operator/ui/a.gresource.xml': '<file>job/stanok-job.ui</file>'},
     {'src/operator/ui/job/stanok-job.ui': '<interface/>'}, '.gresource.xml'),
]


def found(rule, files):
    return lint.check(Tree({**BASE, **files}), [rule])


class Rules(unittest.TestCase):
    def test_every_rule_has_a_sample(self):
        self.assertEqual({sample[0] for sample in SAMPLES}, set(lint.RULES))

    def test_what_keeps_a_rule_is_let_through(self):
        for rule, good, _, words in SAMPLES:
            with self.subTest(rule=rule, words=words):
                self.assertEqual(found(rule, good), [])

    def test_what_breaks_a_rule_is_seen(self):
        for rule, _, bad, words in SAMPLES:
            with self.subTest(rule=rule, words=words):
                problems = found(rule, bad)
                self.assertTrue(problems, 'nothing was seen')
                self.assertIn(words, ' '.join(p.what for p in problems))
                for problem in problems:
                    self.assertTrue(problem.path in bad and problem.line > 0 and problem.remedy)


class Allowed(unittest.TestCase):
    LONG = c_file(DOMAIN_C, '\n' * 500)

    def check(self, rows, files=None):
        table = 'rule\tpath\treason\n' + rows
        return found('size', {**(self.LONG if files is None else files), lint.ALLOW: table})

    def test_a_row_takes_the_problem_away(self):
        self.assertEqual(self.check(f'size\t{DOMAIN_C}\ta table of all states\n'), [])

    def test_a_row_needs_a_reason(self):
        self.assertIn('without a reason', self.check(f'size\t{DOMAIN_C}\t\n')[0].what)

    def test_a_stale_row_is_seen(self):
        self.assertIn('nothing needs it', self.check(f'size\t{DOMAIN_C}\twhy\n', {})[0].what)

    def test_a_row_may_name_many(self):
        self.assertEqual(self.check('size\tsrc/core/*.c\twhy\n'), [])

    def test_a_row_is_for_its_own_path(self):
        paths = {p.path for p in self.check('size\tsrc/core/domain/other.c\twhy\n')}
        self.assertEqual(paths, {DOMAIN_C, lint.ALLOW})


class Reading(unittest.TestCase):
    def test_strings_and_comments_are_blanked_in_place(self):
        text = 'a = "x\\"y"; /* two\nlines */ b = \'"\'; // c\nd;\n'
        source = csource.Source(text)
        self.assertEqual(len(source.code), len(text))
        self.assertEqual(source.code.count('\n'), text.count('\n'))
        self.assertNotIn('two', source.code)
        self.assertNotIn('x', source.code)
        self.assertEqual([s for _, s in source.strings], ['x\\"y'])

    def test_functions_are_found_with_their_size(self):
        text = function(3) + '\nstruct a\n{\n  int b;\n};\n\n' + function(name='more')
        names = [(f.name, f.last - f.first + 1) for f in csource.Source(text).functions]
        self.assertEqual(names, [('work', 5), ('more', 3)])

    def test_parameters_with_parentheses_are_one(self):
        text = function(parameters='int (*a) (int, int),\n      int b')
        self.assertEqual(len(csource.Source(text).functions[0].parameters), 2)


CATALOGUE = '''msgid ""
msgstr "Language: ru\\n"

#: a.c:1
msgid "One"
msgstr "Один"

#, fuzzy
msgid "Two"
msgstr "Две"

msgid "Three"
msgstr ""

msgid "%d order"
msgid_plural "%d orders"
msgstr[0] "%d заказ"
msgstr[1] ""

#~ msgid "Old"
#~ msgstr ""
'''


class Listing(unittest.TestCase):
    def test_without_git_what_tools_leave_behind_is_left_out(self):
        with tempfile.TemporaryDirectory() as root:
            for path in ('dev', '.ci/run', '.git/HEAD', 'build-asan/a.c', 'src/a.c', 'src/a.png',
                         'tests/__pycache__/a.pyc'):
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), 'w', encoding='utf-8'):
                    pass
            self.assertEqual(Tree.of_folder(root).paths, ['.ci/run', 'dev', 'src/a.c'])


class Translations(unittest.TestCase):
    def test_entries_tell_whole_from_missing(self):
        found_entries = {words: (flags, whole)
                         for words, flags, whole in check_translations.entries(CATALOGUE)}
        self.assertEqual(found_entries['One'], ('', True))
        self.assertEqual(found_entries['Two'], ('fuzzy', True))
        self.assertEqual(found_entries['Three'], ('', False))
        self.assertEqual(found_entries['%d order'], ('', False))
        self.assertNotIn('Old', found_entries)


if __name__ == '__main__':
    unittest.main(verbosity=1)
