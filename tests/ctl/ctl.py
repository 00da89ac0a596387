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
