"""The ASGI application of the live room (`web/live.py`). Everything else is WSGI."""

import os

import django
from django.conf import settings
from psycopg.conninfo import make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.config.settings")
django.setup()

from gongdao.config.database import UNANSWERED  # noqa: E402  # with the settings
from gongdao.web.live import Live  # noqa: E402  # it signs with the settings' secret


def conninfo() -> str:
    """The database of the pages, as its driver wants it."""
    chosen = settings.DATABASES["default"]
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: chosen[name] for key, name in named.items() if chosen.get(name)}
    passed = ("sslmode", "sslrootcert", "sslcert", "sslkey", *UNANSWERED)
    return make_conninfo("", **given, **{k: v for k, v in chosen["OPTIONS"].items() if k in passed})


application = Live(conninfo(), settings.PUBLIC_URL)
