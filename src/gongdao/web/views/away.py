"""When a page cannot be made: what it rests on is away (come back shortly), or the fault is ours.

A database that restarts or a disk that is full is nobody's fault on this page and over soon. Then the answer is 503
with `Retry-After`, in the reader's language as far as his browser tells it (who he is stands in the database), with
everything he typed and a button that sends it again under the same key. The log gets one line with the code and no
stack trace; the pages go on as soon as what they rest on is back, and nothing has to be restarted.
"""

import errno
import logging
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils.translation import get_language
from django.views.defaults import server_error

from gongdao.web.signed_in import to_send_again
from gongdao.words.away import AWAY
from gongdao.words.lookup import lang_of, say

log = logging.getLogger("gongdao.web.away")

RETRY_SECONDS = 10
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
NO_ROOM = ("53100", "25006")
"""SQLSTATE of a full disk, and of a server that only lets itself be read."""


def fault(request: HttpRequest) -> HttpResponse:
    """Answers for an exception that no view has caught; Django calls it while that exception is being handled."""
    failed = sys.exc_info()[1]
    code = away(failed)
    if code is None:
        return server_error(request)
    log.error("%s: %s %s: %s", code, request.method, request.path, _first_line(failed))
    response = come_back(request, code)
    # So that Django does not log it again, with its stack.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def away(failed: BaseException | None) -> str | None:
    """The code of what is away, or None where the exception means something else."""
    while failed is not None:
        if isinstance(failed, OSError) and failed.errno in FULL:
            return "storage_full"
        if isinstance(failed, DatabaseError | InterfaceError):
            if getattr(failed.__cause__, "sqlstate", None) in NO_ROOM:
                return "storage_full"
            return "database_away" if isinstance(failed, OperationalError | InterfaceError) else None
        failed = failed.__cause__
    return None


def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """The page itself. It is made without the request, whose person and session are in the database."""
    lang = lang_of(get_language())
    typed = request.method == "POST"
    try:
        sent = to_send_again(request) if typed else {}
    except UnreadablePostError:
        sent = {}
    shown = {
        "words": {name: say(AWAY, name, lang, n=RETRY_SECONDS) for name in AWAY},
        "happened": say(AWAY, code, lang),
        "sent": sent,
        "typed": typed,
        "path": request.get_full_path(),
        "token": get_token(request) if typed else "",
    }
    response = HttpResponse(get_template("gongdao/away.html").render(shown), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Gongdao-Code"] = code
    if not typed:
        response.headers["Refresh"] = str(RETRY_SECONDS)
    return response


def _first_line(failed: BaseException | None) -> str:
    return (str(failed).strip().splitlines() or [type(failed).__name__])[0]
