# touch.py: fingers on the virtual panel: the client of Xorg's "inputtest" driver
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Protocol 1.1 of the driver: native-endian records that begin with their length and type. After
# the last client of a socket has gone the server spins, so one Touch is kept for a whole run and
# closed together with the server.

import socket
import struct
import time

VERSION, SYNC, TOUCH = 0, 1, 6          # records
BEGIN, UPDATE, END = 18, 19, 20         # XI_TouchBegin and the rest
FULL_SCALE = 65535.0
N_VALUATORS = 64


class Touch:
    """Up to ten fingers; positions in pixels of the screen."""

    def __init__(self, path, width, height):
        self._scale = (FULL_SCALE / (width - 1), FULL_SCALE / (height - 1))
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        self._socket.connect(path)
        self._socket.sendall(struct.pack('=IIHH', 12, VERSION, 1, 1))
        self._socket.recv(64)

    def close(self):
        self._socket.close()

    def send(self, finger, event, x, y):
        values = [0.0] * N_VALUATORS
        values[0], values[1] = x * self._scale[0], y * self._scale[1]
        mask = bytes([0b11]) + bytes(7)
        body = struct.pack('=II', finger, event)
        body += struct.pack(f'=I8s4x{N_VALUATORS}d{N_VALUATORS}d', 0, mask, *values,
                            *[0.0] * N_VALUATORS)
        self._socket.sendall(struct.pack('=II', 8 + len(body), TOUCH) + body)

    def sync(self):
        """Returns when the server has taken all that was sent."""
        self._socket.sendall(struct.pack('=II', 8, SYNC))
        self._socket.recv(64)

    def tap(self, x, y, hold_s=0):
        """Down and up at once: on a busy machine a pause would grow into a long press."""
        self.send(1, BEGIN, x, y)
        time.sleep(hold_s)
        self.send(1, END, x, y)
        self.sync()

    def drag(self, paths, steps=15, step_s=0.012):
        """paths: one ((x, y), (x, y)) a finger; all move together."""
        for finger, (start, _) in enumerate(paths, 1):
            self.send(finger, BEGIN, *start)
        for step in range(1, steps + 1):
            time.sleep(step_s)
            share = step / steps
            for finger, ((x0, y0), (x1, y1)) in enumerate(paths, 1):
                self.send(finger, UPDATE, x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        for finger, (_, end) in enumerate(paths, 1):
            self.send(finger, END, *end)
        self.sync()

    def swipe(self, start, end, **how):
        self.drag([(start, end)], **how)

    def pinch(self, x, y, from_px, to_px, **how):
        """Two fingers, beside each other around a point, from one distance to another."""
        self.drag([((x - from_px / 2, y), (x - to_px / 2, y)),
                   ((x + from_px / 2, y), (x + to_px / 2, y))], **how)
