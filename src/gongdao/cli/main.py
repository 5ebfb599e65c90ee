"""The command `gongdao`: one door to everything an installation or a stranger with a bundle needs.

Commands load what they need when they run, so that help comes at once and `verify` and `assess` work where neither
Django nor a database is installed. Whatever a user can get wrong is answered in a sentence and an exit code, never with
a stack trace: 0 done, 1 refused or found false, 2 not understood, 3 a fault of ours.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from gongdao.cli.language import LANGUAGE, say

app = typer.Typer(
    name="gongdao",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "公道：定制工作的托管与争议处理。约定逐项写明，款项托管，交付封存，争议逐项认定，金额可由任何人重算。",
        "Gongdao: escrow and dispute resolution for custom work. Agreed item by item, held, delivered into custody, "
        "decided on findings, recomputable by anyone.",
    ),
)
ledger_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help=say("托管账：导出为 hledger 可核对的账本", "The escrow ledger")
)
app.add_typer(ledger_app, name="ledger")

Lang = Annotated[str | None, typer.Option("--lang", help=say("语言：zh 或 en", "language: zh or en"), metavar="zh|en")]
Data = Annotated[
    Path | None,
    typer.Option("--data", help=say("数据目录（默认取 GONGDAO_DATA）", "data folder (default: GONGDAO_DATA)")),
]


@app.callback()
def _options(lang: Lang = None) -> None:
    """`--lang` was read before parsing (see `language`); it is declared here so that it stands in the help."""


@app.command(
    help=say(
        "用一次性的数据库走一遍样例订单并打开网页，给每个角色打印一个登录链接",
        "Start an embedded database, live the sample orders, serve them, print a sign-in link per role",
    )
)
def demo(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=say(
                "不开网页：走完样例，导出并核验卷宗，打印金额后退出",
                "no pages: live the founding case to its end, export and verify its bundle, print the sums, exit",
            ),
        ),
    ] = False,
    award: Annotated[
        int, typer.Option("--award", help=say("认定后的金额：200、300 或 400", "what is found: 200, 300 or 400"))
    ] = 200,
    port: Annotated[int, typer.Option("--port", help=say("端口（0 为任选）", "port (0: any free one)"))] = 0,
    data: Data = None,
) -> None:
    from gongdao.cli import demo as body

    if award not in (200, 300, 400):
        _fail(say("--award 只能是 200、300 或 400", "--award is 200, 300 or 400"))
    if check:
        raise typer.Exit(body.check(award, data))  # type: ignore[arg-type]
    raise typer.Exit(body.run(port, data))


@app.command(
    help=say(
        "提供网页：数据保存在所示目录，可用 DATABASE_URL 指定数据库",
        "Serve the pages: data stays in the folder it names; DATABASE_URL is honoured",
    )
)
def serve(
    host: Annotated[str, typer.Option("--host", help=say("监听地址", "address to listen on"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=say("端口", "port"))] = 8000,
    workers: Annotated[int, typer.Option("--workers", help=say("网页进程数", "page processes"), min=1, max=64)] = 2,
    data: Data = None,
) -> None:
    from gongdao.cli import serve as body

    raise typer.Exit(body.run(host, port, workers, data))


@app.command(
    help=say("只运行后台：到期事项、检验、签名", "Run the background worker alone: clocks, checks, checkpoints")
)
def worker(data: Data = None) -> None:
    from gongdao.cli import serve as body

    raise typer.Exit(body.run_worker(data))


@app.command(help=say("把一份订单的卷宗导出为可独立核验的文件", "Export an order's record as a file anyone can verify"))
def export(
    order: Annotated[str, typer.Argument(help=say("订单编号", "order number"))],
    output: Annotated[Path, typer.Option("--output", "-o", help=say("输出文件（.zip）", "file to write (.zip)"))],
    viewer: Annotated[
        str | None,
        typer.Option(
            "--viewer",
            help=say(
                "以某人所见导出：编号或用户名；省略则为全文", "as this person sees it (id or username); else whole"
            ),
        ),
    ] = None,
    files: Annotated[bool, typer.Option("--files", help=say("附上文件", "include files"))] = False,
    data: Data = None,
) -> None:
    from gongdao.cli import export as body

    raise typer.Exit(body.run(order, output, viewer, files, data))


@ledger_app.command("export", help=say("打印 hledger 账本", "Print the journal, for hledger check"))
def ledger_export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=say("输出文件（默认标准输出）", "file (default: standard output)")),
    ] = None,
    data: Data = None,
) -> None:
    from gongdao.cli import ledger as body

    raise typer.Exit(body.run(output, data))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    help=say(
        "管理命令（Django）：migrate、createsuperuser、rebuild、people……",
        "Management commands (Django's and ours): migrate, createsuperuser, rebuild ...",
    ),
)
def manage(context: typer.Context) -> None:
    from gongdao.cli import manage as body

    raise typer.Exit(body.run(context.args))


def main() -> None:
    """Runs the command line. The only place where an exception becomes a sentence."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        if os.environ.get("GONGDAO_DEBUG") == "1":
            raise
        from gongdao.cli.faults import told

        code, sentence = told(fault)
        typer.echo(f"gongdao: {sentence}", err=True)
        sys.exit(code)


def _fail(sentence: str) -> None:
    typer.echo(f"gongdao: {sentence}", err=True)
    raise typer.Exit(2)


__all__ = ["LANGUAGE", "app", "main"]

if __name__ == "__main__":
    main()
