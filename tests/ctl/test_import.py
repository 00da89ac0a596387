# test_import.py: stanokctl order import with a real server: in, again, refused, and every mistake
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading

import ctl
import mesd
from ctl import expect_end
from mesd import expect

SERVER = None
FOLDER = None
HEAD = "id,title,quantity,due,model,drawing\n"


def write(name, content):
    path = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path


def bring(path, *more, server=None, key=None):
    return ctl.run("order", "import", path, "--server", server or SERVER.ready["url"],
                   "--key-file", key or os.path.join(SERVER.data, "office.key"), *more)


def order(name):
    status, _, body = SERVER.kiosk().get("/v1/orders/" + name)
    return body if status == 200 else None


def outcomes(result):
    return [(line["id"], line["outcome"]) for line in result.lines()]


def test_csv():
    ring = write("models/ring.stl", b"solid ring\nendsolid ring\n")
    write("models/ring.pdf", b"%PDF-1.7 ring")
    path = write("orders.csv", "\ufeffid;title;quantity;due;model;drawing;instructions\r\n"
                 "C-1;\"Ring \"\"A\"\"; 18\";25;2026-12-24;models/ring.stl;models/ring.pdf;"
                 "\"Polish\r\ninside\"\r\n"
                 "C-2;Кольцо;1;2026-12-24T09:00:00+03:00;models/ring.stl;;\r\n")
    result = expect_end(bring(path), 0, "2 created, 0 replaced, 0 unchanged; 2 of 2 files sent")
    expect(result.out, "ORDER  OUTCOME  TITLE\nC-1    created  Ring \"A\"; 18\n"
                       "C-2    created  Кольцо\n")
    first = order("C-1")
    expect(first["state"], "MANUFACTURING_APPROVED")
    expect(first["quantity"]["ordered"], 25)
    expect(first["instructions"]["text"], "Polish\r\ninside")
    expect(first["due_ms"], 1798156740000)
    expect([(f["role"], f["name"], f["media_type"]) for f in first["files"]],
           [("model", "ring.stl", "model/stl"), ("drawing", "ring.pdf", "application/pdf")])
    with open(ring, "rb") as file:
        content = file.read()
    sha256 = hashlib.sha256(content).hexdigest()
    expect(first["files"][0]["sha256"], sha256)
    expect(first["files"][0]["size"], len(content))
    expect(SERVER.kiosk().ask("GET", "/v1/blobs/" + sha256)[2], content)
    expect(order("C-2")["due_ms"], 1798092000000)


def test_again():
    """The same file changes nothing and sends nothing; other content replaces."""
    write("again/a.stl", b"a")
    write("again/b.stl", b"b")
    rows = "A-1,One,1,2026-12-24,a.stl,\nA-2,Two,2,2026-12-24,b.stl,\n"
    path = write("again/orders.csv", HEAD + rows)
    expect_end(bring(path), 0, "2 created", "2 of 2 files sent")
    head = SERVER.kiosk().cursor()
    result = expect_end(bring(path, "--json"), 0, "2 unchanged", "0 of 2 files sent")
    expect(result.lines(), [{"id": "A-1", "outcome": "unchanged", "rev": 1, "title": "One"},
                            {"id": "A-2", "outcome": "unchanged", "rev": 1, "title": "Two"}])
    expect(SERVER.kiosk().cursor(), head, "the feed moved")
    path = write("again/orders.csv", HEAD + rows.replace("Two", "Zwei") +
                 "A-3,Three,3,2026-12-24,,\n")
    result = expect_end(bring(path, "--json"), 0)
    expect(outcomes(result), [("A-1", "unchanged"), ("A-2", "replaced"), ("A-3", "created")])
    expect(order("A-2")["title"], "Zwei")


