# middlebox.py: what stands between a terminal and its server, and what such things do to answers
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   with Middlebox(server_port) as box:
#       box.do(portal)          # from now on, and what waits is cut
#       box.do(cut, only='POST')
#       box.do(None)            # passes everything
#
# A trick is a function of (box, answer): what it returns is sent, None closes the connection.

import http.client
import http.server
import re
import socket
import threading
import time

UPSTREAM_S = 60
PIECE_BYTES = 64 * 1024
# What belongs to one connection only (RFC 9110, 7.6.1).
HOP_BY_HOP = ('connection', 'keep-alive', 'transfer-encoding', 'content-length', 'te', 'trailer',
              'upgrade', 'proxy-connection')
PORTAL_PAGE = b'''<!DOCTYPE html><html><head><title>Welcome</title></head>
<body><h1>Guest network</h1><form method="post"><input name="room"></form></body></html>'''


class Answer:
    """Of the server, or of what plays it."""

    def __init__(self, status, headers, body, length=None):
        self.status = status
        self.headers = list(headers)
        self.body = body
        self.length = len(body) if length is None else length     # as announced

    def with_body(self, body, kind=None):
        headers = [(k, v) for k, v in self.headers if k.lower() not in ('content-type', 'etag')
                   or (k.lower() == 'content-type' and kind is None)]
        if kind:
            headers.append(('Content-Type', kind))
        return Answer(self.status, headers, body)


# --- tricks -------------------------------------------------------------------------------------

def portal(_box, _answer):
    """The sign-in page of a guest network, with the status of success."""
    return Answer(200, [('Content-Type', 'text/html; charset=utf-8')], PORTAL_PAGE)


def redirect(box, _answer):
    return Answer(302, [('Location', f'{box.url}/sign-in'), ('Content-Type', 'text/html')],
                  PORTAL_PAGE)


def truncate(_box, answer):
    """Half of what was announced, and the end."""
    return Answer(answer.status, answer.headers, answer.body[:len(answer.body) // 2],
                  max(len(answer.body), 2))


def cut(_box, _answer):
    """The server has done what was asked; nobody hears of it."""
    return None


def deep(_box, answer):
    """As the server would say it, but a hundred thousand levels deep."""
    return as_server(answer, b'[' * 100_000 + b']' * 100_000)


def large(_box, answer):
    return as_server(answer, b'{"items":["' + b'x' * (80 * 1024 * 1024) + b'"]}')


def garbage(_box, answer):
    return as_server(answer, b'{"epoch": 7, "items": {}, "cursor"')


def error_500(_box, _answer):
    return Answer(500, [('Content-Type', 'text/html')], b'<h1>Internal Server Error</h1>')


def slow(seconds):
    def wait(_box, answer):
        time.sleep(seconds)
        return answer
    return wait


def as_server(answer, body):
    status = 200 if answer.status in (204, 304) else answer.status
    return Answer(status, answer.headers, b'').with_body(body, 'application/json')


# --- the box ------------------------------------------------------------------------------------

class Middlebox:
    """A proxy on a free port of this machine, in front of one server."""

    def __init__(self, server_port):
        self.server_port = server_port
        self.trick, self.only = None, None
        self.change = None               # (path, body) -> body, for JSON that passes
        self.blobs = {}                  # sha256 -> trick, for what the server does not have
        self.seen = []                   # (method, path) of all requests
        self._clients = set()
        self._lock = threading.Lock()
        box = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                box.serve(self)

            do_POST = do_PUT = do_HEAD = do_GET

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A client that has gone, or that was cut: no news."""

        self._server = Server(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self._server.server_address[1]}'
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self.hang_up()

    def do(self, trick, only=None):
        """only: a pattern of "METHOD path"; all else passes."""
        self.trick, self.only = trick, re.compile(only) if only else None
        self.hang_up()

    def hang_up(self):
        """As when the cable is pulled: what waits hears nothing more."""
        with self._lock:
            clients, self._clients = self._clients, set()
        for client in clients:
            close(client)

    def count(self, pattern):
        return sum(1 for method, path in self.seen if re.search(pattern, f'{method} {path}'))

    # --- one request ---

    def serve(self, handler):
        with self._lock:
            self._clients.add(handler.connection)
        self.seen.append((handler.command, handler.path))
        body = handler.rfile.read(int(handler.headers.get('Content-Length') or 0))
        answer = self.find_blob(handler) or self.ask(handler, body)
        trick = self.trick
        if trick and (not self.only or self.only.search(f'{handler.command} {handler.path}')):
            answer = trick(self, answer or Answer(502, [], b''))
        send(handler, answer)

    def find_blob(self, handler):
        match = re.match(r'/v1/blobs/([0-9a-f]{64})$', handler.path)
        trick = self.blobs.get(match.group(1)) if match else None
        return trick(handler) if trick else None

    def ask(self, handler, body):
        """None if the server does not answer."""
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in HOP_BY_HOP}
        server = http.client.HTTPConnection('127.0.0.1', self.server_port, timeout=UPSTREAM_S)
        try:
            server.request(handler.command, handler.path, body or None, headers)
            reply = server.getresponse()
            answer = Answer(reply.status, [(k, v) for k, v in reply.getheaders()
                                           if k.lower() not in HOP_BY_HOP], reply.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            server.close()
        if self.change and answer.status == 200 and 'json' in reply.getheader('Content-Type', ''):
            answer.body = self.change(handler.path, answer.body)
            answer.length = len(answer.body)
        return answer


def send(handler, answer):
    handler.close_connection = True
    if answer is None:
        close(handler.connection)
        return
    try:
        handler.send_response_only(answer.status)
        for key, value in answer.headers:
            handler.send_header(key, value)
        handler.send_header('Connection', 'close')
        if answer.status not in (204, 304):
            handler.send_header('Content-Length', str(answer.length))
        handler.end_headers()
        if handler.command != 'HEAD' and answer.status not in (204, 304):
            for start in range(0, len(answer.body), PIECE_BYTES):
                handler.wfile.write(answer.body[start:start + PIECE_BYTES])
    except OSError:
        pass


def close(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
