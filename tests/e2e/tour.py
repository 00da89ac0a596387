# tour.py: a shift at the terminal as a person would work it, with and without the network
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: tour.py --build DIR --out DIR [--lang ru]
#
# What is on the screen is found through the accessibility tree; what is done is done by a real
# pointer and real keys. Every step prints its time and leaves a picture in --out; the first thing
# that is not as it should be ends the tour with status 1 and says what.

import argparse
import os
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))

from desk import Desk, DeskError      # noqa: E402  (the path is set above)
from factory import Factory, FactoryError   # noqa: E402

GOOD, SCRAP = 3, 1
STATUS = 'Status of this terminal'


class Tour:
    def __init__(self, desk, factory, build, data):
        self.desk = desk
        self.factory = factory
        self.program = os.path.join(build, 'src', 'operator', 'app', 'stanok')
        self.data = data
        self.app = None
        self.order = None
        self.began = time.monotonic()
        self.number = 0

    # --- what a step is ---

    def step(self, words, picture, work):
        start = time.monotonic()
        work()
        seconds = time.monotonic() - start
        self.number += 1
        path = self.desk.shot(picture)
        print(f'{self.number:3}  {seconds:6.2f} s  {words}   [{os.path.basename(path)}]',
              flush=True)

    def check(self, condition, what):
        if not condition:
            raise DeskError(f'{what}. On the screen: {self.app.summary()}')

    def wait_status(self, words, seconds=30):
        """What the header says of the connection; it is the description of its one large target."""
        self.app.find(STATUS, seconds=seconds,
                      where=lambda node: re.search(words, node.description))

    # --- the shift ---

    def open_terminal(self):
        self.app = self.desk.start([self.program, '--ready-file', self.factory.ready_file,
                                    '--data', self.data])

    def see_people(self):
        self.app.wait_for('Who is working?', seconds=30)
        self.app.wait_for(self.me['name'], seconds=30)

    def sign_in(self):
        self.app.click(self.me['name'])
        for digit in self.me['pin']:
            self.app.click(digit, role='push button')
        self.app.wait_for('Search orders')

    def see_queue(self):
        self.app.wait_for(re.compile(r'^WO-\d+'), role='list item')
        self.wait_status('All accepted', seconds=30)

    def choose_order(self):
        """One that is free, with enough pieces and a model of ours."""
        for order in self.factory.orders():
            files = [f for f in order['files'] if f['role'] == 'model']
            if order['state'] == 'MANUFACTURING_APPROVED' and order['holder'] is None \
                    and order['held'] is None and files and files[0]['name'].startswith('signet') \
                    and 8 <= order['quantity']['ordered'] <= 60:
                self.order = order
                return
        raise FactoryError('the demo has no free order for a signet ring')

    def search(self):
        self.app.click('Search orders')
        self.desk.type(self.order['id'])
        self.app.click(re.compile('^' + re.escape(self.order['id'])), role='list item')
        self.app.wait_for(re.compile('Take and start'))
        self.app.wait_for(self.order['title'])

    def turn_model(self):
        self.app.click('Open 3D')
        stage = self.app.find(re.compile('^3D model'), seconds=30)
        x, y = stage.on_screen()
        self.desk.drag((x, y), (x + 160, y + 50))
        self.desk.scroll(x, y, -2)
        time.sleep(0.6)

    def take(self):
        self.app.click(re.compile('^Take and start'))
        self.app.wait_for(re.compile('^Running since'))
        self.wait_status('All accepted')
        order = self.factory.order(self.order['id'])
        self.check(order['state'] == 'MANUFACTURING_STARTED'
                   and order['holder']['operator_id'] == self.me['id'],
                   'the server has the order as started and mine')

    def stop_server(self):
        self.factory.stop()
        self.wait_status('No connection', seconds=60)

    def report(self):
        self.app.click('Report part')
        self.enter('Good', GOOD)
        self.enter('Scrap', SCRAP)
        self.desk.shot('report-sheet')
        self.app.click(self.first_reason())
        self.app.click(re.compile('^Report:'))
        self.desk.shot('report-recorded')
        self.wait_status('1 not sent')

    def enter(self, field, count):
        self.app.click(re.compile('^' + field))
        self.app.click('Clear')
        for digit in str(count):
            self.app.click(digit, role='push button')

    def first_reason(self):
        reasons = self.factory_reasons
        for reason in reasons:
            if self.app.look(reason):
                return reason
        raise DeskError(f'no reason for scrap can be chosen. On the screen: {self.app.summary()}')

    def complete(self):
        self.app.wait_gone(re.compile('^Undo'), seconds=15)
        self.app.click(re.compile('^Complete'))
        self.left = self.order['quantity']['ordered'] - GOOD
        self.enter('Good', self.left)
        self.desk.shot('complete-sheet')
        self.app.click(re.compile('^Complete:'))
        self.desk.shot('complete-recorded')
        self.wait_status('2 not sent')

    def kill_terminal(self):
        self.app.kill()

    def back_again(self):
        self.open_terminal()
        self.see_people()
        self.sign_in()
        self.wait_status('2 not sent', seconds=30)

    def see_unsent(self):
        self.app.click(STATUS)
        self.app.wait_for(re.compile('Recorded here, not sent yet: 2'))
        self.app.wait_for(re.compile(f'{GOOD} good, {SCRAP} scrap'))
        self.app.wait_for(re.compile(f'{self.left} good'))

    def start_server(self):
        self.factory.start()
        self.wait_status('All accepted', seconds=90)

    def audit(self):
        order = self.factory.order(self.order['id'])
        quantity = order['quantity']
        self.check(order['state'] == 'MANUFACTURING_COMPLETED', f'the server has {order["state"]}')
        self.check(quantity['good'] == self.order['quantity']['ordered']
                   and quantity['scrap'] == SCRAP, f'the server counts {quantity}')
        commands = [row['type'] for row in self.factory.history(self.order['id'])
                    if row.get('operator_id') == self.me['id']]
        for folder, _, names in os.walk(self.data):
            for name in names:
                mode = os.stat(os.path.join(folder, name)).st_mode & 0o777
                self.check(mode & 0o077 == 0, f'{name} is the terminal\'s alone ({mode:o})')
        self.check(commands == ['claim', 'progress', 'complete'],
                   f'each act stands once in the history: {commands}')

    def sign_out(self):
        self.app.click(re.compile('^' + re.escape(self.me['name'])))
        self.app.click('Sign out')
        self.app.wait_for('Who is working?')

    def run(self):
        self.step('the demo factory serves its orders', 'starting', lambda: (
            self.factory.start(), self.open_terminal()))
        self.me = self.factory.operator()
        names = {o['id']: o['name'] for o in self.factory.get('/v1/operators')[1]['items']}
        self.me['name'] = names[self.me['id']]['en']
        self.factory_reasons = [r['name']['en'] for r in self.factory.get('/v1/reasons')[1]['items']
                                if r['kind'] == 'scrap']
        self.step('the people of the station are here', 'people', self.see_people)
        self.step(f'{self.me["name"]} signs in by PIN', 'signed-in', self.sign_in)
        self.step('the queue is here, and all is accepted', 'queue', self.see_queue)
        self.choose_order()
        self.step(f'{self.order["id"]} is found by search', 'found', self.search)
        self.step('its model opens and is turned by the pointer', 'model', self.turn_model)
        self.step('it is taken and started; the server agrees', 'taken', self.take)
        self.step('the server is stopped; the terminal says so', 'offline', self.stop_server)
        self.step(f'{GOOD} good and {SCRAP} scrap are reported without it', 'reported', self.report)
        self.step('the order is completed without it', 'completed', self.complete)
        self.step('the terminal is killed (SIGKILL)', 'killed', self.kill_terminal)
        self.step('it starts again, still without the server: both reports are here', 'again',
                  self.back_again)
        self.step('the unsent work is listed, intact', 'unsent', self.see_unsent)
        self.step('the server starts; everything is accepted', 'accepted', self.start_server)
        self.step('the server counts each act once', 'audited', self.audit)
        self.step('the shift ends: signed out', 'signed-out', self.sign_out)
        print(f'\nThe whole shift: {time.monotonic() - self.began:.1f} s, '
              f'{self.number} steps, pictures in {self.desk.pictures}')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--out', required=True)
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    out = os.path.abspath(options.out)
    shutil.rmtree(out, ignore_errors=True)
    work = tempfile.mkdtemp(prefix='stanok-tour-')
    try:
        with Factory(build, os.path.join(work, 'factory')) as factory, \
                Desk(pictures=out, env={'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en', 'TZ': 'UTC',
                                       'GSK_RENDERER': 'cairo'}) as desk:
            Tour(desk, factory, build, os.path.join(work, 'terminal')).run()
    except AssertionError as error:
        print(f'\nNot as it should be: {error}', file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


sys.exit(main())
