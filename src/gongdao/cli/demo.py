"""`gongdao demo`: sample orders lived through the services, then served; `--check` walks one to its end instead."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gongdao.cli import supervise
from gongdao.cli.installation import Installation, opened
from gongdao.cli.language import LANGUAGE, say

if TYPE_CHECKING:
    from gongdao.cli.sample import Cast, Outcome

HOST = "127.0.0.1"
PORT = 8000


def run(port: int, data: Path | None) -> int:
    """Serves the sample until interrupted. The data folder is temporary unless one is given."""
    chosen = port or (PORT if supervise.port_is_free(HOST, PORT) else supervise.free_port(HOST))
    if not supervise.port_is_free(HOST, chosen):
        typer.echo(f"gongdao: {say(f'端口 {chosen} 已被占用', f'port {chosen} is in use')}", err=True)
        return 2
    os.environ["GONGDAO_URL"] = f"http://localhost:{chosen}"
    live_port = supervise.live_beside(HOST, chosen)
    os.environ["GONGDAO_LIVE_URL"] = f"http://localhost:{live_port}"
    stopping = supervise.stop_on_signals()

    def serve(installation: Installation) -> int:
        from gongdao.cli import cast as company
        from gongdao.cli.serve import keep_here
        from gongdao.people.models import Person

        folder = installation.folder
        if Person.objects.exists():
            typer.echo(
                "gongdao: "
                + say(
                    f"{folder} 里已有数据，请换一个空目录，或用 gongdao serve。",
                    f"{folder} already holds an installation; name an empty folder, or use gongdao serve.",
                ),
                err=True,
            )
            return 2

        typer.echo(say("正在把样例订单逐步走一遍……", "living the sample orders, act by act ..."))
        people = company.invite(LANGUAGE)
        main_order = company.populate(people)
        keep_here(folder)
        children = [
            supervise.Child("pages", supervise.granian(HOST, chosen, 1)),
            supervise.Child("live", supervise.live(HOST, live_port)),
            supervise.Child("worker", supervise.worker()),
        ]
        if not supervise.until_served(HOST, chosen):
            typer.echo(f"gongdao: {say('网页没有启动', 'the pages did not start')}", err=True)
        typer.echo(say(f"数据目录：{folder}", f"data folder: {folder}"))
        typer.echo(say("每个角色一个登录链接（只能用一次）：", "one sign-in link per role (each works once):"))
        for role, path in company.sign_in_paths(people, f"/orders/{main_order}"):
            typer.echo(f"  {role:<10} http://localhost:{chosen}{path}")
        typer.echo(say("Ctrl-C 停止", "Ctrl-C stops"))
        return supervise.run(children, stopping, installation.keep_database)

    return _in_folder(data, serve, serving=os.environ["GONGDAO_URL"])


def check(award: "Outcome", data: Path | None) -> int:
    """Lives the founding case to its end, exports and verifies it, prints the sums. 1 if any is off."""

    def walk(installation: Installation) -> int:
        from gongdao.cli import sample
        from gongdao.cli.cast import invented
        from gongdao.kernel.refusals import Refusal
        from gongdao.record.verify import Report, verify
        from gongdao.services import clock
        from gongdao.services.books import unbalanced
        from gongdao.services.export import export
        from gongdao.services.ids import new_order_id
        from gongdao.services.signing import signer

        cast: Cast = invented(LANGUAGE)
        lived = sample.Walk(new_order_id(), cast, clock.now() - timedelta(days=2))
        order = sample.founding(lived, "zh" if LANGUAGE == "zh" else "en", award)
        path = installation.folder / "founding.zip"
        with path.open("wb") as target:
            exported = export(order.id, target, with_files=True)
        if isinstance(exported, Refusal):
            typer.echo(f"gongdao: {exported.code}", err=True)
            return 1
        report = Report()
        verify(path, [signer().key], report)
        recomputed = report.replayed.order if report.replayed else None
        right = (
            report.whole
            and recomputed == order
            and not unbalanced(order.id)
            and (order.released, order.refunded, order.held) == (award * 100, 40_000 - award * 100, 0)
        )
        typer.echo(say(f"订单 {order.id}：{exported.entries} 条", f"order {order.id}: {exported.entries} entries"))
        for step in report.passed:
            typer.echo(f"  ({step.number}) {step.step}: {', '.join(f'{k} {v}' for k, v in step.data.items())}")
        to_seller, to_buyer, held = yuan(order.released), yuan(order.refunded), yuan(order.held)
        typer.echo(
            say(
                f"判给卖家 {to_seller}，退回买家 {to_buyer}，尚在托管 {held}",
                f"to the seller {to_seller}, back to the buyer {to_buyer}, held {held}",
            )
        )
        typer.echo(say("卷宗核验无误" if right else "结果不符", "the record verifies" if right else "something is off"))
        return 0 if right else 1

    return _in_folder(data, walk)


def yuan(fen: int) -> str:
    """Minor units of CNY as a decimal number."""
    return f"{fen // 100}.{fen % 100:02d}"


def _in_folder(data: Path | None, work: Callable[[Installation], int], *, serving: str = "") -> int:
    """Runs `work` on a fresh installation, in the folder given or in a temporary one that is removed afterwards."""
    folder = data or Path(tempfile.mkdtemp(prefix="gongdao-demo-"))
    try:
        with opened(folder, migrate=True, serving=serving) as installation:
            return work(installation)
    finally:
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)
