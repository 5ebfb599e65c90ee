"""Says in one line of the log what needs no more than one: a database that is away is not a fault to be traced."""

import logging

from django.db import InterfaceError, OperationalError
from procrastinate.exceptions import ConnectorException


class Brief(logging.Filter):
    """Puts the cause in the place of the stack, for failures to reach the database; other records pass untouched."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: nothing is left out but the stack."""
        failed = record.exc_info[1] if record.exc_info else None
        if isinstance(failed, ConnectorException | OperationalError | InterfaceError):
            said = str(failed.__cause__ or failed).strip().splitlines() or [type(failed).__name__]
            record.msg, record.args = f"{' '.join(record.getMessage().split())} ({said[0]})", None
            record.exc_info = record.exc_text = None
        return True
