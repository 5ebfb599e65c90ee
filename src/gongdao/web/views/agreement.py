"""Writing an agreement by items, answering it item by item, and comparing its versions."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from msgspec.structs import replace

from gongdao import remedy
from gongdao.custody.faults import CustodyError
from gongdao.kernel.acts import AcceptChange, Amend, Draft, Erase, Object, ProposeChange
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.rules.agreement import price_of
from gongdao.kernel.state import Asked, Order
from gongdao.kernel.values import Actor, Agreement, FileRef, Requirement
from gongdao.record import store
from gongdao.services import clock, custody, ids, queries, references
from gongdao.services.perform import perform
from gongdao.web import captures
from gongdao.web import show as shown
from gongdao.web.evidence import reminders_on
from gongdao.web.forms import agreement as editing
from gongdao.web.forms.decode import Fault, Reader
from gongdao.web.page import Page, Refused, language, open_page, person_of, plain_refusal, zone
from gongdao.web.risk import risks, without_rights_note
from gongdao.web.show import decimals_of
from gongdao.web.signed_in import signed_in
from gongdao.web.templatetags.words import new_key
from gongdao.web.views.acts import named, refused_file
from gongdao.web.views.base import show
from gongdao.web.views.money import deposit_note
from gongdao.words import phases
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import FAULTS, PAGES

DRAFT_SALT = "gongdao.web.draft"
COMPARED_FROM = 20
"""Texts shorter than this are compared whole."""
NAMED = 8
"""So many faults are named above a form; each stands at its field besides."""
ALIKE = 0.5
"""So much of two texts must agree for their differences to be marked sign by sign."""
CHOICES = {
    "currency": editing.CURRENCIES,
    "finders": ("1", "3", "5"),
}


# -- reading it ------------------------------------------------------------------------------------------------------


@login_required
@never_cache
@require_GET
def agreement(request: HttpRequest, order_id: str) -> HttpResponse:
    """The agreement with every item's answer, its hash, and who has accepted it."""
    page = open_page(request, order_id)
    order, parties = page.order, ("buyer", "seller")
    before = order.phase in ("draft", "proposed")
    acceptance = [
        {
            "done": order.agreed or party in order.accepted_by,
            "text": page.t(
                "agreement.accepted" if order.agreed or party in order.accepted_by else "agreement.waiting",
                party=page.role(party),
            ),
        }
        for party in parties
    ]
    return show(
        request,
        "agreement",
        page,
        "agreement",
        items=[item_row(page, n, r) for n, r in enumerate(page.requirements, 1)],
        acceptance=acceptance,
        gaps=_gaps(page) if before else [],
        terms=tuple(_terms(page, page.order.agreement)),
        warning=_warning(page),
        risks=risks(page),
        not_pinned=any(references.unpinned(r) for r in page.requirements) and "amend" in page.allowed,
        key=new_key(),
        versions=versions_of(page),
    )


def item_row(page: Page, n: int, r: Requirement) -> dict[str, Any]:
    """One requirement with its answer, questions and objections."""
    order = page.order
    item = order.items[r.id]
    return {
        "n": n,
        "r": r,
        "answer": say(phases.ANSWERS, item.answer, page.lang),
        "style": {"accepted": "good", "objected": "bad", "questioned": "unsure"}.get(item.answer, ""),
        "share": page.shares.get(r.id) if r.price is None else None,
        "offer": captures.offer(page, r),
        "pins": captures.pins(page, r),
        "questions": questions_on(page, r.id),
        "objections": [
            e.body.act.text  # type: ignore[union-attr]
            for e in page.of(Object)
            if item.answer == "objected" and e.body.act.requirement == r.id  # type: ignore[union-attr]
        ][-1:],
        "reminders": reminders_on(page, r.id),
        "may_remind": not item.finished,
        "may_accept": item.answer != "accepted" and not _asked_back(order, r.id),
        "may_object": item.answer != "objected",
    }


def questions_on(page: Page, requirement: str) -> list[dict[str, Any]]:
    """Questions about a requirement, with their answers."""
    return [_question(page, seq, q) for seq, q in page.order.questions.items() if q.requirement == requirement]


def _asked_back(order: Order, requirement: str) -> bool:
    """Whether the seller's own question on an item is open: until it is answered, the item cannot be taken on."""
    return any(
        q.requirement == requirement and q.by == "seller" and q.answer is None and not q.lapsed
        for q in order.questions.values()
    )


