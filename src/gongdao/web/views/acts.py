"""The one door for acts: a form in, an act of the kernel, a refusal explained or a redirect.

Every form of every page posts to `/orders/<id>/acts/<tag>`. What was typed is never lost: a fault or a refusal shows
the same form again with everything in it, uploaded files included, and says what happened, why, and what to do next.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongdao.custody.faults import CustodyError
from gongdao.kernel.acts import ACTS, Act, Deliver, Erase, Fund, ProposeChange
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.rules.work import changed
from gongdao.kernel.values import FileRef
from gongdao.people.models import Person
from gongdao.services import custody, erasure, money
from gongdao.services.perform import Done, perform
from gongdao.web import citing
from gongdao.web.forms.agreement import MAX_ITEMS
from gongdao.web.forms.decode import Fault, Reader, decode
from gongdao.web.forms.fields import BUILDERS, form_for
from gongdao.web.page import Page, Refused, open_page, person_of
from gongdao.web.show import decimals_of
from gongdao.web.signed_in import AGAIN, signed_in
from gongdao.web.templatetags.words import new_key
from gongdao.words.acts import NAMES
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import FAULTS, PAGES

KEPT_SALT = "gongdao.web.kept"
UPLOADS = {"exhibit": "file", "deliver": "files"}
"""Acts that carry files, and the field that holds them."""
WRITTEN = ("text", "reason", "note", "notes", "agenda", "test", "conditions")
"""Fields people write sentences into, to be given back where the act is not possible any more."""


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, order_id: str, tag: str) -> HttpResponse:
    """Shows the form of an act by itself, or performs it."""
    page = open_page(request, order_id)
    if tag not in BUILDERS:
        raise Http404
    if request.method == "GET":
        return _show(request, page, tag, fixed={k: v for k, v in request.GET.items() if isinstance(v, str)})
    kept = _kept(request, page, tag)
    if isinstance(kept, Refused):
        return _again(request, page, tag, (), kept, ())
    if AGAIN in request.POST:
        return _again(request, page, tag, (), None, kept)
    given, faults = _given(request, page, tag, kept)
    decoded = decode(ACTS[tag], request.POST, Reader(page.tz, decimals_of(page.currency)), given)
    if isinstance(decoded, list) or faults:
        found = [f for f in decoded if f.path not in given] if isinstance(decoded, list) else []
        named = {f.path for f in faults}
        return _again(request, page, tag, (*faults, *(f for f in found if f.path not in named)), None, kept)
    full = _overfull(page, decoded)
    if full:
        return _again(request, page, tag, full, None, kept)
    answer = carry_out(page, decoded, key=request.POST.get("key", "") or new_key())
    if isinstance(answer, Refusal):
        # Somebody may have acted since this page was shown: the refusal stands on the order as it is now.
        now = open_page(request, order_id)
        return _again(request, now, tag, (), now.refused(answer), kept)
    messages.success(request, say(PAGES, "done", page.lang, act=say(NAMES, tag, page.lang)), extra_tags="good")
    return HttpResponseRedirect(_back(request, page))


def _overfull(page: Page, act: Act) -> tuple[Fault, ...]:
    """The fault of a change order after which the agreement would have more items than one may be written with."""
    if not isinstance(act, ProposeChange) or page.order.agreement is None:
        return ()
    given = len(changed(page.order, act).requirements)
    return (Fault("adds", "too_many_items", {"most": MAX_ITEMS, "given": given}),) if given > MAX_ITEMS else ()


def carry_out(page: Page, act: Act, *, key: str) -> Done | Refusal:
    """Performs an act through its service. Money and deliveries have more to do than to write themselves down."""
    order_id, me = page.order.id, page.me
    match act:
        case Fund():
            return money.pay_in(order_id, me, act.purpose, act.amount, key=key)
        case Deliver():
            return custody.deliver(order_id, me, act.requirements, act.files, note=act.note, run=act.run, key=key)
        case Erase():
            return erasure.erase(order_id, me, act.entry, act.reason, key=key)
        case _:
            return perform(order_id, me, act, key=key)


def _given(
    request: HttpRequest, page: Page, tag: str, kept: tuple[FileRef, ...]
) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Values nobody types: stored files, persons by their user names, oneself."""
    given: dict[str, Any] = {}
    faults: list[Fault] = []
    if tag == "take":
        given["mediator"] = person_of(request).as_party()
    if tag in UPLOADS and kept:
        given[UPLOADS[tag]] = kept if tag == "deliver" else kept[0]
    for field, path in (("person", "person"), ("to", "to")):
        if {"add_person": "person", "hand_over_case": "to"}.get(tag) == field:
            found = named(request.POST.get(field, ""))
            faults += [] if found else [Fault(path, "person_unknown")]
            given[path] = found.as_party() if found else None
    if tag == "seat_finders":
        names = request.POST.get("finders", "").replace(",", " ").replace("，", " ").split()
        people = [named(name) for name in names]
        if not people or None in people:
            faults.append(Fault("finders", "person_unknown"))
        given["finders"] = tuple(p.as_party() for p in people if p)
    if tag == "find":
        cites = citing.read_values(request.POST.getlist("cites"))
        faults += [Fault("cites", "not_a_choice")] if cites is None else []
        given["checks"] = cites or ()
    if tag == "deliver" and not request.POST.get("run.kind"):
        given["run"] = None
    return given, tuple(faults)


