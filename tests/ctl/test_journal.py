# test_journal.py: stanokctl journal over the folder of a real journal, whole and damaged
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import sqlite3
import stat
import tempfile

import ctl
import mesd
from ctl import Keeper, expect_end
from mesd import expect


class Folder:
    """A terminal's folder with five commands, closed."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="stanok-journal-")
        with Keeper(self.path) as keeper:
            for order, kind in (("WO-1", "claim"), ("WO-2", "claim"), ("WO-3", "note"),
                                ("WO-1", "start"), ("WO-4", "note")):
                keeper.do("record", kind, order)
            keeper.do("settle", "1", "accepted")
            keeper.do("settle", "2", "conflict", "slow")
            keeper.do("settle", "3", "parked", "odd")
        return self

    def __exit__(self, *error):
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name):
        return os.path.join(self.path, name)

    def run(self, verb, *more):
        return ctl.run("journal", verb, "--data", self.path, *more)

    def content(self):
        """Everything in it, so that a change shows."""
        found = {}
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = os.path.join(folder, name)
                status = os.stat(path)
                with open(path, "rb") as file:
                    found[path] = (file.read(), status.st_mtime_ns, status.st_ino)
        return found


FATES = ["accepted", "conflict: already-claimed", "parked: odd", "pending", "pending"]


def no_leftovers():
    return [n for n in os.listdir(tempfile.gettempdir()) if n.startswith("stanokctl-")]


def check_list(folder):
    rows = expect_end(folder.run("list", "--json"), 0).lines()
    expect([row["fate"] for row in rows[:5]], FATES)
    expect([(row["seq"], row["type"], row["order_id"], row["operator_id"]) for row in rows[:2]],
           [(1, "claim", "WO-1", "op-11"), (2, "claim", "WO-2", "op-11")])
    return rows


def test_list():
    with Folder() as folder:
        before = folder.content()
        check_list(folder)
        lines = expect_end(folder.run("list"), 0).out.splitlines()
        expect(lines[0].split(), ["SEQ", "RECORDED", "ORDER", "COMMAND", "OPERATOR", "FATE", "ID"])
        expect(len(lines), 6)
        expect("conflict: already-claimed" in lines[2], True, lines[2])
        expect(folder.content() == before, True, "the folder was changed")


def test_export():
    with Folder() as folder:
        result = expect_end(folder.run("export"), 0)
        rows = result.lines()
        expect([row["state"] for row in rows], ["accepted", "conflict", "parked", "pending",
                                                "pending"])
        first, third = rows[0], rows[2]
        expect(first["outcome"], "applied")
        expect((rows[1]["problem"], rows[1]["reason"]), ("already-claimed", "slow"))
        expect(third["command"]["command_id"], third["command_id"])
        expect(third["command"]["args"], {"text": "Ой\nline"})
        expect((third["exception"], third["meanwhile"], third["acknowledged_by"]),
               (None, None, None))
        path = folder.file("export.jsonl")
        expect(expect_end(folder.run("export", "--output", path), 0).out, "")
        with open(path, encoding="utf-8") as file:
            expect(file.read(), result.out)
        expect(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        expect_end(folder.run("export", "--output", "/nowhere/x"), 1, "/nowhere/x")


def test_verify():
    with Folder() as folder:
        before = folder.content()
        result = expect_end(folder.run("verify"), 0)
        expect(result.out.startswith("journal.db and outbox.log agree (commands: 5, "), True,
               result.out)
        expect(folder.content() == before, True, "the folder was changed")


def test_beside_terminal():
    """While the terminal records, everything can be looked at, and nothing is in its way."""
    with Folder() as folder, Keeper(folder.path) as keeper:
        check_list(folder)
        expect_end(folder.run("verify"), 0)
        keeper.do("record", "note", "WO-9")
        rows = check_list(folder)
        expect(rows[5]["order_id"], "WO-9")
        for _ in range(3):
            keeper.begin("flood", "120")
            expect_end(folder.run("verify"), 0, "")
            expect_end(folder.run("list"), 0)
            keeper.wait("ok")
        expect(len(expect_end(folder.run("export"), 0).lines()), 366)
        keeper.do("record", "note", "WO-9")
    expect(no_leftovers(), [])


def alter(folder, sql):
    connection = sqlite3.connect(folder.file("journal.db"))
    connection.execute(sql)
    connection.commit()
    connection.close()


def spoil(path, offset, count=8):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(b"x" * count)


def test_differences():
    with Folder() as folder:
        alter(folder, "DELETE FROM entry WHERE seq = 4")
        alter(folder, "UPDATE entry SET reason = 'other' WHERE seq = 3")
        result = expect_end(folder.run("verify"), 1, "(start of WO-1, seq 4) is in outbox.log only",
                            "differ about command", "(note of WO-3, seq 3)",
                            "2 differences between journal.db and outbox.log")
        expect(result.out, "")
        # The terminal mends what was found, as it was promised.
        Keeper(folder.path).close()
        expect_end(folder.run("verify"), 0)
        check_list(folder)


def test_many_differences():
    with Folder() as folder:
        with Keeper(folder.path) as keeper:
            keeper.do("flood", "40")
        alter(folder, "DELETE FROM entry")
        expect_end(folder.run("verify"), 1, "… and 25 more", "45 differences")


def test_differences_beside_terminal():
    """What stays different is one, though the terminal runs."""
    with Folder() as folder, Keeper(folder.path) as keeper:
        keeper.do("record", "note", "WO-9")
        spoil(folder.file("outbox-000001.log"), 900)
        expect_end(folder.run("verify"), 1, "outbox.log: the log is damaged", "1 difference")


def test_damage():
    with Folder() as folder:
        log = folder.file("outbox-000001.log")
        spoil(log, 900)
        expect_end(folder.run("verify"), 1, "outbox.log: the log is damaged in segment 1")
        # The other copy is whole.
        rows = check_list(folder)
        expect_end(folder.run("list"), 0, "this is from journal.db")
        spoil(folder.file("journal.db"), 0)
        expect_end(folder.run("list"), 1, "neither copy can be read: outbox.log: ", "journal.db: ")
        expect_end(folder.run("export"), 1, "neither copy can be read")
        expect(len(rows), 5)
    with Folder() as folder:
        spoil(folder.file("journal.db"), 0)
        expect_end(folder.run("verify"), 1, "journal.db is damaged: ", "mends it at its next start")
        check_list(folder)
    with Folder() as folder:
        os.unlink(folder.file("journal.db"))
        expect_end(folder.run("verify"), 1, "journal.db is missing", "makes it from outbox.log")
        check_list(folder)
    with Folder() as folder:
        os.unlink(folder.file("outbox-000001.log"))
        expect_end(folder.run("verify"), 1, "seq 5) is in journal.db only")
        check_list(folder)
        expect_end(folder.run("list"), 0, "there is no outbox.log in")
    with Folder() as folder:
        alter(folder, "PRAGMA user_version = 99")
        expect_end(folder.run("verify"), 1, "journal.db")
    with Folder() as folder:
        os.chmod(folder.file("journal.db"), 0)
        if os.geteuid() != 0:
            expect_end(folder.run("verify"), 1, "Permission denied")


def test_nothing_there():
    with tempfile.TemporaryDirectory() as empty:
        for verb in ("list", "export", "verify"):
            expect_end(ctl.run("journal", verb, "--data", empty), 1, "there is no journal in",
                       "is that the terminal's folder?")
            expect_end(ctl.run("journal", verb, "--data", empty + "/no"), 1, "there is no folder",
                       "--data DIR")
        expect(os.listdir(empty), [])


def test_arguments():
    with tempfile.TemporaryDirectory() as empty:
        for args, words in (
                (["journal"], "“journal”"), (["journal", "list", "more"], "not “more”"),
                (["journal", "list", "--output", "x"], "--output"),
                (["journal", "export", "--json"], "--json"), (["journal", "verify", "-x"], "-x")):
            expect_end(ctl.run(*args), 2, words)
        for verb in ("list", "export", "verify"):
            expect("--data=DIR" in expect_end(ctl.run("journal", verb, "--help"), 0).out, True)
        config = os.path.join(empty, "terminal.conf")
        expect_end(ctl.run("journal", "list", "--config", config), 1, config)


def test_configured_folder():
    """Without --data the terminal's own configuration says where."""
    with Folder() as folder:
        config = folder.file("terminal.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[Terminal]\ndata={folder.path}\n")
        rows = expect_end(ctl.run("journal", "list", "--config", config, "--json"), 0).lines()
        expect(len(rows), 5)


