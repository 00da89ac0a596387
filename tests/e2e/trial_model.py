# trial_model.py: models that no program could show; the order can be worked all the same
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import random
import re
import struct

from kiosk import SLOW_S
from middlebox import Answer
from scene import expect

MEGABYTE = 1024 * 1024
TRIANGLE_BYTES = 50
# What is said while there is still hope.
WAITING = re.compile('^(The model is being opened|The model comes with the next connection)$')


class BadModel:
    """A file that an order names, and what the server answers who asks for it."""

    def __init__(self, what, said, sent=None, reach=None):
        self.what = what
        self.sha256 = hashlib.sha256(said).hexdigest()
        self.size = len(said)
        self.sent = said if sent is None else sent
        self.reach = self.size if reach is None else reach   # how far it comes before the cut
        self.asked = 0

    def file(self):
        return {'sha256': self.sha256, 'size': self.size, 'media_type': 'model/stl',
                'role': 'model', 'name': 'piece.stl', 'unit': 'mm'}

    def answer(self, handler):
        """As the server does it, with ranges; but no byte beyond what there is."""
        self.asked += 1
        tag = f'"sha256-{self.sha256}"'
        headers = [('Content-Type', 'model/stl'), ('ETag', tag), ('Accept-Ranges', 'bytes'),
                   ('Stanok-Epoch', handler.epoch)]
        match = re.match(r'bytes=(\d+)-$', handler.headers.get('Range') or '')
        start = int(match.group(1)) if match else 0
        if start:
            headers.append(('Content-Range', f'bytes {start}-{self.size - 1}/{self.size}'))
        return Answer(206 if start else 200, headers, self.sent[start:self.reach],
                      self.size - start)


def stl(triangles, announced=None):
    """A binary STL of flat triangles; its head may promise more."""
    one = struct.pack('<12fH', 0, 0, 1, 0, 0, 0, 10, 0, 0, 0, 10, 0, 0)
    return b'\0' * 80 + struct.pack('<I', announced or triangles) + one * triangles


def make_models():
    rng = random.Random(7)
    good = stl(4000)
    large = 80 * MEGABYTE // TRIANGLE_BYTES
    return [
        BadModel('garbage', rng.randbytes(200_000)),
        BadModel('nothing at all', b''),
        BadModel('a file that ends in the middle', stl(large // 2, announced=large)),
        BadModel('other bytes than its hash', good, sent=good[:-1] + b'\1'),
        BadModel('80 MB that always break off', stl(large), reach=40 * MEGABYTE),
    ]


def give_models(box, epoch, models):
    """models: order id -> BadModel; every body that passes names them."""
    def bad(order):
        if isinstance(order, dict) and order.get('id') in models:
            order['files'] = [models[order['id']].file()]

    def change(_path, body):
        value = json.loads(body)
        for order in value.get('items') or []:
            bad(order)
        bad(value)
        bad(value.get('order'))
        return json.dumps(value, ensure_ascii=False).encode()

    def serve(model):
        def answer(handler):
            handler.epoch = epoch
            return model.answer(handler)
        return answer
    box.change = change
    for model in models.values():
        box.blobs[model.sha256] = serve(model)


def see_sentence(kiosk, model):
    """Something is said of this model, in words, in the place of its picture."""
    def sentence():
        words = kiosk.app.words()
        picture = words.index('Open 3D')
        said = [w for w in words[max(picture - 3, 0):picture] if re.search('model|file', w, re.I)]
        return said and not any(WAITING.match(w) for w in said) and said[-1]
    return kiosk.app.wait(sentence, f'a sentence about a model that is {model.what}', 180)


def bad_models(scene):
    scene.open_factory(with_box=True)
    orders = scene.free_orders(least=12)
    models = make_models()
    give_models(scene.box, scene.factory.ready['epoch'],
                {order['id']: model for order, model in zip(orders, models)})
    kiosk = scene.kiosk()
    kiosk.start_shift(scene.person())
    kiosk.wait_accepted()
    for order, model in zip(orders, models):
        kiosk.find(order['id'])
        print(f'  {model.what}: "{see_sentence(kiosk, model)}"', flush=True)
    # One that is sound is still shown: a bad one stands in nobody's way.
    sound = orders[len(models)]
    kiosk.find(sound['id'])
    kiosk.app.wait_for(re.compile(r'^[\d.]+ × [\d.]+ × [\d.]+ mm'), seconds=SLOW_S)
    for order in (orders[0], orders[len(models) - 1]):
        kiosk.take(order['id'])
        kiosk.see_running()
        kiosk.report(1)
        kiosk.wait_accepted()
        scene.check_acts(order['id'], kiosk.person, ['claim', 'progress'])
        kiosk.go('queue')
    asked = [model.asked for model in models]
    expect(max(asked) < 40, f'the models were asked for {asked} times')
