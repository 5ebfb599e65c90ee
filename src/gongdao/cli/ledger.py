"""`gongdao ledger export`: the journal, for hledger."""

import sys
from pathlib import Path

from gongdao.cli.installation import opened


def run(output: Path | None, data: Path | None) -> int:
    """Prints the journal, or writes it to a file."""
    with opened(data):
        from gongdao.services.books import export_journal

        if output is None:
            for piece in export_journal():
                sys.stdout.write(piece)
            sys.stdout.flush()
            return 0
        with output.open("w", encoding="utf-8") as file:
            file.writelines(export_journal())
    return 0
