"""Signed in, or nothing typed is lost: what stands in the place of Django's `login_required` on pages that take a form.

A person who wrote for an hour may find that his session ended meanwhile, or that he signed in anew in another tab and
the form's token is stale. Django's own answers (a redirect to the sign-in page, a bare 403) throw away what he sent.
Here the answer carries it: every field, hidden in a form that puts it back, and the longer texts to read. Nothing is
performed, nothing is stored on the server, passwords are never echoed, and a request from another site gets nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

AGAIN = "again"
"""The field that says: show the form filled in, do not perform it."""
HIDDEN = ("csrfmiddlewaretoken", "key", AGAIN)
LONG = 24
"""Texts at least this long are shown to read and to copy, besides travelling along."""
View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """As `login_required`; but whoever sent a form without being signed in gets it back with a way to go on."""
    guarded = login_required(view)

    @wraps(view)
    def either(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return render(request, "gongdao/kept.html", status=401)
        return guarded(request, *args, **kwargs)

    return either


def kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed, for the page that gives it back; nothing where another site may have written it."""
    if not from_here(request):
        return {"fields": (), "texts": ()}
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except UnreadablePostError:
        # It broke off on the way: there is nothing whole to give back.
        return {"fields": (), "texts": ()}
    fields = [(n, v) for n, v in sent if n not in HIDDEN and "password" not in n]
    texts = [v for n, v in fields if len(v) >= LONG and n not in ("next", "kept", "draft", "hash", "order")]
    if not fields:
        return {"fields": (), "texts": ()}
    names = {name for name, _ in fields}
    if "draft" not in names:
        # The editor of an agreement knows `do=look`; every other form `again`.
        fields = [(n, v) for n, v in fields if n != "do"]
        fields.append(("do", "look") if "terms.calendar" in names else (AGAIN, "1"))
    return {"fields": fields, "texts": texts, "files": bool(request.FILES)}


def to_send_again(request: HttpRequest) -> dict[str, Any]:
    """What was sent and not answered, for a page that can only say "later": exactly as it came, key and all, so that
    it counts once even if it had arrived. With files, which no page can send again, it goes back into its form."""
    if request.FILES or not from_here(request):
        return kept(request) | {"exact": False}
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(n, v) for n, v in sent if n != "csrfmiddlewaretoken"]
    if any("password" in name for name, _ in fields):
        return {"fields": (), "texts": (), "password": True}
    return kept(request) | {"fields": fields, "exact": True}


def from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, by the headers a browser sets and no page can forge."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    named = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(named).netloc == request.get_host()
