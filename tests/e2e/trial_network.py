# trial_network.py: what stands between the terminal and the server answers in the server's place
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import middlebox
from kiosk import SLOW_S
from scene import expect

PORTAL = 'The network answers, but not the MES'
ANSWERS_NOTHING = '^(No connection|The network answers|Server trouble)'

# What is done to every answer, and what the header may say meanwhile.
BROKEN = [
    ('half of each body', middlebox.truncate, ANSWERS_NOTHING),
    ('100,000 levels of JSON', middlebox.deep, ANSWERS_NOTHING),
    ('80 MB of JSON', middlebox.large, ANSWERS_NOTHING),
    ('JSON that ends in the middle', middlebox.garbage, ANSWERS_NOTHING),
    ('500 with a page', middlebox.error_500, ANSWERS_NOTHING),
    ('cut once it was done', middlebox.cut, ANSWERS_NOTHING),
]


def begin(scene):
    """Somebody works on an order, with a box between him and the server."""
    scene.open_factory(with_box=True)
    kiosk = scene.kiosk()
    order = scene.free_orders(least=12)[0]
    kiosk.start_shift(scene.person())
    kiosk.take(order['id'])
    kiosk.see_running()
    kiosk.wait_accepted()
    return kiosk, order


def go_on(scene, kiosk):
    """The way is free again; a person may ask for a try at once."""
    scene.box.do(None)
    kiosk.come_forward()
    scene.desk.key('F5')
    kiosk.wait_accepted()


def check(scene, kiosk, order, reports):
    scene.check_acts(order['id'], kiosk.person, ['claim'] + ['progress'] * len(reports))
    good = scene.factory.order(order['id'])['quantity']['good']
    expect(good == order['quantity']['good'] + sum(reports), f'the server counts {good} good')


def portal(scene):
    """A guest network's sign-in page as 200 with HTML, then a redirect to it; and a kill."""
    kiosk, order = begin(scene)
    scene.box.do(middlebox.portal)
    kiosk.wait_status('^' + PORTAL)
    kiosk.report(2)
    kiosk.wait_status(f'^{PORTAL} · 1 not sent')
    scene.box.do(middlebox.redirect)
    kiosk.see_unsent(1)
    kiosk.app.wait_for(re.compile('^Something on the way answers in the server'), seconds=SLOW_S)
    kiosk.kill()
    kiosk.open()
    kiosk.sign_in()
    kiosk.wait_status(f'^{PORTAL} · 1 not sent')
    scene.check_acts(order['id'], kiosk.person, ['claim'])
    go_on(scene, kiosk)
    check(scene, kiosk, order, [2])
    expect(scene.box.count('^POST /sign-in') == 0, 'a report went to the sign-in page')


def broken(scene):
    """Answers that no program can use; each time a report is made and goes out afterwards."""
    kiosk, order = begin(scene)
    reports = []
    for what, trick, words in BROKEN:
        scene.box.do(trick)
        seen = len(scene.box.seen)
        kiosk.report(1)
        reports.append(1)
        try:
            kiosk.wait_status(words)
        except AssertionError as error:
            raise AssertionError(f'{what}: {error}') from None
        kiosk.wait_status('1 not sent')
        asked = len(scene.box.seen) - seen
        expect(asked < 60, f'{what}: {asked} requests were sent meanwhile')
        go_on(scene, kiosk)
    check(scene, kiosk, order, reports)
