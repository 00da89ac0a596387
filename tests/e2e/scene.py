# scene.py: what one trial is played with: factory, terminals, middlebox, and an auditor
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import sqlite3
import tempfile

from factory import Factory
from kiosk import Kiosk
from middlebox import Middlebox


class TrialError(AssertionError):
    """What was seen instead."""


class Skipped(Exception):
    """This machine cannot play it; the message says why."""


def expect(condition, what):
    if not condition:
        raise TrialError(what)


class Scene:
    """Everything of one trial; nothing of it outlives it."""

    def __init__(self, desk, build, name):
        self.desk, self.build, self.name = desk, build, name
        self.folder = tempfile.mkdtemp(prefix=f'stanok-{name}-')
        self.factory = Factory(build, os.path.join(self.folder, 'factory'))
        self.box = None
        self.kiosks = []
        self.names = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for kiosk in self.kiosks:
            if kiosk.app and kiosk.app.process.poll() is None:
                kiosk.app.kill()
        if self.box:
            self.box.__exit__()
        self.factory.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep_logs(self, out):
        """For who reads about a failure."""
        for kiosk in self.kiosks:
            if kiosk.app:
                path = os.path.join(out, f'{self.name}-{kiosk.device["id"]}.log')
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(kiosk.app.output())
        server_log = os.path.join(self.factory.folder, 'mesd.log')
        if os.path.exists(server_log):
            shutil.copy(server_log, os.path.join(out, f'{self.name}-server.log'))

    # --- the cast ---

    def open_factory(self, with_box=False):
        self.factory.start()
        self.names = {o['id']: o['name']['en']
                      for o in self.factory.get('/v1/operators')[1]['items']}
        if with_box:
            self.box = Middlebox(self.factory.port)

    def person(self, number=0):
        person = self.factory.operator(number=number)
        return {**person, 'name': self.names[person['id']]}

    def kiosk(self, device=0, place=(0, 0)):
        kiosk = Kiosk(self.desk, self.build, os.path.join(self.folder, f'kiosk-{device}'),
                      self.factory.ready, device, place)
        if self.box:
            kiosk.point_to(self.factory.ready, self.box.url)
        self.kiosks.append(kiosk)
        return kiosk

    def free_orders(self, least=6):
        """Orders that can be taken, newest first, with something to make and a model of ours."""
        found = [o for o in self.factory.orders()
                 if o['state'] == 'MANUFACTURING_APPROVED' and o['holder'] is None
                 and o['held'] is None and not o['cancelled'] and o['lease'] is None
                 and least <= o['quantity']['ordered'] <= 60
                 and any(f['role'] == 'model' for f in o['files'])]
        return sorted(found, key=lambda o: o['available_ms'], reverse=True)

    # --- the auditor ---

    def acts(self, order_id, person):
        """What the server has of a person's acts, refused ones left out."""
        return [row for row in self.factory.history(order_id)
                if row.get('operator_id') == person['id'] and row['outcome'] != 'refused']

    def check_acts(self, order_id, person, wanted):
        types = [row['type'] for row in self.acts(order_id, person)]
        expect(types == wanted, f'the server has {types} of {person["name"]}, not {wanted}')
        ids = [row['command_id'] for row in self.acts(order_id, person)]
        expect(len(set(ids)) == len(ids), f'a command stands twice in the history: {ids}')

    def journal(self, kiosk):
        """All rows of a terminal that has ended, from a copy."""
        copy = tempfile.mkdtemp(dir=self.folder)
        for name in os.listdir(kiosk.data):
            if name.startswith('journal.db'):
                shutil.copy(os.path.join(kiosk.data, name), copy)
        with sqlite3.connect(os.path.join(copy, 'journal.db')) as db:
            db.row_factory = sqlite3.Row
            rows = [dict(row) for row in db.execute('SELECT * FROM entry ORDER BY position')]
        for row in rows:
            row['command'] = json.loads(row['body'])
        return rows
