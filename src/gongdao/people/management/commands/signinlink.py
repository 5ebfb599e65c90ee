"""`gongdao manage signinlink NAME`: a signed link that signs this person in, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongdao.people.links import sign_in_path
from gongdao.people.models import Person


class Command(BaseCommand):
    help = "Print a link that signs a person in once. 打印一次性登录链接。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"], is_active=True).first()
        if person is None:
            raise CommandError(f"nobody is called {options['username']}")
        self.stdout.write(settings.PUBLIC_URL + sign_in_path(person))
