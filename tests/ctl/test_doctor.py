# test_doctor.py: stanokctl doctor on a healthy terminal, and on every kind of a sick one
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.server
import json
import os
import shutil
import socket
import tempfile
import threading
import time

import ctl
import mesd
from ctl import Keeper, expect_end
from mesd import expect

SERVER = None
CHECKS = ["folder", "terminal", "space", "journal", "cache", "jail", "importer", "token", "server",
          "epoch", "clock"]


class Folder:
    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="stanok-doctor-")
        with Keeper(self.path) as keeper:
            keeper.do("orders", SERVER.epoch, "WO-1")
            keeper.do("record", "note", "WO-1")
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name):
        return os.path.join(self.path, name)

    def examine(self, status, *more, ready=None, **options):
        """What was found, by check: (result, text)."""
        result = ctl.run("doctor", "--data", self.path, "--json", "--ready-file",
                         ready or SERVER.ready_path, *more, **options)
        expect_end(result, status)
        return {line["check"]: (line["result"], line["text"]) for line in result.lines()}


def expect_found(found, check, result, *words):
    expect(found[check][0], result, f"{check}: {found[check][1]}")
    for word in words:
        expect(word in found[check][1], True, f"{check}: {found[check][1]!r} without {word!r}")


def test_healthy():
    with Folder() as folder:
        before = sorted(os.listdir(folder.path))
        found = folder.examine(0)
        expect(list(found), CHECKS)
        for check in CHECKS:
            expect(found[check][0] in ("ok",) or check in ("space", "jail"), True,
                   f"{check}: {found[check]}")
        expect_found(found, "journal", "ok", "agree (commands: 1, not yet accepted: 1)")
        expect_found(found, "terminal", "ok", "none is running")
        expect_found(found, "epoch", "ok", f"{SERVER.epoch}, as here")
        expect_found(found, "token", "ok", "device K-01: from the ready file")
        expect(sorted(os.listdir(folder.path)), before)
        result = ctl.run("doctor", "--data", folder.path, "--ready-file", SERVER.ready_path)
        lines = expect_end(result, 0).out.splitlines()
        expect(lines[0].split(), ["CHECK", "RESULT", "WHAT"])
        expect(len(lines), len(CHECKS) + 1)


def test_beside_terminal():
    with Folder() as folder, Keeper(folder.path):
        expect_found(folder.examine(0), "terminal", "ok", "one is running")


def spoil(path, offset):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(b"x" * 8)


def test_storage():
    with Folder() as folder:
        spoil(folder.file("outbox-000001.log"), 60)
        found = folder.examine(1)
        expect_found(found, "journal", "failed", "differ (1); stanokctl journal verify")
        spoil(folder.file("cache.db"), 0)
        found = folder.examine(1)
        expect_found(found, "cache", "warning", "cache.db is damaged", "fetches it again")
    with Folder() as folder:
        os.unlink(folder.file("cache.db"))
        found = folder.examine(0)
        expect_found(found, "cache", "warning", "there is no cache.db yet")
        expect_found(found, "epoch", "ok", "nothing of it is here yet")
    with Folder() as folder:
        os.chmod(folder.path, 0o755)
        expect_found(folder.examine(0), "folder", "warning", "others on this machine", "chmod 700")
        shutil.rmtree(folder.path)
        found = folder.examine(0)
        expect_found(found, "folder", "warning", "no terminal has run there")
        expect("journal" in found, False)
        os.mkdir(folder.path, 0o700)
        expect_found(folder.examine(0), "journal", "warning", "there is no journal in")
        os.rmdir(folder.path)
        with open(folder.path, "wb"):
            pass
        expect_found(folder.examine(1), "folder", "failed")
        os.unlink(folder.path)


def test_importer():
    with Folder() as folder:
        script = folder.file("importer")
        expect_found(folder.examine(1, "--importer", script), "importer", "failed",
                     "there is no " + script, "install Stanok whole")
        for status, words in ((7, "run a kernel with seccomp"), (3, "install Stanok again")):
            with open(script, "w", encoding="ascii") as file:
                file.write(f"#!/bin/sh\necho no >&2\nexit {status}\n")
            os.chmod(script, 0o755)
            expect_found(folder.examine(1, "--importer", script), "importer", "failed", words,
                         "no")
        with open(script, "w", encoding="ascii") as file:
            file.write("#!/nowhere\n")
        expect_found(folder.examine(1, "--importer", script), "importer", "failed",
                     "does not read the simplest model")
        with open(script, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\nkill -9 $$\n")
        expect_found(folder.examine(1, "--importer", script), "importer", "failed")
        broken = {"TMPDIR": "/nowhere"}
        found = folder.examine(1, env=broken)
        expect_found(found, "importer", "warning", "cannot be tried")
        expect_found(found, "journal", "failed", "/nowhere")


def write_ready(folder, url, token="x"):
    path = folder.file("ready.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"url": url, "epoch": "e1", "operators": [],
                   "devices": [{"id": "K-01", "token": token, "station": "st-1"}]}, file)
    return path


