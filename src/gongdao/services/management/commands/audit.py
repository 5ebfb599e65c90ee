"""`gongdao manage audit`: every chain, every account and every list, computed again from what is stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongdao.record import chain, store
from gongdao.record.faults import VerificationError
from gongdao.services.books import unbalanced
from gongdao.services.rebuild import compare, order_ids


class Command(BaseCommand):
    help = "Verify every chain, account and list of this installation. 核验全部卷宗、账目与列表。"

    def handle(self, *args: Any, **options: Any) -> None:
        orders = faults = 0
        for order_id in order_ids():
            orders += 1
            try:
                chain.verify_chain(order_id, store.sealed(order_id))
            except VerificationError as fault:
                faults += 1
                self.stderr.write(f"{order_id}: {fault}")
            for account in unbalanced(order_id):
                faults += 1
                self.stderr.write(
                    f"{order_id}: {account.account}: balance {account.balance}, transfers {account.transfers},"
                    f" record {account.record}"
                )
        for d in compare():
            faults += 1
            self.stderr.write(f"{d.order_id}: {d.what}: listed {d.listed}, recorded {d.recorded}")
        if faults:
            raise CommandError(f"{faults} faults in {orders} orders")
        self.stdout.write(f"{orders} orders: chains, accounts and lists are right")
