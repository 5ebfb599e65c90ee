"""A mail thread as plain text: messages with header lines, and what they quote.

A block of header lines (From, Date, Subject; 发件人, 发送时间, 主题) opens a mail. Lines with `>` and "On … wrote:"
belong to an earlier mail of the thread, whose place is then inside the quote. Encoded parts (base64, quoted
printable) are not decoded, because no span could point into them: they are passed over and named.
"""

import re
from dataclasses import dataclass

from ..passage import Passage
from ..stamps import Stamp, find
from . import lines, markup
from .document import Document, Entry

KIND = "mail"

_FIELDS = {
    "from": ("from", "发件人", "von", "de"),
    "date": ("date", "sent", "发送时间", "日期", "时间", "发送日期"),
    "subject": ("subject", "主题"),
    "to": ("to", "收件人", "cc", "抄送", "reply-to"),
    "encoding": ("content-transfer-encoding",),
}
_FIELD = re.compile(
    r"[\s*]*(?P<key>from|date|sent|subject|to|cc|reply-to|content-transfer-encoding|[a-z][a-z-]*-[a-z-]+|"
    r"发件人|发送时间|发送日期|日期|时间|主题|收件人|抄送)\s*\*{0,2}\s*[:：]\s*\*{0,2}\s*(?P<value>.*)",
    re.I,
)
_NAME = re.compile(r"\s*\"?(?P<name>[^<\"\[]{1,60}?)\"?\s*(?:[<\[](?P<mail>[^<>\[\]]{3,80})[>\]].*)?")
_WROTE = re.compile(
    r"\s*(?:on|在|于|am|le|el)?\s*(?P<head>.{6,120}?)[,，]?\s*(?P<name>[^,，<>\d]{1,50}?)\s*"
    r"(?:<[^<>]{3,80}>)?\s*(?:wrote|写道|schrieb|a écrit|escribió)\s*[:：]?\s*",
    re.I,
)
_BRACKETED = re.compile(r"\s*[^\s@]{1,64}@[^\s@]{1,120}\s+\((?P<name>[^()]{1,60})\)\s*")
_RULE = re.compile(r"\s*-{2,}\s*(?:original message|forwarded message|原始邮件|转发邮件|原邮件).*", re.I)
_QUOTE = re.compile(r"(?:>\s?)+")


@dataclass
class _Open:
    sender: Passage | None = None
    stamp: Stamp | None = None
    stamp_at: Passage | None = None
    subject: Passage | None = None
    encoding: str = ""
    quoted: bool = False
    depth: int = 0


def sniff(source: str) -> float:
    """Header lines at the top of the file, or several such blocks in it."""
    rows = [row for row in lines.of(source, 0, min(len(source), 40_000)) if row.text.strip()]
    top = {kind for row in rows[:12] if (kind := _kind(row.folded)) in ("from", "date", "subject", "to")}
    if {"from", "date"} <= top or {"from", "subject"} <= top:
        return 0.9
    wrote = sum(bool(_wrote(row)) for row in rows)
    return 0.7 if wrote and any(row.text.lstrip().startswith(">") for row in rows) else 0.0


def read(source: str) -> Document:
    """Mails in the order of the file. The first subject is the title, the first sender the author."""
    rows = lines.of(source)
    entries: list[Entry] = []
    told: list[Passage] = []
    why: set[str] = set()
    title: Passage | None = None
    open_mail: _Open | None = None
    body: list[Passage] = []
    number = 0

    def close() -> None:
        nonlocal body
        if open_mail is not None:
            if open_mail.encoding in ("base64", "quoted-printable"):
                why.add("encoded_part")
            else:
                entries.append(
                    Entry(
                        lines.block(body),
                        open_mail.stamp,
                        open_mail.stamp_at,
                        open_mail.sender,
                        quoted=open_mail.quoted,
                    )
                )
        elif lines.block(body):
            told.append(lines.block(body))
        body = []

    while number < len(rows):
        row, depth = _unquoted(rows[number])
        block = _header_block(rows, number, depth)
        wrote = None if block else _wrote(row)
        if block:
            close()
            open_mail, number = block
            open_mail.quoted = bool(entries)
            title = title or open_mail.subject
            continue
        if wrote:
            close()
            open_mail = wrote
            number += 1
            continue
        if _RULE.fullmatch(row.text) or (row.text.startswith("From ") and number == 0):
            number += 1
            continue
        body.append(row)
        number += 1
    close()
    addresses = [address for row in rows for address in markup.bare(row)]
    first = entries[0] if entries else None
    return Document(
        KIND,
        title=title,
        author=first.sender if first else None,
        date=first.stamp if first else None,
        date_at=first.stamp_at if first else None,
        entries=tuple(_distinct(entries)),
        narrative=tuple(told),
        addresses=tuple(addresses),
        why=tuple(sorted(why)),
    )


