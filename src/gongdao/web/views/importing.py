"""A draft from outside material: paste or upload a post or a chat and find the form filled in, with the places.

Nothing is stored and nothing is agreed: what was read goes into the editor for a person to confirm.
"""

from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongdao.kernel.values import Agreement, DepositTerms, Requirement, Terms
from gongdao.reading import OrderDraft, ReadingError, order_from, read_bytes, read_text
from gongdao.services import clock
from gongdao.web.forms import agreement as editing
from gongdao.web.page import Refused, language, zone
from gongdao.web.show import money
from gongdao.web.signed_in import signed_in
from gongdao.web.views.agreement import DRAFT_SALT
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import PAGES

MOST_BYTES = 4 * 1024 * 1024
TITLE = 300


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def importing(request: HttpRequest) -> HttpResponse:
    """Asks for the material, reads it, and shows what was found before anything is done with it."""
    lang = language(request)
    context: dict[str, Any] = {"here": "new", "tz": zone(), "now": clock.now(), "text": request.POST.get("text", "")}
    if request.method == "GET":
        return render(request, "gongdao/import.html", context)
    upload = request.FILES.get("file")
    try:
        if isinstance(upload, UploadedFile) and upload.file is not None:
            reading = read_bytes(upload.file.read(MOST_BYTES), upload.name or "")
        else:
            reading = read_text(request.POST.get("text", ""))
        draft = order_from(reading)
    except ReadingError as fault:
        refusal = Refused(
            say(PAGES, f"reading.{fault.code}", lang),
            say(PAGES, "import.why", lang),
            say(PAGES, "import.next", lang),
        )
        return render(request, "gongdao/import.html", context | {"refusal": refusal}, status=422)
    form = editing.as_form(agreement_of(draft))
    form["title"] = draft.title or ""
    token = signing.dumps({key: form.getlist(key) for key in form}, salt=DRAFT_SALT, compress=True)
    context |= {
        "draft": draft,
        "found": _found(draft, lang),
        "questions": _questions(draft, lang),
        "token": token,
        "go": reverse("new_order"),
    }
    return render(request, "gongdao/import.html", context)


def agreement_of(draft: OrderDraft) -> Agreement:
    """The draft as an agreement to edit; what the source does not say stays empty."""
    return Agreement(
        title=(draft.title or "-")[:TITLE],
        currency=draft.currency or "CNY",
        requirements=tuple(
            Requirement(
                id=item.id,
                title=item.title[:TITLE],
                what=item.what[:20_000],
                reference=item.reference or "",
                price=item.price,
                essential=bool(item.essential),
            )
            for item in draft.requirements
        ),
        terms=Terms(deposit=DepositTerms(kind=draft.deposit.kind or "none", amount=draft.deposit.paid or 0)),
        price=draft.price,
        list_written_by=draft.list_written_by or "both",
    )


def _found(draft: OrderDraft, lang: Lang) -> list[dict[str, str]]:
    """Every item found, with the very words it came from and where they stand."""
    rows = []
    for item in draft.requirements:
        rows.append(
            {
                "title": item.title,
                "quotes": "  …  ".join(s.text for s in item.sources[:3]),
                "place": ", ".join(f"{s.start}–{s.end}" for s in item.sources[:3]),
                "price": money(item.price, draft.currency or "CNY", lang) if item.price is not None else "",
            }
        )
    return rows


def _questions(draft: OrderDraft, lang: Lang) -> list[str]:
    """What a person must settle first: one line for the order's every doubt, and one for each item with all of its."""
    titles = {item.id: item.title for item in draft.requirements}
    by_item: dict[str, list[str]] = {}
    for doubt in draft.needs_confirmation:
        by_item.setdefault(doubt.item, []).append(say(PAGES, f"reading.{doubt.code}", lang))
    of_items = [
        say(
            PAGES, "import.about", lang, item=titles.get(item, item), says=("" if lang == "zh-hans" else " ").join(says)
        )
        for item, says in by_item.items()
        if item
    ]
    return [*of_items, *by_item.get("", [])]
