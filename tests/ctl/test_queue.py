# test_queue.py: stanokctl queue over a real cache, open and closed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import tempfile

import ctl
import mesd
from ctl import Keeper, expect_end
from mesd import expect


class Folder:
    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="stanok-queue-")
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.path, ignore_errors=True)

    def run(self, *more):
        return ctl.run("queue", "--data", self.path, *more)

    def rows(self):
        return expect_end(self.run("--json"), 0).lines()


def test_facts():
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("orders", "e1", "WO-1", "WO-2", "WO-3")
        before = sorted(os.listdir(folder.path))
        rows = folder.rows()
        expect([row["order_id"] for row in rows], ["WO-3", "WO-2", "WO-1"])
        expect(rows[0], {
            "order_id": "WO-3", "title": "Кольцо WO-3", "state": "MANUFACTURING_APPROVED",
            "flags": None, "due": "2026-12-24 23:59", "due_ms": 1798156740000, "holder": None,
            "holder_device": None, "customer": "Anna K.", "quantity": 10, "unsent": 0})
        result = expect_end(folder.run(), 0, "3 orders, as the server (epoch e1) had them at 20")
        lines = result.out.splitlines()
        expect(lines[0].split(), ["ORDER", "TITLE", "STATE", "FLAGS", "DUE", "HOLDER",
                                  "UNSENT"])
        expect(lines[1].split(), ["WO-3", "Кольцо", "WO-3", "MANUFACTURING_APPROVED", "-",
                                  "2026-12-24", "23:59", "-", "0"])
        expect(sorted(os.listdir(folder.path)), before)


def test_what_was_done():
    """Beside a running terminal; with what was done and has not been sent, as its screen shows."""
    with Folder() as folder, Keeper(folder.path) as keeper:
        keeper.do("orders", "e1", "WO-1", "WO-2")
        expect(len(folder.rows()), 2)
        keeper.do("record", "start", "WO-1")
        keeper.do("record", "note", "WO-7")
        rows = {row["order_id"]: row for row in folder.rows()}
        expect((rows["WO-1"]["state"], rows["WO-1"]["holder"], rows["WO-1"]["unsent"]),
               ("MANUFACTURING_STARTED", "op-11", 1))
        expect(rows["WO-1"]["flags"], "running, asked for")
        expect(rows["WO-2"]["unsent"], 0)
        expect((rows["WO-7"]["title"], rows["WO-7"]["flags"], rows["WO-7"]["unsent"]),
               (None, "gone from the server's queue", 1))
        keeper.do("record", "claim", "WO-2")
        expect("asked for" in next(r for r in folder.rows() if r["order_id"] == "WO-2")["flags"],
               True)
        keeper.do("settle", "3", "conflict", "slow")
        row = next(r for r in folder.rows() if r["order_id"] == "WO-2")
        expect((row["holder"], row["flags"]), (None, "needs a person"))
        # A log that cannot be read takes nothing from the facts.
        with open(os.path.join(folder.path, "outbox-000001.log"), "r+b") as file:
            file.seek(60)
            file.write(b"xxxx")
        result = expect_end(folder.run("--json"), 0, "outbox.log: ", "is not in this list")
        expect([row["order_id"] for row in result.lines()], ["WO-2", "WO-1"])


def test_many():
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("orders", "e1", *(f"WO-{n}" for n in range(1000)))
        expect(len({row["order_id"] for row in folder.rows()}), 1000)


def test_nothing():
    with Folder() as folder:
        expect_end(folder.run(), 1, "nothing is cached here", "cache.db")
        expect_end(ctl.run("queue", "--data", folder.path + "/no"), 1, "there is no folder")
        Keeper(folder.path).close()
        expect(expect_end(folder.run("--json"), 0, "has had nothing from a server").out, "")
        expect_end(folder.run("more"), 2, "not “more”")
        with open(os.path.join(folder.path, "cache.db"), "r+b") as file:
            file.write(b"nonsense" * 100)
        expect_end(folder.run(), 1, "cannot be read; the terminal fetches it again")
        # Looking has not mended it.
        with open(os.path.join(folder.path, "cache.db"), "rb") as file:
            expect(file.read(8), b"nonsense")


mesd.run([
    ("/ctl/queue/facts", test_facts),
    ("/ctl/queue/what-was-done", test_what_was_done),
    ("/ctl/queue/many", test_many),
    ("/ctl/queue/nothing", test_nothing),
])
