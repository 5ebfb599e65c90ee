"""What a PHP delivery lacked that is this machine's to have, read from what the interpreter said.

PHP names no extension when one is missing: it says that a function or class is undefined. The tables below say whose
functions those are (PHP manual, function reference), and which were taken out of the language and in which version
(PHP manual, migration guides 5.6 to 7.0 and 7.4 to 8.0), so that an old work is not called broken where only its PHP
is not here. A name that no table has is the delivery's own, and its lack the delivery's fault.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from gongdao.checks.kinds.starts.versions import allows
from gongdao.checks.shape import Reason

_UNDEFINED = re.compile(r"Call to undefined function (\w+)\(\)")
_NO_CLASS = re.compile(r"""(?:Class|Interface) ["']\\?(\w+)["'] not found""")
_NO_VENDOR = re.compile(
    r"[Ff]ailed (?:opening required|to open stream).{0,40}vendor/autoload\.php|vendor/autoload\.php\)?: [Ff]ailed"
)
_STAMP = re.compile(r"^\[[^\]]*\] (?:\[::1\]:\d+|127\.0\.0\.1:\d+ )?")
_TELLING = re.compile(r"PHP (?:Fatal|Parse|Recoverable fatal) error:\s+(?:Uncaught )?(.*)")

FUNCTIONS: tuple[tuple[str, str], ...] = (
    (r"mysqli_\w+", "mysqli"),
    (r"curl_\w+", "curl"),
    (r"mb_\w+", "mbstring"),
    (r"image(?!_type)\w+", "gd"),
    (r"pg_\w+", "pgsql"),
    (r"simplexml_\w+", "SimpleXML"),
    (r"(?:xml_|utf8_)\w+", "xml"),
    (r"bc(?:add|sub|mul|div|mod|pow|powmod|comp|sqrt|scale)", "bcmath"),
    (r"gmp_\w+", "gmp"),
    (r"(?:collator|numfmt|datefmt|normalizer|grapheme|idn|intl)_\w+", "intl"),
    (r"imap_\w+", "imap"),
    (r"ldap_\w+", "ldap"),
    (r"mcrypt_\w+", "mcrypt"),
    (r"zip_\w+", "zip"),
    (r"exif_\w+", "exif"),
    (r"oci\w+", "oci8"),
    (r"sqlsrv_\w+", "sqlsrv"),
)
CLASSES: dict[str, str] = {
    "mysqli": "mysqli", "PDO": "PDO", "DOMDocument": "dom", "SimpleXMLElement": "SimpleXML", "XMLWriter": "xmlwriter",
    "XMLReader": "xmlreader", "ZipArchive": "zip", "SoapClient": "soap", "NumberFormatter": "intl",
    "IntlDateFormatter": "intl", "Collator": "intl", "Normalizer": "intl", "Redis": "redis", "Memcached": "memcached",
    "Memcache": "memcache", "Imagick": "imagick", "SQLite3": "sqlite3",
}  # fmt: skip
REMOVED: tuple[tuple[str, str], ...] = (
    (r"Call to undefined function (?:mysql_\w+|eregi?(?:_replace)?|spliti?|sql_regcase|set_magic_quotes_runtime|"
     r"call_user_method(?:_array)?|set_socket_blocking|import_request_variables)\(\)", "5"),
    (r"Call to undefined function (?:each|create_function|get_magic_quotes_(?:gpc|runtime)|money_format|is_real|"
     r"restore_include_path|convert_cyr_string|hebrevc|ezmlm_hash)\(\)", "7"),
    (r"access syntax with curly braces is no longer supported", "7"),
    (r"__autoload\(\) is no longer supported", "7"),
    (r"The \((?:real|unset)\) cast (?:has been removed|is no longer supported)", "7"),
    (r"Non-static method .{1,200} cannot be called statically", "7"),
    (r'syntax error, unexpected token "new"', "5"),
)  # fmt: skip
"""What is said where a part of the language is gone, and the last major version that had it."""


def lacking(folder: Path, php: str, present: str) -> Reason | None:
    """What `composer.json` says it needs of PHP itself and is not here; None if it says nothing that is missing."""
    required = _required(folder)
    asked = wanted(folder)
    if asked and allows(asked, present) is False:
        return Reason("needs_version", {"name": "php", "wanted": asked, "present": present})
    named = [name[4:] for name in required if name.lower().startswith("ext-")]
    here = extensions(php) if named else set()
    missing = [name for name in named if not {name.lower(), name.lower().replace("-", " ")} & here]
    if missing and here:
        return Reason("needs_extension", {"name": "php", "extension": ", ".join(sorted(missing)[:5])[:80]})
    return None


def wanted(folder: Path) -> str:
    """The PHP that `composer.json` asks for, as written there; "" if it asks for none."""
    asked = _required(folder).get("php")
    return asked[:60] if isinstance(asked, str) else ""


def missing_here(said: str, folder: Path, php: str, present: str) -> Reason | None:
    """What the interpreter's complaint says it lacked: another PHP, an extension, packages of Composer."""
    for pattern, version in REMOVED:
        if re.search(pattern, said) and int(present.partition(".")[0] or 0) > int(version):
            return Reason("needs_version", {"name": "php", "wanted": version, "present": present})
    extension = _extension(said, folder)
    if extension and extension.lower() not in extensions(php):
        return Reason("needs_extension", {"name": "php", "extension": extension})
    packages = sorted(n for n in _required(folder) if "/" in n)
    if packages and _NO_VENDOR.search(said):
        return Reason("needs_package", {"name": ", ".join(packages[:3])[:120]})
    return None


def _extension(said: str, folder: Path) -> str:
    for name in _UNDEFINED.findall(said):
        for pattern, extension in FUNCTIONS:
            if re.fullmatch(pattern, name, re.IGNORECASE):
                return extension
    for name in _NO_CLASS.findall(said):
        if name in CLASSES:
            return CLASSES[name]
    return f"pdo_{_driver(folder)}" if "could not find driver" in said else ""


def _driver(folder: Path) -> str:
    """Which database the delivery's own sources name to PDO; the interpreter does not say."""
    for path in sorted(folder.rglob("*.php"))[:500]:
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= 1 << 20:
            found = re.search(rb"""["'](mysql|pgsql|sqlite|sqlsrv|oci):""", path.read_bytes())
            if found:
                return found[1].decode()
    return "mysql"


def _required(folder: Path) -> dict[str, Any]:
    path = folder / "composer.json"
    try:
        told = json.loads(path.read_text("utf-8-sig")) if path.stat().st_size <= 1 << 20 else {}
    except (OSError, ValueError, RecursionError):
        return {}
    required = told.get("require") if isinstance(told, dict) else None
    return required if isinstance(required, dict) else {}


def extensions(php: str) -> set[str]:
    """Names of the extensions this PHP has, in lower case; empty if it does not say."""
    try:
        done = subprocess.run([php, "-m"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {line.strip().lower() for line in done.stdout.splitlines() if line.strip() and not line.startswith("[")}


def telling_line(said: str) -> str:
    """What PHP died of, without its time stamps and ports; "" if it did not die."""
    for line in said.splitlines():
        found = _TELLING.search(_STAMP.sub("", line))
        if found:
            return found[1].strip()[:300]
    return ""
