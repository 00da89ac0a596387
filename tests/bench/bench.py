# bench.py: the rooms' own benches, one after the other, printed and kept as JSON
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: bench.py --build DIR --out DIR
#
# Each bench repeats what it measures and prints medians, its physical limit beside it. A figure
# never fails: only a bench that does not run does.

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

BENCHES = (
    ('store', 'tests/store/bench-store', ['@FOLDER@'], False),
    ('mesh', 'tests/mesh/bench-mesh', [], False),
    ('view3d', 'tests/view3d/bench-view', [], True),
)


def main():
    parser = argparse.ArgumentParser(description='Runs the benches of the rooms.')
    parser.add_argument('--build', required=True)
    parser.add_argument('--out', required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    figures, status = {}, 0
    for name, program, arguments, on_display in BENCHES:
        folder = tempfile.mkdtemp(prefix='stanok-bench-')
        command = [os.path.join(options.build, program)]
        command += [a.replace('@FOLDER@', folder) for a in arguments]
        if on_display:
            command = ['xvfb-run', '-a', '-s', '-screen 0 1400x1000x24'] + command
        print(f'== {name}', flush=True)
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)
        print(run.stdout, flush=True)
        figures[name] = {'status': run.returncode, 'lines': run.stdout.splitlines()}
        status |= run.returncode != 0
    with open(os.path.join(options.out, 'bench.json'), 'w', encoding='utf-8') as file:
        json.dump({'load': os.getloadavg(), 'benches': figures}, file, indent=1, ensure_ascii=False)
    return int(status)


sys.exit(main())
