# screenshots.py: every page of the running program as a picture
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: screenshots.py --build DIR --out DIR [en|ru|dark ...]
#
# A real server, a real terminal, real work: nothing is drawn for the picture. Each variant is a
# shift of its own.

import argparse
import os
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))

from desk import Desk        # noqa: E402  (the path is set above)
from factory import Factory  # noqa: E402

VARIANTS = {
    'en': {'LANGUAGE': 'en'},
    'ru': {'LANGUAGE': 'ru'},
    'dark': {'LANGUAGE': 'en', 'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'},
}
# The words that lead from page to page, by language.
WORDS = {
    'en': {'who': 'Who is working?', 'search': 'Search orders', 'take': '^Take and start',
           'ask': '^Ask for it', 'report': 'Report part', 'complete': '^Complete',
           'attention': 'Attention', 'status': 'Status of this terminal', 'open': 'Open 3D',
           'close': 'Cancel', 'offline': 'No connection'},
    'ru': {'who': 'Кто работает?', 'search': 'Поиск заказов', 'take': '^Взять и начать',
           'ask': '^Запросить', 'report': 'Отчёт', 'complete': '^Завершить',
           'attention': 'Внимание', 'status': 'Состояние терминала', 'open': 'Открыть 3D',
           'close': 'Отмена', 'offline': 'Нет связи'},
}


class Session:
    def __init__(self, desk, factory, build, data, variant):
        self.desk, self.factory, self.data, self.variant = desk, factory, data, variant
        self.language = 'ru' if variant == 'ru' else 'en'
        self.words = WORDS[self.language]
        self.program = os.path.join(build, 'src', 'operator', 'app', 'stanok')
        self.app = None

    def shot(self, page):
        time.sleep(0.8)
        path = self.desk.shot(page)
        final = os.path.join(self.desk.pictures, f'{page}-{self.variant}.png')
        os.replace(path, final)
        print(os.path.basename(final), flush=True)

    def open(self):
        self.app = self.desk.start([self.program, '--ready-file', self.factory.ready_file,
                                    '--data', self.data])
        self.app.wait_for(self.words['who'], seconds=40)

    def sign_in(self):
        self.app.click(self.me['name'], seconds=40)
        for digit in self.me['pin']:
            self.app.click(digit, role='push button')
        self.app.wait_for(self.words['search'], seconds=40)

    def free_order(self, piece, skip=()):
        for order in self.factory.orders():
            models = [f['name'] for f in order['files'] if f['role'] == 'model']
            if order['state'] == 'MANUFACTURING_APPROVED' and order['holder'] is None \
                    and order['held'] is None and models and models[0].startswith(piece) \
                    and 6 <= order['quantity']['ordered'] <= 40 and order['id'] not in skip:
                return order
        raise AssertionError(f'no free order for a {piece}')

    def find(self, order):
        self.app.click(self.words['search'])
        self.desk.key('ctrl+a')
        self.desk.type(order['id'])
        self.app.click(re.compile('^' + order['id']), role='list item', seconds=40)
        time.sleep(1)

    def run(self):
        self.factory.start()
        self.me = self.factory.operator()
        names = {o['id']: o['name'] for o in self.factory.get('/v1/operators')[1]['items']}
        self.me['name'] = names[self.me['id']][self.language]
        self.open()
        self.app.wait_for(self.me['name'], seconds=40)
        self.app.click(self.me['name'])
        self.shot('sign-in')
        self.sign_in()
        time.sleep(6)
        self.shot('queue')
        ring = self.free_order('signet')
        self.find(ring)
        self.shot('order')
        self.app.click(re.compile(self.words['take']))
        self.app.wait_for(self.words['report'], seconds=40)
        time.sleep(8)
        self.shot('job')
        self.app.click(re.compile(self.words['complete']))
        self.shot('complete')
        self.app.click(self.words['close'])
        self.attention(ring)

    def attention(self, ring):
        """An order is asked for without the server; another kiosk has it first."""
        wanted = self.free_order('flange', skip=(ring['id'],))
        self.factory.stop()
        self.desk.key('Escape')
        self.app.quit()
        self.open()
        self.sign_in()
        self.find(wanted)
        self.shot('offline')
        self.app.click(re.compile(self.words['ask']))
        time.sleep(2)
        self.app.click(self.words['status'])
        self.shot('status')
        self.app.quit()
        self.factory.start()
        other = self.factory.operator(number=1)['id']
        self.factory.command(self.factory.order(wanted['id']), 'claim', {'start': True}, other)
        self.open()
        self.sign_in()
        time.sleep(6)
        self.app.click(re.compile('^' + self.words['attention']))
        self.shot('attention')
        self.app.quit()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('variants', nargs='*', default=list(VARIANTS))
    options = parser.parse_args()
    build, out = os.path.abspath(options.build), os.path.abspath(options.out)
    variant = options.variants[0]
    if len(options.variants) > 1:
        # One desk a process: the accessibility library remembers the first bus that it sees.
        for each in options.variants:
            status = os.spawnv(os.P_WAIT, sys.executable, [
                sys.executable, __file__, '--build', build, '--out', out, each])
            if status != 0:
                return status
        return 0
    work = tempfile.mkdtemp(prefix='stanok-pictures-')
    env = {'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'GSK_RENDERER': 'cairo', **VARIANTS[variant]}
    try:
        with Factory(build, os.path.join(work, 'factory')) as factory, \
                Desk(pictures=out, env=env) as desk:
            Session(desk, factory, build, os.path.join(work, 'terminal'), variant).run()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


sys.exit(main())
