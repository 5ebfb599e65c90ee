"""Addresses: accounts, signed sign-in links, and the pages of `web`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("gongdao.people.urls")),
]
if find_spec("gongdao.web.urls"):
    urlpatterns.append(path("", include("gongdao.web.urls")))
    handler500 = "gongdao.web.views.away.fault"
