# test_mesd_process.py: the program from outside: arguments, start, end, restore, full disk
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time

import mesd
from mesd import expect, expect_problem


def start(*args):
    result = subprocess.run([mesd.PROGRAM, *args], capture_output=True, text=True, timeout=60)
    return result.returncode, result.stderr.strip()


def test_arguments():
    """Each wrong line ends in one sentence that says what to write instead."""
    with tempfile.TemporaryDirectory() as data:
        short = os.path.join(data, "key")
        with open(short, "w", encoding="utf-8") as file:
            file.write("short")
        for args, word in (
                ([], "--data"), (["--data", ""], "--data"), (["--data", data, "more"], "--help"),
                (["--data", data, "--dance"], "--dance"),
                (["--data", data, "--listen", "8480"], "127.0.0.1:8480"),
                (["--data", data, "--listen", "127.0.0.1"], "127.0.0.1:8480"),
                (["--data", data, "--listen", "127.0.0.1:65536"], "127.0.0.1:8480"),
                (["--data", data, "--listen", "::1:80"], "[::1]:8480"),
                (["--data", data, "--listen", "example.org:80"], "127.0.0.1:8480"),
                (["--data", data, "--live"], "--demo"),
                (["--data", data, "--demo-orders", "5"], "--demo"),
                (["--data", data, "--demo", "--demo-orders", "200001"], "200000"),
                (["--data", data, "--demo", "--demo-orders", "-1"], "200000"),
                (["--data", data, "--metrics-key-file", "/nowhere"], "/nowhere"),
                (["--data", data, "--metrics-key-file", short], "16")):
            status, text = start(*args)
            expect(status, 2, args)
            expect(text.startswith("stanok-mesd: ") and "\n" not in text, True, text)
            expect(word in text, True, text)
        expect(os.listdir(data), ["key"], "nothing was begun")


def test_demo_stays_here():
    with tempfile.TemporaryDirectory() as data:
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
            status, text = start("--demo", "--data", data, "--listen", address)
            expect(status, 2)
            expect("only listens on this machine" in text, True, text)
        expect(os.listdir(data), [])


def test_failures():
    """What is in the way is said in words, with the status that means: not started."""
    with mesd.Server() as server:
        status, text = start("--data", server.data, "--listen", "127.0.0.1:0")
        expect((status, "mes.db" in text), (1, True), text)
        with tempfile.TemporaryDirectory() as data:
            host, port = server.address
            status, text = start("--data", data, "--listen", f"{host}:{port}")
            expect((status, "in use" in text), (1, True), text)
            status, text = start("--data", data, "--listen", "192.0.2.1:80")
            expect((status, "cannot listen" in text), (1, True), text)
            status, text = start("--data", "/proc/nowhere", "--listen", "127.0.0.1:0")
            expect((status, "/proc/nowhere" in text), (1, True), text)
            status, text = start("--data", data, "--listen", "127.0.0.1:0", "--ready-file",
                                 "/nowhere/ready")
            expect((status, "/nowhere/ready" in text), (1, True), text)
            with open(os.path.join(data, "mes.db"), "wb") as file:
                file.write(b"junk" * 5000)
            status, text = start("--data", data, "--listen", "127.0.0.1:0")
            expect((status, "not a database" in text), (1, True), text)
        expect(server.kiosk().get("/v1/meta")[0], 200)


def test_ready_file():
    with mesd.Server() as server:
        mode = stat.S_IMODE(os.stat(server.ready_path).st_mode)
        expect(mode, 0o600)
        expect([d["id"] for d in server.ready["devices"]], ["K-01", "K-02", "K-03"])
        expect(len(server.ready["operators"]), 14)
        expect(sum(o["role"] == "supervisor" for o in server.ready["operators"]), 2)
        expect(all(len(o["pin"]) == 6 and o["badge"] for o in server.ready["operators"]), True)
        for n in range(3):
            status, _, meta = server.kiosk(n).get("/v1/meta")
            expect((status, meta["epoch"]), (200, server.epoch))
        for name in os.listdir(server.data):
            if name not in ("log", "ready.json"):
                mode = stat.S_IMODE(os.stat(os.path.join(server.data, name)).st_mode)
                expect(mode & 0o077, 0, name)


def test_without_demo():
    with mesd.Server(demo=False) as server:
        expect(sorted(server.ready), ["epoch", "url"])
        with socket.create_connection(server.address) as connection:
            connection.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            expect(b" 200 " in mesd.read_all(connection), True)


def test_restart():
    """Epoch, cursors, tags, tokens and the ledger outlive the process; the demo adds nothing."""
    with mesd.Server() as server:
        kiosk = server.kiosk()
        order = kiosk.available()[0]
        claim = kiosk.command("claim", order, {"start": True})
        tag = kiosk.get("/v1/orders/" + order)[1]["ETag"]
        _, _, first = kiosk.send(claim, headers={"If-Match": tag})
        cursor = kiosk.cursor()
        ready = server.ready
        expect(server.stop(), 0)
        again = mesd.Server(data=server.data, orders=77)
        try:
            expect(again.epoch, server.epoch)
            expect(again.ready["devices"], ready["devices"])
            expect(again.ready["operators"], ready["operators"])
            kiosk = again.kiosk()
            expect(kiosk.cursor(), cursor)
            status, headers, second = kiosk.send(claim, seq=1, headers={"If-Match": tag})
            expect((status, headers["Idempotency-Replayed"]), (200, "true"))
            expect(second, first)
            status, _, changes = kiosk.get("/v1/queues/floor/changes?since=" + cursor)
            expect((status, changes["items"]), (200, []))
        finally:
            again.close()


