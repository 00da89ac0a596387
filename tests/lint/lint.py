#!/usr/bin/env python3
# lint.py: holds the tree against the rules of the house
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lint.py [ROOT] [RULE...]: exit status 1 if a rule is broken. A rule is a function that gets the
# tree and yields what it finds; rules_*.py have them, test_lint.py breaks every one of them once.

import fnmatch
import os
import sys

import rules_code
import rules_rooms
import rules_text
from tree import Problem, Tree, read_table

ALLOW = 'tests/lint/allow.tsv'
RULES = {**rules_rooms.RULES, **rules_code.RULES, **rules_text.RULES}


def check(tree, names=None):
    """What is wrong in the tree, the exceptions of allow.tsv taken away."""
    problems = [p for name, rule in RULES.items() if names is None or name in names
                for p in rule(tree)]
    return sorted(set(apply_allow(tree, problems, names)))


def apply_allow(tree, problems, names):
    rows = read_table(tree.text(ALLOW)) if ALLOW in tree else []
    used = set()
    for problem in problems:
        row = next((r for r in rows if r['rule'] == problem.rule
                    and fnmatch.fnmatch(problem.path, r['path'])), None)
        if row is None:
            yield problem
        else:
            used.add(row['line'])
    for row in rows:
        if not row.get('reason', '').strip():
            yield Problem(ALLOW, row['line'], 'allow', 'an exception without a reason',
                          'say in the third column why the file may')
        if row['line'] not in used and (names is None or row['rule'] in names):
            yield Problem(ALLOW, row['line'], 'allow',
                          f'nothing needs it: {row["path"]} keeps the rule "{row["rule"]}"',
                          'take the row out')


def main(arguments):
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
    if arguments and os.path.isdir(arguments[0]):
        root = arguments.pop(0)
    unknown = [name for name in arguments if name not in RULES]
    if unknown:
        print(f'lint: no rule is called {unknown[0]}; there are: {" ".join(RULES)}',
              file=sys.stderr)
        return 2
    tree = Tree.of_folder(root)
    problems = check(tree, arguments or None)
    for p in problems:
        print(f'{p.path}:{p.line}: {p.rule}: {p.what}. To do: {p.remedy}.')
    print(f'lint: {len(problems) or "nothing"} to mend in {len(tree.paths)} files')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
