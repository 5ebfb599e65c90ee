"""`gongdao serve`: database, pages and worker under one roof, stopped cleanly. `gongdao worker`: the worker alone."""

import os
from pathlib import Path

import typer

from gongdao.cli import supervise
from gongdao.cli.installation import opened
from gongdao.cli.language import say


def run(host: str, port: int, workers: int, data: Path | None) -> int:
    """Serves until interrupted. Returns 2 when the port is taken, 3 when a part of it cannot be kept running.

    Raises AlreadyServedError when another process serves this folder and its database.
    """
    if not supervise.port_is_free(host, port):
        typer.echo(
            "gongdao: "
            + say(
                f"端口 {port} 已被占用，请用 --port 另选一个。", f"port {port} is in use; choose another with --port."
            ),
            err=True,
        )
        return 2
    os.environ.setdefault("GONGDAO_URL", f"http://localhost:{port}")
    live_port = supervise.live_beside(host, port)
    if os.environ["GONGDAO_URL"].startswith("http://localhost"):
        os.environ.setdefault("GONGDAO_LIVE_URL", f"http://localhost:{live_port}")
    stopping = supervise.stop_on_signals()
    with opened(data, migrate=True, serving=os.environ["GONGDAO_URL"]) as installation:
        folder = installation.folder
        keep_here(folder)
        children = [
            supervise.Child("pages", supervise.granian(host, port, workers)),
            supervise.Child("live", supervise.live(host, live_port)),
            supervise.Child("worker", supervise.worker()),
        ]
        shown = os.environ["GONGDAO_URL"]
        typer.echo(say(f"数据目录：{folder}", f"data folder: {folder}"))
        database = say("DATABASE_URL 所指", "as in DATABASE_URL") if os.environ.get("DATABASE_URL") else folder / "db"
        typer.echo(say(f"数据库：{database}", f"database: {database}"))
        if supervise.until_served(host, port):
            typer.echo(say(f"网页：{shown}（Ctrl-C 停止）", f"pages: {shown} (Ctrl-C stops)"))
        return supervise.run(children, stopping, installation.keep_database)


def keep_here(folder: Path) -> None:
    """Whatever the children inherit, they use this folder and its database, as the application."""
    os.environ["GONGDAO_DATA"] = str(folder)
    os.environ["GONGDAO_DB_ROLE"] = "app"


def run_worker(data: Path | None) -> int:
    """Runs the worker until interrupted."""
    stopping = supervise.stop_on_signals()
    with opened(data):
        from gongdao.config.prepare import settle
        from gongdao.worker.run import run as run_until

        settle()
        run_until(stopping)
    return 0
