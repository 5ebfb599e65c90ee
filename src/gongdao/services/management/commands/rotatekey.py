"""`gongdao manage rotatekey`: a new key for the record, announced by the old one."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from gongdao.services import clock, signing


class Command(BaseCommand):
    help = "Make a new record key that the old one announces. 更换卷宗签名密钥，由旧密钥签署公告。"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = signing.rotate(clock.now())
        self.stdout.write(f"old key  {changed.old}\nnew key  {changed.new}")
        if os.environ.get(signing.GIVEN):
            self.stdout.write(f"put the content of {changed.kept_in} into {signing.GIVEN} and restart, then delete it")
        self.stdout.write("publish the new key where the old one is; every bundle carries the announcement")
