"""`gongdao manage rebuild`: makes the lists anew from the record; with `--check`, only says where they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongdao.services.rebuild import compare, rebuild


class Command(BaseCommand):
    help = "Make the lists anew from the record (--check: only say where they differ). 由卷宗重建列表。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 on a difference 只比较")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(f"{rebuild()} orders rebuilt")
        differences = compare()
        for d in differences:
            self.stderr.write(f"{d.order_id}: {d.what}: listed {d.listed}, recorded {d.recorded}")
        if differences:
            raise CommandError(f"{len(differences)} differences between the lists and the record")
        self.stdout.write("the lists agree with the record")