def test_output_lost():
    with Folder() as folder:
        for verb in ("list", "export", "verify"):
            with open("/dev/full", "w", encoding="ascii") as full:
                done = ctl.subprocess.run([ctl.PROGRAM, "journal", verb, "--data", folder.path],
                                          stdout=full, stderr=ctl.subprocess.PIPE, text=True,
                                          timeout=60)
            expect(done.returncode, 1, verb)
            expect("standard output cannot be written" in done.stderr, True, done.stderr)
        whole = expect_end(folder.run("export"), 0).out
        json.loads(whole.splitlines()[0])


mesd.run([
    ("/ctl/journal/list", test_list),
    ("/ctl/journal/export", test_export),
    ("/ctl/journal/verify", test_verify),
    ("/ctl/journal/beside-a-terminal", test_beside_terminal),
    ("/ctl/journal/differences", test_differences),
    ("/ctl/journal/many-differences", test_many_differences),
    ("/ctl/journal/differences-beside-a-terminal", test_differences_beside_terminal),
    ("/ctl/journal/damage", test_damage),
    ("/ctl/journal/nothing-there", test_nothing_there),
    ("/ctl/journal/arguments", test_arguments),
    ("/ctl/journal/configured-folder", test_configured_folder),
    ("/ctl/journal/output-lost", test_output_lost),
])
