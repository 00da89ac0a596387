# desk.py: a person at the terminal: finds by name, presses with a real pointer, reads what is there
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   with Desk(pictures='build/tour') as desk:
#       terminal = desk.start(['build/src/operator/app/stanok', ...])
#       terminal.click('Take', role='push button')
#       terminal.wait_for('Recorded')
#       desk.shot('taken')
#
# What is on the screen is read from the accessibility tree, as a screen reader would; what is done
# is done with pointer, keys and fingers, as a person would. One Desk a process: AT-SPI remembers
# the first bus that it sees.
#
# Known of GTK 4.8: SHOWING is set on windows only, so whether something can be seen is asked of
# what lies at its middle; rows outside the viewport have no extents; screen coordinates are wrong,
# coordinates within the window are right.

import os
import re
import signal
import time

from stage import Stage, StageError, stop, wait_until
from touch import Touch

TIMEOUT_S = 40
TEXT_ROLES = ('text', 'entry', 'password text')
MNEMONIC = re.compile(r'_(?=\w)')


class DeskError(AssertionError):
    """Something on the screen is not as it should be; the message lists what is there."""


class Desk:
    """A stage with a person in front of it."""

    def __init__(self, pictures=None, size=(1280, 800), touch=False, secrets=False, env=None):
        self.stage = Stage(size=size, touch=touch, secrets=secrets)
        self.stage.env.update(env or {})
        self.pictures = pictures
        self.apps = []
        self._count = 0
        self._atspi = None
        self.fingers = None
        if touch:
            self.fingers = Touch(self.stage.touch_socket, *size)
        if pictures:
            os.makedirs(pictures, exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for app in self.apps:
            stop(app.process)
        # The server first: without its one client it would spin until it is ended.
        self.stage.close()
        if self.fingers:
            self.fingers.close()

    def start(self, arguments, seconds=30, env=None):
        """Runs a program and waits until it shows a window."""
        log = f'app-{len(self.apps)}.log'
        process = self.stage.spawn(arguments, log=log, env={**self.stage.env, **(env or {})})
        app = App(self, process, log)
        self.apps.append(app)
        app.wait(lambda: app.windows(), 'a window is shown', seconds)
        # Before the window manager has put it in its place, a finger would miss; and while the
        # first frame is made, a tap lasts so long that it is taken for a long press.
        app.wait(app.is_active, 'its window gets the focus', seconds)
        app.wait(app.is_idle, 'it has come to rest', seconds)
        return app

    @property
    def atspi(self):
        """Loaded late: it connects to the bus that the environment names at that moment."""
        if self._atspi is None:
            for name in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'):
                os.environ[name] = self.stage.env[name]
            # What is fatal in the program under test is noise in the one that watches it: libatspi
            # warns of every GTK 4.8 that has no cache to read.
            os.environ.pop('G_DEBUG', None)
            import gi
            gi.require_version('Atspi', '2.0')
            from gi.repository import Atspi, GLib
            GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None, None)
            Atspi.init()
            Atspi.set_timeout(5000, 10000)
            Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)
            self._atspi = Atspi
        return self._atspi

    def wait(self, condition, what, seconds=TIMEOUT_S):
        """condition may raise while the tree changes under it; that counts as not yet."""
        def attempt():
            try:
                return condition()
            except self.atspi_error():
                return None
        return wait_until(attempt, what, seconds)

    @staticmethod
    def atspi_error():
        from gi.repository import GLib
        return GLib.Error

    # --- what a person does ---

    def click_at(self, x, y, button=1, hold_s=0):
        self.xdotool('mousemove', x, y)
        if hold_s:
            self.xdotool('mousedown', button)
            time.sleep(hold_s)
            self.xdotool('mouseup', button)
        else:
            self.xdotool('click', button)

    def drag(self, start, end, button=1, steps=12):
        self.xdotool('mousemove', *start, 'mousedown', button)
        for step in range(1, steps + 1):
            x, y = (round(a + (b - a) * step / steps) for a, b in zip(start, end))
            self.xdotool('mousemove', x, y)
        self.xdotool('mouseup', button)

    def scroll(self, x, y, clicks):
        """Downwards, or upwards if negative."""
        self.xdotool('mousemove', x, y, 'click', '--repeat', abs(clicks), '--delay', 20,
                     5 if clicks > 0 else 4)

    def type(self, text, delay_ms=15):
        self.xdotool('type', '--delay', delay_ms, '--', text)

    def scan(self, code):
        """As a scanner types: fast, and ended by Enter."""
        self.type(code, delay_ms=5)
        self.key('Return')

    def key(self, *names):
        """Names of X keysyms, with modifiers as in "ctrl+f"."""
        for name in names:
            self.xdotool('key', name)

    def xdotool(self, *arguments):
        """What it prints."""
        return self.stage.run(['xdotool'] + [str(a) for a in arguments])

    # --- pictures ---

    def shot(self, name):
        """The whole screen as PNG; names are numbered in the order of taking."""
        self._count += 1
        path = os.path.join(self.pictures, f'{self._count:02}-{name}.png')
        self.stage.run(['import', '-silent', '-window', 'root', path])
        if not os.path.exists(path):
            raise StageError(f'no picture could be taken: {path}')
        return path


