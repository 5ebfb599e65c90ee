"""What every command that touches an installation does first: folder, secrets, database, Django."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gongdao.config import embedded, folders, prepare


@dataclass(frozen=True)
class Installation:
    """One that is ready to be used."""

    folder: Path
    keep_database: Callable[[], object]
    """To be called now and then by whoever serves: starts the embedded server again should it have died."""


@contextmanager
def opened(data: Path | None, *, migrate: bool = False, role: str = "app", serving: str = "") -> Iterator[Installation]:
    """An installation ready to be used: its database runs and Django is loaded. The embedded server stops with us.

    `role` owner is for commands that alter tables. `serving` is the address of whoever serves the folder; only one may,
    where the database is the folder's own. Raises AlreadyServedError for the second.
    """
    folder = (data or folders.data_folder()).expanduser().resolve()
    os.environ["GONGDAO_DB_ROLE"] = role
    with ExitStack() as held:
        if serving and not os.environ.get("DATABASE_URL"):
            held.enter_context(folders.served_once(folder, serving))
        prepare.environment(folder)
        server = prepare.start_database(folder)
        try:
            prepare.django()
            if migrate:
                prepare.migrate()
            yield Installation(folder, prepare.keeper(server))
        finally:
            from django.db import connections

            connections.close_all()
            if server is not None:
                # A worker that had to be killed at its check still stands among those who hold the server.
                embedded.sweep(server.pgdata)
                server.cleanup()
