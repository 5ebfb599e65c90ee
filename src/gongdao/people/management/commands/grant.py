"""`gongdao manage grant NAME mediator|operator`: the two things the platform itself grants a person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongdao.people.models import Person


class Command(BaseCommand):
    help = "Make a person a mediator or an operator (--withdraw: no longer). 授予或收回调解员、运营身份。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=["mediator", "operator"])
        parser.add_argument("--withdraw", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        field = f"is_{options['role']}"
        changed = Person.objects.filter(username=options["username"]).update(**{field: not options["withdraw"]})
        if not changed:
            raise CommandError(f"nobody is called {options['username']}")
        self.stdout.write(f"{options['username']}: {field} = {not options['withdraw']}")
