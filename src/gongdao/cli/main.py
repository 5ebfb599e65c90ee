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

from gongdao.cli.language import LANGUAGE, without_language
from gongdao.cli.texts import text

app = typer.Typer(
    name="gongdao",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=text("gongdao"),
)
ledger_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=text("ledger"))
app.add_typer(ledger_app, name="ledger")
check_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=text("check"),
)
app.add_typer(check_app, name="check")
TAG = "zh-hans" if LANGUAGE == "zh" else "en"
Report = Annotated[Path | None, typer.Option("--report", help=text("report"))]
Json = Annotated[bool, typer.Option("--json", help=text("json"))]

Lang = Annotated[str | None, typer.Option("--lang", help=text("lang"), metavar="zh|en")]
Data = Annotated[
    Path | None,
    typer.Option("--data", help=text("data")),
]


@app.callback()
def _options(lang: Lang = None) -> None:
    """`--lang` was read before parsing (see `language`); it is declared here so that it stands in the help."""


@app.command(help=text("demo"))
def demo(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=text("demo_check"),
        ),
    ] = False,
    award: Annotated[int, typer.Option("--award", help=text("demo_award"))] = 200,
    port: Annotated[int, typer.Option("--port", help=text("port"))] = 0,
    data: Data = None,
) -> None:
    from gongdao.cli import demo as body

    if award not in (200, 300, 400):
        _fail(text("award_wrong"))
    if check:
        raise typer.Exit(body.check(award, data))  # type: ignore[arg-type]
    raise typer.Exit(body.run(port, data))


@app.command(help=text("serve"))
def serve(
    host: Annotated[str, typer.Option("--host", help=text("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=text("port"))] = 8000,
    workers: Annotated[int, typer.Option("--workers", help=text("workers"), min=1, max=64)] = 2,
    data: Data = None,
) -> None:
    from gongdao.cli import serve as body

    raise typer.Exit(body.run(host, port, workers, data))


@app.command(help=text("worker"))
def worker(data: Data = None) -> None:
    from gongdao.cli import serve as body

    raise typer.Exit(body.run_worker(data))


@app.command(help=text("export"))
def export(
    order: Annotated[str, typer.Argument(help=text("order"))],
    output: Annotated[Path, typer.Option("--output", "-o", help=text("output"))],
    viewer: Annotated[
        str | None,
        typer.Option(
            "--viewer",
            help=text("viewer"),
        ),
    ] = None,
    files: Annotated[bool, typer.Option("--files", help=text("files"))] = False,
    data: Data = None,
) -> None:
    from gongdao.cli import export as body

    raise typer.Exit(body.run(order, output, viewer, files, data))


@ledger_app.command("export", help=text("ledger_export"))
def ledger_export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=text("journal")),
    ] = None,
    data: Data = None,
) -> None:
    from gongdao.cli import ledger as body

    raise typer.Exit(body.run(output, data))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    help=text("manage"),
)
def manage(context: typer.Context) -> None:
    from gongdao.cli import manage as body

    raise typer.Exit(body.run(context.args))


@app.command(help=text("verify"))
def verify(
    file: Annotated[Path, typer.Argument(help=text("bundle"))],
    as_json: Json = False,
    key: Annotated[
        str | None,
        typer.Option("--key", help=text("key")),
    ] = None,
    older: Annotated[
        Path | None,
        typer.Option("--older", help=text("older")),
    ] = None,
) -> None:
    from gongdao.cli import verify as body

    raise typer.Exit(body.verify(file, as_json, TAG, key, older))


@app.command(help=text("assess"))
def assess(
    file: Annotated[str, typer.Argument(help=text("findings"))],
    as_json: Json = False,
) -> None:
    from gongdao.cli import assess as body

    raise typer.Exit(body.assess_file(file, as_json, TAG))


