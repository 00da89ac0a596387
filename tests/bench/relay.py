# relay.py: a relay that counts what goes over the wire, and can be taken away
#
# SPDX-License-Identifier: GPL-3.0-or-later

import socket
import threading


class Relay:
    """Listens on a port of its own and passes everything to `port`; counts bytes both ways."""

    def __init__(self, port):
        self.target = port
        self.sent = 0            # by the terminal
        self.received = 0
        self.requests = 0
        self.is_open = True
        self.pairs = []
        self.lock = threading.Lock()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.url = f'http://127.0.0.1:{self.listener.getsockname()[1]}'
        threading.Thread(target=self._accept, daemon=True).start()

    def count(self):
        """(requests, bytes sent, bytes received) since the start."""
        with self.lock:
            return self.requests, self.sent, self.received

    def cut(self):
        """From now on nobody answers."""
        self.is_open = False
        for pair in self.pairs:
            for side in pair:
                try:
                    side.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def mend(self):
        self.is_open = True

    def close(self):
        self.cut()
        self.listener.close()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if not self.is_open:
                near.close()
                continue
            try:
                far = socket.create_connection(('127.0.0.1', self.target))
            except OSError:
                near.close()
                continue
            self.pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source, sink, is_request):
        while True:
            try:
                data = source.recv(1 << 16)
                if data:
                    sink.sendall(data)
            except OSError:
                data = b''
            if not data:
                break
            with self.lock:
                if is_request:
                    self.sent += len(data)
                    # A request line begins a packet: the terminal sends no body in two parts here.
                    self.requests += data.startswith((b'GET ', b'POST ', b'PUT '))
                else:
                    self.received += len(data)
        for side in (source, sink):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