def _question(page: Page, seq: int, q: Asked) -> dict[str, Any]:
    return {
        "seq": seq,
        "by": page.role(q.by),
        "text": q.text,
        "answered": q.answer is not None,
        "answer": q.answer_text,
        "lapsed": q.lapsed,
        "may_answer": q.answer is None and q.by != page.me.role,
    }


def _gaps(page: Page) -> list[str]:
    """What stands between this version and both acceptances."""
    order = page.order
    gaps = []
    for r in page.requirements:
        if order.items[r.id].answer == "objected":
            gaps.append(page.t("gap.objected", item=page.title(r.id)))
        elif order.items[r.id].answer in ("open", "questioned") and order.phase == "proposed":
            gaps.append(page.t("gap.unanswered", item=page.title(r.id)))
    gaps += [
        page.t("gap.question", item=page.title(q.requirement))
        for q in order.questions.values()
        if q.by == "seller" and q.answer is None and not q.lapsed
    ]
    if without_rights_note(page):
        gaps.append(page.t("gap.rights_note"))
    return gaps


def _warning(page: Page) -> str:
    note = deposit_note(page) if page.sees_money else None
    return str(note["says"]) if note and note["warn"] else ""


def _terms(page: Page, agreement: Agreement | None) -> Iterable[tuple[str, str]]:
    """The terms of an agreement by name, as one reads them."""
    if agreement is None:
        return
    terms, t, lang = agreement.terms, page.t, page.lang
    if page.sees_money:
        price = price_of(agreement)
        yield t("money.price"), shown.money(price, agreement.currency, lang) if price is not None else "–"
        if terms.deposit.kind != "none":
            amount = shown.money(terms.deposit.amount, agreement.currency, lang)
            place = say(phases.DEPOSIT_PLACES, terms.deposit.where, lang)
            yield t("term.deposit"), f"{say(phases.DEPOSIT_KINDS, terms.deposit.kind, lang)} {amount} · {place}"
    yield t("field.list_written_by"), say(phases.LIST_WRITERS, agreement.list_written_by, lang)
    yield t("term.work_days"), t("days", n=terms.work_days) if terms.work_days else t("term.work_days_default")
    yield t("term.inspection_days"), t("days", n=terms.inspection_days)
    yield t("term.cure_days"), t("days", n=terms.cure_days)
    yield t("term.revisions"), str(terms.revisions)
    if terms.delay is not None:
        yield (
            t("term.delay"),
            t("term.delay_value", rate=shown.as_share(terms.delay.rate_bp), cap=shown.as_share(terms.delay.cap_bp)),
        )
    yield t("term.calendar"), calendar(terms.calendar, lang)
    yield t("term.finders"), t("persons", n=terms.finders)
    yield t("term.job"), say(phases.JOBS, terms.job, lang)
    yield t("term.consumer"), t("yes" if terms.consumer else "no")
    if terms.market_decides:
        yield t("term.market"), t("yes")
    if terms.feasibility:
        yield t("term.feasibility"), terms.feasibility
    if terms.rights_note:
        yield t("term.rights_note"), terms.rights_note
    yield t("term.rules"), rule_set(agreement.rules, lang)


def rule_set(code: str, lang: Lang) -> str:
    """The name of a rule set; its code where it has no name yet."""
    return say(phases.RULE_SETS, code, lang) if code in phases.RULE_SETS else code


def calendar(code: str, lang: Lang) -> str:
    """Whose public holidays count; the code of a country that is not on the list."""
    return say(phases.CALENDARS, code, lang) if code in phases.CALENDARS else code


# -- versions --------------------------------------------------------------------------------------------------------


def versions_of(page: Page) -> list[dict[str, Any]]:
    """Every version of the agreement the record holds, oldest first: number, entry, when, by whom."""
    found: list[dict[str, Any]] = []
    current: Agreement | None = None
    for entry in _with_draft(page):
        act = entry.body.act if entry.body else None
        if isinstance(act, Draft | Amend):
            current = act.agreement
        elif isinstance(act, AcceptChange) and current is not None:
            change = page.act(act.change)
            if not isinstance(change, ProposeChange):
                continue
            current = _with(current, change)
        else:
            continue
        label = page.t(
            "versions.label",
            n=len(found) + 1,
            who=page.name(entry.actor.person),
            at=shown.moment(entry.at, page.tz, page.lang),
        )
        found.append({"n": len(found) + 1, "seq": entry.seq, "agreement": current, "label": label})
    return found


