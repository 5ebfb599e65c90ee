"""What the application's role may do, table by table.

Granted after every migration, by the owner, so that a new table is never forgotten and a record never opened: what is
not listed here may be read and written like any Django table; what is listed may do exactly what is said.
"""

from typing import Any

from django.db import connections

APP_ROLE = "gongdao_app"

RIGHTS = {
    "entry": "SELECT, INSERT",
    "transfer": "SELECT, INSERT",
    "balance": "SELECT, INSERT, UPDATE",
    "leaf": "SELECT, INSERT",
    "node": "SELECT, INSERT",
    "checkpoint": "SELECT, INSERT",
    "idempotency": "SELECT, INSERT",
    "django_migrations": "SELECT",
}
FUNCTIONS = ("erase_body(text, integer)",)


def grant(using: str = "default", **_: Any) -> None:
    """Gives the application's role its rights. Does nothing when run as that role, which owns nothing to give.

    Connected to `post_migrate`, which also fires when tests empty their tables.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user"
        )
        tables = [row[0] for row in cursor.fetchall()]
        if not tables:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
        for table in tables:
            rights = RIGHTS.get(table, "SELECT, INSERT, UPDATE, DELETE")
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {APP_ROLE}')
            cursor.execute(f'GRANT {rights} ON "{table}" TO {APP_ROLE}')
        for function in FUNCTIONS:
            cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [function])
            if cursor.fetchone()[0]:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {APP_ROLE}")
