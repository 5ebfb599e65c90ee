"""Erasure on request: the words of an entry go, its place in the chain and what decisions read of it stay.

The skeleton that remains is derived here from the act itself; nobody types it. Acts that move money or decide facts
are refused. The entry that names a person can lose the name; his account is another matter, and not part of any record.
"""

from datetime import datetime

from django.db import transaction

from gongdao.kernel.acts import Erase
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.values import Actor
from gongdao.record import store
from gongdao.services import rebuild, states
from gongdao.services.perform import Done, perform


def erase(
    order_id: str, operator: Actor, entry: int, reason: str, *, key: str, at: datetime | None = None
) -> Done | Refusal:
    """Erases the body of an entry and writes the erasure down, both or neither."""
    rows = store.entries(order_id, entry, entry)
    if not rows:
        return refuse("entry_unknown", entry=entry)
    body = rows[0][0].body
    if body is None:
        done_before = _erasure_of(order_id, entry)
        if done_before is None or done_before.reason != reason:
            return refuse("already_erased", entry=entry)
        return perform(order_id, operator, done_before, key=key, at=at)
    left = skeleton(body.act)
    if left is None:
        return refuse("entry_not_erasable", entry=entry)
    with transaction.atomic():
        act = Erase(entry=entry, reason=reason, skeleton=left, due=body.due)  # type: ignore[arg-type]
        done = perform(order_id, operator, act, key=key, at=at)
        if isinstance(done, Done):
            store.erase_body(order_id, entry)
            # Lists show names and titles; what was erased must be gone from there as well.
            rebuild.rebuild_one(order_id)
    states.forget(order_id)
    return done


def _erasure_of(order_id: str, entry: int) -> Erase | None:
    """The act that erased an entry. Sent again under its key it gets its first answer, under another a refusal."""
    for later, _ in store.entries(order_id, entry + 1):
        if later.body is not None and isinstance(later.body.act, Erase) and later.body.act.entry == entry:
            return later.body.act
    return None
