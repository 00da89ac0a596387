# stage.py: a screen, a session bus and a home that exist only for one run
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
A11Y_SERVICE = '/usr/share/dbus-1/services/org.a11y.Bus.service'

# What would let the developer's own session, or the settings of unit tests, into a run.
FOREIGN = ('WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'GTK_A11Y', 'NO_AT_BRIDGE', 'AT_SPI_BUS',
           'GTK_THEME', 'GTK_DEBUG', 'GDK_DEBUG', 'GDK_SCALE', 'GDK_DPI_SCALE', 'GTK_IM_MODULE',
           'XMODIFIERS', 'DESKTOP_SESSION', 'XDG_CURRENT_DESKTOP', 'STANOK_TEST_DISPLAY')

# A window manager that does what a kiosk does: nothing round the window, the focus to a new one,
# no keys and no clicks of its own.
OPENBOX = '''<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <keyboard/><mouse/>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <applications>
    <application class="*">
      <decor>no</decor><focus>yes</focus>
      <position force="no"><x>0</x><y>0</y></position>
    </application>
  </applications>
</openbox_config>
'''


class StageError(Exception):
    """The machine cannot give what a run needs; the message says what to install."""


def wait_until(condition, what, seconds=10, step_s=0.05):
    """What condition() returns, as soon as that is true; a StageError after the time."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise StageError(f'waited {seconds} s in vain: {what}')
        time.sleep(step_s)


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise StageError(f'there is no {program} on this machine (./dev test installs it)')


def die_with_parent():
    """In a child before exec: if the test is killed, what it started does not stay behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Stage:
    """Use as a context: `with Stage() as stage:`; stage.env is for the programs on it."""

    def __init__(self, size=(1280, 800), touch=False, secrets=False, manager=True):
        self.size = size
        self.folder = tempfile.mkdtemp(prefix='stanok-stage-')
        self.touch_socket = os.path.join(self.folder, 'touch.sock') if touch else None
        self.env = {k: v for k, v in os.environ.items() if k not in FOREIGN}
        self._running = []
        try:
            self._make_home()
            self._start_display()
            self._start_bus()
            if secrets:
                self._start_secrets()
            if manager:
                self._start_manager()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in reversed(self._running):
            stop(process)
        self._running = []
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def spawn(self, arguments, log=None, **how):
        """Starts a program of the stage; it ends with it."""
        need(arguments[0])
        with open(self.path(log or os.path.basename(arguments[0]) + '.log'), 'ab') as out:
            process = subprocess.Popen(arguments, env=how.pop('env', self.env), stdout=out,
                                       stderr=out, start_new_session=True,
                                       preexec_fn=die_with_parent,
                                       stdin=how.pop('stdin', subprocess.DEVNULL), **how)
        self._running.append(process)
        return process

    def read_log(self, name):
        with open(self.path(name), encoding='utf-8', errors='replace') as file:
            return file.read()

    def _make_home(self):
        for name in ('home', 'run', 'cache', 'config', 'data', 'state', 'services'):
            os.mkdir(self.path(name), 0o700)
        self.env.update(HOME=self.path('home'), XDG_RUNTIME_DIR=self.path('run'),
                        XDG_CACHE_HOME=self.path('cache'), XDG_CONFIG_HOME=self.path('config'),
                        XDG_DATA_HOME=self.path('data'), XDG_STATE_HOME=self.path('state'),
                        GDK_BACKEND='x11', GSETTINGS_BACKEND='memory', GIO_USE_VFS='local',
                        LIBGL_ALWAYS_SOFTWARE='1')
        self.env.setdefault('LC_ALL', 'C.UTF-8')
        # There is no GPU behind this screen. GTK's GL renderer would compile a shader when a key is
        # first pressed, for half a second and more on a busy machine; so long a touch is a long
        # press, and a list does not answer. GtkGLArea draws with GL in either case.
        self.env.setdefault('GSK_RENDERER', 'cairo')

    # --- the display ---

    def _start_display(self):
        """Either server picks a free number and writes it down when it is ready."""
        reader, writer = os.pipe()
        arguments = self._touch_server() if self.touch_socket else self._plain_server()
        server = self.spawn(arguments + ['-displayfd', str(writer), '-nolisten', 'tcp', '-noreset'],
                            log='display.log', pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            server.wait()
            raise StageError('the display did not start:\n' + self.read_log('display.log')[-2000:])
        self.env['DISPLAY'] = ':' + number
        # Both alphabets lie on the keyboard, as on a real one: a key need not be made for a letter.
        self.run(['setxkbmap', '-layout', 'us,ru'])
        if self.touch_socket:
            wait_until(lambda: os.path.exists(self.touch_socket), 'the touch panel appears')

    def _plain_server(self):
        width, height = self.size
        return ['Xvfb', '-screen', '0', f'{width}x{height}x24', '+extension', 'GLX']

    def _touch_server(self):
        """Xorg with a screen in memory; unlike Xvfb it can have a touch panel."""
        if os.geteuid() != 0:
            raise StageError('a virtual touch panel needs Xorg as root')
        text = read_template('xorg-touch.conf.in', MODELINE=modeline(*self.size),
                             WIDTH=self.size[0], HEIGHT=self.size[1], SOCKETS=self.folder)
        with open(self.path('xorg.conf'), 'w', encoding='utf-8') as file:
            file.write(text)
        return ['Xorg', '-config', self.path('xorg.conf'), '-novtswitch', '-sharevts',
                '-logfile', self.path('xorg.log'), 'vt7']

    # --- the rest ---

    def _start_bus(self):
        if not os.path.exists(A11Y_SERVICE):
            raise StageError('there is no accessibility bus on this machine (at-spi2-core)')
        shutil.copy(A11Y_SERVICE, self.path('services'))
        with open(self.path('bus.conf'), 'w', encoding='utf-8') as file:
            file.write(read_template('session-bus.conf.in', SERVICES=self.path('services'),
                                     SOCKETS=self.path('run')))
        reader, writer = os.pipe()
        self.spawn(['dbus-daemon', '--nofork', '--config-file', self.path('bus.conf'),
                    f'--print-address={writer}'], log='bus.log', pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as pipe:
            address = pipe.readline().strip()
        if not address:
            raise StageError('the session bus did not start:\n' + self.read_log('bus.log')[-2000:])
        self.env['DBUS_SESSION_BUS_ADDRESS'] = address

    def _start_secrets(self):
        """A keyring with a password of its own: libsecret works as on a desktop."""
        keyring = self.spawn(['gnome-keyring-daemon', '--foreground', '--unlock',
                              '--components=secrets'], log='keyring.log', stdin=subprocess.PIPE)
        keyring.stdin.write(b'stage')
        keyring.stdin.close()
        wait_until(lambda: self.bus_has('org.freedesktop.secrets'), 'the keyring is on the bus')

    def _start_manager(self):
        with open(self.path('openbox.xml'), 'w', encoding='utf-8') as file:
            file.write(OPENBOX)
        self.spawn(['openbox', '--sm-disable', '--config-file', self.path('openbox.xml')])
        wait_until(lambda: b'_NET_SUPPORTING_WM_CHECK(WINDOW)' in self.run(
            ['xprop', '-root', '_NET_SUPPORTING_WM_CHECK']), 'the window manager is ready')

    def bus_has(self, name):
        return b'true' in self.run(
            ['dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.DBus', '/',
             'org.freedesktop.DBus.NameHasOwner', 'string:' + name])

    def run(self, arguments, seconds=20):
        """What a small program prints; used for xdotool and the like."""
        need(arguments[0])
        return subprocess.run(arguments, env=self.env, stdin=subprocess.DEVNULL, timeout=seconds,
                              capture_output=True, check=False).stdout


def stop(process, seconds=5):
    """By its id, politely at first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_template(name, **values):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        text = file.read()
    for key, value in values.items():
        text = text.replace(f'@{key}@', str(value))
    return text


def modeline(width, height):
    """No tube has to follow: any timing that leaves some room at the edges is right."""
    h = (width, width + 64, width + 128, width + 256)
    v = (height, height + 3, height + 9, height + 31)
    clock_mhz = h[3] * v[3] * 60 / 1e6
    return f'Modeline "panel" {clock_mhz:.2f} ' + ' '.join(map(str, h + v))
