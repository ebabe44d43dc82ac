"""The data connector of Azure Digital Twins over all readers, in a few minutes of `make reliability`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from benchmarks.reliability.outage_targets import TARGETS
from benchmarks.reliability.pace import SHORT
from benchmarks.reliability.refresh_run import run_refreshes
from benchmarks.reliability.watched_twins import PROPERTY, WatchedTwins, device, graph, time_of
from crosstwin.local import azure
from crosstwin.local.digital_twins.service import API_VERSION


@pytest.mark.nightly
def test_no_outage_leaves_a_twin_behind_or_gives_it_an_older_value(tmp_path: Path) -> None:
    """Its app is killed within a run and replaced, readers, stores, platforms and the service throttle."""
    if missing := azure.why_not() or TARGETS["azure"].why_not():
        pytest.skip(f"no Azure on this machine: {missing}")
    for refreshes in run_refreshes(SHORT, tmp_path):
        assert not refreshes.broken


def test_older_values_and_runs_at_once_are_noticed() -> None:
    """Or the run above would show nothing."""
    twins, twin = WatchedTwins(), device("azure", 0)

    def call(method: str, path: str, body: Any, instance: int = 0) -> TestResponse:
        headers = {"User-Agent": f"sdk instance-{instance}"}
        version = {"api-version": API_VERSION}
        answer = Client(twins.wsgi).open(
            path, method=method, json=body, query_string=version, headers=headers
        )
        assert answer.status_code < 300, answer.text
        return answer

    def patch(value: int, time: str, instance: int = 0) -> None:
        source_time = f"/$metadata/{PROPERTY}/sourceTime"
        operations = [
            {"op": "add", "path": f"/{PROPERTY}", "value": value},
            {"op": "replace", "path": source_time, "value": time},
        ]
        call("PATCH", f"/digitaltwins/{twin}", operations, instance)

    found = json.loads(graph())
    call("POST", "/models", [model["interface"] for model in found["models"].values()])
    call("PUT", f"/digitaltwins/{twin}", {"$metadata": {"$model": found["twins"][twin]["model"]}})
    patch(5, time_of(5))
    patch(6, time_of(6))
    assert twins.wrong == twins.overlaps == []
    patch(4, time_of(4))
    patch(7, time_of(8))
    assert len(twins.wrong) == 2
    call(
        "POST", "/query", {"query": "SELECT * FROM digitaltwins T WHERE T.hotProvider = 'azure'"}, instance=1
    )
    assert twins.overlaps == []
    patch(9, time_of(9), instance=0)
    assert len(twins.overlaps) == 1
