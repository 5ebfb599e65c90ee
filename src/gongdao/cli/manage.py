"""`gongdao manage`: Django's management commands and ours, on this installation's database."""

import sys
from collections.abc import Sequence

from gongdao.cli.installation import opened

AS_OWNER = frozenset({"migrate", "dbshell", "sqlmigrate", "flush", "loaddata"})
"""Commands that alter tables run as their owner; everything else as the application."""
WITHOUT_DATABASE = frozenset({"help", "--help", "-h", "version", "--version", "diffsettings"})


def run(arguments: Sequence[str]) -> int:
    """Runs one management command. Django's own exit codes are kept."""
    from django.core.management import execute_from_command_line

    command = arguments[0] if arguments else "help"
    argv = ["gongdao manage", *(arguments or ["help"])]
    if command in WITHOUT_DATABASE:
        import os

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.config.settings")
        execute_from_command_line(argv)
        return 0
    with opened(None, role="owner" if command in AS_OWNER else "app"):
        try:
            execute_from_command_line(argv)
        except SystemExit as stopped:
            sys.stdout.flush()
            return int(stopped.code or 0) if not isinstance(stopped.code, str) else 1
    return 0
