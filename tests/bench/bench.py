# bench.py: the figures of the README, measured here, each beside a limit or a peer
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: bench.py --build DIR --out DIR [--rounds N] [--orders N] [rooms]
#
# Prints a table of medians and writes DIR/bench.json with every value. A figure never fails: only
# what cannot be measured does. `rooms` runs the rooms' own benches instead, as they print.

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, '..', 'e2e'), os.path.join(HERE, '..', 'support')]

from factory import Factory                      # noqa: E402  (the path is set above)
from figures import FIGURES, BenchError          # noqa: E402
from stage import Stage                          # noqa: E402

ROOMS = (
    ('store', 'tests/store/bench-store', ['@FOLDER@'], False),
    ('mesh', 'tests/mesh/bench-mesh', [], False),
    ('view3d', 'tests/view3d/bench-view', [], True),
)
STEP_S = 300
OF_ALL = 1.15     # orders that the demo has, for one that is in the queue: some are gone already


class Bench:
    """What every figure needs: a server with many orders, a screen, a folder."""

    def __init__(self, options, work):
        self.build = os.path.abspath(options.build)
        self.rounds = options.rounds
        self.orders = 0          # in the queue, as the server counts them
        self.work = work
        self.factory = Factory(self.build, os.path.join(work, 'factory'),
                               ['--demo-orders', str(round(options.orders * OF_ALL))])
        self.stage = Stage(size=(1280, 800))

    def run(self, arguments):
        run = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             env=self.stage.env, timeout=STEP_S, check=False)
        if run.returncode != 0:
            raise BenchError(f'{arguments[0]} ended with {run.returncode}: {run.stderr[-500:]}')
        return run.stdout


def spell(value, unit):
    if unit == 'bytes':
        for size, word in ((1e6, 'MB'), (1e3, 'kB')):
            if value >= size:
                return f'{value / size:.1f} {word}'
    if unit in ('bytes', 'requests'):
        return f'{value:.0f} {unit if unit == "requests" else "B"}'
    return f'{value:.2f} {unit}' if value < 100 else f'{value:.0f} {unit}'


def print_row(name, unit, ours, beside, theirs):
    line = f'| {name} | {spell(statistics.median(ours), unit)} |'
    if theirs:
        ratio = statistics.median(ours) / statistics.median(theirs)
        line += f' {beside}: {spell(statistics.median(theirs), unit)} | {ratio:.2f} |'
    else:
        line += ' | |'
    print(line, flush=True)


def measure(options):
    work = tempfile.mkdtemp(prefix='stanok-bench-')
    rows = []
    try:
        bench = Bench(options, work)
        try:
            with bench.factory:
                bench.factory.start()
                print('| what | median | beside it | ratio |\n|---|---|---|---|', flush=True)
                for figure in options.figures or FIGURES:
                    for row in FIGURES[figure](bench):
                        print_row(*row)
                        rows.append(dict(zip(('name', 'unit', 'ours', 'beside', 'theirs'), row)))
        finally:
            bench.stage.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return rows


def run_rooms(build):
    status = 0
    for name, program, arguments, on_display in ROOMS:
        folder = tempfile.mkdtemp(prefix='stanok-bench-')
        command = [os.path.join(build, program)]
        command += [a.replace('@FOLDER@', folder) for a in arguments]
        if on_display:
            command = ['xvfb-run', '-a', '-s', '-screen 0 1400x1000x24'] + command
        print(f'== {name}', flush=True)
        status |= subprocess.run(command, check=False).returncode != 0
        shutil.rmtree(folder, ignore_errors=True)
    return int(status)


def main():
    parser = argparse.ArgumentParser(description='Measures the figures of the README.')
    parser.add_argument('--build', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--orders', type=int, default=100000)
    parser.add_argument('figures', nargs='*', metavar='FIGURE',
                        help=f'rooms, or some of {", ".join(FIGURES)}; later ones need "first"')
    options = parser.parse_args()
    if options.figures == ['rooms']:
        return run_rooms(options.build)
    unknown = set(options.figures) - set(FIGURES)
    if unknown:
        parser.error(f'no such figure: {", ".join(sorted(unknown))}')
    if options.figures and options.figures != ['model'] and 'first' not in options.figures:
        options.figures.insert(0, 'first')
    os.makedirs(options.out, exist_ok=True)
    before = os.getloadavg()
    try:
        rows = measure(options)
    except BenchError as error:
        print(f'bench: {error}', file=sys.stderr)
        return 1
    with open(os.path.join(options.out, 'bench.json'), 'w', encoding='utf-8') as file:
        json.dump({'processors': os.cpu_count(), 'machine': platform.machine(),
                   'load_before': before, 'load_after': os.getloadavg(), 'rounds': options.rounds,
                   'rows': rows}, file, indent=1, ensure_ascii=False)
    print(f'\nmedians of {options.rounds} rounds or more, on {os.cpu_count()} processors, load '
          f'{before[0]:.1f} before; every value is in {options.out}/bench.json')
    return 0


sys.exit(main())
