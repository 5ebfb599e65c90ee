"""`gongdao check dataset`: hold a delivered table against its contract, without a server or a database."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gongdao.cli.check_common import answer, complain, refuse
from gongdao.cli.check_imitation import USAGE_ERROR


def check_dataset(
    delivery: Path,
    contract: Path,
    source: Path | None = None,
    report: Path | None = None,
    as_json: bool = False,
    lang: str = "zh-hans",
) -> int:
    """Run the check and print its result. `contract` is TOML or JSON; `source` holds the pinned source pages.

    Returns 0 passed, 1 failed, 2 cannot tell or a contract that cannot be read (its key is named), 64 no such file.
    """
    from gongdao.checks.kinds.dataset import ContractError, read_contract

    if not contract.exists():
        return complain("not_there", lang, USAGE_ERROR, name=str(contract))
    try:
        agreed = read_contract(contract)
    except ContractError as fault:
        return refuse(fault, lang)
    inputs = {"delivery": delivery} | ({"source": source} if source is not None else {})
    return answer("dataset", inputs, {"contract": msgspec.to_builtins(agreed)}, report, as_json, lang)