class App:
    """A program on the desk."""

    def __init__(self, desk, process, log):
        self.desk = desk
        self.process = process
        self.log = log

    def kill(self):
        """As a power cut would, for the program."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def quit(self, seconds=10):
        """SIGTERM; returns the exit status."""
        self.process.terminate()
        return self.process.wait(seconds)

    def output(self):
        return self.desk.stage.read_log(self.log)

    def wait(self, condition, what, seconds=TIMEOUT_S):
        def alive():
            if self.process.poll() is not None:
                raise DeskError(f'the program ended with {self.process.returncode} while waiting '
                                f'that {what}. It printed:\n{self.output()[-3000:]}')
            return condition()
        try:
            return self.desk.wait(alive, what, seconds)
        except StageError as error:
            raise DeskError(f'{error}. On the screen: {self.summary()}\n'
                            f'It printed:\n{self.output()[-3000:]}') from None

    def windows(self):
        desktop = self.desk.atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid:
                return [Node(self.desk, window.accessible)
                        for window in Node(self.desk, child).children()]
        return []

    def is_active(self):
        pid = self.desk.stage.run(['xdotool', 'getactivewindow', 'getwindowpid'])
        return pid.strip() == str(self.process.pid).encode()

    def is_idle(self, samples=10, step_s=0.03):
        """Whether its main thread slept through a moment: all that was due has been drawn.

        On a busy machine a program that wants to run gets little time, so time says nothing.
        """
        return all(self.sleeps_after(step_s) for _ in range(samples))

    def sleeps_after(self, seconds):
        time.sleep(seconds)
        with open(f'/proc/{self.process.pid}/stat', encoding='utf-8') as file:
            return file.read().rsplit(')', 1)[1].split()[0] == 'S'

    def nodes(self):
        for window in self.windows():
            yield from window.walk(window.box())

    def find(self, name=None, role=None, seconds=TIMEOUT_S, where=None):
        """The first that can be seen and pressed; name is a str (all of it) or a pattern."""
        what = f'there is {role or "something"} called {name!r}'
        return self.wait(lambda: self.look(name, role, where), what, seconds)

    def look(self, name=None, role=None, where=None):
        """As find, but now: None if there is nothing of the kind."""
        for node in self.nodes():
            if node.matches(name, role) and (where is None or where(node)) and node.is_reachable():
                return node
        return None

    def find_all(self, name=None, role=None):
        return [n for n in self.nodes() if n.matches(name, role) and n.is_reachable()]

    def wait_for(self, name, role=None, seconds=TIMEOUT_S):
        return self.find(name, role, seconds)

    def wait_gone(self, name, role=None, seconds=TIMEOUT_S):
        self.wait(lambda: self.look(name, role) is None, f'{name!r} has gone', seconds)

    def click(self, name, role=None, seconds=TIMEOUT_S, hold_s=0):
        node = self.find(name, role, seconds)
        node.click(hold_s)
        return node

    def tap(self, name, role=None, seconds=TIMEOUT_S):
        node = self.find(name, role, seconds)
        node.tap()
        return node

    def words(self):
        """All names and texts that can be seen, in the order of the tree."""
        seen = []
        for node in self.nodes():
            text = node.text() or node.name
            if text and text not in seen and node.is_reachable():
                seen.append(text)
        return seen

    def summary(self):
        try:
            return '; '.join(f'{n.role} {n.name!r}' for n in self.nodes()
                             if n.name and n.is_reachable())[:3000]
        except self.desk.atspi_error() as error:
            return f'(the tree cannot be read: {error})'


class Node:
    """Something on the screen."""

    def __init__(self, desk, accessible, parent=None):
        self.desk = desk
        self.accessible = accessible
        self.parent = parent            # None for a window

    @property
    def name(self):
        return plain_name(self.accessible.get_name() or '')

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def description(self):
        return self.accessible.get_description() or ''

    def text(self):
        """What stands in a label or an entry."""
        if 'Text' not in self.accessible.get_interfaces():
            return ''
        text = self.desk.atspi.Text
        return text.get_text(self.accessible, 0, text.get_character_count(self.accessible))

    def has(self, state):
        """state: as AT-SPI spells it, "CHECKED", "FOCUSED", "SENSITIVE"."""
        kind = getattr(self.desk.atspi.StateType, state)
        return self.accessible.get_state_set().contains(kind)

    def children(self):
        count = self.accessible.get_child_count()
        found = (self.accessible.get_child_at_index(i) for i in range(count))
        return [Node(self.desk, child, self) for child in found if child is not None]

    def walk(self, frame):
        """Itself and what is in it, but nothing that has no place within the frame.

        A list has two hundred rows that nobody sees, each of many parts; not to look into them
        is most of the speed.
        """
        if not self.overlaps(frame):
            return
        yield self
        for child in self.children():
            yield from child.walk(frame)

    def matches(self, name, role):
        if role is not None and self.role != role:
            return False
        if name is None:
            return True
        own = self.name
        fits = own == name if isinstance(name, str) else name.search(own) is not None
        if fits or role is not None:
            return fits
        # Words without a role are looked for in what entries say, too; a label's name is its text.
        text = self.text() if self.role in TEXT_ROLES else ''
        return text == name if isinstance(name, str) else name.search(text) is not None

    def line(self):
        """Itself, what it lies in, and so on to the window."""
        node = self
        while node is not None:
            yield node
            node = node.parent

    def window(self):
        return list(self.line())[-1]

    def box(self):
        """x, y, width, height within the window; None for what has no place, as a stack's page."""
        atspi = self.desk.atspi
        try:
            area = atspi.Component.get_extents(self.accessible, atspi.CoordType.WINDOW)
        except self.desk.atspi_error():
            if 'Component' in self.accessible.get_interfaces():
                raise
            return None
        return (area.x, area.y, area.width, area.height)

    def overlaps(self, frame):
        box = self.box()
        if box is None:
            return True
        (x, y, width, height), (left, top, frame_width, frame_height) = box, frame
        return (width > 0 and height > 0 and x < left + frame_width and x + width > left
                and y < top + frame_height and y + height > top)

    def middle(self):
        x, y, width, height = self.box()
        return (x + width // 2, y + height // 2)

    def is_reachable(self):
        """Whether its middle is on the screen, not clipped and not covered."""
        if self.parent is None:
            return True
        if self.box() is None:
            return False
        middle = self.middle()
        above = list(self.parent.line())
        if not all(node.shows(*middle) for node in above):
            return False
        # Listed first: GTK 4.8 gives a part its place in the tree when it is asked for it.
        parts = {node.accessible.path for node in self.walk(above[-1].box())}
        atspi = self.desk.atspi
        hit = atspi.Component.get_accessible_at_point(above[-1].accessible, *middle,
                                                      atspi.CoordType.WINDOW)
        if hit is None:
            # The inner part of an entry has no place in the tree.
            return self.role == 'text'
        # A part of it, such as the label of a key; or what it lies in, because its own picture
        # does not take the pointer.
        return hit.path in parts or hit.path in (node.accessible.path for node in above)

    def shows(self, x, y):
        """Whether a point within the window can be inside it."""
        box = self.box()
        if box is None:
            return True
        left, top, width, height = box
        return left <= x < left + width and top <= y < top + height

    def click(self, hold_s=0):
        self.desk.click_at(*self.on_screen(), hold_s=hold_s)

    def tap(self, hold_s=0):
        self.desk.fingers.tap(*self.on_screen(), hold_s=hold_s)

    def on_screen(self):
        """The middle, in pixels of the screen."""
        left, top = self.window_origin()
        x, y = self.middle()
        return (left + x, top + y)

    def window_origin(self):
        """Where X has put the window; the title is the accessible name of the window."""
        pid = self.accessible.get_process_id()
        title = self.window().accessible.get_name()
        ids = self.desk.stage.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid),
                                   '--name', '^' + re.escape(title) + '$']).split()
        if not ids:
            ids = self.desk.stage.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                       str(pid)]).split()
        if not ids:
            raise DeskError(f'no window of process {pid} is on the screen')
        shell = self.desk.stage.run(['xdotool', 'getwindowgeometry', '--shell', ids[-1].decode()])
        place = dict(line.split('=') for line in shell.decode().split())
        return (int(place['X']), int(place['Y']))


def plain_name(name):
    """GTK 4.8 names a button with a mnemonic "_OK OK"."""
    name = MNEMONIC.sub('', name).strip()
    half = len(name) // 2
    if len(name) % 2 == 1 and name[half] == ' ' and name[:half] == name[half + 1:]:
        return name[:half]
    return name
