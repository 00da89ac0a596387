#!/usr/bin/env python3
# test_desk.py: a person at a sample program finds, presses, types and is told what is missing
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test_desk.py CLASS: one class a process, because AT-SPI stays with the first bus that it sees.

import os
import re
import struct
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)

from desk import Desk, DeskError, plain_name
from stage import StageError

SAMPLE = [sys.executable, os.path.join(FOLDER, 'desk_sample.py')]
SKIP = 77


class Person(unittest.TestCase):
    """Tests run in the order of their names; each ends with the sample as it was."""

    how = {}

    @classmethod
    def setUpClass(cls):
        try:
            cls.desk = Desk(**cls.how)
        except StageError as error:
            raise unittest.SkipTest(str(error))
        cls.addClassCleanup(cls.desk.close)
        cls.app = cls.desk.start(SAMPLE)


class Pointer(Person):
    how = {'secrets': True}

    def test_clicks_what_it_finds_by_name_and_role(self):
        self.app.click('Take', role='push button')
        self.app.wait_for('Taken', role='label')

    def test_types_two_alphabets_and_reads_them(self):
        entry = self.app.click('Search')
        self.desk.type('ring Кольцо Ё 12')
        self.app.wait(lambda: entry.text() == 'ring Кольцо Ё 12', 'the text is there')
        self.desk.key('Return')
        self.app.wait_for('Searched ring Кольцо Ё 12')
        self.desk.key('ctrl+a')
        self.desk.scan('WO-1042')
        self.app.wait_for('Searched WO-1042')

    def test_sees_only_what_can_be_pressed(self):
        words = self.app.words()
        self.assertIn('Order WO-3', words)
        self.assertNotIn('Order WO-25', words)      # below the edge
        self.assertNotIn('Hidden so far', words)    # on another page

    def test_scrolls_to_a_row_and_opens_it(self):
        row = self.app.find('Order WO-3')
        self.desk.scroll(*row.on_screen(), 3)
        self.app.wait_gone('Order WO-0')
        self.app.click(re.compile(r'^Order WO-1\d$'), role='list item')
        self.app.wait_for(re.compile(r'^Opened 1\d$'))
        while self.app.look('Order WO-0') is None:
            self.desk.scroll(*self.app.find(re.compile('^Order')).on_screen(), -5)

    def test_takes_a_picture_of_the_whole_screen(self):
        self.desk.pictures = self.desk.stage.folder
        with open(self.desk.shot('sample'), 'rb') as file:
            head = file.read(24)
        self.assertEqual(head[:8], b'\x89PNG\r\n\x1a\n')
        self.assertEqual(struct.unpack('>II', head[16:]), self.desk.stage.size)

    def test_says_what_was_there_instead(self):
        with self.assertRaises(DeskError) as caught:
            self.app.find('Nobody', seconds=0.2)
        self.assertIn("'Nobody'", str(caught.exception))
        self.assertIn("push button 'Take'", str(caught.exception))

    def test_the_bus_starts_nothing_but_accessibility(self):
        answer = self.desk.stage.run(
            ['dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.DBus', '/',
             'org.freedesktop.DBus.ListActivatableNames']).decode()
        names = set(re.findall(r'string "(.*)"', answer))
        self.assertEqual(names, {'org.freedesktop.DBus', 'org.a11y.Bus'})

    def test_secrets_are_kept(self):
        entry = ['stanok', 'desk']
        keeper = self.desk.stage.spawn(['sh', '-c', 'printf Секрет | secret-tool store --label=t '
                                        + ' '.join(entry)])
        self.assertEqual(keeper.wait(20), 0)
        self.assertEqual(self.desk.stage.run(['secret-tool', 'lookup'] + entry).decode(), 'Секрет')

    def test_z1_a_killed_program_is_gone_and_can_be_started_again(self):
        self.app.kill()
        self.assertEqual(self.app.windows(), [])
        type(self).app = self.desk.start(SAMPLE)
        self.app.wait_for('Nothing yet')

    def test_z2_an_ending_program_is_told_from_a_slow_one(self):
        with self.assertRaises(DeskError) as caught:
            self.app.click('Fail')
            self.app.wait_for('Never', seconds=20)
        self.assertIn('ended with 7', str(caught.exception))


class Fingers(Person):
    how = {'touch': True}

    def test_presses_a_row(self):
        self.app.tap('Order WO-2')
        self.app.wait_for('Opened 2')

    def test_swipes_a_list(self):
        x, y = self.app.find('Order WO-2').on_screen()
        self.desk.fingers.swipe((x, y + 150), (x, y - 100))
        self.app.wait_gone('Order WO-0')


class Names(unittest.TestCase):
    def test_a_mnemonic_is_taken_off(self):
        self.assertEqual(plain_name('_Take Take'), 'Take')
        self.assertEqual(plain_name('Sign _out'), 'Sign out')
        self.assertEqual(plain_name('no no'), 'no')
        self.assertEqual(plain_name('WO_12'), 'WO12')


if __name__ == '__main__':
    result = unittest.main(exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIP if result.skipped and not result.testsRun else 0)