def test_touched():
    """What somebody has begun is never replaced, and then nothing of the file is in."""
    path = write("touched.csv", HEAD + "T-1,One,1,2026-12-24,,\n")
    expect_end(bring(path), 0)
    kiosk = SERVER.kiosk()
    command = kiosk.command("claim", "T-1", {"start": True})
    status, _, body = kiosk.send(command, headers={"If-Match": order("T-1")["etag"]})
    expect(status, 200, body)
    expect_end(bring(path), 0, "1 unchanged")
    path = write("touched.csv", HEAD + "T-0,Zero,1,2026-12-24,,\nT-1,Other,1,2026-12-24,,\n")
    result = expect_end(bring(path), 1, "order T-1", "MANUFACTURING_STARTED",
                        "no order was brought")
    expect(result.out, "")
    expect(order("T-0"), None)
    expect(order("T-1")["title"], "One")


def test_json():
    write("deep/models/part.stl", b"part")
    path = write("lists/orders.json", json.dumps({"orders": [
        {"id": "J-1", "title": "Кольцо", "quantity": 3, "due": "2026-12-24", "unit": "in",
         "model": "models/part.stl", "photo": ["models/part.stl"], "station": None}]}))
    result = expect_end(bring(path, "--models", os.path.join(FOLDER, "deep"), "--json"), 0,
                        "1 of 1 files sent")
    expect(outcomes(result), [("J-1", "created")])
    expect([(f["role"], f["unit"] if "unit" in f else None) for f in order("J-1")["files"]],
           [("model", "in"), ("photo", None)])


def test_bad_files():
    """Each mistake has its place and says what to write instead; nothing is sent."""
    write("good.stl", b"good")
    write("empty.stl", b"")
    os.makedirs(os.path.join(FOLDER, "folder.stl"), exist_ok=True)
    os.mkfifo(os.path.join(FOLDER, "pipe.stl"))
    with open(os.path.join(FOLDER, "large.stl"), "wb") as file:
        file.truncate(256 * 1024 * 1024 + 1)
    for model, words in (("none.stl", "No such file"), ("empty.stl", "is empty"),
                         ("folder.stl", "not a file"), ("pipe.stl", "not a file"),
                         ("large.stl", "larger than 256 MiB"), ("../x.stl", "below the folder"),
                         ("/etc/passwd", "below the folder")):
        path = write("bad.csv", HEAD + "B-1,x,1,2026-12-24,good.stl,\n"
                     f"B-2,x,1,2026-12-24,{model},\n")
        result = expect_end(bring(path), 1, f"{path}:3:20: model: ", words, "nothing was sent")
        expect(result.out, "")
    os.unlink(os.path.join(FOLDER, "large.stl"))
    path = write("bad.csv", HEAD + "B-1,x,two,2026-12-24,,\nB-2,,1,tomorrow,,\n")
    expect_end(bring(path), 1, f"{path}:2:7: quantity: “two” is not a whole number from 1",
               f"{path}:3:1: “title” is missing", f"{path}:3:8: due: “tomorrow” is not a day",
               "write for example 2026-12-24")
    path = write("bad.json", '[{"id": "B-1", "title": true}]')
    expect_end(bring(path), 1, f"{path}:1:25: title: neither a text nor a number")
    path = write("bad.json", '[{"id": "B-1"')
    expect_end(bring(path), 1, f"{path}:1:14: this is not JSON as it has to be")
    path = write("bad.csv", HEAD)
    expect_end(bring(path), 1, f"{path}:1:1: there is no order in the file")
    path = write("bad.csv", HEAD + "x,,0,,,\n" * 30)
    expect_end(bring(path), 1, "… and ")
    path = write("bad.csv", "")
    expect_end(bring(path), 1, "the file is empty")
    expect_end(bring(os.path.join(FOLDER, "nowhere.csv")), 1, "nowhere.csv", "No such file")
    large = "x" * 32000
    path = write("bad.json", json.dumps([
        {"id": f"B-{n}", "title": "x", "quantity": 1, "due": "2026-12-24", "instructions": large}
        for n in range(300)]))
    expect_end(bring(path), 1, "more than 8 MiB together; cut the file")
    expect([order(f"B-{n}") for n in range(3)], [None, None, None])


