"""A capture that was asked for is done by the worker, from its queue, and its name is known there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from procrastinate.contrib.django import app

from gongdao.checks.capture.live import Limits, take
from gongdao.checks.capture.live_addresses import reach_of
from gongdao.services import references
from gongdao.services.ids import new_order_id
from tests.little_site import LittleSite


def test_the_worker_captures_what_was_asked_for(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "take", partial(take, limits=Limits(rounds=0)))
    site, order_id = LittleSite(), new_order_id()
    site.page("/", "<h1>Cups</h1>")
    settings.CAPTURE = reach_of(site.host)
    try:
        assert references.ask(order_id, site.at("/"), "alice") is None
        assert references.waiting(order_id, site.at("/"))

        async def work() -> None:
            with app.with_connector(app.connector.get_worker_connector()) as own:  # type: ignore[attr-defined]
                async with own.open_async():
                    await own.run_worker_async(wait=False, install_signal_handlers=False, delete_jobs="successful")

        # The browser tests leave a loop of theirs running in the main thread.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, work()).result()
        assert not references.waiting(order_id, site.at("/"))
        found = references.latest(order_id, site.at("/"))
        assert found is not None
        assert found.file is not None
        assert site.asked == ["/"]
    finally:
        site.close()