def test_restored_copy():
    """2.18: a copy that is older than what was served is noticed, even from within one run."""
    with mesd.Server() as server:
        first = server.epoch
        order = server.kiosk().available()[0]
        expect(server.stop(), 0)
        copy = os.path.join(server.data, "copy")
        shutil.copy(os.path.join(server.data, "mes.db"), copy)
        second = mesd.Server(data=server.data)
        expect(second.epoch, first)
        kiosk = second.kiosk()
        note = kiosk.command("note", order, {"text": "not in the copy"})
        expect(kiosk.send(note)[0], 200)
        cursor = kiosk.cursor()
        # Killed, so that nothing could be tidied up at the end.
        expect(second.stop(signal.SIGKILL), -signal.SIGKILL)
        for name in os.listdir(server.data):
            if name.startswith("mes.db"):
                os.unlink(os.path.join(server.data, name))
        shutil.copy(copy, os.path.join(server.data, "mes.db"))
        third = mesd.Server(data=server.data)
        try:
            expect(third.epoch == first, False, "the restore went unnoticed")
            kiosk = third.kiosk()
            expect_problem(kiosk.get("/v1/queues/floor/changes?since=" + cursor), 410,
                           "epoch-changed")
            status, headers, _ = kiosk.send(note, seq=1)
            expect((status, headers["Idempotency-Replayed"]), (200, None))
            expect(third.stop(), 0)
            fourth = mesd.Server(data=server.data)
            expect(fourth.epoch, third.epoch)
            fourth.close()
        finally:
            third.close()


def test_drain():
    """SH3: who waits is answered, who asks is served, and then it is over."""
    with mesd.Server() as server:
        cursor = server.kiosk().cursor()
        results = []

        def wait():
            kiosk = server.kiosk(1)
            path = f"/v1/queues/floor/changes?since={cursor}&wait=50"
            results.append(kiosk.ask("GET", path, None, {"If-None-Match": f'"{cursor}"'}))

        threads = [threading.Thread(target=wait) for _ in range(20)]
        for thread in threads:
            thread.start()
        kiosk = server.kiosk()
        while b"stanok_http_waiting 20\n" not in kiosk.ask("GET", "/metrics")[2]:
            time.sleep(0.05)
        began = time.monotonic()
        expect(server.stop(), 0)
        took = time.monotonic() - began
        for thread in threads:
            thread.join()
        expect([status for status, _, _ in results], [304] * 20)
        expect(all(h["Connection"].lower() == "close" for _, h, _ in results), True)
        expect(took < 8, True, took)
        try:
            server.socket(2).close()
            raise AssertionError("still listening")
        except ConnectionRefusedError:
            pass
        expect(sorted(n for n in os.listdir(server.data) if n.startswith("mes.db")), ["mes.db"])


def test_full_disk():
    """A command that finds no room is refused for now, and done once when there is some."""
    def ignore_limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    with mesd.Server(before=ignore_limit) as server:
        kiosk = server.kiosk()
        order = kiosk.available()[0]
        pid = server.process.pid
        size = os.path.getsize(os.path.join(server.data, "mes.db-wal"))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        command = kiosk.command("note", order, {"text": "x" * 30000})
        failed = kiosk.send(command, seq=1)
        expect_problem(failed, 503, "maintenance")
        expect(int(failed[1]["Retry-After"]) > 0, True)
        expect(kiosk.get("/health/ready")[0], 503)
        expect(kiosk.get("/v1/orders/" + order)[0], 200)
        expect(kiosk.get("/health/live")[0], 200)
        resource.prlimit(pid, resource.RLIMIT_FSIZE,
                         (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        status, headers, _ = kiosk.send(command, seq=1)
        expect((status, headers["Idempotency-Replayed"]), (200, None))
        expect(kiosk.get("/health/ready")[0], 200)
        expect(server.stop(), 0)


def test_live():
    """Something happens without anybody asking, and what happens is sound."""
    with mesd.Server("--live") as server:
        kiosk = server.kiosk()
        cursor = kiosk.cursor()
        items = []
        end = time.monotonic() + 60
        while len(items) < 4 and time.monotonic() < end:
            status, _, changes = kiosk.get(
                f"/v1/queues/floor/changes?since={cursor}&wait=5")
            expect(status, 200)
            cursor = changes["to"]
            items += changes["items"]
        expect(len(items) >= 4, True, "nothing goes on")
        expect(len(server.ready["devices"]), 3)
        text = kiosk.ask("GET", "/metrics")[2].decode()
        expect("stanok_store_failures_total 0\n" in text, True)
        expect(server.stop(), 0)


mesd.run([
    ("/http/program/arguments", test_arguments),
    ("/http/program/demo-stays-on-this-machine", test_demo_stays_here),
    ("/http/program/failures-in-words", test_failures),
    ("/http/program/ready-file", test_ready_file),
    ("/http/program/without-demo", test_without_demo),
    ("/http/program/restart", test_restart),
    ("/http/program/restored-copy", test_restored_copy),
    ("/http/program/sh3-drains", test_drain),
    ("/http/program/full-disk", test_full_disk),
    ("/http/program/live", test_live),
])
