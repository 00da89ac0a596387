# trial_disk.py: the disk is full, at the terminal, then at the server
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
import sys

from kiosk import SLOW_S
from scene import Skipped, expect

SMALL_DISK = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'small_disk.py')
TERMINAL_MB, SERVER_MB = 40, 60
FILLER = 'somebody-else'


def need_small_disk(scene):
    probe = subprocess.run([sys.executable, SMALL_DISK, '1', os.path.join(scene.folder, 'probe'),
                            '/bin/true'], capture_output=True, check=False)
    if probe.returncode != 0:
        raise Skipped('a disk of its own needs mount namespaces, and this machine allows none')


def inside(process, folder):
    """The folder as the process sees it."""
    return f'/proc/{process.pid}/root{folder}'


def fill(folder):
    """To the last byte, as another program would."""
    with open(os.path.join(folder, FILLER), 'ab', buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b'x' * size)
            except OSError:
                pass


def make_room(folder):
    os.unlink(os.path.join(folder, FILLER))


def begin(scene):
    order = scene.free_orders(least=12)[0]
    kiosk = scene.kiosk()
    return kiosk, order


def take(scene, kiosk, order):
    kiosk.start_shift(scene.person())
    kiosk.take(order['id'])
    kiosk.see_running()
    kiosk.report(1)
    kiosk.wait_accepted()


def terminal(scene):
    """U3: what is not on the disk is not called recorded; what was stays; later it goes on."""
    need_small_disk(scene)
    scene.open_factory()
    kiosk, order = begin(scene)
    kiosk.before = [sys.executable, SMALL_DISK, str(TERMINAL_MB), kiosk.data]
    take(scene, kiosk, order)
    data = inside(kiosk.app.process, kiosk.data)
    fill(data)
    kiosk.press('Report part')
    kiosk.enter_count(2)
    recorded = 1
    # A little may still fit into what the journal has set apart; in the end it says no.
    for _ in range(40):
        kiosk.press('Report: ')
        said = scene.desk.wait(lambda: outcome(kiosk), 'it is recorded or not', SLOW_S)
        if said == 'NOT':
            break
        recorded += 2
        fill(data)
        kiosk.press('Report part')
        kiosk.enter_count(2)
    else:
        raise AssertionError('forty reports were recorded on a disk that is full')
    kiosk.app.find(re.compile('Room must be made on this terminal'), seconds=SLOW_S)
    scene.desk.shot('terminal-disk-full')
    make_room(data)
    kiosk.press_in_sheet('Report: ')
    recorded += 2
    kiosk.wait_accepted()
    good = scene.factory.order(order['id'])['quantity']['good'] - order['quantity']['good']
    expect(good == recorded, f'the server counts {good} good; {recorded} were recorded')
    kiosk.report(1)
    kiosk.wait_accepted()


def outcome(kiosk):
    if kiosk.app.look(re.compile('^NOT recorded')):
        return 'NOT'
    if kiosk.app.look(re.compile('^Report: ')) is None:
        return 'recorded'
    return None


def server(scene):
    """The terminal keeps what the server has no room for, says so, and it counts once."""
    need_small_disk(scene)
    scene.factory.program = [sys.executable, SMALL_DISK, str(SERVER_MB),
                             os.path.join(scene.factory.folder, 'data'), *scene.factory.program]
    scene.open_factory()
    kiosk, order = begin(scene)
    take(scene, kiosk, order)
    data = inside(scene.factory.process, os.path.join(scene.factory.folder, 'data'))
    fill(data)
    reports = 0
    while reports < 40 and not re.search('Server trouble', kiosk.status()):
        kiosk.report(1)
        reports += 1
        fill(data)
    kiosk.wait_status('^Server trouble.* not sent')
    kiosk.report(2)
    make_room(data)
    kiosk.come_forward()
    scene.desk.key('F5')
    kiosk.wait_accepted()
    scene.check_acts(order['id'], kiosk.person, ['claim'] + ['progress'] * (reports + 2))
    good = scene.factory.order(order['id'])['quantity']['good'] - order['quantity']['good']
    expect(good == 1 + reports + 2, f'the server counts {good} good, not {3 + reports}')