def _with_draft(page: Page) -> Iterable[Entry]:
    """The readable entries; a draft that lost its names is read from what its erasure left."""
    for entry in page.entries:
        act = entry.body.act if entry.body else None
        if isinstance(act, Erase) and isinstance(act.skeleton, Draft):
            [(drafted, _)] = store.entries(page.order.id, act.entry, act.entry)
            return [replace(drafted, body=Body(act=act.skeleton)), *page.entries]
    return page.entries


def _with(agreement: Agreement, act: ProposeChange) -> Agreement:
    renewed = {r.id: r for r in act.replaces}
    kept = tuple(renewed.get(r.id, r) for r in agreement.requirements if r.id not in act.drops)
    price = act.price if agreement.price is not None else None
    return replace(agreement, requirements=(*kept, *act.adds), price=price)


def as_of(versions: list[dict[str, Any]], seq: int) -> Agreement | None:
    """The agreement as it stood when entry `seq` was written, of its versions."""
    return next((v["agreement"] for v in reversed(versions) if v["seq"] < seq), None)


@login_required
@never_cache
@require_GET
def versions(request: HttpRequest, order_id: str) -> HttpResponse:
    """Two versions side by side, word by word."""
    page = open_page(request, order_id)
    if not page.sees_money:
        raise Http404
    found = versions_of(page)
    last = len(found)
    to_n = _number(request.GET.get("to"), last, last)
    from_n = _number(request.GET.get("from"), max(1, last - 1), last)
    differences = _differences(page, found[from_n - 1]["agreement"], found[to_n - 1]["agreement"])
    return show(
        request, "versions", page, "agreement", versions=found, from_n=from_n, to_n=to_n, differences=differences
    )


