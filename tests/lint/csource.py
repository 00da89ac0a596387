# csource.py: as much of C as the rules need: comments, strings, functions
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
from collections import namedtuple

Function = namedtuple('Function', 'name line first last parameters header body')

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
NOT_NEWLINE = re.compile(r'[^\n]')
DEFINED = re.compile(r'(?:^|[^\w])([A-Za-z_]\w*)\s*\(')


class Source:
    """One C file.

    code: the text with every comment and the inside of every string blanked, so that
    offsets and line numbers stay what they were.
    """

    def __init__(self, text):
        self.text = text
        self.lines = text.split('\n')
        self.strings = []       # (offset, what stands between the quotes)
        self.comments = []      # (offset, the whole comment)
        self.code = TOKEN.sub(self._blank, text)
        self._functions = None

    def _blank(self, match):
        token = match.group()
        if token[0] == '"':
            self.strings.append((match.start(), token[1:-1]))
            return '"' + ' ' * (len(token) - 2) + '"'
        if token[0] == "'":
            return "'" + ' ' * (len(token) - 2) + "'"
        self.comments.append((match.start(), token))
        return NOT_NEWLINE.sub(' ', token)

    @property
    def functions(self):
        if self._functions is None:
            self._functions = list(find_functions(self.code.split('\n')))
        return self._functions


def find_functions(lines):
    """Definitions in GNU layout: the body's braces stand alone in column 0."""
    for first, line in enumerate(lines):
        if line.rstrip() != '{':
            continue
        top = first
        while top > 0 and is_header(lines[top - 1]):
            top -= 1
        header = lines[top:first]
        found = split_header('\n'.join(header))
        last = next((n for n in range(first + 1, len(lines)) if lines[n].startswith('}')), None)
        if found is None or last is None or lines[last].rstrip() != '}':
            continue
        name, parameters, line_of_name = found
        yield Function(name, top + line_of_name + 1, first + 1, last + 1, parameters, header,
                       lines[first + 1:last])


def is_header(line):
    stripped = line.rstrip()
    return bool(stripped) and not stripped.endswith((';', '}')) and stripped[0] not in '#{'


def split_header(header):
    """The name, the parameters and the line of the name; None if it heads no function."""
    match = DEFINED.search(header)
    if match is None or '=' in header[:match.start(1)]:
        return None
    close = matching(header, match.end() - 1)
    if close is None or not re.fullmatch(r'[\s\w]*', header[close + 1:]):
        return None
    parameters = split_top(header[match.end():close])
    if [p.strip() for p in parameters] in ([''], ['void']):
        parameters = []
    return match.group(1), parameters, header.count('\n', 0, match.start(1))


def matching(text, start):
    depth = 0
    for offset in range(start, len(text)):
        depth += {'(': 1, ')': -1}.get(text[offset], 0)
        if depth == 0:
            return offset
    return None


def split_top(text):
    """At the commas that stand in no parenthesis."""
    parts, depth, start = [], 0, 0
    for offset, char in enumerate(text):
        depth += {'(': 1, '[': 1, ')': -1, ']': -1}.get(char, 0)
        if char == ',' and depth == 0:
            parts.append(text[start:offset])
            start = offset + 1
    return parts + [text[start:]]
