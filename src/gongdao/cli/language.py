"""In which language the command line speaks: `--lang`, else the locale, else English."""

import os
import sys
from collections.abc import Mapping, Sequence


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """ "zh" or "en". Looked at before anything is parsed, because help is text too."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            return _of(arguments[place + 1])
        if argument.startswith("--lang="):
            return _of(argument.partition("=")[2])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _of(environment[name])
    return "en"


def without_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--lang`, which may stand anywhere because it has been read already."""
    kept, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument == "--lang":
            skip = True
        elif not argument.startswith("--lang="):
            kept.append(argument)
    return kept


def _of(name: str) -> str:
    return "zh" if name.lower().startswith("zh") else "en"


LANGUAGE = chosen(sys.argv[1:], os.environ)


def say(zh: str, en: str) -> str:
    """The text in the language of this run."""
    return zh if LANGUAGE == "zh" else en
