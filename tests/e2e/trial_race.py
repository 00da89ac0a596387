# trial_race.py: two terminals want the same order; one gets it, the other is told
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import signal
import time

from kiosk import SLOW_S
from scene import expect

LOST = re.compile(r'^WO-\d+: not yours')


def set_up(scene, size=(1280, 800)):
    """Two kiosks beside each other, a person at each."""
    scene.open_factory()
    kiosks = [scene.kiosk(number, (number * size[0], 0)) for number in (0, 1)]
    for number, kiosk in enumerate(kiosks):
        kiosk.start_shift(scene.person(number))
        kiosk.wait_accepted()
    return kiosks, scene.free_orders()[0]


def find_winner(scene, kiosks, order_id):
    """(winner, loser) as the server has it."""
    def holder():
        held = scene.factory.order(order_id)['holder']
        return held and held['device_id']
    device = scene.desk.wait(holder, 'the server gives the order to one of them', 120)
    winner = [k for k in kiosks if k.device['id'] == device]
    loser = [k for k in kiosks if k.device['id'] != device]
    return winner[0], loser[0]


def check_winner(scene, winner, order_id):
    winner.wait_accepted()
    winner.go('job')
    winner.see_running()
    expect(not winner.cards(), 'the one who got it has a card')
    order = scene.factory.order(order_id)
    expect(order['holder']['operator_id'] == winner.person['id']
           and order['state'] == 'MANUFACTURING_STARTED', f'the server has {order}')
    scene.check_acts(order_id, winner.person, ['claim'])


def check_loser(scene, winner, loser, order_id):
    """U4: a card until a person has said that he saw it; it says who has the order."""
    loser.wait_status('^1 needs your decision')
    cards = loser.cards()
    expect(len(cards) == 1 and cards[0].startswith(order_id + ': not yours'),
           f'the other has the cards {cards}')
    loser.app.wait_for(re.compile('^' + re.escape(winner.person['name']) + ' has it'),
                       seconds=SLOW_S)
    # The key, not the choice of the same words.
    loser.app.click('Take the next order', role='push button', seconds=SLOW_S)
    loser.wait_accepted()
    expect(not loser.cards(), 'the card is still there after it was acknowledged')
    scene.check_acts(order_id, loser.person, [])
    loser.go('queue')
    loser.app.click('All', role='radio button', seconds=SLOW_S)
    loser.find(order_id)
    loser.app.wait_for(re.compile('^' + re.escape(winner.person['name']) + ' has it'),
                       seconds=SLOW_S)


def check_journals(scene, winner, loser):
    """Nothing is lost: each wish is there, with its fate, and with who acknowledged it."""
    winner.quit()
    loser.quit()
    won, lost = scene.journal(winner), scene.journal(loser)
    expect([r['state'] for r in won] == ['accepted'], f'the journal of the one: {won}')
    expect([r['state'] for r in lost] == ['conflict']
           and lost[0]['acknowledged_by'] == loser.person['id'], f'of the other: {lost}')


def online(scene):
    """Both press "Take and start" within the same moment."""
    kiosks, order = set_up(scene)
    moves = []
    for kiosk in kiosks:
        kiosk.find(order['id'])
        key = kiosk.app.find(re.compile('^Take and start'), role='push button', seconds=SLOW_S)
        moves += ['mousemove', *key.on_screen(), 'click', 1]
    # The server thinks for a moment, so that neither hears of the other before he has pressed.
    scene.factory.process.send_signal(signal.SIGSTOP)
    scene.desk.xdotool(*moves)
    time.sleep(1)
    scene.factory.process.send_signal(signal.SIGCONT)
    winner, loser = find_winner(scene, kiosks, order['id'])
    check_winner(scene, winner, order['id'])
    check_loser(scene, winner, loser, order['id'])
    check_journals(scene, winner, loser)


def offline(scene):
    """Both ask without the server; it comes back and decides."""
    kiosks, order = set_up(scene)
    scene.factory.stop()
    for kiosk in kiosks:
        kiosk.wait_status('^No connection')
        kiosk.ask_for(order['id'])
        kiosk.wait_status('1 not sent')
        kiosk.app.wait_for('Asked for', seconds=SLOW_S)
    scene.factory.start()
    winner, loser = find_winner(scene, kiosks, order['id'])
    check_winner(scene, winner, order['id'])
    check_loser(scene, winner, loser, order['id'])
    check_journals(scene, winner, loser)
