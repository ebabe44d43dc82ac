"""One channel for all threads, whoever is first: a second one would close the first while it is in use."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from crosstwin.packages.places import ROOT
from tests.contract.readers.served import importable

with importable(ROOT / "functions/gcp/hot-reader"):
    import run_query


def test_threads_that_ask_first_at_the_same_time_share_one_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    class Channel:
        def unary_stream(self, *_: Any, **__: Any) -> object:
            return object()

    def open_slowly(_: Any) -> Channel:
        time.sleep(0.05)
        opened.append(Channel())
        return opened[-1]

    monkeypatch.setattr(run_query, "_channel", open_slowly)
    queries = run_query.RunQuery(client=None)
    with ThreadPoolExecutor(8) as pool:
        stubs = [*pool.map(lambda _: queries._stub(), range(8))]
    assert len(opened) == 1
    assert {*stubs} == {stubs[0]}
