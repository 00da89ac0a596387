# rules_rooms.py: who may include whom, and what a deterministic room may not call
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fnmatch
import re

from tree import Problem, line_of, read_table

ROOMS = 'tests/lint/rooms.tsv'
ROOTS = ('src/core/', 'src/operator/', 'src/backend/', 'src/', 'tests/')

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
MESON_DEP = re.compile(r'\b([a-z0-9_]+)_(?:dep|lib)\b')

ISO_C = set('assert complex ctype errno fenv float inttypes limits locale math setjmp signal '
            'stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string '
            'time uchar wchar wctype'.split())
POSIX = set('arpa/inet dirent dlfcn fcntl fnmatch ftw glob grp langinfo libgen net/if netdb '
            'netinet/in poll pthread pwd regex sched semaphore spawn strings sys/file sys/mman '
            'sys/random sys/resource sys/select sys/socket sys/stat sys/statvfs sys/time sys/types '
            'sys/uio sys/un sys/utsname sys/wait syslog termios unistd'.split())
GROUPS = {
    'gio': ('gio/',),
    'gtk': ('gtk/', 'gdk/', 'gsk/', 'graphene', 'pango/'),
    'linux': ('linux/', 'sys/'),
    '*': ('',),
}
GLIB = ('glib.h', 'glib-object.h', 'glib-unix.h', 'gmodule.h', 'glib/gstdio.h', 'glib/gprintf.h')


class Room:
    def __init__(self, row):
        self.name = row['room']
        self.folder = row['folder'] + '/'
        self.key = row['folder'].rsplit('/', 1)[-1]
        self.rooms = [r for r in row['rooms'].split() if r != '-']
        self.headers = [h for h in row['headers'].split() if h != '-']

    def may_see(self, include):
        """include: room/header.h. A row names a whole room or a single header of one."""
        room = include.split('/')[0]
        return room == self.key or room in self.rooms or include in self.rooms

    def may_use(self, header):
        stem = header[:-2] if header.endswith('.h') else header
        if header in GLIB or stem in ISO_C or ('posix' in self.headers and stem in POSIX):
            return True
        prefixes = [p for h in self.headers for p in GROUPS.get(h, (h,)) if h != 'posix']
        return any(header.startswith(p) for p in prefixes)


def read_rooms(tree):
    rooms = [Room(row) for row in read_table(tree.text(ROOMS))]
    return sorted(rooms, key=lambda room: -len(room.folder))


def room_of(rooms, path):
    return next((room for room in rooms if path.startswith(room.folder)), None)


def check_rooms(tree):
    """Includes carry the room, name what exists, and go only where rooms.tsv lets them."""
    rooms = read_rooms(tree)
    for path in tree.select('.c', '.h', '.cc', '.cpp'):
        room = room_of(rooms, path)
        if room is None:
            yield Problem(path, 1, 'rooms', 'this folder is no room',
                          'move the file into a room, or give the folder a row in ' + ROOMS)
            continue
        for match in INCLUDE.finditer(tree.source(path).text):
            yield from check_include(tree, path, room, match)


def check_include(tree, path, room, match):
    line = line_of(tree.text(path), match.start())
    kind, include = match.groups()
    if kind == '<':
        if not room.may_use(include):
            yield Problem(path, line, 'rooms', f'the room {room.name} may not use <{include}>',
                          f'ask a room that may, or change its row in {ROOMS} and say why')
        return
    if include == 'config.h' or is_beside_test(tree, path, include):
        return
    if '/' not in include:
        yield Problem(path, line, 'rooms', f'"{include}" does not name its room',
                      'write "room/header.h", so that the graph can be read in every file')
    elif not room.may_see(include):
        yield Problem(path, line, 'rooms', f'the room {room.name} may not include "{include}"',
                      f'the rows of {ROOMS} say whom it may know; pass a value or a callback in')
    elif not exists(tree, include):
        yield Problem(path, line, 'rooms', f'there is no "{include}"',
                      'name a header of the tree, or one that the meson.build of its room makes')


def is_beside_test(tree, path, include):
    return path.startswith('tests/') and path.rsplit('/', 1)[0] + '/' + include in tree


