"""`gongdao export`: an order's record as a bundle."""

import os
import tempfile
from pathlib import Path

import typer

from gongdao.cli.installation import opened
from gongdao.cli.language import say


def run(order_id: str, output: Path, viewer: str | None, files: bool, data: Path | None) -> int:
    """Writes the bundle whole or not at all. Returns 1 when there is no such order (or not for this viewer)."""
    if not output.parent.is_dir():
        typer.echo(f"gongdao: {say('没有这个目录', 'no such folder')}: {output.parent}", err=True)
        return 2
    with opened(data):
        from gongdao.kernel.refusals import Refusal
        from gongdao.kernel.values import Actor
        from gongdao.people.models import Person
        from gongdao.services import queries
        from gongdao.services.export import export

        actor = None
        if viewer is not None:
            person = Person.objects.filter(pk=viewer).first() or Person.objects.filter(username=viewer).first()
            order = queries.state(order_id)
            role = (
                queries.role_in(order, person.id, mediator=person.is_mediator, operator=person.is_operator)
                if person and order
                else None
            )
            if person is None or role is None:
                typer.echo(f"gongdao: {say('没有这份订单', 'no such order')}: {order_id}", err=True)
                return 1
            actor = Actor(person=person.id, role=role)
        handle, draft = tempfile.mkstemp(dir=output.parent, prefix=".export-")
        try:
            with os.fdopen(handle, "wb") as target:
                exported = export(order_id, target, actor, with_files=files)
            if isinstance(exported, Refusal):
                typer.echo(f"gongdao: {say('没有这份订单', 'no such order')}: {order_id}", err=True)
                return 1
            os.replace(draft, output)
        finally:
            if os.path.exists(draft):
                os.unlink(draft)
        typer.echo(
            say(
                f"{output}：{exported.entries} 条，隐去 {exported.withheld} 条，文件 {exported.files} 个",
                f"{output}: {exported.entries} entries, {exported.withheld} withheld, {exported.files} files",
            )
        )
    return 0
