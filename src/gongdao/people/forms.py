"""Forms about a person himself: joining, and his profile."""

from typing import TYPE_CHECKING, get_args
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language

from gongdao.kernel.values import Requirement
from gongdao.people.models import Person

if TYPE_CHECKING:
    PersonForm = forms.ModelForm[Person]
else:
    PersonForm = forms.ModelForm


COMPETENCES = tuple(kind for kind in get_args(Requirement.__annotations__["check"]) if kind)
"""Competences are named like the kinds of check an item can be agreed under, so that cases can be matched with them."""


class SignupForm(forms.Form):
    """What sign-up asks besides what allauth asks: the name the other side will read."""

    name = forms.CharField(max_length=80, required=False)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth with the saved person. Speaks the language he signed up in until he says otherwise."""
        user.name = self.cleaned_data["name"]
        user.language = "en" if (get_language() or "").startswith("en") else "zh-hans"
        user.save(update_fields=["name", "language"])


class ProfileForm(PersonForm):
    """Name, language, time zone, the hours of the day in which he may be contacted, and a mediator's competences."""

    hours_from = forms.TimeField()
    hours_to = forms.TimeField()
    competences = forms.MultipleChoiceField(choices=[(kind, kind) for kind in COMPETENCES], required=False)

    class Meta:
        model = Person
        fields = ["name", "language", "tz", "competences"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not self.instance.is_mediator:
            del self.fields["competences"]
        for field in ("hours_from", "hours_to"):
            minutes = getattr(self.instance, field)
            self.initial[field] = f"{minutes // 60:02d}:{minutes % 60:02d}"

    def clean_tz(self) -> str:
        tz = str(self.cleaned_data["tz"])
        if tz not in available_timezones():
            raise forms.ValidationError("unknown_time_zone", code="unknown_time_zone")
        return tz

    def clean(self) -> None:
        super().clean()
        opens, closes = self.cleaned_data.get("hours_from"), self.cleaned_data.get("hours_to")
        if opens and closes and opens >= closes:
            self.add_error("hours_to", forms.ValidationError("hours_in_order", code="hours_in_order"))

    def save(self, commit: bool = True) -> Person:
        for field in ("hours_from", "hours_to"):
            chosen = self.cleaned_data[field]
            setattr(self.instance, field, chosen.hour * 60 + chosen.minute)
        return super().save(commit)
