# kiosk.py: one terminal with a person in front of it: what a shift consists of, by its words
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re

from desk import DeskError

STATUS = 'Status of this terminal'
SLOW_S = 60          # whatever is only a matter of the machine's speed


class Kiosk:
    """The terminal of one device; killed and started again as often as wanted."""

    def __init__(self, desk, build, folder, ready, device=0, place=(0, 0)):
        self.desk = desk
        self.program = os.path.join(build, 'src', 'operator', 'app', 'stanok')
        self.data = os.path.join(folder, 'terminal')
        self.ready_file = os.path.join(folder, 'ready.json')
        self.device = ready['devices'][device]
        self.place = place
        self.app = None
        self.person = None
        self.before = []            # a program that prepares the way of the terminal
        os.makedirs(folder, exist_ok=True)
        self.point_to(ready, ready['url'])

    def point_to(self, ready, url):
        """Read at the next start."""
        with open(self.ready_file, 'w', encoding='utf-8') as file:
            json.dump({**ready, 'url': url}, file)

    # --- the program ---

    def open(self):
        self.app = self.desk.start([*self.before, self.program, '--ready-file', self.ready_file,
                                    '--device', self.device['id'], '--data', self.data],
                                   seconds=SLOW_S)
        if self.place != (0, 0):
            window = self.desk.xdotool('search', '--onlyvisible', '--pid', self.app.process.pid)
            self.desk.xdotool('windowmove', '--sync', window.split()[-1].decode(), *self.place)

    def come_forward(self):
        """The keys go to this one."""
        window = self.desk.xdotool('search', '--onlyvisible', '--pid', self.app.process.pid)
        self.desk.xdotool('windowactivate', '--sync', window.split()[-1].decode())

    def start_shift(self, person):
        self.person = person
        self.open()
        self.sign_in()

    def sign_in(self):
        self.app.click(self.person['name'], seconds=SLOW_S)
        self.come_forward()
        self.desk.type(self.person['pin'], delay_ms=60)
        self.app.wait_for('Search orders', seconds=SLOW_S)

    def kill(self):
        self.app.kill()

    def quit(self):
        status = self.app.quit(SLOW_S)
        if status not in (0, -15):
            raise DeskError(f'the terminal ended with {status}:\n{self.app.output()[-3000:]}')

    # --- orders ---

    def find(self, order_id):
        self.app.click('Search orders', seconds=SLOW_S)
        self.come_forward()
        self.desk.key('ctrl+a')
        self.desk.type(order_id)
        self.app.click(re.compile('^' + re.escape(order_id)), role='list item', seconds=SLOW_S)

    def press(self, words, seconds=SLOW_S):
        self.app.click(re.compile('^' + words), seconds=seconds)

    def take(self, order_id):
        self.find(order_id)
        self.press('Take and start')

    def ask_for(self, order_id):
        self.find(order_id)
        self.press('Ask for it')

    def see_running(self):
        self.app.wait_for(re.compile('^Running since'), seconds=SLOW_S)

    def report(self, good=1):
        """On the job that is open; ends when the program says that it is recorded."""
        self.press('Report part')
        self.enter_count(good)
        self.press_in_sheet('Report: ')

    def complete(self, good):
        self.press('Complete')
        self.enter_count(good)
        self.press_in_sheet('Complete: ')

    def enter_count(self, good):
        self.app.wait_for(re.compile('^Good'), seconds=SLOW_S)
        self.come_forward()
        self.desk.type(str(good), delay_ms=40)
        self.app.find(re.compile(f'^(Report|Complete): {good} good'), seconds=SLOW_S)

    def press_in_sheet(self, words):
        """A sheet closes when what it was for is recorded, and not before (U3)."""
        self.press(words)
        self.app.wait_gone(re.compile('^' + words), seconds=SLOW_S)

    def go(self, place):
        """queue, job, attention or status; by their keys."""
        self.come_forward()
        self.desk.key({'queue': 'F1', 'job': 'F2', 'attention': 'F3', 'status': 'F4'}[place])

    # --- what is shown ---

    def status(self):
        """What the header says."""
        return self.app.find(STATUS, seconds=SLOW_S).description

    def wait_status(self, words, seconds=SLOW_S):
        return self.app.find(STATUS, seconds=seconds,
                             where=lambda node: re.search(words, node.description)).description

    def wait_accepted(self, seconds=120):
        self.wait_status('^All accepted', seconds)

    def see_unsent(self, count):
        """The journal's own list, not the header."""
        self.go('status')
        self.app.wait_for(re.compile(f'^Recorded here, not sent yet: {count}$'), seconds=SLOW_S)

    def cards(self):
        self.go('attention')
        self.app.wait_for('Attention', role='label', seconds=SLOW_S)
        return [node.name for node in self.app.find_all(re.compile(r'^WO-\d+: '),
                                                        role='list item')]

    def words(self):
        return self.desk.wait(self.app.words, 'the screen can be read')