def _kind(text: str) -> str:
    match = _FIELD.fullmatch(text)
    if not match:
        return ""
    key = match["key"].lower()
    return next((kind for kind, names in _FIELDS.items() if key in names), "other")


def _unquoted(row: Passage) -> tuple[Passage, int]:
    match = _QUOTE.match(row.text)
    if not match:
        return row, 0
    return row.cut(match.end(), len(row)), match.group().count(">")


def _header_block(rows: list[Passage], number: int, depth: int) -> tuple[_Open, int] | None:
    """A run of header lines with a sender and a date or subject; folded lines belong to the line above."""
    found = _Open(depth=depth)
    seen: set[str] = set()
    while number < len(rows):
        row, _ = _unquoted(rows[number])
        kind = _kind(row.folded)
        if not kind and not (seen and row.text[:1] in (" ", "\t") and row.text.strip()):
            break
        if kind in seen and kind in ("from", "date"):
            break
        if kind:
            seen.add(kind)
            _take(found, kind, row)
        number += 1
    if "from" not in seen or not seen & {"date", "subject"}:
        return None
    return found, number


def _take(mail: _Open, kind: str, row: Passage) -> None:
    match = _FIELD.fullmatch(row.folded)
    assert match is not None
    value = row.cut(*match.span("value")).strip()
    if kind == "from" and value:
        name = _BRACKETED.fullmatch(value.text) or _NAME.fullmatch(value.text)
        mail.sender = value.cut(*name.span("name")).strip() if name and name["name"].strip() else value
    elif kind == "date":
        found = find(value.folded)
        if found:
            mail.stamp, mail.stamp_at = found[0], value.cut(found[1], found[2]).strip()
    elif kind == "subject":
        mail.subject = value or None
    elif kind == "encoding":
        mail.encoding = value.text.lower()


def _wrote(row: Passage) -> _Open | None:
    """The line a mail program puts above what it quotes."""
    row, depth = _unquoted(row)
    text = row.folded
    if len(text) > 220 or not re.search(r"(?:wrote|写道|schrieb|écrit|escribió)\s*[:：]?\s*$", text, re.I):
        return None
    found = find(text)
    if found is None:
        return None
    stamp, start, end = found
    rest = row.cut(end, len(row))
    match = re.match(
        r"[\s,，]*(?P<name>[^<>:：]{1,60}?)\s*(?:<[^<>]{3,80}>)?\s*(?:wrote|写道|schrieb|a écrit|escribió)",
        rest.folded,
        re.I,
    )
    name = rest.cut(*match.span("name")).strip() if match else None
    return _Open(name or None, stamp, row.cut(start, end).strip(), quoted=True, depth=depth)


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Drops a quoted mail that the file holds in full elsewhere (same sender, same minute)."""

    def key(entry: Entry) -> tuple[str, Stamp | None]:
        return (entry.sender.text if entry.sender else ""), entry.stamp

    full = {key(entry) for entry in entries if not entry.quoted and entry.stamp}
    seen: set[tuple[str, Stamp | None]] = set()
    kept = []
    for entry in entries:
        if entry.quoted and entry.stamp and (key(entry) in full or key(entry) in seen):
            continue
        seen.add(key(entry))
        if entry.body or not entry.quoted:
            kept.append(entry)
    return kept
