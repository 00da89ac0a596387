# rules_code.py: sizes, layout, names and symbols of the C code
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import xml.etree.ElementTree as ElementTree

from csource import split_top
from tree import Problem, line_of, read_table

FORBIDDEN = 'tests/lint/forbidden-symbols.tsv'
COMPAT = 'src/operator/ui/shared/stanok-compat.c'   # the one file that may know two GTKs

COLUMNS_MAX = 100
FUNCTION_MAX = 70        # lines between the braces, both counted
CLASS_INIT_MAX = 90
PARAMETERS_MAX = 7
NESTING_MAX = 4

# By the first suffix that fits: (where, suffix, lines).
FILE_MAX = (('tests/', '.c', 700), ('', '.c', 500), ('', '.cc', 500), ('', '.h', 120),
            ('', '.ui', 350), ('', '.py', 700))

PLAIN_TEXT = ('.c', '.h', '.cc', '.ui', '.css', '.py', '.sh', '.sql', 'meson.build',
              'meson_options.txt', '.xml', '.in')
ANY_WIDTH = ('.css', '.xml', '.in')     # one rule, one path or one sentence a line reads best


def is_script(tree, path):
    return '.' not in path.rsplit('/', 1)[-1] and tree.text(path).startswith('#!')


def check_size(tree):
    for path in tree.paths:
        limit = next((n for under, end, n in FILE_MAX
                      if path.startswith(under) and path.endswith(end)), None)
        if limit is None:
            continue
        count = tree.text(path).count('\n')
        if count > limit:
            yield Problem(path, limit + 1, 'size',
                          f'{count} lines, over the {limit} that it may have',
                          'split it: one type, one screen of header; 300 lines of .c are enough')


def check_functions(tree):
    for path in tree.select('.c'):
        for function in tree.source(path).functions:
            yield from check_function(path, function)


def check_function(path, function):
    name = function.name
    length = function.last - function.first + 1
    limit = CLASS_INIT_MAX if name.endswith('_class_init') else FUNCTION_MAX
    if length > limit:
        yield Problem(path, function.line, 'function',
                      f'{name}() has {length} lines, over the {limit} that it may have',
                      'take out the parts that have a name of their own')
    count = len(function.parameters)
    if count > PARAMETERS_MAX:
        yield Problem(path, function.line, 'function',
                      f'{name}() has {count} parameters, over the {PARAMETERS_MAX} it may have',
                      'pass a struct of what belongs together')
    depth = nesting(function.body)
    if depth > NESTING_MAX:
        yield Problem(path, function.line, 'function',
                      f'{name}() nests {depth} deep, over the {NESTING_MAX} that it may',
                      'return early, or give the inner part a function')
    yield from check_layout(path, function)


def nesting(body):
    """Braces that stand alone open blocks; those of initialisers do not count."""
    depth = deepest = 0
    for line in body:
        depth += {'{': 1, '}': -1}.get(line.strip(), 0)
        deepest = max(deepest, depth)
    return deepest


def check_layout(path, function):
    """Return type on its own line, one parameter a line, aligned behind the parenthesis."""
    start = next(n for n, text in enumerate(function.header) if function.name in text)
    head = function.header[start]
    if function.name == 'main':
        return
    if not head.startswith(function.name):
        yield Problem(path, function.line, 'layout',
                      f'{function.name}() does not begin its line',
                      'put the return type on a line of its own')
        return
    column = head.index('(') + 1
    for number, text in enumerate(function.header[start:]):
        part = text[column:] if number == 0 else text
        if len([p for p in split_top(part.rstrip().rstrip(',)')) if p.strip()]) > 1:
            yield Problem(path, function.line + number, 'layout',
                          f'{function.name}() has two parameters on one line',
                          'one parameter a line, aligned')
            return
        if number and len(text) - len(text.lstrip()) < column:
            yield Problem(path, function.line + number, 'layout',
                          f'a parameter of {function.name}() is not aligned',
                          'align it behind the opening parenthesis')
            return


BRACE = re.compile(r'^(?!typedef|struct|union|enum|static|const|extern)[A-Za-z_].*\)[ ]*\{$',
                   re.MULTILINE)