def named(username: str) -> Person | None:
    """An active person by user name."""
    name = username.strip()
    return Person.objects.filter(username=name, is_active=True).first() if name and "\0" not in name else None


# -- files -----------------------------------------------------------------------------------------------------------


def _kept(request: HttpRequest, page: Page, tag: str) -> tuple[FileRef, ...] | Refused:
    """Files of this form, sealed: those just uploaded, else those uploaded before a fault was shown."""
    if tag not in UPLOADS:
        return ()
    uploads: list[UploadedFile[Any]] = [u for u in request.FILES.getlist(UPLOADS[tag]) if u.name]
    if not uploads:
        return read_kept(request.POST.get("kept", ""), page)
    found: list[FileRef] = []
    for upload in uploads:
        if upload.file is None or upload.name is None:
            continue
        try:
            found.append(custody.keep(page.order.id, upload.name, cast(BinaryIO, upload.file)))
        except CustodyError as fault:
            return refused_file(fault, upload.name, page.lang)
    return tuple(found)


def refused_file(fault: CustodyError, name: str, lang: Lang) -> Refused:
    """Custody's reason for not taking a file, in words."""
    return Refused(
        say(CUSTODY, fault.code, lang, **fault.data),
        say(PAGES, "file.why", lang),
        say(PAGES, "file.next", lang),
        ((say(PAGES, "file", lang), name),),
    )


def write_kept(kept: tuple[FileRef, ...], page: Page) -> str:
    """Sealed files as a signed value of the form, good for this order and this person only."""
    if not kept:
        return ""
    rows = [[f.name, f.size, f.sha256] for f in kept]
    return signing.dumps([page.order.id, page.me.person, rows], salt=KEPT_SALT, compress=True)


def read_kept(value: str, page: Page) -> tuple[FileRef, ...]:
    """What `write_kept` wrote; nothing if it was forged or belongs elsewhere."""
    try:
        order_id, person, rows = signing.loads(value, salt=KEPT_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        return ()
    if order_id != page.order.id or person != page.me.person:
        return ()
    return tuple(FileRef(name=name, size=size, sha256=sha256) for name, size, sha256 in rows)


# -- showing ---------------------------------------------------------------------------------------------------------


def _show(request: HttpRequest, page: Page, tag: str, fixed: Mapping[str, str]) -> HttpResponse:
    if tag not in page.allowed:
        raise Http404
    back = reverse("overview", args=[page.order.id])
    form = form_for(tag, page, {k: v for k, v in fixed.items() if k != "next"})
    return render(request, "gongdao/act.html", _context(page, tag, form, back))


def _again(
    request: HttpRequest,
    page: Page,
    tag: str,
    faults: tuple[Fault, ...],
    refusal: Refused | None,
    kept: tuple[FileRef, ...],
) -> HttpResponse:
    """The form once more, with everything that was typed."""
    fixed = {name: request.POST.get(name, "") for name in request.POST.getlist("fixed")}
    form = form_for(tag, page, fixed, request.POST, faults)
    if faults and refusal is None:
        refusal = Refused(
            say(PAGES, "faults.what", page.lang, n=len(faults)),
            say(PAGES, "faults.why", page.lang),
            say(PAGES, "faults.next", page.lang),
            tuple((field_name(form, f.path, page), say(FAULTS, f.code, page.lang, **f.data)) for f in faults[:8]),
        )
    context = _context(page, tag, form, _back(request, page))
    context |= {"refusal": refusal, "kept": write_kept(kept, page), "kept_names": [f.name for f in kept]}
    if tag not in page.allowed and refusal is not None:
        context["too_late"] = [v for n, v in request.POST.items() if n in WRITTEN and isinstance(v, str) and v.strip()]
    return render(request, "gongdao/act.html", context, status=422 if faults else 409 if refusal else 200)


def field_name(form: Any, path: str, page: Page) -> str:
    """What a path is called on this form."""
    for group in form.groups:
        for field in group.fields:
            if field.name == path:
                return str(field.label)
    return path or say(PAGES, "form", page.lang)


def _context(page: Page, tag: str, form: Any, back: str) -> dict[str, Any]:
    fixed = dict(form.fixed)
    about = page.title(fixed["requirement"]) if "requirement" in fixed else ""
    return {
        "page": page,
        "tz": page.tz,
        "now": page.at,
        "here": "",
        "form": form,
        "about": about,
        "key": new_key(),
        "prefix": "f",
        "back": back,
        "cancel": back,
    }


def _back(request: HttpRequest, page: Page) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/") else reverse("overview", args=[page.order.id])
