# rules_text.py: translations, pictures, colours, the build's lists, and words that must not stay
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re

from tree import Problem, line_of

POTFILES = 'po/POTFILES'
STYLE = 'src/operator/ui/style/'

TRANSLATED = re.compile(r'(?<![\w.>])(?:_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?)\s*\("')
TRANSLATABLE = re.compile(r'translatable="yes"')
WINGS_WITH_WORDS = ('src/operator/ui/', 'src/operator/view3d/', 'src/operator/app/', 'src/ctl/')


def has_words(tree, path):
    if path.endswith('.ui'):
        return TRANSLATABLE.search(tree.text(path))
    if path.endswith('.c'):
        return TRANSLATED.search(tree.source(path).code)
    return path.endswith(('.desktop.in', '.metainfo.xml.in'))


def check_potfiles(tree):
    """po/POTFILES lists exactly the files with words for people, in order."""
    listed = []
    if POTFILES in tree:
        listed = [line.strip() for line in tree.text(POTFILES).split('\n')
                  if line.strip() and not line.startswith('#')]
    for number, path in enumerate(listed, 1):
        if path not in tree:
            yield Problem(POTFILES, number, 'potfiles', f'there is no {path}', 'take the line out')
    if listed != sorted(listed):
        yield Problem(POTFILES, 1, 'potfiles', 'the list is not sorted', 'sort it (LC_ALL=C)')
    for path in tree.select('.c', '.ui', '.in', under='src/') + tree.select('.in', under='data/'):
        match = has_words(tree, path)
        if not match:
            continue
        line = 1 if match is True else line_of(tree.text(path), match.start())
        if path not in listed:
            yield Problem(path, line, 'potfiles', 'has words to translate, but is not listed',
                          f'add it to {POTFILES}')
        if path.startswith('src/') and not path.startswith(WINGS_WITH_WORDS):
            yield Problem(path, line, 'potfiles',
                          'words for people stand in ui, view3d, app and ctl only',
                          'return a code; the screen has the sentence')


ICON = re.compile(r'[a-z0-9][a-z0-9-]*-symbolic(?:-rtl)?')
ICON_UI = re.compile(r'>\s*([a-z0-9][a-z0-9-]*-symbolic)\s*<')


def check_icons(tree):
    """Every symbolic picture that is named is in the tree."""
    drawn = {path.rsplit('/', 1)[-1][:-4] for path in tree.select('.svg')
             if path.startswith(('data/', 'src/operator/ui/'))}
    for path in tree.select('.c', '.ui', under='src/operator/'):
        if path.endswith('.c'):
            found = [(offset, text) for offset, text in tree.source(path).strings
                     if ICON.fullmatch(text)]
        else:
            found = [(m.start(1), m.group(1)) for m in ICON_UI.finditer(tree.text(path))]
        for offset, name in found:
            if name not in drawn:
                yield Problem(path, line_of(tree.text(path), offset), 'icons',
                              f'the picture {name} is not in the tree',
                              f'add {name}.svg below {STYLE}, or name one that is there')


COLOUR = re.compile(r'#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6})\b|\brgba?\s*\(')
COLOUR_ALONE = re.compile(r'#[0-9a-fA-F]{3,4}')


def check_colours(tree):
    """Colours are roles; the numbers stand in ui/style only."""
    for path in tree.select('.c', '.ui', under='src/operator/'):
        if path.startswith(STYLE):
            continue
        if path.endswith('.c'):
            found = [(o, s) for o, s in tree.source(path).strings
                     if COLOUR.search(s) or COLOUR_ALONE.fullmatch(s)]
        else:
            found = [(m.start(), m.group()) for m in COLOUR.finditer(tree.text(path))]
        for offset, text in found:
            yield Problem(path, line_of(tree.text(path), offset), 'colours',
                          f'a literal colour: {text.strip()}',
                          f'use a role (@stanok_…) of {STYLE}')


LATER = re.compile(r'\b(TODO|FIXME|XXX)\b(\s*\(#\d+\))?')


def check_later(tree):
    for path in tree.paths:
        if not path.startswith(('src/', 'tests/', 'data/')) or path.startswith('tests/lint/'):
            continue
        for match in LATER.finditer(tree.text(path)):
            if match.group(1) != 'TODO' or match.group(2) is None:
                yield Problem(path, line_of(tree.text(path), match.start()), 'later',
                              f'{match.group(1)} without an issue',
                              'do it now, or file an issue and write TODO (#number)')


# Brackets keep these patterns from finding themselves.
WORKPLACE = re.compile(r'/wor[k]/|/roo[t]/|/hom[e]/\w+/|/far[m]/|bash_job[s]|[.]librar[y]/|'
                       r'deb[.]debian[.]or[g]|registry[.]npmj[s]|py[p]i[.]org|proxy[.]golan[g]')


def check_workplace(tree):
    """No path of the machine that a file was written on, no host that packages came from."""
    for path in tree.paths:
        if path == 'COPYING':
            continue
        for match in WORKPLACE.finditer(tree.text(path)):
            yield Problem(path, line_of(tree.text(path), match.start()), 'workplace',
                          f'names a place outside the project: {match.group()}',
                          'use a path relative to the tree, or a made-up example')


def check_unbuilt(tree):
    """A file that no build file names is dead."""
    for path in tree.select('.c', '.cc', under='src/') + tree.select('.c', under='tests/'):
        name = path.rsplit('/', 1)[-1]
        words = {name, name[:-2], re.sub(r'^(test|fuzz)[-_]', '', name[:-2])}
        if not named_above(tree, path, 'meson.build', words):
            yield Problem(path, 1, 'unbuilt', 'no meson.build names it',
                          'list it in the meson.build of its room, or delete it')
    for path in tree.select('.ui', '.css', under='src/'):
        if not named_above(tree, path, '.gresource.xml', {path.rsplit('/', 1)[-1]}):
            yield Problem(path, 1, 'unbuilt', 'no .gresource.xml names it',
                          'list it in the resources of its room, or delete it')


def named_above(tree, path, ending, words):
    """Whether a file of that ending, in the folder or above it, has one of the words."""
    pattern = re.compile(r'(?<![\w-])(?:' + '|'.join(map(re.escape, words)) + r')(?![\w-])')
    parts = path.split('/')[:-1]
    while parts:
        folder = '/'.join(parts) + '/'
        for other in tree.select(ending, under=folder):
            if '/' not in other[len(folder):] and pattern.search(tree.text(other)):
                return True
        parts.pop()
    return False


LINK = re.compile(r'\]\(([^)#:\s]+)(?:#[^)]*)?\)')


def check_links(tree):
    """What a paper points to in the tree is there."""
    folders = {path.rsplit('/', n)[0] for path in tree.paths for n in range(1, path.count('/') + 1)}
    for path in tree.select('.md'):
        for match in LINK.finditer(tree.text(path)):
            target = os.path.normpath(os.path.join(os.path.dirname(path), match.group(1)))
            if target not in tree and target not in folders and not target.endswith('.png'):
                yield Problem(path, line_of(tree.text(path), match.start()), 'links',
                              f'points to {target}, which is not there', 'mend the link')


RULES = {'potfiles': check_potfiles, 'icons': check_icons, 'colours': check_colours,
         'later': check_later, 'workplace': check_workplace, 'unbuilt': check_unbuilt,
         'links': check_links}