def check_braces(tree):
    for path in tree.select('.c'):
        code = tree.source(path).code
        for match in BRACE.finditer(code):
            yield Problem(path, line_of(code, match.start()), 'layout',
                          'a brace opens a function on the line of its name',
                          'GNU layout: the body\'s braces stand alone in the first column')


def check_text(tree):
    """Width, tabs, white space at the end, the last newline."""
    for path in tree.paths:
        if not path.endswith(PLAIN_TEXT) and not is_script(tree, path):
            continue
        if path.startswith('po/'):
            continue
        text = tree.text(path)
        if '\r' in text:
            yield Problem(path, 1, 'text', 'has carriage returns', 'end lines with a newline only')
            continue
        for number, line in enumerate(text.split('\n'), 1):
            if len(line) > COLUMNS_MAX and not path.endswith(ANY_WIDTH):
                yield Problem(path, number, 'text',
                              f'{len(line)} columns, over {COLUMNS_MAX}', 'break the line')
            if '\t' in line:
                yield Problem(path, number, 'text', 'a tab', 'indent with spaces')
            if line != line.rstrip():
                yield Problem(path, number, 'text', 'white space at the end of the line',
                              'take it away')
        if text and not text.endswith('\n'):
            yield Problem(path, text.count('\n') + 1, 'text', 'no newline at the end', 'add one')


HEAD_HASH = re.compile(r'(#![^\n]*\n)?# (\S+): \S')


def check_heads(tree):
    """The first words say what a file is for; the licence stands in the same comment."""
    for path in tree.paths:
        name = path.rsplit('/', 1)[-1]
        if path.endswith(('.c', '.h', '.cc')):
            comments = tree.source(path).comments
            if comments and comments[0][0] == 0:
                head = comments[0][1]
                good = head.startswith(f'/* {name}: ')
            else:
                head, good = '', False
            example = f'/* {name}: a sentence of purpose'
        elif path.endswith(('.py', '.sh')) or is_script(tree, path):
            head = '\n'.join(tree.text(path).split('\n')[:6])
            match = HEAD_HASH.match(head)
            good = match is not None and match.group(2) == name
            example = f'# {name}: a sentence of purpose'
        else:
            continue
        if not good or 'SPDX-License-Identifier: GPL-3.0-or-later' not in head:
            yield Problem(path, 1, 'head', 'the head of the file is not the house\'s',
                          f'begin with "{example}" and name the licence in the same comment: '
                          'SPDX-License-Identifier: GPL-3.0-or-later')


UNCLEAR = re.compile(r'(?:^|[-_])(utils?|common|helpers?|manager|data|info|misc)(?:[-_.]|$)')


def check_names(tree):
    """Base names say what is inside and are unique."""
    seen = {}
    for path in tree.select('.c', '.h', '.ui', under='src/'):
        name = path.rsplit('/', 1)[-1]
        if name in seen:
            yield Problem(path, 1, 'names', f'{seen[name]} has the same name',
                          'a base name stands once in the tree')
        seen[name] = path
        match = UNCLEAR.search(name)
        if match:
            yield Problem(path, 1, 'names', f'"{match.group(1)}" says nothing about what is inside',
                          'name the file after its one type')
        if not name.startswith('stanok') and name != 'main.c':
            yield Problem(path, 1, 'names', 'the name lacks the prefix', 'call it stanok-…')
        if path.endswith('.h') and '#pragma once' not in tree.text(path):
            yield Problem(path, 1, 'names', 'the header guards against nothing',
                          'write #pragma once')


