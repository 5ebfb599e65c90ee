"""Read, decide, append: how anything ever happens to an order.

`perform` folds the record, asks the kernel, and appends what it answers in one statement: entries, money, lists and
job together, one commit. Nothing is written when the kernel refuses. A writer who lost the race for the
next number reads again and decides again; the same key never acts twice.
"""

import os
from binascii import hexlify
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from django.db import transaction

from gongdao.kernel.acts import Act, Draft, Erase, tag_of
from gongdao.kernel.canonical import canonical
from gongdao.kernel.entry import Entry
from gongdao.kernel.erasure import skeleton
from gongdao.kernel.fold import empty
from gongdao.kernel.money import Transfer
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.state import Order
from gongdao.kernel.step import perform as step
from gongdao.kernel.values import Actor
from gongdao.people.calendars import calendars
from gongdao.record import chain, store
from gongdao.services import clock, projection, states
from gongdao.services.jobs import jobs_of
from gongdao.services.news import messenger
from gongdao.services.states import Held

LOST_RACES_MAX = 3
"""After this many lost races a writer takes the order's row lock, reads under it, and cannot lose again."""

_APPEND = store.Statement(
    "append_entries", "SELECT * FROM append_entries(" + ", ".join(f"${n}" for n in range(1, 20)) + ")"
)
_KEY = "SELECT digest, first_seq, last_seq FROM idempotency WHERE order_id = %s AND key = %s"
_encode = msgspec.json.Encoder().encode


class Done(msgspec.Struct, frozen=True):
    """What was written, and the order after it. On a repeated key: what was written then, and the order as it was."""

    entries: tuple[Entry, ...]
    order: Order


class _Decided(msgspec.Struct, frozen=True):
    entries: tuple[Entry, ...]
    transfers: tuple[Transfer, ...]
    order: Order


class _EntryRow(msgspec.Struct):
    seq: int
    at: datetime
    role: str
    person: str
    commit: bytes
    hash: bytes
    salt: bytes
    body: str


class _TransferRow(msgspec.Struct):
    entry: int
    at: datetime
    debit: str
    credit: str
    amount: int
    purpose: str


class _PlaceRow(msgspec.Struct):
    person: str
    role: str
    rank: int
    code: str
    due: datetime
    name: str


def perform(order_id: str, actor: Actor, act: Act, *, key: str, at: datetime | None = None) -> Done | Refusal:
    """Performs one act on an order, or says why not.

    `key` names this attempt of this actor: sent again with the same act, it returns the first result; with another,
    `key_reused`. An empty key is for the platform's own acts, which the kernel itself allows only once. `at` is the
    instant it counts as done; left out, the service's clock says.
    """
    return perform_all(order_id, [(actor, act)], key=key, at=at)


def perform_all(
    order_id: str, acts: Sequence[tuple[Actor, Act]], *, key: str, at: datetime | None = None
) -> Done | Refusal:
    """Performs several acts in one transaction, in this order; if one is refused, none of them happened."""
    refusal = _false_erasure(order_id, acts)
    if refusal is not None:
        return refusal
    digest = sha256(canonical(acts)).digest() if key else b""
    key = kept_key(acts[0][0], key)
    held = states.kept(order_id)
    if held is None and isinstance(acts[0][1], Draft):
        # Most likely there is no order by this number yet; if there is one, the race for its first entry is lost.
        held = Held(empty(order_id), None, None)
    for _ in range(LOST_RACES_MAX):
        fresh = held is None
        held = held or states.read(order_id)
        answer = _attempt(held, acts, key, digest, at)
        if isinstance(answer, Refusal) and not fresh:
            # Refused by what this process remembered: the record may have moved on, so ask it.
            held, before = states.read(order_id), held
            if held.hash != before.hash:
                answer = _attempt(held, acts, key, digest, at)
        if answer is not None:
            return _first_result(order_id, key, digest, answer)
        held = None
    with transaction.atomic():
        store.run("SELECT 1 FROM order_row WHERE order_id = %s FOR UPDATE", (order_id,))
        answer = _attempt(states.read(order_id), acts, key, digest, at)
        if answer is None:
            raise AssertionError(f"order {order_id} moved under its own lock")
        return _first_result(order_id, key, digest, answer)


def kept_key(actor: Actor, key: str) -> str:
    """The key as it is kept: each actor has keys of his own, of any length and any characters.

    Otherwise whoever guessed the key under which custody is about to write its receipt could use it up beforehand.
    """
    return sha256(f"{actor.role}/{actor.person}/{key}".encode(errors="backslashreplace")).hexdigest() if key else ""


def _false_erasure(order_id: str, acts: Sequence[tuple[Actor, Act]]) -> Refusal | None:
    """Why an erasure's skeleton is not what is left of the act it erases; the kernel cannot see that act any more."""
    for _, act in acts:
        if not isinstance(act, Erase):
            continue
        erased = store.entries(order_id, act.entry, act.entry)
        body = erased[0][0].body if erased else None
        if body is not None and (skeleton(body.act) != act.skeleton or body.due != act.due):
            return refuse("skeleton_differs", entry=act.entry)
    return None


