"""Who may sign in, and what an operator has said about calendars.

A person's rights inside an order are not here: they follow from the order's record (its seats), which the kernel
reads. Here stand only the two things the platform itself grants: mediating, and operating.
"""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from gongdao.kernel.values import Person as KernelPerson

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]


def new_person_id() -> str:
    """A person's public number: random, so that it says nothing of when or how many; never reused."""
    return "p" + "".join(secrets.choice(_ALPHABET) for _ in range(15))


class PersonManager(BaseUserManager["Person"]):
    """Creates persons by username, with or without a password."""

    use_in_migrations = True

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> "Person":
        """A person who may sign in. Without a password only a signed link lets him in."""
        if not username:
            raise ValueError("a person needs a username")
        person = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **fields
        )
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> "Person":
        """An operator with every right of the platform; in an order he has the operator's acts and no others."""
        return self.create_user(username, email, password, is_staff=True, is_superuser=True, is_operator=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in. `id` is what the record knows him by; a name or address may change, it may not."""

    id = models.CharField(primary_key=True, max_length=20, default=new_person_id, editable=False)
    username = models.CharField(max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_mediator = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=8, choices=LANGUAGES, default="zh-hans")
    tz = models.CharField(max_length=64, default="Asia/Shanghai")
    hours_from = models.PositiveSmallIntegerField(default=9 * 60, validators=[MaxValueValidator(1440)])
    hours_to = models.PositiveSmallIntegerField(default=18 * 60, validators=[MaxValueValidator(1440)])
    competences = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(hours_from__lt=models.F("hours_to")), name="hours_in_order"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name he goes by on pages."""
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def as_party(self) -> KernelPerson:
        """How the record names him: id, name, time zone, and the minutes of the day he may be contacted."""
        return KernelPerson(id=self.id, name=self.get_full_name(), tz=self.tz, hours=(self.hours_from, self.hours_to))


class Organisation(models.Model):
    """A firm or studio whose members may be named together as a party's persons."""

    name = models.CharField(max_length=120, unique=True)
    members = models.ManyToManyField(Person, through="Membership", related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation. `speaks` are those who may bind it by accepting an agreement or an offer."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    speaks = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="one_membership")]


class CalendarYear(models.Model):
    """The working days of one country's year as the platform knows them from an instant on (see `calendars`).

    Nothing here is ever changed: a correction is one more row, with a later `known`.
    """

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    known = models.DateTimeField()
    off = ArrayField(models.DateField(), default=list, blank=True)
    work = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "known"], name="one_word_per_instant"),
        ]


class UsedLink(models.Model):
    """A sign-in link that has been used up. Kept until the link itself would have run out."""

    digest = models.CharField(primary_key=True, max_length=64)
    used_at = models.DateTimeField(default=timezone.now)
