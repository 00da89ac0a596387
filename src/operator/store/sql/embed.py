#!/usr/bin/env python3
# embed.py: SQL files as C strings, so that a program needs no file to make its tables
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys


def quoted(line):
    return '"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


def main(out, *paths):
    with open(out, 'w', encoding='utf-8') as header:
        header.write('/* Made of the SQL files by embed.py. */\n\n#pragma once\n')
        for path in paths:
            name = os.path.basename(path).removesuffix('.sql').replace('-', '_').upper()
            with open(path, encoding='utf-8') as script:
                lines = script.read().split('\n')
            header.write(f'\n#define STANOK_SQL_{name} \\\n')
            header.write(' \\\n'.join('  ' + quoted(line) for line in lines) + '\n')


main(*sys.argv[1:])