@app.command(help=text("rules"))
def rules(
    rule_set: Annotated[str | None, typer.Argument(metavar="ID", help=text("rule_set"))] = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import rules as body

    raise typer.Exit(body.list_rules(rule_set, as_json, TAG))


@app.command(help=text("capture"))
def capture(
    address: Annotated[str, typer.Argument(help=text("capture_address"))],
    output: Annotated[Path, typer.Option("--output", "-o", help=text("capture_output"))],
    pages: Annotated[int, typer.Option("--pages", help=text("capture_pages"), min=1, max=50)] = 8,
    rounds: Annotated[int, typer.Option("--rounds", help=text("capture_rounds"), min=0, max=10)] = 3,
    as_json: Json = False,
) -> None:
    from gongdao.cli import capture as body

    raise typer.Exit(body.capture(address, output, pages, rounds, as_json, TAG))


@check_app.command("imitation", help=text("check_imitation"))
def check_imitation(
    reference: Annotated[str, typer.Option("--reference", help=text("reference_or_address"))],
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    mode: Annotated[
        str,
        typer.Option("--mode", help=text("mode"), metavar="same|own"),
    ] = "same",
    widths: Annotated[str, typer.Option("--widths", help=text("widths"))] = "1440,390",
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_imitation as body

    raise typer.Exit(body.check_imitation(reference, delivery, mode, widths, report, as_json, TAG))


@check_app.command("works", help=text("check_works"))
def check_works(
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    widths: Annotated[str, typer.Option("--widths", help=text("widths"))] = "1440,390",
    form: Annotated[list[str] | None, typer.Option("--form", help=text("form"))] = None,
    weight_max: Annotated[int | None, typer.Option("--weight-max", help=text("weight_max"))] = None,
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_works as body

    raise typer.Exit(body.check_works(delivery, widths, form, weight_max, report, as_json, TAG))


@check_app.command("starts", help=text("check_starts"))
def check_starts(
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    run: Annotated[str | None, typer.Option("--run", help=text("run"), metavar="static|python|node|php")] = None,
    command: Annotated[str | None, typer.Option("--command", help=text("command"))] = None,
    path: Annotated[str, typer.Option("--path", help=text("path"))] = "/",
    expect_text: Annotated[str | None, typer.Option("--expect-text", help=text("expect_text"))] = None,
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_starts as body

    raise typer.Exit(body.check_starts(delivery, run, command, path, expect_text, report, as_json, TAG))


@check_app.command("dataset", help=text("check_dataset"))
def check_dataset(
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    contract: Annotated[Path, typer.Option("--contract", help=text("contract"))],
    source: Annotated[Path | None, typer.Option("--source", help=text("source"))] = None,
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_dataset as body

    raise typer.Exit(body.check_dataset(delivery, contract, source, report, as_json, TAG))


@check_app.command("same", help=text("check_same"))
def check_same(
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    against: Annotated[list[Path], typer.Option("--against", help=text("against"))],
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_same as body

    raise typer.Exit(body.check_same(delivery, against, report, as_json, TAG))


@check_app.command("changes", help=text("check_changes"))
def check_changes(
    reference: Annotated[Path, typer.Option("--reference", help=text("reference"))],
    delivery: Annotated[Path, typer.Option("--delivery", help=text("delivery"))],
    agreed: Annotated[Path, typer.Option("--agreed", help=text("agreed"))],
    widths: Annotated[str, typer.Option("--widths", help=text("widths"))] = "1440",
    material: Annotated[Path | None, typer.Option("--material", help=text("material"))] = None,
    report: Report = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_changes as body

    raise typer.Exit(body.check_changes(reference, delivery, agreed, widths, material, report, as_json, TAG))


@check_app.command("propose", help=text("check_propose"))
def check_propose(
    document: Annotated[Path, typer.Argument(help=text("document"))],
    as_json: Json = False,
) -> None:
    from gongdao.cli import check_changes as body

    raise typer.Exit(body.propose(document, as_json, TAG))


@app.command(help=text("vet"))
def vet(
    packages: Annotated[list[Path], typer.Argument(metavar="PACKAGE.tgz", help=text("vet_packages"))],
    into: Annotated[Path | None, typer.Option("--into", help=text("vet_into"))] = None,
) -> None:
    from gongdao.cli import vet as body

    raise typer.Exit(body.run(packages, into, TAG))


@app.command(help=text("read"))
def read(
    file: Annotated[str, typer.Argument(help=text("post"))],
    order: Annotated[bool, typer.Option("--order", help=text("read_order"))] = False,
    base: Annotated[str, typer.Option("--base", help=text("base"), metavar="YYYY-MM-DD")] = "",
    as_json: Json = False,
) -> None:
    from gongdao.cli import read as body

    raise typer.Exit(body.read(file, order, as_json, TAG, base))


@app.command(help=text("lab"))
def lab(
    orders: Annotated[int, typer.Option("--orders", help=text("lab_orders"))] = 200_000,
    seed: Annotated[int, typer.Option("--seed", help=text("lab_seed"))] = 20120926,
    plot: Annotated[Path | None, typer.Option("--plot", help=text("lab_plot"))] = None,
    as_json: Json = False,
) -> None:
    from gongdao.cli import lab as body

    raise typer.Exit(body.run_lab(orders, seed, plot, as_json, TAG))


def main() -> None:
    """Runs the command line. The only place where an exception becomes a sentence."""
    try:
        app(args=without_language(sys.argv[1:]))
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