def test_arguments():
    path = write("orders.txt", "x")
    key = os.path.join(SERVER.data, "office.key")
    for args, words in (
            (["order", "import"], "FILE.json|FILE.csv"),
            (["order", "import", path, path, "--server", "x", "--key-file", "x"], "exactly one"),
            (["order", "import", path], "--server URL --key-file FILE"),
            (["order", "import", path, "--server", "http://127.0.0.1:1"], "--key-file FILE"),
            (["order", "import", path, "--server", "x", "--key-file", key], ".json or .csv"),
            (["order", "import", "--dance"], "--dance"), ([], "--help"), (["dance"], "“dance”"),
            (["order"], "“order”"), (["order", "export"], "“order”")):
        result = expect_end(ctl.run(*args), 2, words)
        expect(result.err.startswith("stanokctl") and result.err.count("\n") == 1, True, result.err)
        expect(result.out, "")
    for args, words in ((["--help"], "order import"), (["help"], "usage:"), (["-h"], "usage:"),
                        (["--version"], "stanokctl "), (["order", "import", "--help"], "--models")):
        expect(words in expect_end(ctl.run(*args), 0).out, True, words)


def test_key():
    path = write("key.csv", HEAD + "K-1,x,1,2026-12-24,,\n")
    expect_end(bring(path, key=os.path.join(FOLDER, "nokey")), 1, "nokey", "office.key among")
    expect_end(bring(path, key=write("key", "\n")), 1, "is empty")
    expect_end(bring(path, key=write("key", "a b\n")), 1, "characters in it that no key has")
    wrong = write("key", "sok_" + 64 * "0" + "\n")
    expect_end(bring(path, key=wrong), 1, "send “Authorization: Bearer” with the office's key")
    write("k.stl", b"k")
    path = write("key.csv", HEAD + "K-1,x,1,2026-12-24,k.stl,\n")
    expect_end(bring(path, key=wrong), 1, "with the office's key")
    expect(order("K-1"), None)


def test_address():
    path = write("address.csv", HEAD + "D-1,x,1,2026-12-24,,\n")
    for address, words in (
            ("ftp://127.0.0.1", "neither with https: nor"), ("127.0.0.1:80", "cannot be used"),
            ("http://mes.example", "without https: only this machine")):
        expect_end(bring(path, server=address), 1, words)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        expect_end(bring(path, server=address), 1, address, "nobody answers there")


class Portal(http.server.BaseHTTPRequestHandler):
    """What a hotel would answer."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"login")

    def log_message(self, *args):
        pass


def test_portal():
    path = write("portal.csv", HEAD + "P-1,x,1,2026-12-24,,\n")
    with http.server.HTTPServer(("127.0.0.1", 0), Portal) as portal:
        thread = threading.Thread(target=portal.serve_forever)
        thread.start()
        try:
            expect_end(bring(path, server=f"http://127.0.0.1:{portal.server_port}"), 1,
                       "something answers (status 200), but not a MES")
        finally:
            portal.shutdown()
            thread.join()


def test_output_lost():
    """An order that is in, and a screen that is full: said, and not a success."""
    path = write("lost.csv", HEAD + "L-1,x,1,2026-12-24,,\n")
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run([ctl.PROGRAM, "order", "import", path, "--server",
                               SERVER.ready["url"], "--key-file",
                               os.path.join(SERVER.data, "office.key")], stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=60)
    expect(done.returncode, 1)
    expect("standard output cannot be written" in done.stderr, True, done.stderr)


TESTS = [
    ("/ctl/import/csv", test_csv),
    ("/ctl/import/json", test_json),
    ("/ctl/import/again", test_again),
    ("/ctl/import/touched", test_touched),
    ("/ctl/import/bad-files", test_bad_files),
    ("/ctl/import/arguments", test_arguments),
    ("/ctl/import/key", test_key),
    ("/ctl/import/address", test_address),
    ("/ctl/import/portal", test_portal),
    ("/ctl/import/output-lost", test_output_lost),
]

FOLDER = tempfile.mkdtemp(prefix="stanok-import-")
try:
    with mesd.Server() as SERVER:
        mesd.run(TESTS)
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
