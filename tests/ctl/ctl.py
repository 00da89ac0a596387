# ctl.py: runs stanokctl as a script would
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess

PROGRAM = os.environ.get("STANOKCTL", "stanokctl")


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def lines(self):
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*args, env=None, **options):
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **(env or {})}, **options)
    return Result(done.returncode, done.stdout, done.stderr)


def expect_end(result, status, *words):
    """It ended so, and each of @words was said on standard error."""
    if result.status != status:
        raise AssertionError(f"ended with {result.status}, not {status}: {result.err}")
    for word in words:
        if word not in result.err:
            raise AssertionError(f"does not say {word!r}: {result.err}")
    return result


class Keeper:
    """A terminal's folder with the real journal, cache and lock; see folder-keeper.c. While it is
    open, a terminal runs."""

    def __init__(self, folder):
        self.folder = folder
        self.process = subprocess.Popen([os.environ["STANOK_KEEPER"], folder], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.wait("ready")

    def wait(self, wanted):
        said = self.process.stdout.readline().strip()
        if said != wanted:
            raise AssertionError(f"the keeper says {said!r}")

    def begin(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def do(self, *words):
        self.begin(*words)
        self.wait("ok")

    def close(self):
        self.process.stdin.close()
        if self.process.wait(60) != 0:
            raise AssertionError("the keeper ended badly")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process.poll() is None:
            self.close()