def _first_result(order_id: str, key: str, digest: bytes, answer: Done | Refusal) -> Done | Refusal:
    """The answer, unless it is a refusal of something this key has already done."""
    if not key or isinstance(answer, Done):
        return answer
    used = store.run(_KEY, (order_id, key))
    return _earlier(order_id, *used[0][1:], same=used[0][0] == digest) if used else answer


def _earlier(order_id: str, first: int, last: int, *, same: bool) -> Done | Refusal:
    if not same:
        return refuse("key_reused")
    entries = tuple(entry for entry, _ in store.entries(order_id, first, last))
    return Done(entries, states.as_of(order_id, last))


def _attempt(
    held: Held, acts: Sequence[tuple[Actor, Act]], key: str, digest: bytes, at: datetime | None
) -> Done | Refusal | None:
    """One try from a known state. None means the race was lost."""
    instant = at or clock.now()
    if at is None and held.order.at is not None:
        # Two machines' clocks may differ by a little; a record never goes back in time.
        instant = max(instant, held.order.at)
    decided = decided_steps(held.order, acts, instant)
    if isinstance(decided, Refusal):
        return decided
    listing = projection.after(held.listing, held.order, decided.order)
    entries, head = _sealed_rows(held, decided.entries)
    jobs = jobs_of(decided.entries, decided.order)
    seated, moved = projection.changed(held.listing, listing)
    outcome, first, last = _APPEND.run(
        (
            held.order.id.encode(),
            b"%d" % held.order.seq,
            _bytea(held.hash),
            b"%d" % len(decided.entries),
            _bytea(head),
            _instant(decided.entries[-1].at),
            entries,
            _transfer_rows(decided) if decided.transfers else None,
            _place_rows(seated),
            _place_rows(moved),
            _encode(jobs) if jobs else None,
            *_row(listing.row),
            key.encode(),
            _bytea(digest),
        )
    )
    if outcome == b"lost":
        return None
    if outcome != b"done":
        return _earlier(held.order.id, int(first or 0), int(last or 0), same=outcome == b"again")
    messenger.tell(held.order.id, decided.order.seq)
    if jobs:
        messenger.call_worker()
    if any(isinstance(act, Erase) for _, act in acts):
        states.forget(held.order.id)
    else:
        states.keep(Held(decided.order, head, listing))
    return Done(decided.entries, decided.order)


def decided_steps(order: Order, acts: Sequence[tuple[Actor, Act]], at: datetime) -> _Decided | Refusal:
    """The kernel's answer to several acts in a row. Writes nothing."""
    entries: tuple[Entry, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    known = calendars.at(at)
    for actor, act in acts:
        taken = step(order, actor, act, at, known)
        if isinstance(taken, Refusal):
            return taken
        order = taken.order
        entries += taken.entries
        transfers += taken.transfers
    return _Decided(entries, transfers, order)


def _bytea(value: bytes | None) -> bytes | None:
    return None if value is None else b"\\x" + hexlify(value)


def _instant(at: datetime | None) -> bytes | None:
    return None if at is None else at.isoformat().encode()


def _row(row: projection.Row) -> tuple[bytes | None, ...]:
    return (
        row.title.encode(),
        row.phase.encode(),
        row.currency.encode(),
        b"%d" % row.price,
        _instant(row.next_due),
        row.wants.encode(),
    )


def _sealed_rows(held: Held, entries: Sequence[Entry]) -> tuple[bytes, bytes]:
    random = os.urandom(chain.SALT_BYTES * len(entries))
    salts = [random[i : i + chain.SALT_BYTES] for i in range(0, len(random), chain.SALT_BYTES)]
    sealed = chain.seal(held.order.id, held.hash, entries, salts)
    rows = [
        _EntryRow(s.seq, s.at, s.actor.role, s.actor.person, s.commit, s.hash, salt, s.body_bytes.decode())
        for s, salt in zip(sealed, salts, strict=True)
        if s.body_bytes is not None
    ]
    return _encode(rows), sealed[-1].hash


def _place_rows(places: projection.Places) -> bytes | None:
    return _encode([_PlaceRow(person, role, *place) for (person, role), place in places.items()]) if places else None


def _transfer_rows(decided: _Decided) -> bytes:
    ordered_by = {entry.seq: entry for entry in decided.entries}
    rows = []
    for transfer in decided.transfers:
        entry = ordered_by[transfer.seq]
        if entry.body is None:
            raise AssertionError(f"entry {entry.seq} of {entry.order} moves money without a body")
        rows.append(
            _TransferRow(
                transfer.seq, entry.at, transfer.debit, transfer.credit, transfer.amount, tag_of(entry.body.act)
            )
        )
    return _encode(rows)
