#!/usr/bin/env python3
# test_fingers.py: real fingers turn, pinch and move a piece
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test_fingers.py PROGRAM: PROGRAM is tests/view3d/show-model

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))

from desk import Desk
from stage import StageError
from touch import BEGIN, END, UPDATE

WIDTH, HEIGHT = 1280, 800
SKIP = 77


class Camera:
    def __init__(self, line):
        self.azimuth, self.elevation, self.half, self.x, self.y = map(float, line.split()[1:])


class Fingers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        try:
            cls.desk = Desk(touch=True, size=(WIDTH, HEIGHT))
        except StageError as error:
            raise unittest.SkipTest(str(error))
        cls.addClassCleanup(cls.desk.close)
        cls.app = cls.desk.start([PROGRAM])

    def camera(self):
        lines = [line for line in self.app.output().split('\n') if line.startswith('camera ')]
        return Camera(lines[-1]) if lines else None

    def settled(self):
        """The camera when it has been the same for a while."""
        self.app.wait(self.app.is_idle, 'the picture rests')
        return self.camera()

    def expect(self, is_so, what):
        """On a loaded machine the last of a movement may come late; more than it never comes."""
        self.app.wait(lambda: is_so(self.camera()), what)
        self.assertTrue(is_so(self.settled()), what)
        return self.camera()

    def test_one_finger_turns(self):
        before = self.settled()
        self.desk.fingers.swipe((500, 400), (700, 400))

        def has_turned(now):
            turned = math.remainder(before.azimuth - now.azimuth, 2 * math.pi)
            return abs(turned - 200 * math.pi / HEIGHT) < 0.05
        after = self.expect(has_turned, 'it turned by the way of the finger')
        self.assertAlmostEqual(after.half, before.half)

    def test_two_fingers_zoom(self):
        before = self.settled()
        self.desk.fingers.pinch(600, 300, 100, 200)
        after = self.expect(lambda now: abs(before.half / now.half - 2) < 0.05,
                            'it is twice as large')
        self.assertAlmostEqual(after.x - 600, 2 * (before.x - 600), delta=12)
        self.assertAlmostEqual(after.y - 300, 2 * (before.y - 300), delta=12)
        self.assertAlmostEqual(after.azimuth, before.azimuth)

    def test_two_fingers_move(self):
        before = self.settled()
        self.desk.fingers.drag([((500, 300), (560, 330)), ((640, 300), (700, 330))])

        def has_moved(now):
            return math.hypot(now.x - before.x - 60, now.y - before.y - 30) < 8
        after = self.expect(has_moved, 'it moved with the fingers')
        self.assertAlmostEqual(after.half, before.half, delta=0.01 * before.half)

    def test_the_last_of_two_turns_nothing(self):
        fingers = self.desk.fingers
        fingers.send(1, BEGIN, 500, 300)
        fingers.send(2, BEGIN, 600, 300)
        fingers.send(1, END, 500, 300)
        fingers.sync()
        before = self.settled()
        for x in range(600, 800, 20):
            fingers.send(2, UPDATE, x, 400)
        fingers.send(2, END, 780, 400)
        # A turn of another finger comes after it and says that all before has been seen.
        fingers.swipe((500, 400), (540, 400))

        def has_turned_by_the_last(now):
            turned = math.remainder(before.azimuth - now.azimuth, 2 * math.pi)
            return abs(turned - 40 * math.pi / HEIGHT) < 0.03
        after = self.expect(has_turned_by_the_last, 'only the new finger turned it')
        self.assertAlmostEqual(after.elevation, before.elevation, delta=0.01)


if __name__ == '__main__':
    PROGRAM = sys.argv.pop(1)
    result = unittest.main(exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIP if result.skipped and not result.testsRun else 0)
