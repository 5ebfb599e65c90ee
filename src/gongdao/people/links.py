"""Signed links that sign one person in, once.

For a demonstration, an invitation, or a person without a password. The link names the person and is signed with
the installation's secret; it runs out after `SIGN_IN_LINK_SECONDS`, and using it uses it up.
"""

import hashlib

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from gongdao.people.models import Person, UsedLink

_SALT = "gongdao.people.links"


def sign_in_token(person: Person, goes_to: str = "/") -> str:
    """A token for `person`, good once. `goes_to` is a path of this site to show first."""
    return signing.dumps({"person": person.id, "to": goes_to}, salt=_SALT, compress=True)


def sign_in_path(person: Person, goes_to: str = "/") -> str:
    """The path of the view that takes such a token."""
    return f"/enter/{sign_in_token(person, goes_to)}"


def redeem(token: str, *, use_up: bool = True) -> tuple[Person, str] | None:
    """The person a token stands for and where to go; None when forged, run out, used, or he may not sign in."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=settings.SIGN_IN_LINK_SECONDS)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=content["person"], is_active=True).first()
    digest = hashlib.sha256(token.encode()).hexdigest()
    if person is None or (not use_up and UsedLink.objects.filter(pk=digest).exists()):
        return None
    if use_up:
        try:
            with transaction.atomic():
                UsedLink.objects.create(digest=digest)
        except IntegrityError:
            return None
    return person, content["to"]
