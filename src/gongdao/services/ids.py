"""Numbers for new orders: roughly in order of time, so that indexes stay compact, and impossible to guess."""

import secrets

from gongdao.services import clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS = 9
_RANDOM_DIGITS = 11


def new_order_id() -> str:
    """Twenty characters: 45 bits of milliseconds, then 55 random bits. Also the form key that keeps a double click
    on "new order" from opening two."""
    number = (int(clock.now().timestamp() * 1000) << 5 * _RANDOM_DIGITS) | secrets.randbits(5 * _RANDOM_DIGITS)
    digits = _TIME_DIGITS + _RANDOM_DIGITS
    return "".join(_ALPHABET[number >> 5 * (digits - 1 - place) & 31] for place in range(digits))
