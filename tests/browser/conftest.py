"""A real browser on a real server: the machine's own Chromium; skipped with a reason where there is none."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page

from gongdao.cli import cast as casting
from gongdao.cli.cast import Company

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = os.environ.get("GONGDAO_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
WAIT = 10_000


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's browser, able to run as root and without a graphics card."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: set GONGDAO_CHROMIUM or install the package chromium")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def company(live_server: Any, request: pytest.FixtureRequest) -> Company:
    """The people of the demonstration, in the language the test names."""
    return casting.invite(getattr(request, "param", "zh"))


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, company: Company, live_server: Any) -> Iterator[Enter]:
    """Opens a page signed in as one of the company, each in a browser of his own; with or without JavaScript."""
    opened: list[BrowserContext] = []

    def come_in(part: str, *, script: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            locale="zh-CN" if company.language == "zh" else "en-GB",
            base_url=live_server.url,
        )
        opened.append(context)
        person = company.accounts[part]
        session = SessionStore()
        session[SESSION_KEY] = person.pk
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live_server.url}]
        )
        page = context.new_page()
        page.set_default_timeout(WAIT)
        return page

    yield come_in
    for context in opened:
        context.close()
