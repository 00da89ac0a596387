# test_mesd_http.py: limits, ranges and waiting, over real sockets
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import os
import socket
import threading
import time

import mesd
from mesd import expect, expect_problem

SERVER = None


def post_head(kiosk, length, extra=""):
    return (f"POST /v1/orders/WO-1001/commands HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: Bearer {kiosk.device['token']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n{extra}\r\n").encode()


def test_headers_of_answers():
    kiosk = SERVER.kiosk()
    for path in ("/v1/meta", "/v1/nowhere", "/health/live"):
        status, headers, _ = kiosk.get(path)
        expect(headers["Stanok-Epoch"], SERVER.epoch, path)
        expect(len(headers["Stanok-Request-Id"]), 16, path)
        expect(len(headers.get_all("Date")), 1, path)
        expect(len(headers.get_all("Cache-Control")), 1, path)


def test_conditional_get():
    kiosk = SERVER.kiosk()
    status, headers, _ = kiosk.get("/v1/meta")
    tag = headers["ETag"]
    status, headers, body = kiosk.ask("GET", "/v1/meta", None, {"If-None-Match": tag})
    expect((status, body), (304, b""))
    expect(headers["ETag"], tag)
    # The connection is as good as before.
    expect(kiosk.get("/v1/meta")[0], 200)


def test_head():
    kiosk = SERVER.kiosk()
    _, full, body = kiosk.ask("GET", "/v1/operators")
    status, headers, nothing = kiosk.ask("HEAD", "/v1/operators")
    expect((status, nothing), (200, b""))
    expect(headers["Content-Length"], str(len(body)))
    expect(headers["ETag"], full["ETag"])


def a_model(kiosk):
    for order_id in kiosk.available():
        for file in kiosk.get("/v1/orders/" + order_id)[2]["files"]:
            if file["role"] == "model" and file["size"] > 20000:
                return file
    raise AssertionError("no model")


def test_blob():
    kiosk = SERVER.kiosk()
    file = a_model(kiosk)
    path = "/v1/blobs/" + file["sha256"]
    status, headers, body = kiosk.ask("GET", path)
    expect((status, len(body)), (200, file["size"]))
    expect(hashlib.sha256(body).hexdigest(), file["sha256"])
    tag = headers["ETag"]
    expect(tag, f'"sha256-{file["sha256"]}"')
    status, headers, part = kiosk.ask("GET", path, None, {"Range": "bytes=10000-", "If-Range": tag})
    expect((status, part), (206, body[10000:]))
    expect(headers["Content-Range"], f"bytes 10000-{len(body) - 1}/{len(body)}")
    status, _, part = kiosk.ask("GET", path, None, {"Range": "bytes=100-199"})
    expect((status, part), (206, body[100:200]))
    status, headers, nothing = kiosk.ask("HEAD", path)
    expect((status, nothing, headers["Content-Length"]), (200, b"", str(len(body))))
    expect(kiosk.ask("GET", path, None, {"If-None-Match": tag})[0], 304)
    expect(kiosk.ask("GET", path, None, {"Range": f"bytes={len(body)}-"})[0], 416)


def test_photo():
    kiosk = SERVER.kiosk()
    photo = os.urandom(5_000_000)
    name = hashlib.sha256(photo).hexdigest()
    headers = {"If-None-Match": "*", "Content-Type": "image/jpeg"}
    expect(kiosk.ask("PUT", "/v1/blobs/" + name, photo, headers)[0], 201)
    expect(kiosk.ask("GET", "/v1/blobs/" + name)[2], photo)
    expect_problem(kiosk.ask("PUT", "/v1/blobs/" + name, photo, headers), 412, "blob-exists")
    other = hashlib.sha256(b"other").hexdigest()
    expect_problem(kiosk.ask("PUT", "/v1/blobs/" + other, photo, headers), 422, "hash-mismatch")
    expect(os.listdir(os.path.join(SERVER.data, "objects", "part")), [], "left in the spool")


def test_too_large_is_not_read():
    """SH2: the refusal comes although not a byte of the body was sent."""
    kiosk = SERVER.kiosk()
    for length in (65537, 10**12, 99999999999999999999):
        with SERVER.socket() as connection:
            connection.sendall(post_head(kiosk, length, "Expect: 100-continue\r\n"))
            answer = connection.recv(65536)
            if not answer.startswith(b"HTTP/1.1 413") and length < 10**15:
                raise AssertionError(answer)
            if length < 10**15:
                expect(b"urn:stanok:problem:too-large" in mesd.read_all(connection) + answer, True)
    expect(kiosk.get("/v1/meta")[0], 200)


def test_who_before_how_large():
    with SERVER.socket() as connection:
        connection.sendall(b"POST /v1/orders/WO-1001/commands HTTP/1.1\r\nHost: x\r\n"
                           b"Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")
        expect(connection.recv(65536)[:12], b"HTTP/1.1 401")


