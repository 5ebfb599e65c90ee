"""What every command that touches an installation does first: folder, secrets, database, Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongdao.config import folders, prepare


@contextmanager
def opened(data: Path | None, *, migrate: bool = False, role: str = "app") -> Iterator[Path]:
    """An installation ready to be used: its database runs and Django is loaded. The embedded server stops with us.

    `role` owner is for commands that alter tables.
    """
    import os

    folder = (data or folders.data_folder()).expanduser().resolve()
    os.environ["GONGDAO_DB_ROLE"] = role
    prepare.environment(folder)
    server = prepare.start_database(folder)
    try:
        prepare.django()
        if migrate:
            prepare.migrate()
        yield folder
    finally:
        from django.db import connections

        connections.close_all()
        if server is not None:
            server.cleanup()
