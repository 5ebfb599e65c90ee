"""Which addresses this installation may fetch from: the wall in front of every capture of a stranger's address.

Whoever writes an address into a draft makes this server connect somewhere, so it connects to public addresses only
(CWE-918). A host is resolved once, every answer is judged, and the connection goes to the number that was judged: a
name that answers differently a second later (DNS rebinding) is never asked again. The operator may add hosts and
networks of his own (`GONGDAO_CAPTURE`); nothing else opens the wall, neither a redirect nor another way of writing a
number, because what is judged is the number the system's resolver makes of it.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from gongdao.checks.shape import Reason

SETTING = "GONGDAO_CAPTURE"
PORTS = {"http": 80, "https": 443}
OFF, PUBLIC = "off", "public"

Number = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

# Where clouds answer a machine's questions about itself, keys included. Azure's (168.63.129.16) looks public.
_METADATA = frozenset(
    ipaddress.ip_address(a)
    for a in ("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254")
)
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")

ADDRESS_CODES = (
    "address_mapped", "address_6to4", "address_teredo", "address_nat64", "address_compatible", "address_unspecified",
    "address_metadata", "address_loopback", "address_link_local", "address_multicast", "address_shared",
    "address_private", "address_reserved",
)  # fmt: skip
"""Every way in which an address is not a public one."""


class Extra(NamedTuple):
    """One host or network the operator allows beyond public addresses; `port` None means 80 and 443."""

    host: str
    network: Network | None
    port: int | None

    def has_port(self, port: int) -> bool:
        """Whether this port may be used there."""
        return port == self.port if self.port is not None else port in PORTS.values()


class Reach(NamedTuple):
    """How far captures may reach: public addresses, and what the operator added."""

    extras: tuple[Extra, ...] = ()

    def port_fault(self, host: str, port: int) -> Reason | None:
        """Why this port of a host may not be asked before anything is resolved, or None."""
        if port in PORTS.values() or any(e.port == port for e in self.extras):
            return None
        return Reason("port_refused", {"host": host, "port": port})

    def fault(self, host: str, number: Number, port: int) -> Reason | None:
        """Why no connection may be made to this number for this host, or None."""
        for extra in self.extras:
            if extra.has_port(port) and (extra.host == host or (extra.network and number in extra.network)):
                return None
        code = not_public(number)
        if code:
            return Reason(code, {"host": host, "number": str(number)})
        return None if port in PORTS.values() else Reason("port_refused", {"host": host, "port": port})


def reach_of(setting: str) -> Reach | None:
    """What the setting says: empty or `public`, `off` (None), or hosts and networks allowed beside public addresses.

    Written with commas: `intranet.example`, `10.1.0.0/16`, `127.0.0.1:8080`, `[fd00::1]:8080`. Raises ValueError with
    what is wrong, naming the setting.
    """
    words = [word.strip() for word in setting.split(",") if word.strip()]
    if words == [OFF]:
        return None
    return Reach(tuple(_extra(word) for word in words if word != PUBLIC))


def _extra(word: str) -> Extra:
    host, port = word, None
    if word.startswith("["):
        host, _, rest = word[1:].partition("]")
        port = rest.removeprefix(":") or None
    elif word.count(":") == 1:
        host, _, port = word.partition(":")
    number = int(port) if port is not None and port.isascii() and port.isdigit() else None
    if not host or word == OFF or (port is not None and not (number and number < 65536)):
        raise ValueError(
            f"{SETTING} must be off, public, or hosts and networks like 10.1.0.0/16 or host:8080; got {word!r}"
        )
    try:
        return Extra("", ipaddress.ip_network(host, strict=False), number)
    except ValueError:
        if "/" in host or any(character.isspace() for character in host):
            raise ValueError(f"{SETTING}: {word!r} is neither a host nor a network") from None
    return Extra(host.rstrip(".").lower(), None, number)


def not_public(number: Number) -> str:
    """The code of what keeps an address from being a public one, "" if nothing does.

    IPv6 forms that carry an IPv4 address are refused as forms, whatever they carry: a host with a public IPv4 address
    has it as an IPv4 address too.
    """
    if isinstance(number, ipaddress.IPv6Address):
        if number.is_unspecified or number.is_loopback:
            return "address_unspecified" if number.is_unspecified else "address_loopback"
        forms = (
            ("address_mapped", number.ipv4_mapped is not None),
            ("address_6to4", number.sixtofour is not None),
            ("address_teredo", number.teredo is not None),
            ("address_nat64", any(number in network for network in _NAT64)),
            ("address_compatible", number in _COMPATIBLE),
        )
        if form := next((code for code, it_is in forms if it_is), ""):
            return form
    kinds = (
        ("address_unspecified", number.is_unspecified),
        ("address_metadata", number in _METADATA),
        ("address_loopback", number.is_loopback),
        ("address_link_local", number.is_link_local),
        ("address_multicast", number.is_multicast),
        ("address_shared", number in _SHARED),
        ("address_reserved", number.is_reserved),
        ("address_private", number.is_private or getattr(number, "is_site_local", False)),
        ("address_reserved", not number.is_global),
    )
    return next((code for code, it_is in kinds if it_is), "")


def system_resolve(host: str, port: int, seconds: float = 10.0) -> Sequence[str]:
    """The numbers the system's resolver knows for a host, in its order. Raises OSError, also when it takes too long.

    The resolver has no time limit of its own, so it is asked in a thread that is left behind if it does not answer.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            for *_, at in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append(str(at[0]))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if failed:
        raise failed[0]
    if asking.is_alive():
        raise TimeoutError(f"no answer about {host}")
    return list(dict.fromkeys(found))


def permitted(reach: Reach, host: str, port: int, resolve: Resolve) -> list[str] | Reason:
    """The numbers of a host that may be connected to, from one resolution; or why there are none."""
    unfit = reach.port_fault(host, port)
    if unfit is not None:
        return unfit
    try:
        numbers = resolve(host, port)
    except OSError:
        return Reason("host_unknown", {"host": host})
    good, bad = [], []
    for number in numbers:
        try:
            fault = reach.fault(host, ipaddress.ip_address(number), port)
        except ValueError:
            fault = Reason("address_reserved", {"host": host, "number": number})
        if fault is None:
            good.append(number)
        else:
            bad.append(fault)
    if good:
        return good
    return bad[0] if bad else Reason("host_unknown", {"host": host})
