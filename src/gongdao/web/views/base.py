"""What every page of an order is rendered with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongdao.web.page import Page


def show(request: HttpRequest, template: str, page: Page, here: str, **context: Any) -> HttpResponse:
    """Renders a page of an order; `here` is its tab."""
    base = {"page": page, "tz": page.tz, "now": page.at, "here": here}
    return render(request, f"gongdao/{template}.html", base | context)
