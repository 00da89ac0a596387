# tree.py: the files that the rules look at, and what a rule says
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess
from collections import namedtuple

from csource import Source

# rule: its name, as in allow.tsv.  what: what is wrong here.  remedy: what to do instead.
Problem = namedtuple('Problem', 'path line rule what remedy')

LEFT_BEHIND = ('.git', '.cache', '__pycache__')
BINARY = ('.png', '.ico', '.gz', '.stl', '.ply', '.glb', '.bin', '.db', '.mo', '.seed', '.pyc')


class Tree:
    """Text files by path relative to the root; read and analysed at most once."""

    def __init__(self, texts, read=None):
        self._texts = texts
        self._read = read
        self._sources = {}
        self.paths = sorted(texts)

    @classmethod
    def of_folder(cls, root):
        def read(path):
            with open(os.path.join(root, path), 'rb') as file:
                return file.read().decode(errors='replace')
        return cls(dict.fromkeys(list_files(root)), read)

    def __contains__(self, path):
        return path in self._texts

    def text(self, path):
        if self._texts[path] is None:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def source(self, path):
        if path not in self._sources:
            self._sources[path] = Source(self.text(path))
        return self._sources[path]

    def select(self, *suffixes, under=''):
        """Paths below a folder (or all) that end in one of the suffixes (or all)."""
        return [p for p in self.paths
                if p.startswith(under) and (not suffixes or p.endswith(suffixes))]


def list_files(root):
    """What git knows or would add; without git or a checkout, all but what tools leave behind."""
    found = ask_git(root)
    if found is None:
        found = []
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders
                          if f not in LEFT_BEHIND and not f.startswith('build')]
            found += [os.path.relpath(os.path.join(folder, n), root) for n in names]
    return [p for p in found
            if p and not p.endswith(BINARY) and os.path.isfile(os.path.join(root, p))
            and not os.path.islink(os.path.join(root, p)) and '/corpus/' not in p]


def ask_git(root):
    try:
        git = subprocess.run(['git', '-C', root, 'ls-files', '-co', '--exclude-standard', '-z'],
                             capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return git.stdout.decode().split('\0') if git.returncode == 0 else None


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def read_table(text):
    """Rows of a .tsv: a '#' line is a comment, the first other line names the columns."""
    lines = [(n, line) for n, line in enumerate(text.split('\n'), 1)
             if line.strip() and not line.startswith('#')]
    if not lines:
        return []
    columns = lines[0][1].split('\t')
    return [dict(zip(columns, line.split('\t')), line=n) for n, line in lines[1:]]