def test_server():
    url = SERVER.ready["url"]
    with Folder() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
        found = folder.examine(1, ready=write_ready(folder, nobody))
        expect_found(found, "server", "failed", nobody, "nobody answers there")
        expect_found(found, "clock", "ok", "no server to compare it with")
        found = folder.examine(1, ready=write_ready(folder, url, "stk_0"))
        expect_found(found, "server", "failed", "Enrol this terminal again")
        found = folder.examine(1, ready=write_ready(folder, url, "a b"))
        expect_found(found, "server", "failed", "characters in it")
        found = folder.examine(1, "--server", "http://mes.example")
        expect_found(found, "server", "failed", "without https: only this machine")


def test_no_token():
    """Without a keyring the server can still be asked whether it is there."""
    with Folder() as folder:
        off = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        plain = ["doctor", "--data", folder.path, "--json", "--device", "K-01", "--server"]
        result = expect_end(ctl.run(*plain, SERVER.ready["url"], env=off), 1)
        found = {line["check"]: (line["result"], line["text"]) for line in result.lines()}
        expect_found(found, "token", "failed", "recorded, but not sent")
        expect_found(found, "server", "ok", "answers and is ready")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
            result = expect_end(ctl.run(*plain, nobody, env=off), 1)
        expect("nobody answers there" in result.out, True)
        config = folder.file("terminal.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[Terminal]\ndata={folder.path}\n")
        result = expect_end(ctl.run("doctor", "--config", config), 0)
        expect("none is set, so nothing is sent" in result.out, True)


class Odd(http.server.BaseHTTPRequestHandler):
    """A MES of another epoch whose clock runs an hour ahead, or that is not ready."""

    def do_GET(self):
        limits = {"page_max": 1, "wait_max_s": 1, "body_max": 1, "blob_max": 1, "leases_max": 0,
                  "offline_signin_days": 1}
        body = json.dumps({"epoch": "other", "server_time_ms": int(time.time() * 1000) + 3600000,
                           "features": [], "min_client": None, "limits": limits}).encode()
        self.send_response(503 if self.path.startswith("/health") else 200)
        self.send_header("Stanok-Epoch", "other")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_odd_server():
    with Folder() as folder, http.server.HTTPServer(("127.0.0.1", 0), Odd) as odd:
        thread = threading.Thread(target=odd.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{odd.server_port}"
        try:
            found = folder.examine(0, ready=write_ready(folder, url))
            expect_found(found, "epoch", "warning", "has other and this terminal " + SERVER.epoch)
            expect_found(found, "clock", "warning", " s behind the server's; set it")
            result = ctl.run("doctor", "--data", folder.path, "--server", url, "--device", "K-01",
                             env={"DBUS_SESSION_BUS_ADDRESS": "disabled:"})
            expect("is not ready (status 503)" in expect_end(result, 1).out, True)
        finally:
            odd.shutdown()
            thread.join()


def test_arguments():
    expect_end(ctl.run("doctor", "more"), 2, "not “more”")
    expect_end(ctl.run("doctor", "--config", "/nowhere"), 1, "/nowhere")
    expect("ok, warning, or failed" in expect_end(ctl.run("doctor", "--help"), 0).out, True)
    with Folder() as folder, open("/dev/full", "w", encoding="ascii") as full:
        done = ctl.subprocess.run([ctl.PROGRAM, "doctor", "--data", folder.path], stdout=full,
                                  stderr=ctl.subprocess.PIPE, text=True, timeout=120)
        expect((done.returncode, "cannot be written" in done.stderr), (1, True))


TESTS = [
    ("/ctl/doctor/healthy", test_healthy),
    ("/ctl/doctor/beside-a-terminal", test_beside_terminal),
    ("/ctl/doctor/storage", test_storage),
    ("/ctl/doctor/importer", test_importer),
    ("/ctl/doctor/server", test_server),
    ("/ctl/doctor/no-token", test_no_token),
    ("/ctl/doctor/odd-server", test_odd_server),
    ("/ctl/doctor/arguments", test_arguments),
]

with mesd.Server() as SERVER:
    mesd.run(TESTS)