def exists(tree, include):
    for root in ROOTS:
        if root + include in tree:
            return True
        build = root + include.split('/')[0] + '/meson.build'
        if build in tree and include.rsplit('/', 1)[-1][:-2] in tree.text(build):
            return True
    return False


def check_room_deps(tree):
    """A room's library is given no other room than its row names."""
    rooms = read_rooms(tree)
    keys = {room.key for room in rooms}
    for path in tree.select('meson.build', under='src/'):
        room = room_of(rooms, path)
        if room is None:
            continue
        for number, text in enumerate(tree.text(path).split('\n'), 1):
            for name in MESON_DEP.findall(text.split('#')[0]):
                if name not in keys or name == room.key or room.may_see(name):
                    continue
                if not any(r.startswith(name + '/') for r in room.rooms):
                    yield Problem(path, number, 'room-deps',
                                  f'the room {room.name} is linked with {name}',
                                  f'take it out; {ROOMS} says what this room may know')


# --- determinism -------------------------------------------------------------------------------
# The simulator replays a shift from a seed: what these folders do must follow from what they are
# told. Drivers, workers and facades are the seams where the real world is let in.
DETERMINISTIC = ('src/core/*', 'src/operator/sync/*', 'src/operator/store/*', 'src/backend/mes/*',
                 'tests/sim/*')
SEAMS = ('src/operator/sync/*driver*', 'src/operator/sync/stanok-sync.c',
         'src/operator/store/*worker*', 'src/operator/store/stanok-store*.c')
OUTSIDE = re.compile(
    r'(?<![\w.>])(g_get_monotonic_time|g_get_real_time|g_date_time_new_now\w*|time|clock_gettime|'
    r'gettimeofday|localtime\w*|g_time_zone_new_local|s?rand|s?random|[dlm]rand48|g_random_\w+|'
    r'g_rand_new|g_uuid_\w+|g_timeout_\w+|g_idle_\w+|g_thread_\w+|g_task_run_in_thread\w*|'
    r'pthread_\w+|getenv|secure_getenv|g_getenv|g_get_environ|setlocale|localeconv|newlocale|'
    r'uselocale|nl_langinfo|strcoll|g_utf8_collate\w*|g_get_language_names\w*)\s*\(')
HASH_ORDER = re.compile(r'\b(g_hash_table_(?:iter_init|foreach\w*|get_keys\w*|get_values\w*|find))'
                        r'\s*\(')


def check_determinism(tree):
    for path in tree.select('.c', '.h'):
        if not matches(path, DETERMINISTIC) or matches(path, SEAMS):
            continue
        code = tree.source(path).code
        for match in OUTSIDE.finditer(code):
            yield Problem(path, line_of(code, match.start()), 'determinism',
                          f'{match.group(1)}() brings the real world into a deterministic room',
                          'take it from a port (operator/port), or move it to the driver')
        for match in HASH_ORDER.finditer(code):
            yield Problem(path, line_of(code, match.start()), 'determinism',
                          f'{match.group(1)}() visits a hash table in the order of addresses',
                          'use a sorted array, a GTree or GSequence')


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, p) for p in patterns)


# --- libraries with one owner --------------------------------------------------------------------
OWNED = (
    (re.compile(r'\b(?:Json[A-Z]\w+|json_(?:node|object|array|parser|builder|generator|reader|'
                r'from_string|to_string)\w*(?=\s*\())'), ('src/core/wire/*',), 'json-glib',
     'encode and decode by a table of core/wire'),
    (re.compile(r'\b(?:sqlite3\w*|SQLITE_[A-Z]\w+)\b'),
     ('src/operator/store/*', 'src/backend/sql/*'), 'SQLite',
     'go through the store (terminal) or backend/sql (server)'),
)


def check_owned(tree):
    """A library that one room owns may not leak through that room's headers."""
    for path in tree.select('.c', '.h', under='src/'):
        for pattern, owners, library, remedy in OWNED:
            if matches(path, owners):
                continue
            code = tree.source(path).code
            for match in pattern.finditer(code):
                yield Problem(path, line_of(code, match.start()), 'owned',
                              f'{match.group()} belongs to {library}, which is not this room\'s',
                              remedy)


RULES = {'rooms': check_rooms, 'room-deps': check_room_deps, 'determinism': check_determinism,
         'owned': check_owned}
