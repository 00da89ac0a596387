# figures.py: what is measured, one class a figure; each round measures the thing and its limit
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A figure yields rows (name, unit, our values, what stands beside it, its values). The two are
# measured in turn, so that a machine that gets slower slows both.

import http.client
import json
import math
import os
import shutil
import struct
import subprocess
import time
import zlib

from relay import Relay

READY_S = 300


class BenchError(Exception):
    """Something could not be measured."""


class Terminal:
    """bench-sync as a process: the store and sync of the terminal without a screen."""

    def __init__(self, build, data, url, device):
        self.process = subprocess.Popen(
            [os.path.join(build, 'tests/bench/bench-sync'), data, url, device['id'],
             device['token']], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, kind):
        for line in self.process.stdout:
            words = line.split()
            if words and words[0] == kind:
                return [float(w) for w in words[1:]]
        raise BenchError(f'bench-sync ended without saying "{kind}"')

    def tell(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def status(self):
        """requests, bytes of bodies, boot milliseconds of the last validation"""
        self.tell('status')
        return self.read('status')

    def end(self):
        self.tell('quit')
        self.process.wait(60)


def fetch_all(url, device):
    """The whole queue as any client would load it, thrown away: seconds, bytes of bodies."""
    host, port = url.removeprefix('http://').split(':')
    connection = http.client.HTTPConnection(host, int(port))
    headers = {'Authorization': f'Bearer {device["token"]}', 'Stanok-Device': device['id'],
               'Stanok-Client': 'stanok/0.1.0', 'Accept-Encoding': 'gzip'}
    start = time.monotonic()
    path, n, size = '/v1/queues/floor/snapshot', 0, 0
    while path:
        connection.request('GET', path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise BenchError(f'{path}: {answer.status}')
        size += len(body)
        if answer.headers.get('Content-Encoding') == 'gzip':
            body = zlib.decompress(body, 31)
        page = json.loads(body)
        n += len(page['items'])
        following = page.get('next_page')
        path = f'/v1/queues/floor/snapshot?page={following}' if following else None
    connection.close()
    return time.monotonic() - start, size, n


def settle(relay, quiet_s=1.5, limit_s=60):
    """Waits until nothing has gone over the wire for a while."""
    deadline = time.monotonic() + limit_s
    before, since = relay.count(), time.monotonic()
    while time.monotonic() < deadline:
        time.sleep(0.05)
        now = relay.count()
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > quiet_s:
            return now
    raise BenchError('the wire does not come to rest')


def first_sync(bench):
    """A terminal that has nothing, until its cache stands as the server has it."""
    ours, limit, received = [], [], []
    device = bench.factory.ready['devices'][0]
    _, size, bench.orders = fetch_all(bench.factory.ready['url'], device)
    for n in range(bench.rounds):
        folder = os.path.join(bench.work, f'first-{n}')
        relay = Relay(bench.factory.port)
        terminal = Terminal(bench.build, folder, relay.url, device)
        seconds, orders, _, _ = terminal.read('validated')
        if orders != bench.orders:
            raise BenchError(f'{orders:.0f} orders of {bench.orders} are there')
        _, out, into = relay.count()
        terminal.end()
        relay.close()
        ours.append(seconds)
        received.append(out + into)
        alone, _, _ = fetch_all(bench.factory.ready['url'], device)
        limit.append(alone)
        if n > 0:
            shutil.rmtree(folder)
    yield (f'first sync of {bench.orders:,} orders', 's', ours,
           'fetching and parsing alone (Python)', limit)
    yield (f'first sync of {bench.orders:,} orders, on the wire, both ways', 'bytes', received,
           'bodies alone', [size])


def polls(bench):
    """A poll that finds nothing; then a hundred orders that changed while the server was away."""
    device = bench.factory.ready['devices'][0]
    relay = Relay(bench.factory.port)
    terminal = Terminal(bench.build, os.path.join(bench.work, 'first-0'), relay.url, device)
    terminal.read('validated')
    idle, per_poll = [], []
    settle(relay)
    while len(idle) < bench.rounds:
        before, deadline = relay.count(), time.monotonic() + 90
        while relay.count()[0] == before[0] and time.monotonic() < deadline:
            time.sleep(0.05)
        after = settle(relay, quiet_s=0.5)
        per_poll.append(after[0] - before[0])
        idle.append(after[1] + after[2] - before[1] - before[2])
    bare = len(b'GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:8480\r\n\r\n'
               b'HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n')
    yield ('a poll that finds nothing, on the wire, both ways', 'bytes', idle,
           'the shortest HTTP exchange', [bare])
    yield ('a poll that finds nothing', 'requests', per_poll, None, None)
    yield from changes(bench, relay, terminal)
    terminal.end()
    relay.close()


def changes(bench, relay, terminal):
    operator = bench.factory.operator(number=1)['id']
    free = [o for o in bench.factory.orders()
            if o['state'] == 'MANUFACTURING_APPROVED' and o['holder'] is None and o['held'] is None
            and not o['cancelled']]
    spent, requests, bodies = [], [], []
    for n in range(bench.rounds):
        relay.cut()
        time.sleep(1)
        chosen = free[100 * n:100 * n + 100]
        for order in chosen:
            # Taken and given back: nobody may hold a hundred.
            for act, words in (('claim', {'start': False}), ('release', {'reason': 'bench'})):
                status, answer = bench.factory.command(bench.factory.order(order['id']), act, words,
                                                       operator)
                if status != 200:
                    raise BenchError(f'{order["id"]}: {status} {answer}')
        bodies.append(sum(len(json.dumps(bench.factory.order(o['id']), ensure_ascii=False,
                                         separators=(',', ':')).encode()) for o in chosen))
        before = relay.count()
        relay.mend()
        deadline = time.monotonic() + 90
        while relay.count() == before and time.monotonic() < deadline:
            terminal.tell('retry')       # which is heard only so often
            time.sleep(0.5)
        after = settle(relay)
        requests.append(after[0] - before[0])
        spent.append(after[1] + after[2] - before[1] - before[2])
    yield (f'100 changed of {bench.orders:,}, on the wire, both ways', 'bytes', spent,
           'the 100 orders as JSON', bodies)
    yield (f'100 changed of {bench.orders:,}', 'requests', requests, None, None)


# --- on a screen -------------------------------------------------------------------------------

def parse(text):
    values = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 2:
            values.setdefault(words[0], []).append(float(words[1]))
    return values


def forget_files():
    """So that the next start reads from the disk; whether that could be done."""
    try:
        os.sync()
        with open('/proc/sys/vm/drop_caches', 'w', encoding='ascii') as file:
            file.write('1')
    except OSError:
        return False
    return True


def run_window(bench, *arguments):
    kind, rest = arguments[0], arguments[1:]
    text = bench.run([os.path.join(bench.build, 'tests/bench/bench-window'), kind,
                      str(time.monotonic_ns() // 1000), *rest])
    return parse(text)


def start(bench):
    data = os.path.join(bench.work, 'first-0')
    device, operator = bench.factory.ready['devices'][0]['id'], bench.factory.operator()['id']
    run_window(bench, 'bare')
    run_window(bench, 'queue', data, device, operator)
    for name, is_forgotten in (('start to painted queue, files in memory', False),
                               ('start to painted queue, files on the disk', True)):
        ours, bare = [], []
        if is_forgotten and not forget_files():
            continue
        for _ in range(bench.rounds):
            for values, words in ((bare, ['bare']), (ours, ['queue', data, device, operator])):
                if is_forgotten:
                    forget_files()
                values += [v / 1000 for v in run_window(bench, *words)['painted']]
        yield (f'{name}, {bench.orders:,} orders', 's', ours, 'a bare window of libadwaita', bare)


def recorded(bench):
    data = os.path.join(bench.work, 'record')
    shutil.copytree(os.path.join(bench.work, 'first-0'), data)
    values = run_window(bench, 'record', data, bench.factory.ready['devices'][0]['id'],
                        bench.factory.operator()['id'], str(4 * bench.rounds))
    yield ('tap to recorded', 'ms', values['recorded'], 'two appends, each brought to the disk',
           values['limit'])
    yield ('tap to the frame that says so', 'ms', values['shown'],
           'two appends, each brought to the disk', values['limit'])


def write_torus(path, megabytes=10):
    """A closed, wavy ring as binary STL."""
    n = int(math.sqrt(megabytes * 1e6 / 50 / 2))

    def point(i, j):
        a, b = 2 * math.pi * (i % n) / n, 2 * math.pi * (j % n) / n
        r = 4 + 0.4 * math.sin(9 * a) * math.cos(5 * b)
        return ((12 + r * math.cos(b)) * math.cos(a), (12 + r * math.cos(b)) * math.sin(a),
                r * math.sin(b))
    grid = [[point(i, j) for j in range(n)] for i in range(n)]
    with open(path, 'wb') as file:
        file.write(b'bench'.ljust(80) + struct.pack('<I', 2 * n * n))
        for i in range(n):
            for j in range(n):
                a, b = grid[i][j], grid[(i + 1) % n][j]
                c, d = grid[(i + 1) % n][(j + 1) % n], grid[i][(j + 1) % n]
                file.write(struct.pack('<12fH', 0, 0, 0, *a, *b, *c, 0))
                file.write(struct.pack('<12fH', 0, 0, 0, *a, *c, *d, 0))


def model(bench):
    folder = os.path.join(bench.work, 'model')
    os.makedirs(folder)
    path = os.path.join(folder, 'bench.stl')
    write_torus(path)
    importer = os.path.join(bench.build, 'src/importer/stanok-import')
    program = os.path.join(bench.build, 'tests/bench/bench-model')
    first, whole, mapped, peer = [], [], [], []
    f3d = shutil.which('f3d')
    for n in range(bench.rounds + 1):
        values = parse(bench.run([program, importer, path, folder, '1']))
        began = time.monotonic()
        if f3d:
            bench.run([f3d, '--output', os.path.join(folder, 'f3d.png'), '--resolution', '1280,800',
                       path])
        if n == 0:
            continue           # both have read their libraries
        first += values['first']
        whole += values['whole']
        mapped += values['mapped-first']
        peer.append(1000 * (time.monotonic() - began))
    beside = ('f3d, start to picture', peer) if f3d else (None, None)
    yield ('10 MB STL: tap to first image', 'ms', first, *beside)
    yield ('10 MB STL: tap to every triangle and edge', 'ms', whole, *beside)
    yield ('10 MB STL seen before: tap to first image', 'ms', mapped, *beside)


FIGURES = {'first': first_sync, 'polls': polls, 'start': start, 'recorded': recorded,
           'model': model}

