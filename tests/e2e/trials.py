# trials.py: what is tried before anybody relies on it: races, kills, portals, full disks, restores
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: trials.py --build DIR --out DIR [--seed N] [NAME ...]
#
# The real programs: the terminal on a virtual display, worked as in tour.py, and the server as a
# process. One line a trial: name, seconds, ok, or what was seen instead; then there is a picture of
# the screen and the programs' own words in --out. The status is 1 if one of them was not ok.

import argparse
import os
import random
import shutil
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))

import trial_disk            # noqa: E402  (the path is set above)
import trial_kill            # noqa: E402
import trial_model           # noqa: E402
import trial_network         # noqa: E402
import trial_race            # noqa: E402
import trial_restore         # noqa: E402
from desk import Desk        # noqa: E402
from scene import Scene, Skipped  # noqa: E402

SIZE = (2560, 800)           # two terminals beside each other

TRIALS = {
    'race-online': trial_race.online,
    'race-offline': trial_race.offline,
    'kill': trial_kill.kill,
    'portal-restore': trial_restore.quick,
    'portal': trial_network.portal,
    'broken-answers': trial_network.broken,
    'restore': trial_restore.announced,
    'silent-restore': trial_restore.silent,
    'bad-models': trial_model.bad_models,
    'terminal-disk': trial_disk.terminal,
    'server-disk': trial_disk.server,
}
QUICK = ['portal-restore']


def play(desk, build, out, name):
    """True if all was as it should be."""
    began = time.monotonic()
    with Scene(desk, build, name) as scene:
        try:
            TRIALS[name](scene)
            words = 'ok'
        except Skipped as reason:
            words = f'skipped: {reason}'
        except Exception as error:      # a trial that breaks is a trial that failed
            words = f'NOT as it should be: {error}'
            if not isinstance(error, AssertionError):
                words += '\n' + traceback.format_exc()
            try:
                picture = desk.shot(name)
                os.replace(picture, os.path.join(out, name + '.png'))
                scene.keep_logs(out)
                words += f'\n  see {out}/{name}.png and the logs beside it'
            except Exception as more:
                words += f'\n  (no picture: {more})'
    print(f'{name:16} {time.monotonic() - began:6.1f} s  {words}', flush=True)
    return not words.startswith('NOT')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--seed', type=int, default=random.randrange(1 << 32))
    parser.add_argument('--quick', action='store_true', help='the few that are for every change')
    parser.add_argument('names', nargs='*', metavar='NAME', help=', '.join(TRIALS))
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in TRIALS]
    if unknown:
        parser.error(f'there is no trial called {unknown[0]}; there are: {", ".join(TRIALS)}')
    build, out = os.path.abspath(options.build), os.path.abspath(options.out)
    shutil.rmtree(out, ignore_errors=True)
    print(f'seed {options.seed}', flush=True)
    random.seed(options.seed)
    names = options.names or (QUICK if options.quick else list(TRIALS))
    with Desk(pictures=out, size=SIZE, env={
            'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en', 'TZ': 'UTC', 'GSK_RENDERER': 'cairo'}) as desk:
        results = [play(desk, build, out, name) for name in names]
    print(f'{sum(results)} of {len(results)} as they should be', flush=True)
    return 0 if all(results) else 1


if __name__ == '__main__':
    sys.exit(main())
