#!/usr/bin/env python3
# check_translations.py: every language of po/LINGUAS is whole, against the words as they are now
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# check_translations.py [ROOT]: makes a fresh template with xgettext, merges each catalogue with it
# in memory and counts what is missing; msgfmt looks at formats and headers. Needs gettext.

import os
import re
import subprocess
import sys
import tempfile

XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments', '--keyword=_', '--keyword=N_',
            '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
            '--flag=g_strdup_printf:1:c-format', '--flag=g_dngettext:2:pass-c-format']


def run(arguments, root):
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f'translations: {arguments[0]} failed:\n{done.stderr}')
    return done.stdout


def read_list(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as file:
        return [line.strip() for line in file if line.strip() and not line.startswith('#')]


def entries(catalogue):
    """(what stands before the translation, flags, whether all of it is translated)"""
    for block in re.split(r'\n\s*\n', catalogue):
        if re.search(r'^#~', block, re.MULTILINE) or not re.search(r'^msgid ', block, re.MULTILINE):
            continue
        flags = ' '.join(re.findall(r'^#, (.*)$', block, re.MULTILINE))
        words = re.search(r'^msgid ((?:".*"\n?)+)', block, re.MULTILINE).group(1)
        texts = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', block, re.MULTILINE)
        whole = bool(texts) and all(''.join(re.findall(r'"(.*)"', text)) for text in texts)
        yield ''.join(re.findall(r'"(.*)"', words)), flags, whole


def check_language(root, language, template):
    """Sentences about what is not right."""
    path = f'po/{language}.po'
    if not os.path.exists(os.path.join(root, path)):
        return [f'po/LINGUAS names {language}, but there is no {path}']
    run(['msgfmt', '--check', '--check-accelerators=_', '-o', '/dev/null', path], root)
    merged = run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', '-', path, template], root)
    found = []
    for words, flags, whole in entries(merged):
        if words and 'fuzzy' in flags.split(', '):
            found.append(f'{path}: fuzzy: "{words}"')
        elif words and not whole:
            found.append(f'{path}: not translated: "{words}"')
    return found


def main(arguments):
    root = arguments[0] if arguments else os.path.join(os.path.dirname(__file__), '..', '..')
    root = os.path.abspath(root)
    sources = read_list(os.path.join(root, 'po/POTFILES'))
    languages = read_list(os.path.join(root, 'po/LINGUAS'))
    if not sources or not languages:
        print('translations: nothing to translate yet')
        return 0
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, 'stanok.pot')
        run(XGETTEXT + ['-o', template] + sources, root)
        found = [p for language in languages for p in check_language(root, language, template)]
    for problem in found:
        print(problem)
    print(f'translations: {len(found) or "nothing"} to mend in {" ".join(languages)}')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
