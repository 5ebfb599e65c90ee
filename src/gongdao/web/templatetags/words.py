"""The only way text reaches a page: by code, in the reader's language. No template holds a literal sentence."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gongdao.kernel.canonical import digest
from gongdao.web import show
from gongdao.web.forms.fields import form_for
from gongdao.web.signed_in import kept
from gongdao.words import acts, pages, phases, turns
from gongdao.words.lookup import Lang, lang_of, say

register = template.Library()

TABLES: Mapping[str, Any] = {
    **{name: value for name, value in vars(phases).items() if name.isupper()},
    **{name: value for name, value in vars(turns).items() if name.isupper()},
    "ACTS": acts.NAMES,
    "BUTTONS": acts.BUTTONS,
    "SAYS": acts.SAYS,
    "PAGES": pages.PAGES,
}


ENTRY = re.compile(r"(?<![\w&])#(\d{1,8})(?!\w)", re.ASCII)
"""The number of an entry as people cite it, Chinese words close around it or not."""


def reader(context: Context) -> Lang:
    """The language of this page."""
    page = context.get("page")
    return page.lang if page is not None else lang_of(get_language())


@register.simple_tag(takes_context=True)
def t(context: Context, code: str, **data: Any) -> str:
    """A sentence of the pages' own words."""
    return say(pages.PAGES, code, reader(context), **data)


@register.simple_tag(takes_context=True)
def word(context: Context, table: str, code: Any) -> str:
    """The word for a kernel code out of its table. A kind that has no words yet (a new check) is shown as it is."""
    words = TABLES[table]
    if table == "CHECK_KINDS" and code not in words:
        return str(code)
    return say(words, str(code), reader(context))


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int | None, currency: str = "") -> str:
    """A sum in the order's currency; a dash where there is none."""
    if minor is None:
        return "–"
    page = context.get("page")
    return show.money(minor, currency or (page.currency if page else "CNY"), reader(context))


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None) -> SafeString:
    """An instant in the viewer's zone, with its exact value for machines."""
    if at is None:
        return format_html("–")
    tz, lang = context["tz"], reader(context)
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>',
        at.isoformat(),
        f"{show.moment(at, tz, lang)} {show.weekday(at, tz, lang)}"
        if lang == "zh-hans"
        else f"{show.weekday(at, tz, lang)} {show.moment(at, tz, lang)}",
    )


@register.simple_tag(takes_context=True)
def left(context: Context, at: datetime | None) -> str:
    """How long until an instant, in the largest unit that still says something."""
    if at is None:
        return ""
    lang, seconds = reader(context), int((at - context["now"]).total_seconds())
    if seconds <= 0:
        return say(pages.PAGES, "time.over", lang)
    days, hours, minutes = seconds // 86_400, seconds // 3600, max(1, seconds // 60)
    if days >= 2:
        return say(pages.PAGES, "time.days", lang, n=days)
    if hours >= 2:
        return say(pages.PAGES, "time.hours", lang, n=hours)
    return say(pages.PAGES, "time.minutes", lang, n=minutes)


@register.simple_tag(takes_context=True)
def person(context: Context, person_id: str) -> str:
    """A person's name as the order knows it."""
    return str(context["page"].name(person_id))


@register.simple_tag(takes_context=True)
def title(context: Context, requirement: str | None) -> str:
    """A requirement by number and title."""
    return str(context["page"].title(requirement)) if requirement else say(pages.PAGES, "whole_order", reader(context))


@register.simple_tag(takes_context=True)
def cited(context: Context, text: str) -> SafeString:
    """A text whose numbers of entries, as `#12`, lead to the record; a number the record has not stays a number."""
    page = context["page"]
    record, last = reverse("record", args=[page.order.id]), page.order.seq
    parts = ENTRY.split(text)
    # Every second part is a number that followed a sign.
    linked = (
        format_html('<a href="{}?before={}#e{}">#{}</a>', record, int(part) + 1, int(part), part)
        if n % 2 and 0 < int(part) <= last
        else format_html("{}", f"#{part}" if n % 2 else part)
        for n, part in enumerate(parts)
    )
    return format_html_join("", "{}", ((part,) for part in linked))


@register.filter
def share(basis_points: int) -> str:
    """Basis points as percent."""
    return f"{show.as_share(basis_points)} %"


@register.filter
def hundredths(value: int | None) -> str:
    """A check's score, kept in hundredths of a point."""
    return "–" if value is None else show.as_share(value)


@register.filter
def filesize(count: int) -> str:
    """A number of bytes for people."""
    return show.size(count)


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping, or None."""
    return mapping.get(key)


@register.filter
def short(text: str) -> str:
    """The first twelve digits of a hash: enough to compare by eye."""
    return text[:12]


@register.filter
def colour(text: str) -> bool:
    """Whether a value is a colour that can be drawn beside its code."""
    return re.fullmatch("#[0-9a-f]{6}", text) is not None


@register.filter
def fingerprint(value: Any) -> str:
    """The canonical hash of a kernel value."""
    return digest(value)


@register.filter
def begins(name: str, prefix: str) -> bool:
    """Whether a name begins so."""
    return name.startswith(prefix)


@register.inclusion_tag("gongdao/_act.html", takes_context=True)
def act(
    context: Context, tag: str, style: str = "", label: str = "", spread: bool = False, **fixed: Any
) -> dict[str, Any]:
    """The form of an act, folded behind its name, or a plain button where nothing is asked; nothing if not allowed.

    Keyword arguments are fixed values, with `__` for the dots of a path. `style` is main, grave or quiet; `label` a
    code to put on it instead of the act's own button.
    """
    page = context["page"]
    if tag not in page.allowed:
        return {"form": None}
    values = {name.replace("__", "."): str(value) for name, value in fixed.items() if value not in (None, "")}
    form = form_for(tag, page, values)
    suffix = "-".join([tag, *(v for v in values.values() if len(v) < 24)])
    return {
        "form": form,
        "page": page,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "style": style,
        "label": say(pages.PAGES, label, page.lang) if label else form.button,
        "spread": spread,
        "prefix": suffix,
        "key": new_key(),
        "back": context["request"].get_full_path(),
        "tz": context["tz"],
        "now": context["now"],
    }


def new_key() -> str:
    """A fresh idempotency key: the same form sent twice counts once."""
    return secrets.token_urlsafe(15)


@register.simple_tag(takes_context=True)
def kept_fields(context: Context) -> dict[str, Any]:
    """What was typed into a form that was not taken. A tag, because Django renders 403_csrf.html without a view."""
    return kept(context["request"])


@register.filter
def account_fault(fault: ValidationError) -> str:
    """What is wrong with a sign-in, a name or a password, in our words; a code that has none in its library's."""
    known = fault.code in pages.ACCOUNT_FAULTS
    return say(pages.ACCOUNT_FAULTS, str(fault.code), lang_of(get_language())) if known else " ".join(fault.messages)


@register.filter
def account_label(name: str) -> str:
    """The code under which a field of the pages about one's password is called."""
    return f"account.{name}"


@register.filter
def signup_label(name: str) -> str:
    """The code under which a field of the sign-up form is called."""
    return f"signup.{name}"
