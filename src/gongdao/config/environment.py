"""Reading the operator's environment: each setting means what it says, or is answered by its name.

A word that is not one of the choices is never taken for the default: a misspelt `closed` would leave sign-up open, and
a misspelt role would run the program as the owner of the record.
"""

import os
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

MAIL_SCHEMES = ("smtp", "smtp+tls", "smtps")


def choice(name: str, *allowed: str) -> str:
    """The setting, one of `allowed`; the first of them where it is not set. Raises ValueError naming it."""
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise ValueError(f"{name} must be {' or '.join(allowed)}, not {value[:40]!r}")
    return value


def split(name: str, url: str) -> SplitResult:
    """A URL in its parts. Raises ValueError naming the setting; never repeats the URL, which may hold a password."""
    try:
        parts = urlsplit(url)
        # Only asked does a part say that it is no number.
        _ = parts.port
    except ValueError as fault:
        raise ValueError(f"{name} is not an address: {fault}") from None
    return parts


def public_url() -> str:
    """`GONGDAO_URL` without a slash at its end: where people find this installation."""
    name = "GONGDAO_URL"
    parts = split(name, os.environ.get(name) or "http://localhost:8000")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"{name} must be http://HOST or https://HOST, with a port if need be and nothing behind it")
    return f"{parts.scheme}://{parts.netloc}"


def mail() -> dict[str, Any] | None:
    """Django's settings for `EMAIL_URL`, or None where mail goes to the console."""
    name = "EMAIL_URL"
    url = os.environ.get(name)
    if not url:
        return None
    parts = split(name, url)
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname:
        raise ValueError(f"{name} must be smtp://user:password@host:587")
    port = parts.port or 587
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": port != 25,
    }
