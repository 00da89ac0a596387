# factory.py: the demo MES API as a process, and what an auditor asks of it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

STOP_S = 20
READY_S = 60


class FactoryError(AssertionError):
    """The server is not as it should be."""


class Factory:
    """stanok-mesd --demo over one data folder; stopped and started as often as wanted."""

    def __init__(self, build, folder, arguments=()):
        self.program = [os.path.join(build, 'src', 'backend', 'http', 'stanok-mesd')]
        self.folder = folder
        self.ready_file = os.path.join(folder, 'ready.json')
        self.arguments = list(arguments)
        self.process = None
        self.port = 0
        self.ready = None
        os.makedirs(folder, exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def start(self):
        """The first start chooses a free port; later ones take the same, as a real server would."""
        if os.path.exists(self.ready_file):
            os.unlink(self.ready_file)
        log = open(os.path.join(self.folder, 'mesd.log'), 'ab')
        self.process = subprocess.Popen(
            [*self.program, '--listen', f'127.0.0.1:{self.port}', '--data',
             os.path.join(self.folder, 'data'), '--ready-file', self.ready_file, '--demo',
             *self.arguments], stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + READY_S
        while not os.path.exists(self.ready_file):
            if self.process.poll() is not None:
                raise FactoryError(f'stanok-mesd ended with {self.process.returncode}; see '
                                   f'{self.folder}/mesd.log')
            if time.monotonic() > deadline:
                raise FactoryError(f'stanok-mesd is not ready after {READY_S} s')
            time.sleep(0.02)
        with open(self.ready_file, encoding='utf-8') as file:
            self.ready = json.load(file)
        self.port = int(self.ready['url'].rsplit(':', 1)[1])

    def stop(self):
        """As an administrator would: it drains and ends with 0."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(STOP_S)
        self.process = None
        if status != 0:
            raise FactoryError(f'stanok-mesd ended with {status} after SIGTERM')

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def operator(self, role='operator', number=0):
        return [o for o in self.ready['operators'] if o['role'] == role][number]

    def get(self, path, device=0):
        """(status, parsed body)"""
        who = self.ready['devices'][device]
        request = urllib.request.Request(self.ready['url'] + path, headers={
            'Authorization': f'Bearer {who["token"]}', 'Stanok-Device': who['id'],
            'Stanok-Client': 'stanok/0.1.0'})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b'null')

    def order(self, order_id):
        return self.get(f'/v1/orders/{order_id}')[1]

    def history(self, order_id):
        return self.get(f'/v1/orders/{order_id}/history')[1]['items']

    def orders(self):
        """All of the queue, over its pages."""
        path = '/v1/queues/floor/snapshot'
        items = []
        while path:
            page = self.get(path)[1]
            items += page['items']
            following = page.get('next_page')
            path = f'/v1/queues/floor/snapshot?page={following}' if following else None
        return items

    def command(self, order, kind, arguments, operator, device=1):
        """What another kiosk does; (status, answer)."""
        who = self.ready['devices'][device]
        self.seq = getattr(self, 'seq', 0) + 1
        name = f'019b0000-0000-7000-8000-{int(time.time()) % 10 ** 6:06}{self.seq:06}'
        body = json.dumps({
            'command_id': name, 'type': kind, 'order_id': order['id'],
            'actor': {'operator_id': operator, 'login_id': 'l-1', 'auth': 'pin'},
            'occurred': {'wall_ms': int(time.time() * 1000), 'boot_ms': 1, 'boot_id': 'b-1'},
            'base_rev': order['rev'], 'depends_on': None, 'args': arguments}).encode()
        request = urllib.request.Request(
            f'{self.ready["url"]}/v1/orders/{order["id"]}/commands', data=body, method='POST',
            headers={'Authorization': f'Bearer {who["token"]}', 'Content-Type': 'application/json',
                     'Idempotency-Key': f'"{name}"', 'If-Match': order['etag'],
                     'Stanok-Device': f'{who["id"]};inc={"ab" * 16};seq={self.seq}',
                     'Stanok-Client': 'stanok/0.1.0'})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b'null')
