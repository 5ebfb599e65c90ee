"""Signing in by link, and choosing a language. Everything else about accounts is allauth's."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongdao.people import links

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who a link signs in, and signs him in when he presses the button.

    Two steps, because mail scanners and chat previews fetch every link they see, and a fetch must not use it up.
    """
    entered = links.redeem(token, use_up=request.method == "POST")
    if entered is None:
        raise Http404
    person, goes_to = entered
    if request.method == "GET":
        return render(request, "people/enter.html", {"person": person})
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    safe = url_has_allowed_host_and_scheme(goes_to, allowed_hosts=None)
    return redirect(goes_to if safe else "/")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speaks another language from now on: kept with the person, or in a cookie for a visitor."""
    language = request.POST.get("language", "")
    if not check_for_language(language):
        raise Http404
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        "django_language", language, max_age=LANGUAGE_COOKIE_SECONDS, samesite="Lax", secure=request.is_secure()
    )
    return response