def _number(text: str | None, default: int, most: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= most else default


def _differences(page: Page, old: Agreement, new: Agreement) -> list[dict[str, Any]]:
    """Every place two agreements differ in, with what went and what came."""
    before, after = dict(_flat(page, old)), dict(_flat(page, new))
    rows = []
    for where in dict.fromkeys((*before, *after)):
        one, two = before.get(where, ""), after.get(where, "")
        if one != two:
            rows.append({"where": where, "parts": _parts(one, two)})
    return rows


def _flat(page: Page, agreement: Agreement) -> Iterable[tuple[str, str]]:
    yield page.t("field.order_title"), agreement.title
    titles = {r.id: r.title for r in agreement.requirements}
    for r in agreement.requirements:
        yield f"{r.title} · {page.t('field.what')}", r.what
        yield f"{r.title} · {page.t('field.acceptance')}", r.acceptance
        yield f"{r.title} · {page.t('field.reference')}", r.reference
        yield f"{r.title} · {page.t('field.reference_upload')}", "\n".join(f.name for f in r.reference_files)
        sum_ = shown.money(r.price, agreement.currency, page.lang) if r.price is not None else ""
        yield f"{r.title} · {page.t('field.price')}", sum_
        quotes = (shown.money(q, agreement.currency, page.lang) for q in r.quotes)
        yield f"{r.title} · {page.t('field.quotes')}", " · ".join(quotes)
        yield f"{r.title} · {page.t('item.essential')}", page.t("yes" if r.essential else "no")
        yield f"{r.title} · {page.t('field.needs')}", page.t("and").join(titles.get(n, n) for n in r.needs)
        check = say(phases.CHECK_KINDS, r.check, page.lang) if r.check in phases.CHECK_KINDS else r.check
        yield f"{r.title} · {page.t('field.check')}", check
    yield from _terms(page, agreement)


def _parts(old: str, new: str) -> list[tuple[str, str]]:
    """Where two texts differ: runs kept, deleted, inserted; character by character, as Chinese has no word breaks.
    Short texts, and texts with little in common, are shown old and new, whole: a salad of single signs says nothing."""
    parts: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if min(len(old), len(new)) < COMPARED_FROM or matcher.ratio() < ALIKE:
        return [(kind, text) for kind, text in (("del", old), ("ins", new)) if text]
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", old[a0:a1]))
            continue
        if a1 > a0:
            parts.append(("del", old[a0:a1]))
        if b1 > b0:
            parts.append(("ins", new[b0:b1]))
    return parts


# -- writing it ------------------------------------------------------------------------------------------------------


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def new_order(request: HttpRequest) -> HttpResponse:
    """A new order by items. The order comes to exist only when a whole draft is saved."""
    person, lang = person_of(request), language(request)
    imported = request.method == "POST" and request.POST.get("do") == "imported"
    if request.method == "GET" or imported:
        form = (_handed_over(request) if imported else None) or editing.blank()
        form.setdefault("my_role", "buyer")
        form["order"] = ids.new_order_id()
        return _edit(request, form, [], None, lang)
    form = editing.with_change(request.POST, request.POST.get("do", ""))
    if not ids_fit(form.get("order", "") or ""):
        raise Http404
    notes: dict[int, captures.Note] = {}
    if queries.state(form.get("order", "") or "") is None:
        pinned = _pinned(request, form.get("order", "") or "", lang)
        if isinstance(pinned, Refused):
            return _edit(request, form, [], pinned, lang)
        form = editing.with_files(form, pinned)
        form, notes = captures.taken_up(form, form.get("order", "") or "", person.id, request.POST.get("do", ""), lang)
    if request.POST.get("do") != "save":
        return _edit(request, form, editing.overfull(form, request.POST.get("do", "")), None, lang, notes=notes)
    read = editing.read(form, Reader(zone(), decimals_of(form.get("currency", "CNY") or "CNY")))
    faults = list(read) if isinstance(read, list) else []
    other = named(form.get("other", ""))
    if other is None or other.id == person.id:
        faults.append(Fault("other", "person_unknown"))
    if isinstance(read, list) or faults or other is None:
        return _edit(request, form, faults, None, lang)
    me = Actor(person=person.id, role="seller" if form.get("my_role") == "seller" else "buyer")
    mine, theirs = person.as_party(), other.as_party()
    act = Draft(
        buyer=mine if me.role == "buyer" else theirs, seller=theirs if me.role == "buyer" else mine, agreement=read
    )
    order_id = form.get("order", "") or ""
    answer = perform(order_id, me, act, key=form.get("key", "") or new_key())
    if isinstance(answer, Refusal):
        return _edit(request, form, [], plain_refusal(answer, lang, zone(), read.currency), lang)
    messages.success(request, say(PAGES, "draft.saved", lang), extra_tags="good")
    return HttpResponseRedirect(reverse("agreement", args=[order_id]))


def _pinned(request: HttpRequest, order_id: str, lang: Lang) -> dict[int, list[FileRef]] | Refused:
    """Reference files just uploaded, sealed for the order they are to belong to, by row of the form."""
    pinned: dict[int, list[FileRef]] = {}
    for key in request.FILES:
        match = re.fullmatch(r"requirements\.(\d{1,5})\.upload", key)
        for upload in request.FILES.getlist(key) if match else []:
            if match is None or upload.file is None or not upload.name:
                continue
            try:
                file = custody.keep(order_id, upload.name, cast(BinaryIO, upload.file))
            except CustodyError as fault:
                return refused_file(fault, upload.name, lang)
            pinned.setdefault(int(match.group(1)), []).append(file)
    return pinned


def ids_fit(order_id: str) -> bool:
    """Whether a form's order number looks like one of ours."""
    return len(order_id) == 20 and order_id.isascii() and order_id.isalnum()


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, order_id: str) -> HttpResponse:
    """Changes the agreement before anyone is bound. Any change takes back every acceptance, and the page says so."""
    page = open_page(request, order_id)
    if page.order.agreement is None or "amend" not in page.allowed:
        raise Http404
    if request.method == "GET":
        return _edit(request, editing.as_form(page.order.agreement), [], None, page.lang, page)
    form = editing.with_change(request.POST, request.POST.get("do", ""))
    pinned = _pinned(request, order_id, page.lang)
    if isinstance(pinned, Refused):
        return _edit(request, form, [], pinned, page.lang, page)
    form = editing.with_files(form, pinned)
    form, notes = captures.taken_up(form, order_id, page.me.person, request.POST.get("do", ""), page.lang)
    if request.POST.get("do") != "save":
        full = editing.overfull(form, request.POST.get("do", ""))
        return _edit(request, form, full, None, page.lang, page, notes)
    read = editing.read(form, Reader(page.tz, decimals_of(form.get("currency", "CNY") or "CNY")))
    if isinstance(read, list):
        return _edit(request, form, read, None, page.lang, page)
    if form.get("base") not in (None, page.order.hash):
        stale = Refused(page.t("amend.stale"), page.t("amend.stale_why"), page.t("amend.stale_next"))
        form["base"] = page.order.hash
        return _edit(request, form, [], stale, page.lang, page)
    act = Amend(agreement=read, reason=form.get("reason", ""))
    answer = perform(order_id, page.me, act, key=form.get("key", "") or new_key())
    if isinstance(answer, Refusal):
        return _edit(request, form, [], page.refused(answer), page.lang, page)
    messages.success(request, say(PAGES, "draft.amended", page.lang), extra_tags="good")
    return HttpResponseRedirect(reverse("agreement", args=[order_id]))


