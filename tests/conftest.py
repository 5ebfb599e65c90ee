"""One PostgreSQL for the whole test session: DATABASE_URL, else the embedded server in a temporary folder.

Tables are made as the owner; every test runs as `gongdao_app`, so that what the database forbids the program it
forbids the tests too. One thing is granted beyond production: TRUNCATE, with which Django empties tables after a
test that needed real commits.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# How long an example takes says something about the machine, not about the program.
hypothesis_settings.register_profile("gongdao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("gongdao")


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    """A data folder for this session, outside anything the installation uses."""
    from django.conf import settings

    folder = Path(tempfile.mkdtemp(prefix="gongdao-test-"))
    # Settings are read before any fixture runs; keys and sealed files of tests must not land in a real installation.
    settings.DATA = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    # A slow hash protects real passwords; here it would only cost time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    before = os.environ.get("GONGDAO_DATA")
    os.environ["GONGDAO_DATA"] = str(folder)
    yield folder
    if before is None:
        os.environ.pop("GONGDAO_DATA", None)
    else:
        os.environ["GONGDAO_DATA"] = before
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server(data_folder: Path) -> Iterator[str]:
    """The owner's URL of a server with the application's role in it."""
    from gongdao.config import database

    if url := os.environ.get("DATABASE_URL"):
        database.prepare(url, database.parse(url)["NAME"])
        yield url
        return
    server = database.embedded_server(data_folder)
    database.prepare(server.get_uri(), database.DATABASE)
    yield database.embedded_url(data_folder)
    server.cleanup()


@pytest.fixture(scope="session")
def django_db_setup(database_server: str, django_db_blocker: "pytest.FixtureRequest") -> Iterator[None]:
    """A fresh database, migrated as the owner; from then on the connection is the application's."""
    import psycopg
    from django.core.management import call_command
    from django.db import connection
    from psycopg import sql

    from gongdao.config import database

    name = f"gongdao_test_{os.getpid()}"
    settings = database.parse(database_server)
    admin = psycopg.connect(database_server, autocommit=True)
    admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict.update(settings | {"NAME": name, "OPTIONS": {"prepare_threshold": 5}})
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {database.APP_ROLE}")
        connection.close()
        connection.settings_dict["OPTIONS"]["options"] = f"-c role={database.APP_ROLE}"
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    admin.close()


@pytest.fixture(scope="session")
def owner_url(django_db_setup: None, database_server: str) -> str:
    """The test database's URL as the owner of its tables, for tests about what the application may not do."""
    from urllib.parse import urlsplit

    parts = urlsplit(database_server)
    return parts._replace(path=f"/gongdao_test_{os.getpid()}").geturl()
