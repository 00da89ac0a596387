#!/usr/bin/env python3
# embed.py: text files as C strings, because the core opens no file by itself
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: embed.py HEADER OUT.c NAME=FILE...

import pathlib
import sys


def literal(text):
    lines = text.splitlines(keepends=True) or [""]
    quoted = []
    for line in lines:
        line = line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        quoted.append(f'  "{line}"')
    return "\n".join(quoted)


def main():
    header, out = sys.argv[1:3]
    parts = [f'#include "{header}"\n']
    for item in sys.argv[3:]:
        name, path = item.split("=", 1)
        text = pathlib.Path(path).read_text(encoding="utf-8")
        parts.append(f"const char {name}[] =\n{literal(text)};\n")
    pathlib.Path(out).write_text("\n".join(parts), encoding="utf-8")


main()