@login_required
@never_cache
@require_POST
def capture_reference(request: HttpRequest, order_id: str) -> HttpResponse:
    """Asks for a capture of an item's address, or puts the finished one into the agreement by the presser's own act."""
    page = open_page(request, order_id)
    agreement = page.order.agreement
    wanted = next((r for r in page.requirements if r.id == request.POST.get("requirement")), None)
    if agreement is None or wanted is None or "amend" not in page.allowed:
        raise Http404
    back = HttpResponseRedirect(f"{reverse('agreement', args=[order_id])}#item-{wanted.id}")
    address = references.unpinned(wanted)
    if request.POST.get("do") != "pin":
        refusal = references.ask(order_id, address, page.me.person)
        if refusal is not None:
            messages.error(request, captures.reason_says(refusal, page.lang), extra_tags="bad")
        return back
    found = references.latest(order_id, address) if address else None
    if found is None or found.file is None or found.file.sha256 != request.POST.get("sha256"):
        messages.error(request, page.t("capture.nothing"), extra_tags="bad")
        return back
    reason = page.t("capture.amended", item=wanted.title, address=address)
    act = Amend(agreement=captures.with_capture(agreement, wanted.id, found.file), reason=reason)
    answer = perform(order_id, page.me, act, key=request.POST.get("key", "") or new_key())
    if isinstance(answer, Refusal):
        refused = page.refused(answer)
        messages.error(request, f"{refused.what} {refused.why} {refused.next}", extra_tags="bad")
    else:
        messages.success(request, say(PAGES, "draft.amended", page.lang), extra_tags="good")
    return back


def _edit(
    request: HttpRequest,
    form: QueryDict,
    faults: list[Fault],
    refusal: Refused | None,
    lang: Lang,
    page: Page | None = None,
    notes: dict[int, captures.Note] | None = None,
) -> HttpResponse:
    shown_form = editing.editor(form, faults, lang)
    if faults and refusal is None:
        refusal = Refused(
            say(PAGES, "faults.what", lang, n=len(faults)),
            say(PAGES, "faults.why", lang),
            say(PAGES, "faults.next", lang),
            tuple((_field_name(shown_form, f.path, lang), say(FAULTS, f.code, lang, **f.data)) for f in faults[:NAMED]),
        )
    context = {
        "page": page,
        "form": shown_form,
        "captures": notes or {},
        "refusal": refusal,
        "key": form.get("key", "") or new_key(),
        "base": form.get("base", "") or (page.order.hash if page else ""),
        "here": "agreement" if page else "new",
        "tz": zone(),
        "now": clock.now(),
        "currencies": [(c, shown.currency(c, lang)) for c in CHOICES["currency"]],
        "finders": [(n, say(PAGES, "persons", lang, n=n)) for n in CHOICES["finders"]],
        "calendars": phases.CALENDARS,
        "rules": [(r, rule_set(r, lang)) for r in remedy.rule_sets],
        "checks": tuple(phases.CHECK_KINDS),
        "deposit_kinds": tuple(phases.DEPOSIT_KINDS),
        "deposit_places": tuple(phases.DEPOSIT_PLACES),
        "writers": tuple(phases.LIST_WRITERS),
        "jobs": tuple(phases.JOBS),
        "language_next": "/",
    }
    status = 422 if faults else 409 if refusal else 200
    return render(request, "gongdao/edit.html", context, status=status)


def _field_name(form: editing.Editor, path: str, lang: Lang) -> str:
    """What a path is called in the editor: the item by number and title, and the field."""
    first, _, rest = path.partition(".")
    number, _, inside = rest.partition(".")
    row = next((row for row in form.items if first == "requirements" and str(row.row) == number), None)
    name = (inside or "title") if row else (path if path != "title" else "order_title")
    code = {"requirements": "edit.items", editing.BY_NUMBER: "field.needs", "price": "field.price"}.get(name)
    last = name.rpartition(".")[2]
    label = next((say(PAGES, c, lang) for c in (code, f"field.{last}", f"term.{last}") if c and c in PAGES), name)
    return f"{row.n}. {row.values.get('title', '')} · {label}" if row else label


# -- from outside material -------------------------------------------------------------------------------------------


def _handed_over(request: HttpRequest) -> QueryDict | None:
    """The fields `importing` prepared, signed, so that no foreign page can put words into somebody's draft."""
    token = request.POST.get("draft", "")
    if not token:
        return None
    try:
        fields = signing.loads(token, salt=DRAFT_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    form = editing.blank()
    for key, values in fields.items():
        form.setlist(key, values)
    return form