# --- symbols -------------------------------------------------------------------------------------
BANNED = {
    'g_error': 'return a GError; an operator\'s terminal never aborts by itself',
    'g_usleep': 'wait for the event itself', 'usleep': 'wait for the event itself',
    'sleep': 'wait for the event itself', 'nanosleep': 'wait for the event itself',
    'sprintf': 'use g_snprintf or g_strdup_printf', 'vsprintf': 'use g_vsnprintf',
    'strcpy': 'use g_strlcpy or g_strdup', 'strncpy': 'use g_strlcpy',
    'strcat': 'use GString', 'strncat': 'use GString', 'gets': 'bound what is read',
    'strtok': 'use g_strsplit', 'atoi': 'use g_ascii_string_to_signed',
    'atol': 'use g_ascii_string_to_signed', 'atof': 'use g_ascii_strtod',
    'alloca': 'allocate on the heap', 'g_alloca': 'allocate on the heap',
    'system': 'spawn with an argument vector', 'popen': 'spawn with an argument vector',
    'tmpnam': 'use g_file_open_tmp', 'mktemp': 'use g_mkstemp',
}
BANNED_CALL = re.compile(r'(?<![\w.>])(' + '|'.join(BANNED) + r')\s*\(')
OLD_TYPES = re.compile(r'\b(gint|gchar|gshort|glong|gfloat|gdouble)\b')
TRUTH = re.compile(r'[!=]=\s*(?:TRUE|FALSE)\b')
IDENTIFIER = re.compile(r'[A-Za-z_]\w*')


def check_banned(tree):
    for path in tree.select('.c', '.h'):
        code = tree.source(path).code
        for match in BANNED_CALL.finditer(code):
            if match.group(1) == 'g_error' and path.startswith('tests/'):
                continue
            yield Problem(path, line_of(code, match.start()), 'banned', f'{match.group(1)}()',
                          BANNED[match.group(1)])
        for match in OLD_TYPES.finditer(code):
            yield Problem(path, line_of(code, match.start()), 'banned', match.group(),
                          f'write {match.group()[1:]}')
        for match in TRUTH.finditer(code):
            yield Problem(path, line_of(code, match.start()), 'banned',
                          f'compares with {match.group().split()[-1]}', 'use the truth itself')
        if path != COMPAT and 'G_GNUC_BEGIN_IGNORE_DEPRECATIONS' in code:
            yield Problem(path, 1, 'banned', 'silences deprecations',
                          f'only {COMPAT} may; put a function there')


def read_forbidden(tree):
    """Identifiers, and "Class:property" or "Class::signal", each with the version it fell in."""
    fallen = {}
    for line in tree.text(FORBIDDEN).split('\n'):
        cells = line.split('\t')
        if not line.startswith('#') and len(cells) == 3:
            fallen[cells[0]] = cells[2]
    return fallen


def check_forbidden(tree):
    fallen = read_forbidden(tree)
    remedy = 'newer GTK, libadwaita or GLib deprecate it; look for what style has instead'
    for path in tree.select('.c', '.h'):
        if path == COMPAT:
            continue
        code = tree.source(path).code
        for match in IDENTIFIER.finditer(code):
            if match.group() in fallen:
                yield Problem(path, line_of(code, match.start()), 'forbidden',
                              f'{match.group()} is deprecated since {fallen[match.group()]}',
                              remedy)
    for path in tree.select('.ui'):
        yield from check_forbidden_ui(tree, path, fallen, remedy)


def check_forbidden_ui(tree, path, fallen, remedy):
    try:
        root = ElementTree.fromstring(tree.text(path))
    except ElementTree.ParseError as error:
        yield Problem(path, error.position[0], 'forbidden', f'no XML: {error}', 'mend it')
        return
    for element in root.iter():
        names = []
        if element.tag == 'object':
            owner = element.get('class', '')
            names.append(owner)
        elif element.tag == 'template':
            owner = element.get('parent', '')
            names.append(owner)
        else:
            continue
        for child in element:
            if child.tag == 'property':
                names.append(owner + ':' + child.get('name', '').replace('_', '-'))
            elif child.tag == 'signal':
                names.append(owner + '::' + child.get('name', '').replace('_', '-'))
        for name in names:
            if name in fallen:
                yield Problem(path, line_of_text(tree.text(path), name), 'forbidden',
                              f'{name} is deprecated since {fallen[name]}', remedy)


def line_of_text(text, name):
    word = re.split(':+', name)[-1]
    return line_of(text, max(text.find(f'"{word}"'), 0))


RULES = {'size': check_size, 'function': check_functions, 'layout': check_braces,
         'text': check_text, 'head': check_heads, 'names': check_names, 'banned': check_banned,
         'forbidden': check_forbidden}
