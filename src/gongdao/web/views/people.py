"""The persons of an order, challenges and feedback; and a person's own profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongdao.kernel.acts import AnswerFeedback, Challenge, DecideChallenge, Feedback
from gongdao.kernel.conduct import IN_DISPUTE
from gongdao.people.forms import COMPETENCES, ProfileForm
from gongdao.services import clock, conduct
from gongdao.web.page import Page, language, open_page, person_of, zone
from gongdao.web.signed_in import signed_in
from gongdao.web.views.base import show
from gongdao.words import phases
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import FAULTS, PAGES

STYLES = {"open": "unsure", "kept": "good", "replaced": "bad"}
TOLD_OF_CONDUCT = ("buyer", "seller", "operator")


@login_required
@never_cache
@require_GET
def people(request: HttpRequest, order_id: str) -> HttpResponse:
    """Who acts in this order, in whose name, and when he may be reached."""
    page = open_page(request, order_id)
    groups = []
    for role in ("buyer", "seller", "mediator", "finder"):
        persons = [
            {
                "name": page.name(seat.person.id),
                "me": seat.person.id == page.me.person,
                "hours": "–".join(f"{m // 60:02d}:{m % 60:02d}" for m in seat.person.hours),
                "tz": seat.person.tz,
                "conduct": _conduct(page, seat.person.id) if role in ("buyer", "seller") else "",
            }
            for seat in page.order.seats.values()
            if seat.role == role
        ]
        if persons:
            groups.append({"label": page.role(role), "persons": persons})
    return show(
        request,
        "people",
        page,
        "people",
        groups=groups,
        rests=page.order.phase in IN_DISPUTE and page.me.role in TOLD_OF_CONDUCT,
        challenges=_challenges(page),
        feedback=_feedback(page),
    )


def _challenges(page: Page) -> list[dict[str, Any]]:
    decided = {e.body.act.challenge: e.body.act.reason for e in page.of(DecideChallenge) if e.body}  # type: ignore[union-attr]
    rows = []
    for seq, c in page.order.challenges.items():
        act = page.act(seq)
        rows.append(
            {
                "seq": seq,
                "by": page.role(c.by),
                "ground": say(phases.CHALLENGE_GROUNDS, c.ground, page.lang),
                "status": say(phases.CHALLENGE_STATUSES, c.status, page.lang),
                "style": STYLES[c.status],
                "text": act.text if isinstance(act, Challenge) else "",
                "answer": decided.get(seq, ""),
                "open": c.status == "open" and "decide_challenge" in page.allowed,
            }
        )
    return rows


def _feedback(page: Page) -> list[dict[str, Any]]:
    answers = {e.body.act.feedback: e.body.act.text for e in page.of(AnswerFeedback) if e.body}  # type: ignore[union-attr]
    rows = []
    for seq, f in page.order.feedback.items():
        act = page.act(seq)
        if isinstance(act, Feedback):
            marks = page.t("feedback.marks", courtesy=act.courtesy, correctness=act.correctness)
            rows.append(
                {
                    "seq": seq,
                    "by": page.role(f.by),
                    "marks": marks,
                    "text": act.text,
                    "answer": answers.get(seq, ""),
                    "open": not f.answered,
                }
            )
    return rows


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, and the hours in which one may be reached."""
    person, lang = person_of(request), language(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, say(PAGES, "profile.saved", lang), extra_tags="good")
        return redirect("profile")
    fields = [
        {
            "name": name,
            "label": say(PAGES, f"profile.{name}", lang),
            "hint": say(PAGES, f"profile.{name}.hint", lang) if f"profile.{name}.hint" in PAGES else "",
            "value": form[name].value() or "",
            "choices": _choices(name, lang),
            "several": name == "competences",
            "type": "time" if name.startswith("hours") else "text",
            "faults": [_fault(e.code or "", lang) for e in form.errors.as_data().get(name, [])],
        }
        for name in ("name", "language", "tz", "hours_from", "hours_to", "competences")
        if name in form.fields
    ]
    context = {"fields": fields, "person": person, "here": "profile", "tz": zone(), "now": clock.now()}
    return render(request, "gongdao/profile.html", context, status=422 if form.errors else 200)


def _conduct(page: Page, person: str) -> str:
    """How he kept his word elsewhere and here, for the two sides; whoever finds facts is not told."""
    if page.me.role not in TOLD_OF_CONDUCT:
        return ""
    counted = conduct.of(person)
    if not counted.orders:
        return page.t("people.conduct_none")
    return page.t("people.conduct", kept=counted.kept, broken=counted.broken, breaches=counted.breaches)


def _choices(name: str, lang: Lang) -> list[tuple[str, str]]:
    if name == "language":
        return [("zh-hans", "简体中文"), ("en", "English")]
    return [(kind, say(phases.CHECK_KINDS, kind, lang)) for kind in COMPETENCES] if name == "competences" else []


def _fault(code: str, lang: Any) -> str:
    return say(FAULTS, code if code in FAULTS else "unreadable", lang)
