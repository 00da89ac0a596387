# test_sync.py: stanokctl sync --once: a terminal's folder and a real server, and all that can fail
#
# SPDX-License-Identifier: GPL-3.0-or-later

import http.server
import json
import os
import shutil
import socket
import sqlite3
import tempfile
import threading
import time

import ctl
import mesd
from ctl import Keeper, expect_end
from mesd import expect

SERVER = None


class Folder:
    """A terminal's folder, closed."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="stanok-sync-")
        Keeper(self.path).close()
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.path, ignore_errors=True)

    def sync(self, *more, ready=None, **options):
        return ctl.run("sync", "--once", "--data", self.path, "--ready-file",
                       ready or SERVER.ready_path, *more, **options)

    def fates(self):
        rows = expect_end(ctl.run("journal", "list", "--data", self.path, "--json"), 0).lines()
        return [row["fate"] for row in rows]

    def orders(self):
        rows = expect_end(ctl.run("queue", "--data", self.path, "--json"), 0).lines()
        return {row["order_id"]: row for row in rows}


def server_orders(kiosk):
    return kiosk.get("/v1/queues/floor/snapshot")[2]["items"]


def test_fresh():
    with Folder() as folder:
        result = expect_end(folder.sync(), 0)
        expect(result.out, "all is sent (0), and what is new is here\n")
        kiosk = SERVER.kiosk()
        expect(sorted(folder.orders()), sorted(o["id"] for o in server_orders(kiosk)))
        # A second one finds nothing new, and that is right, too.
        expect_end(folder.sync(), 0)
        expect_end(ctl.run("journal", "verify", "--data", folder.path), 0)


class Slow(http.server.BaseHTTPRequestHandler):
    """The real server, but what is asked for under one path takes its time."""

    protocol_version = "HTTP/1.1"
    slow = "/"

    def do_GET(self):
        if self.path.startswith(self.slow):
            time.sleep(1)
        with SERVER.socket() as server:
            head = "".join(f"{k}: {v}\r\n" for k, v in self.headers.items()
                           if k.lower() != "connection")
            server.sendall(f"GET {self.path} HTTP/1.1\r\n{head}Connection: close\r\n\r\n"
                           .encode())
            self.wfile.write(mesd.read_all(server))
        self.close_connection = True

    def log_message(self, *args):
        pass


def sync_slowly(folder, path):
    with Proxy(("127.0.0.1", 0), type("Handler", (Slow,), {"slow": path})) as proxy:
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        try:
            token = SERVER.ready["devices"][0]["token"]
            return folder.sync(ready=write_ready(
                folder, f"http://127.0.0.1:{proxy.server_port}", token))
        finally:
            proxy.shutdown()
            thread.join()


class Proxy(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """The terminal ends while a poll waits."""


def test_waits_for_people():
    """Without people nobody could sign in at a terminal that has no network then."""
    with Folder() as folder:
        expect_end(sync_slowly(folder, "/v1/roster"), 0)
        cache = sqlite3.connect(os.path.join(folder.path, "cache.db"))
        names = {row[0] for row in cache.execute("SELECT name FROM reference")}
        cache.close()
        expect(names >= {"operators", "reasons", "roster", "stations"}, True, names)


def test_waits_for_news():
    """What was fresh the last time is not fresh enough."""
    kiosk = SERVER.kiosk()
    with Folder() as folder:
        expect_end(folder.sync(), 0)
        order = kiosk.available()[-1]
        command = kiosk.command("claim", order, {"start": False}, operator="op-15")
        etag = kiosk.get("/v1/orders/" + order)[2]["etag"]
        expect(kiosk.send(command, headers={"If-Match": etag})[0], 200)
        expect(folder.orders()[order]["holder"], None)
        expect_end(sync_slowly(folder, "/v1/queues"), 0)
        expect(folder.orders()[order]["holder"], "op-15")


def test_sends():
    """What waits is accepted, once."""
    kiosk = SERVER.kiosk()
    order = kiosk.available()[0]
    etag = kiosk.get("/v1/orders/" + order)[2]["etag"]
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("record", "claim", order, etag)
            keeper.do("record", "note", order)
        expect(folder.fates(), ["pending", "pending"])
        expect(expect_end(folder.sync(), 0).out, "all is sent (2), and what is new is here\n")
        expect(folder.fates(), ["accepted", "accepted"])
        expect(kiosk.get("/v1/orders/" + order)[2]["holder"]["operator_id"], "op-11")
        expect(folder.orders()[order]["holder"], "op-11")
        types = [row["type"] for row in kiosk.get(f"/v1/orders/{order}/history")[2]["items"]]
        expect_end(folder.sync(), 0)
        expect([row["type"] for row in kiosk.get(f"/v1/orders/{order}/history")[2]["items"]], types)
        expect(types.count("note"), 1)


def test_conflict():
    """Somebody was quicker: that is settled, and a person is needed at the terminal."""
    kiosk = SERVER.kiosk(1)
    order = kiosk.available()[0]
    etag = kiosk.get("/v1/orders/" + order)[2]["etag"]
    command = kiosk.command("claim", order, {"start": False}, operator="op-14")
    expect(kiosk.send(command, headers={"If-Match": etag})[0], 200)
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("record", "claim", order, etag)
        expect("1 needs a person" in expect_end(folder.sync(), 0).out, True)
        expect(folder.fates(), ["conflict: already-claimed"])


def test_parked():
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("record", "note", "WO-1")
            keeper.do("settle", "1", "parked", "odd")
        expect_end(folder.sync(), 1, "a person has to look at them", "1 action waits here")


def test_terminal_runs():
    with Folder() as folder, Keeper(folder.path) as keeper:
        keeper.do("record", "note", "WO-1")
        expect_end(folder.sync(), 1, f"a terminal runs on {folder.path} and syncs by itself",
                   "nothing was done; 1 action waits there")
        keeper.do("record", "note", "WO-1")
        expect(folder.fates(), ["pending", "pending"])


def write_ready(folder, url, token):
    path = os.path.join(folder.path, "ready.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"url": url, "epoch": "e1", "operators": [],
                   "devices": [{"id": "K-01", "token": token, "station": "st-1"}]}, file)
    return path


def test_nobody():
    with Folder() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with Keeper(folder.path) as keeper:
            keeper.do("record", "note", "WO-1")
            keeper.do("record", "note", "WO-1")
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        result = folder.sync(ready=write_ready(folder, url, "x"))
        expect_end(result, 1, url, "nobody answers", "2 actions wait here")
        expect(folder.fates(), ["pending", "pending"])


def test_silence():
    with Folder() as folder, socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        result = folder.sync("--timeout", "1", ready=write_ready(folder, url, "x"))
        expect_end(result, 1, "not done within its time", "0 actions wait here")


class Answerer(http.server.BaseHTTPRequestHandler):
    """The same answer to everything."""

    answer = (200, {}, b"login")

    def do_GET(self):
        status, headers, body = self.answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def sync_against(folder, answer):
    handler = type("Handler", (Answerer,), {"answer": answer})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            return folder.sync(ready=write_ready(folder, f"http://127.0.0.1:{server.server_port}",
                                                 "x"))
        finally:
            server.shutdown()
            thread.join()


def test_others_answer():
    trouble = json.dumps({"type": "urn:stanok:problem:maintenance", "title": "x", "status": 503})
    with Folder() as folder:
        expect_end(sync_against(folder, (200, {"Content-Type": "text/html"}, b"login")), 1,
                   "something answers, but not the MES")
        expect_end(sync_against(folder, (503, {"Content-Type": "application/problem+json",
                                               "Stanok-Epoch": "e1"}, trouble.encode())), 1,
                   "the server answers with errors")


def test_not_known():
    url = SERVER.ready["url"]
    with Folder() as folder:
        expect_end(folder.sync(ready=write_ready(folder, url, "stk_0")), 1,
                   "the kiosk's token is refused")
        result = ctl.run("sync", "--once", "--data", folder.path, "--server", url, "--device",
                         "K-01", env={"DBUS_SESSION_BUS_ADDRESS": "disabled:"})
        expect_end(result, 1, "the keyring does not give it")


def test_too_old():
    with Folder() as folder, mesd.Server("--min-client", "99") as newer:
        expect_end(folder.sync(ready=newer.ready_path), 1, "the server wants a newer version")


def test_arguments():
    with Folder() as folder:
        for args, words in ((["sync"], "say --once"), (["sync", "--once", "more"], "not “more”"),
                            (["sync", "--once", "--timeout", "0"], "1 to 86400"),
                            (["sync", "--once", "--timeout", "x"], "x")):
            expect_end(ctl.run(*args), 2, words)
        expect("--once" in expect_end(ctl.run("sync", "--help"), 0).out, True)
        config = os.path.join(folder.path, "terminal.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[Terminal]\ndata={folder.path}\n")
        once = ["sync", "--once", "--config", config]
        expect_end(ctl.run(*once), 1, "no server is set", "--server and --device")
        expect_end(ctl.run(*once, "--server", "http://mes.example"), 1, "no kiosk")
        expect_end(ctl.run(*once, "--server", "http://mes.example", "--device", "K-01"), 1,
                   "without https: only this machine")
        expect_end(folder.sync(ready="/nowhere"), 1, "/nowhere", "stanok-mesd --demo")
        missing = os.path.join(folder.path, "no")
        expect_end(ctl.run("sync", "--once", "--data", missing, "--ready-file",
                           SERVER.ready_path), 1, "there is no folder")
        expect(os.path.exists(missing), False)


def test_output_lost():
    with Folder() as folder, open("/dev/full", "w", encoding="ascii") as full:
        done = ctl.subprocess.run([ctl.PROGRAM, "sync", "--once", "--data", folder.path,
                                   "--ready-file", SERVER.ready_path], stdout=full,
                                  stderr=ctl.subprocess.PIPE, text=True, timeout=120)
        expect((done.returncode, "cannot be written" in done.stderr), (1, True))


TESTS = [
    ("/ctl/sync/fresh", test_fresh),
    ("/ctl/sync/waits-for-people", test_waits_for_people),
    ("/ctl/sync/waits-for-news", test_waits_for_news),
    ("/ctl/sync/sends-once", test_sends),
    ("/ctl/sync/conflict", test_conflict),
    ("/ctl/sync/parked", test_parked),
    ("/ctl/sync/terminal-runs", test_terminal_runs),
    ("/ctl/sync/nobody", test_nobody),
    ("/ctl/sync/silence", test_silence),
    ("/ctl/sync/others-answer", test_others_answer),
    ("/ctl/sync/not-known", test_not_known),
    ("/ctl/sync/too-old", test_too_old),
    ("/ctl/sync/arguments", test_arguments),
    ("/ctl/sync/output-lost", test_output_lost),
]

with mesd.Server(orders=200) as SERVER:
    mesd.run(TESTS)
