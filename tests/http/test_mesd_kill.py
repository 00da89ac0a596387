# test_mesd_kill.py: SIGKILL in the middle of everything; whatever was acknowledged is there, once
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: test_mesd_kill.py [ROUNDS]

import random
import signal
import sys
import threading
import time

import mesd
from mesd import expect

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
WORKERS = 3


class Worker(threading.Thread):
    """Reports one piece after the other on an order of its own, and remembers what was said."""

    def __init__(self, server, number, order, seq):
        super().__init__()
        self.kiosk = mesd.Kiosk(server, server.ready["devices"][number])
        self.order, self.seq = order, seq
        self.acknowledged, self.unsure = [], None

    def run(self):
        while True:
            self.seq += 1
            command = self.kiosk.command("progress", self.order, {"good": 1, "scrap": []})
            self.unsure = (self.seq, command)
            try:
                status, _, reply = self.kiosk.send(command, seq=self.seq)
            except Exception:
                return
            expect(status, 200, reply)
            self.acknowledged.append((self.seq, command, reply))
            self.unsure = None


def check(server, number, order, done):
    """Each id once in the ledger and in the history; the quantities are their sum."""
    kiosk = server.kiosk(number)
    _, _, now = kiosk.get("/v1/orders/" + order)
    _, _, history = kiosk.get(f"/v1/orders/{order}/history")
    ids = [row.get("command_id") for row in history["items"] if row["type"] == "progress"]
    expect(sorted(ids), sorted(c["command_id"] for _, c in done), "history")
    expect(now["quantity"]["good"], len(done), "pieces")
    have = kiosk.get("/v1/devices/self/ledger?incarnation=" + mesd.INCARNATION)[2]["have"]
    expect(have, [[1, len(done)]] if done else [], "ledger")
    for seq, command in random.sample(done, min(5, len(done))):
        status, headers, reply = kiosk.send(command, seq=seq)
        expect((status, headers["Idempotency-Replayed"]), (200, "true"))
        expect(reply["outcome"] in ("applied", "recorded_with_exception"), True, reply)


def test_kill():
    seed = random.randrange(1 << 32)
    print(f"# seed {seed}")
    random.seed(seed)
    done = [[] for _ in range(WORKERS)]
    server = mesd.Server("--quiet", orders=60)
    orders = server.kiosk().available()[:WORKERS]
    epoch = server.epoch
    # Reported without a claim: the first report takes the order.
    total = 0
    try:
        for round_number in range(ROUNDS):
            workers = [Worker(server, n, orders[n], len(done[n])) for n in range(WORKERS)]
            for worker in workers:
                worker.start()
            time.sleep(random.uniform(0.02, 0.8))
            expect(server.stop(signal.SIGKILL), -signal.SIGKILL)
            for worker in workers:
                worker.join()
            server = mesd.Server("--quiet", data=server.data)
            expect(server.epoch, epoch, "epoch")
            for n, worker in enumerate(workers):
                done[n] += [(seq, command) for seq, command, _ in worker.acknowledged]
                total += len(worker.acknowledged)
                if worker.unsure:
                    # Perhaps it was done, perhaps not: sent again it is done, once.
                    seq, command = worker.unsure
                    status, _, _ = server.kiosk(n).send(command, seq=seq)
                    expect(status, 200)
                    done[n].append((seq, command))
                check(server, n, orders[n], done[n])
        print(f"# {total} acknowledged commands over {ROUNDS} kills")
        expect(total > ROUNDS, True, "too few commands to mean anything")
    finally:
        server.own = True
        server.close()


mesd.run([("/http/kill/s2-acknowledged-is-there-once", test_kill)])
