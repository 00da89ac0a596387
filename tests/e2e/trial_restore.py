# trial_restore.py: the server's data are put back as they were an hour ago
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil

from middlebox import portal
from scene import expect


def begin(scene):
    """An order at work; a copy of the server's data; work that the copy does not have."""
    scene.open_factory()
    kiosk = scene.kiosk()
    first, second = scene.free_orders(least=12)[:2]
    kiosk.start_shift(scene.person())
    kiosk.take(first['id'])
    kiosk.see_running()
    kiosk.report(1)
    kiosk.wait_accepted()
    data = os.path.join(scene.factory.folder, 'data')
    scene.factory.stop()
    shutil.copytree(data, data + '-copy')
    scene.factory.start()
    # The terminal may have noticed, or not: the server was away for a moment only.
    kiosk.report(2)
    kiosk.go('queue')
    kiosk.take(second['id'])
    kiosk.see_running()
    kiosk.report(3)
    kiosk.wait_accepted()
    check_server(scene, kiosk, first, second)
    return kiosk, first, second


def press_retry(scene, kiosk):
    kiosk.come_forward()
    scene.desk.key('F5')
    kiosk.wait_accepted()


def check_server(scene, kiosk, first, second):
    """Everything that was done, once."""
    scene.check_acts(first['id'], kiosk.person, ['claim', 'progress', 'progress'])
    scene.check_acts(second['id'], kiosk.person, ['claim', 'progress'])
    for order, good in ((first, 3), (second, 3)):
        now = scene.factory.order(order['id'])
        expect(now['quantity']['good'] == order['quantity']['good'] + good
               and now['holder']['operator_id'] == kiosk.person['id'],
               f'the server has {now["quantity"]}, {now["holder"]}')


def put_back(scene, names):
    data = os.path.join(scene.factory.folder, 'data')
    scene.factory.stop()
    for name in os.listdir(data):
        if name.startswith(names):
            os.unlink(os.path.join(data, name))
    for name in os.listdir(data + '-copy'):
        if name.startswith(names):
            shutil.copy(os.path.join(data + '-copy', name), data)
    scene.factory.start()


def check_terminal(scene, kiosk, first, second):
    def is_back():
        rows = scene.acts(second['id'], kiosk.person)
        return len(rows) == 2
    scene.desk.wait(is_back, 'the terminal offers again what the server has lost', 120)
    kiosk.wait_accepted()
    check_server(scene, kiosk, first, second)
    cards = kiosk.cards()
    expect(not cards, f'there are cards: {cards}')
    kiosk.see_unsent(0)
    kiosk.app.wait_for('Sent again')
    kiosk.go('job')
    kiosk.see_running()
    kiosk.app.wait_for(second['id'])
    kiosk.report(1)
    kiosk.wait_accepted()
    kiosk.quit()
    states = {row['state'] for row in scene.journal(kiosk)}
    expect(states == {'accepted'}, f'the journal has {states}')


def quick(scene):
    """For every change: a portal in the way of a report, then a server that is set back."""
    scene.open_factory()
    data = os.path.join(scene.factory.folder, 'data')
    scene.factory.stop()
    shutil.copytree(data, data + '-copy')
    scene.open_factory(with_box=True)
    kiosk = scene.kiosk()
    order = scene.free_orders(least=12)[0]
    kiosk.start_shift(scene.person())
    kiosk.take(order['id'])
    kiosk.see_running()
    scene.box.do(portal)
    kiosk.report(2)
    kiosk.wait_status('^The network answers, but not the MES · [12] not sent')
    scene.box.do(None)
    press_retry(scene, kiosk)
    scene.check_acts(order['id'], kiosk.person, ['claim', 'progress'])
    put_back(scene, 'mes.db')
    scene.desk.wait(lambda: len(scene.acts(order['id'], kiosk.person)) == 2,
                    'the terminal offers again what the server has lost', 120)
    kiosk.wait_accepted()
    scene.check_acts(order['id'], kiosk.person, ['claim', 'progress'])
    good = scene.factory.order(order['id'])['quantity']['good']
    expect(good == order['quantity']['good'] + 2, f'the server counts {good} good')


def announced(scene):
    """The database alone goes back: the server notices, and calls itself another epoch."""
    kiosk, first, second = begin(scene)
    epoch = scene.factory.ready['epoch']
    put_back(scene, 'mes.db')
    expect(scene.factory.ready['epoch'] != epoch, 'the server did not notice')
    check_terminal(scene, kiosk, first, second)


def silent(scene):
    """The whole folder goes back: the server cannot know; the terminal finds out all the same."""
    kiosk, first, second = begin(scene)
    epoch = scene.factory.ready['epoch']
    put_back(scene, ('mes.db', 'counter'))
    expect(scene.factory.ready['epoch'] == epoch, 'the server noticed')
    check_terminal(scene, kiosk, first, second)
