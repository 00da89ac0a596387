# trial_kill.py: SIGKILL for the terminal and the server at any moment, while somebody works
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import signal
import threading
import time

from factory import FactoryError
from scene import expect

SECONDS = 60
EARLIEST_S, LATEST_S = 1, 14      # after the work began, or began again
GOOD = 1


class Shift:
    """One person reports pieces, one after the other, whatever is taken from him."""

    def __init__(self, scene):
        self.scene = scene
        self.kiosk, self.order = None, None
        self.tried, self.recorded = 0, 0
        self.kills = {'terminal': 0, 'server': 0}
        self.at_work = threading.Event()

    def begin(self):
        self.scene.open_factory()
        self.order = max(self.scene.free_orders(least=20), key=lambda o: o['quantity']['ordered'])
        self.kiosk = self.scene.kiosk()
        self.kiosk.start_shift(self.scene.person())
        self.kiosk.take(self.order['id'])
        self.kiosk.see_running()
        self.kiosk.wait_accepted()

    def come_back(self):
        """After a kill, as in the morning."""
        self.kiosk.open()
        self.kiosk.sign_in()
        self.kiosk.go('job')
        self.kiosk.see_running()

    def work_until(self, end):
        while time.monotonic() < end:
            try:
                if self.kiosk.app.process.poll() is not None:
                    self.come_back()
                self.at_work.set()
                self.tried += 1
                self.kiosk.report(GOOD)
                self.recorded += 1
            except AssertionError:
                # Killed in the middle of it: nothing is known of that one yet.
                if self.kiosk.app.process.poll() != -signal.SIGKILL:
                    raise

    def kill_until(self, end):
        """The other side of the table. Who is not at work is left to come back to it."""
        while time.monotonic() < end:
            self.at_work.clear()
            if not self.at_work.wait(max(end - time.monotonic(), 0.1)):
                return
            time.sleep(random.uniform(EARLIEST_S, LATEST_S))
            victim = random.choice(('terminal', 'terminal', 'server'))
            self.kills[victim] += 1
            if victim == 'terminal':
                self.kiosk.kill()
                continue
            self.scene.factory.kill()
            time.sleep(random.uniform(0, 3))
            self.scene.factory.start()


def check(scene, shift):
    """Each recorded act is at the server exactly once; each act at the server was recorded."""
    kiosk, order = shift.kiosk, shift.order
    kiosk.quit()
    rows = [row for row in scene.journal(kiosk) if row['command']['type'] == 'progress']
    expect({row['state'] for row in rows} == {'accepted'},
           f'in the journal: {[row["state"] for row in rows]}')
    expect(shift.recorded <= len(rows) <= shift.tried,
           f'{shift.recorded} were shown as recorded, {len(rows)} are in the journal, '
           f'{shift.tried} were tried')
    served = [row['command_id'] for row in scene.acts(order['id'], kiosk.person)
              if row['type'] == 'progress']
    expect(sorted(served) == sorted(row['command_id'] for row in rows),
           f'the server has {len(served)} reports, the journal {len(rows)}')
    good = scene.factory.order(order['id'])['quantity']['good'] - order['quantity']['good']
    expect(good == GOOD * len(rows), f'the server counts {good}, not {GOOD * len(rows)}')


def kill(scene):
    """At the end every act that was recorded is at the server, once."""
    shift = Shift(scene)
    shift.begin()
    end = time.monotonic() + SECONDS
    trouble = []

    def killer():
        try:
            shift.kill_until(end)
        except (FactoryError, OSError) as error:
            trouble.append(error)
    thread = threading.Thread(target=killer)
    thread.start()
    try:
        shift.work_until(end)
    finally:
        thread.join()
    expect(not trouble, f'the server did not come back: {trouble}')
    if shift.kiosk.app.process.poll() is not None:
        shift.come_back()
    shift.kiosk.come_forward()
    scene.desk.key('Escape')
    shift.kiosk.wait_accepted(240)
    check(scene, shift)
    expect(shift.recorded > 0 and shift.kills['terminal'] > 0, 'too little happened to mean much')
    print(f'  {shift.recorded} reports recorded over {shift.kills["terminal"]} kills of the '
          f'terminal and {shift.kills["server"]} of the server', flush=True)
