"""A writer for the races: acts without pause, and says what was acknowledged, one line an act.

Run as a process of its own: `python load.py DATA NUMBER SHARED_ORDER`. It writes statements into the shared order and
opens, agrees and funds orders of its own. When the database goes away it does what a client does: sends the same act
under the same key again until it is answered. It ends when its standard input is closed.
"""

import os
import sys
import threading
import time
from pathlib import Path


def main() -> None:
    data, number, shared = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    os.environ["GONGDAO_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongdao.config.settings"
    import django

    django.setup()
    from django.db import Error, connection

    from gongdao.cli.sample import agreement
    from gongdao.kernel.acts import Accept, ConfirmFunds, Draft, Fund, Propose, Statement
    from gongdao.kernel.canonical import digest
    from gongdao.kernel.refusals import Refusal
    from gongdao.kernel.values import PLATFORM, Actor, Person
    from gongdao.services.ids import new_order_id
    from gongdao.services.perform import kept_key, perform_all

    stopping = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopping.set()), daemon=True).start()
    buyer, seller = Person(id="alice", name="Alice"), Person(id="bob", name="Bob")
    by_buyer, by_seller = Actor(person="alice", role="buyer"), Actor(person="bob", role="seller")
    agreed = agreement("en")
    hashed = digest(agreed)

    def write(order: str, acts: list, key: str) -> None:
        while True:
            try:
                done = perform_all(order, acts, key=key)
                break
            except Error:
                connection.close()
                time.sleep(0.05)
        if isinstance(done, Refusal):
            raise SystemExit(f"refused: {done}")
        print(order, kept_key(acts[0][0], key), done.entries[0].seq, done.entries[-1].seq, flush=True)

    count = 0
    while not stopping.is_set():
        count += 1
        for n in range(4):
            write(shared, [(by_buyer, Statement(text=f"{number} {count} {n}"))], f"{number}:{count}:{n}")
        own = new_order_id()
        opened = [Draft(buyer=buyer, seller=seller, agreement=agreed), Propose(hash=hashed), Accept(hash=hashed)]
        write(own, [*((by_buyer, act) for act in opened), (by_seller, Accept(hash=hashed))], "open")
        write(own, [(by_buyer, Fund(purpose="escrow", amount=40_000))], "fund")
        write(own, [(PLATFORM, ConfirmFunds(fund=5, rail="sandbox", reference="r"))], "rail")


if __name__ == "__main__":
    main()