def test_chunked():
    kiosk = SERVER.kiosk()
    with SERVER.socket() as connection:
        connection.sendall((f"POST /v1/orders/WO-1001/commands HTTP/1.1\r\nHost: x\r\n"
                            f"Authorization: Bearer {kiosk.device['token']}\r\n"
                            "Content-Type: application/json\r\n"
                            "Transfer-Encoding: chunked\r\n\r\n").encode())
        expect(connection.recv(65536)[:12], b"HTTP/1.1 411")


def test_truncated_body():
    """A command whose end never came did not happen."""
    kiosk = SERVER.kiosk()
    order = kiosk.available()[0]
    before = kiosk.get("/v1/orders/" + order)[2]
    body = json.dumps(kiosk.command("start", order))
    for keep in (0, 1, len(body) // 2, len(body) - 1):
        with SERVER.socket() as connection:
            connection.sendall(post_head(kiosk, len(body)) + body[:keep].encode())
            expect(mesd.read_all(connection, 0.5), b"")
    expect(kiosk.get("/v1/orders/" + order)[2], before)


def test_deep_json():
    kiosk = SERVER.kiosk()
    headers = {"Content-Type": "application/json", "Stanok-Device": "K-01;inc=%s;seq=900" %
               mesd.INCARNATION, "Idempotency-Key": '"019aa0c2-0000-7000-8000-000000000001"'}
    for body in ("[" * 60000, "[" * 65536, '{"a":' * 13000, "[" * 30000 + "]" * 30000):
        expect_problem(kiosk.ask("POST", "/v1/orders/WO-1001/commands", body, headers), 400,
                       "invalid-command")
    expect_problem(kiosk.ask("POST", "/v1/orders/WO-1001/commands", "[" * 80000, headers), 413,
                   "too-large")
    kiosk.connection.close()
    kiosk.connection = None
    expect(kiosk.get("/v1/meta")[0], 200)


def test_nonsense():
    """Whatever is sent, the server stays, and answers who comes next."""
    pieces = [
        b"\r\n\r\n\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 5000, b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n", b"GET  /  HTTP/1.1\r\n\r\n", b"A" * 100000,
        b"GET /" + b"a" * 60000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 60000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 6000 + b"\r\n",
        b"GET /v1/meta?%00=%ff&&&=&page=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/meta HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/meta HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"PUT /v1/blobs/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /\xff\xfe\x1b[31m HTTP/1.1\r\nHost: x\r\nStanok-Device: \x01\x02\r\n\r\n",
    ]
    for piece in pieces:
        with SERVER.socket() as connection:
            try:
                connection.sendall(piece)
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            answer = mesd.read_all(connection, 1)
            expect(answer.startswith(b"HTTP/1.1 2"), False, piece[:40])
    expect(SERVER.process.poll(), None)
    expect(SERVER.kiosk().get("/v1/meta")[0], 200)


def test_pipelining():
    kiosk = SERVER.kiosk()
    one = (f"GET /v1/meta HTTP/1.1\r\nHost: x\r\n"
           f"Authorization: Bearer {kiosk.device['token']}\r\n\r\n").encode()
    last = one.replace(b"Host", b"Connection: close\r\nHost")
    with SERVER.socket() as connection:
        connection.sendall(one * 9 + last)
        expect(mesd.read_all(connection).count(b"HTTP/1.1 200"), 10)


def poll(server, cursor, wait, results):
    kiosk = server.kiosk(1)
    kiosk.connect(wait + 20)
    path = f"/v1/queues/floor/changes?since={cursor}&wait={wait}"
    status, headers, body = kiosk.ask("GET", path, None, {"If-None-Match": f'"{cursor}"'})
    results.append((time.monotonic(), status, headers, body))


def test_poll_wakes():
    """SH1: a hundred terminals learn of a change at once."""
    kiosk = SERVER.kiosk()
    order = kiosk.available()[-1]
    cursor = kiosk.cursor()
    results = []
    threads = [threading.Thread(target=poll, args=(SERVER, cursor, 30, results))
               for _ in range(100)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 20
    while b"stanok_http_waiting 100\n" not in kiosk.ask("GET", "/metrics")[2]:
        if time.monotonic() > end:
            raise AssertionError("they do not all wait")
        time.sleep(0.05)
    expect(results, [])
    began = time.monotonic()
    status, _, reply = kiosk.send(kiosk.command("help", order, {"kind": "foreman"}))
    expect(status, 200)
    for thread in threads:
        thread.join()
    expect(len(results), 100)
    for at, status, headers, body in results:
        expect(status, 200)
        changes = json.loads(body)
        expect([item["id"] for item in changes["items"]], [order])
        expect(changes["items"][0]["etag"], reply["order"]["etag"])
    late = max(at for at, *_ in results) - began
    print(f"# 100 polls answered {late * 1000:.0f} ms after the change")
    if late > 5:
        raise AssertionError(f"woken after {late} s")


def test_poll_ends():
    results = []
    cursor = SERVER.kiosk().cursor()
    began = time.monotonic()
    poll(SERVER, cursor, 1, results)
    at, status, headers, body = results[0]
    expect((status, body), (304, b""))
    expect(headers["ETag"], f'"{cursor}"')
    expect(headers["Stanok-Digest"].startswith("count="), True)
    if not 0.9 < at - began < 10:
        raise AssertionError(f"waited {at - began} s")


def test_many_connections():
    idle = []
    try:
        for _ in range(500):
            idle.append(SERVER.socket())
        began = time.monotonic()
        expect(SERVER.kiosk().get("/v1/meta")[0], 200)
        expect(time.monotonic() - began < 5, True)
    finally:
        for connection in idle:
            connection.close()


def read_office_key():
    path = os.path.join(SERVER.data, "office.key")
    expect(os.stat(path).st_mode & 0o777, 0o600)
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def test_office():
    """A model of more than a photo's size goes through the spool; without the key not one byte is
    waited for."""
    kiosk = SERVER.kiosk()
    model = os.urandom(12 * 1024 * 1024)
    name = hashlib.sha256(model).hexdigest()
    path = "/v1/office/blobs/" + name
    office = {"Authorization": "Bearer " + read_office_key(), "If-None-Match": "*"}
    expect(kiosk.ask("PUT", path, model, office)[0], 201)
    expect(kiosk.ask("PUT", path, model, office)[0], 412)
    expect(kiosk.ask("GET", "/v1/blobs/" + name)[2] == model, True)
    with SERVER.socket() as stranger:
        stranger.sendall(f"PUT {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n"
                         "Content-Length: 200000000\r\n\r\n".encode())
        expect(stranger.recv(100).startswith(b"HTTP/1.1 401 "), True)
    order = {"id": "WO-office", "number": "1", "title": "Ring", "customer": "", "source": "crm",
             "material": "", "quantity": {"ordered": 1, "tolerance_pct": 0}, "due_ms": 1,
             "priority": 3, "station": None, "instructions": "",
             "files": [{"sha256": name, "size": len(model), "media_type": "model/stl",
                        "role": "model", "name": "ring.stl", "unit": "mm"}]}
    office["Content-Type"] = "application/json"
    for outcome in ("created", "unchanged"):
        status, _, body = kiosk.ask("POST", "/v1/office/orders", json.dumps({"items": [order]}),
                                    office)
        expect(status, 200, body)
        expect(json.loads(body)["items"][0]["outcome"], outcome)
    expect(kiosk.get("/v1/orders/WO-office")[2]["title"], "Ring")


def test_metrics():
    text = SERVER.kiosk().ask("GET", "/metrics")[2].decode()
    for line in ('stanok_http_requests_total{method="GET",route="/v1/meta",status="200"}',
                 'stanok_http_request_seconds_count{route="/v1/orders/{id}"}',
                 'status="304"', 'stanok_http_connections ', 'route="other",status="404"'):
        expect(line in text, True, line)
    names = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            expect(line.split()[2] in names, False, line)
            names.add(line.split()[2])


def test_log():
    """One line a request, each JSON, whatever was asked."""
    lines = [line for line in SERVER.log().splitlines() if not line.startswith("stanok-mesd:")]
    expect(len(lines) > 50, True)
    for line in lines:
        entry = json.loads(line)
        expect(all(key in entry for key in ("time", "status", "bytes", "ms")), True, line)
    expect(any(e.get("device") == "K-01" for e in map(json.loads, lines)), True)
    expect(SERVER.kiosk().device["token"] in SERVER.log(), False, "a token in the log")


TESTS = [
    ("/http/answers/headers", test_headers_of_answers),
    ("/http/answers/conditional", test_conditional_get),
    ("/http/answers/head", test_head),
    ("/http/blobs/whole-and-ranges", test_blob),
    ("/http/blobs/put-through-the-spool", test_photo),
    ("/http/limits/sh2-too-large-is-not-read", test_too_large_is_not_read),
    ("/http/limits/who-before-how-large", test_who_before_how_large),
    ("/http/limits/chunked", test_chunked),
    ("/http/limits/truncated-body", test_truncated_body),
    ("/http/limits/deep-json", test_deep_json),
    ("/http/limits/nonsense", test_nonsense),
    ("/http/limits/many-connections", test_many_connections),
    ("/http/answers/pipelining", test_pipelining),
    ("/http/office/models-and-orders", test_office),
    ("/http/polls/sh1-woken-by-a-change", test_poll_wakes),
    ("/http/polls/sh1-end-in-time", test_poll_ends),
    ("/http/watching/metrics", test_metrics),
    ("/http/watching/log", test_log),
]

with mesd.Server("--log-json") as SERVER:
    mesd.run(TESTS)
