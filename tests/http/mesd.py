# mesd.py: starts the real server, asks it over real sockets, and ends it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import uuid

PROGRAM = os.environ.get("STANOK_MESD", "stanok-mesd")
INCARNATION = "0123456789abcdef0123456789abcdef"
START_MAX_S = 60
STOP_MAX_S = 30


class Server:
    """One stanok-mesd on a free loopback port. With data=None it has a folder of its own."""

    def __init__(self, *args, data=None, demo=True, orders=40, before=None):
        self.own = data is None
        self.data = data or tempfile.mkdtemp(prefix="stanok-mesd-")
        self.ready_path = os.path.join(self.data, "ready.json")
        self.log_path = os.path.join(self.data, "log")
        if os.path.exists(self.ready_path):
            os.unlink(self.ready_path)
        command = [PROGRAM, "--listen", "127.0.0.1:0", "--data", self.data,
                   "--ready-file", self.ready_path, *args]
        if demo:
            command += ["--demo", "--demo-orders", str(orders)]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stderr=log, preexec_fn=before)
        self.wait_until_ready()

    def wait_until_ready(self):
        end = time.monotonic() + START_MAX_S
        while not os.path.exists(self.ready_path):
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.log()}")
            if time.monotonic() > end:
                raise AssertionError("not ready in time: " + self.log())
            time.sleep(0.02)
        with open(self.ready_path, encoding="utf-8") as file:
            self.ready = json.load(file)
        host, port = self.ready["url"].removeprefix("http://").rsplit(":", 1)
        self.address = (host, int(port))
        self.epoch = self.ready["epoch"]

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self, number=signal.SIGTERM):
        """The exit status; negative if the signal ended it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOP_MAX_S)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(STOP_MAX_S)
        if self.own:
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        status = self.process.poll()
        if status not in (None, 0, -signal.SIGKILL):
            print("# the server ended by itself:", status, flush=True)
            for line in self.log().splitlines()[-60:]:
                print("# " + line, flush=True)
        self.close()

    def kiosk(self, n=0):
        return Kiosk(self, self.ready["devices"][n])

    def socket(self, timeout=20):
        return socket.create_connection(self.address, timeout)


class Kiosk:
    """What a terminal does, without any of its care."""

    def __init__(self, server, device, incarnation=INCARNATION):
        self.server, self.device, self.incarnation = server, device, incarnation
        self.seq = 0
        self.connection = None

    def connect(self, timeout=30):
        self.connection = http.client.HTTPConnection(*self.server.address, timeout=timeout)

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, body as bytes)"""
        if self.connection is None:
            self.connect()
        everything = {"Authorization": "Bearer " + self.device["token"], **(headers or {})}
        try:
            self.connection.request(method, path, body, everything)
            response = self.connection.getresponse()
            return response.status, response.headers, response.read()
        except Exception:
            self.connection.close()
            self.connection = None
            raise

    def get(self, path, headers=None):
        status, answer, body = self.ask("GET", path, None, headers)
        return status, answer, json.loads(body) if body else None

    def command(self, kind, order_id, args=None, operator="op-13"):
        return {
            "command_id": str(uuid.uuid4()), "type": kind, "order_id": order_id,
            "actor": {"operator_id": operator, "login_id": "l", "auth": "pin"},
            "occurred": {"wall_ms": int(time.time() * 1000), "boot_ms": 1, "boot_id": "b"},
            "base_rev": 0, "depends_on": None, "args": args or {},
        }

    def send(self, command, seq=None, headers=None):
        if seq is None:
            self.seq += 1
            seq = self.seq
        everything = {
            "Content-Type": "application/json",
            "Idempotency-Key": f'"{command["command_id"]}"',
            "Stanok-Device": f'{self.device["id"]};inc={self.incarnation};seq={seq}',
            **(headers or {}),
        }
        status, answer, body = self.ask("POST", f'/v1/orders/{command["order_id"]}/commands',
                                        json.dumps(command), everything)
        return status, answer, json.loads(body)

    def available(self):
        """Ids of orders that can be taken, newest last."""
        items = self.get("/v1/orders?state=MANUFACTURING_APPROVED")[2]["items"]
        return [o["id"] for o in items if not o["holder"] and not o["held"] and not o["cancelled"]]

    def cursor(self):
        return self.get("/v1/queues/floor/snapshot?limit=1")[2]["cursor"]


def expect(value, wanted, what=""):
    if value != wanted:
        raise AssertionError(f"{what}: {value!r}, not {wanted!r}")


def expect_problem(answer, status, name):
    expect(answer[0], status, "status")
    expect(answer[1]["Content-Type"], "application/problem+json", "type")
    body = answer[2] if isinstance(answer[2], dict) else json.loads(answer[2])
    expect(body["type"], "urn:stanok:problem:" + name, "problem")


def read_all(connection, timeout=20):
    """All bytes until the peer closes, resets or says nothing for @timeout s."""
    got = b""
    connection.settimeout(timeout)
    try:
        while True:
            more = connection.recv(65536)
            if not more:
                return got
            got += more
    except (ConnectionError, TimeoutError):
        return got


def run(tests):
    """TAP; each test is (name, function)."""
    print(f"1..{len(tests)}", flush=True)
    failed = False
    for number, (name, test) in enumerate(tests, 1):
        began = time.monotonic()
        try:
            test()
            print(f"ok {number} {name} # {time.monotonic() - began:.1f} s", flush=True)
        except Exception:
            failed = True
            print(f"not ok {number} {name}", flush=True)
            for line in traceback.format_exc().splitlines():
                print("# " + line, flush=True)
    sys.exit(1 if failed else 0)
