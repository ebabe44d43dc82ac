"""The hot readers of all clouds, and over existing stores. A fourth cloud is one more line in CLOUDS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from crosstwin.local import aws, azure, gcp
from crosstwin.local.reader import RunningReader
from tests.contract.readers.mappings import EXISTING
from tests.contract.readers.served import running_existing

# The contract's characters for tokens: base64 and its URL-safe form.
TOKEN = "newest+/=-_." + "n" * 600
PREVIOUS_TOKEN = "previous-token"
# It has a fixture `reader` of its own.
RECORDS_READ = "tests.contract.readers.test_records_read"

CLOUDS: dict[str, tuple[Callable[[Path, str], AbstractContextManager[RunningReader]], Callable[[], str]]] = {
    "aws": (aws.running_reader, aws.why_not),
    "azure": (azure.running_reader, azure.why_not),
    "gcp": (gcp.running_reader, gcp.why_not),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks a running reader over HTTP."""

    local: RunningReader

    def post(
        self,
        payload: Mapping[str, Any] | None = None,
        *,
        last_entry: bool = False,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        method: str = "POST",
    ) -> requests.Response:
        body = {"source_cloud": "aws", "target_layer": "L3-hot", "message_type": "query", "payload": payload}
        return requests.request(
            method,
            self.local.hot_reader_last_entry_url if last_entry else self.local.hot_reader_url,
            headers={"X-Inter-Cloud-Token": TOKEN} if headers is None else headers,
            json=body if data is None else None,
            data=data,
            timeout=30,
        )

    def ask(self, payload: Mapping[str, Any], *, last_entry: bool = False) -> dict[str, Any]:
        response = self.post(payload, last_entry=last_entry)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "reader" in metafunc.fixturenames and metafunc.module.__name__ != RECORDS_READ:
        over = metafunc.definition.get_closest_marker("over")
        own_only = metafunc.definition.get_closest_marker("own_records")
        names = over.args if over else () if own_only else EXISTING
        params = [*(() if over else CLOUDS), *existing_params(names)]
        metafunc.parametrize("reader", params, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [
        item
        for item in items
        # Periods end a day from now, so a reader does not see later records.
        if not (
            re.search("azure-(periods|levels)", item.name) and re.search("future|overview_of_one", item.name)
        )
        # There is no document of this name.
        and not item.name.endswith("[gcp-subcollection-a/b]")
    ]


def existing_params(names: Iterable[str], by_day: Iterable[str] | None = None) -> list[Any]:
    """Those of `by_day` run with every change; by default those that are not nightly."""
    return [
        pytest.param(
            name,
            marks=[pytest.mark.nightly]
            if (existing.nightly if by_day is None else name not in by_day)
            else [],
        )
        for name, existing in EXISTING.items()
        if name in names
    ]


@pytest.fixture(scope="session")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    existing = EXISTING.get(request.param)
    cloud = existing.cloud if existing else request.param
    running, why_not = CLOUDS[cloud]
    if missing := why_not():
        pytest.skip(f"no {cloud} reader on this machine: {missing}")
    folder, tokens = tmp_path_factory.mktemp(request.param), f"{TOKEN},{PREVIOUS_TOKEN}"
    with running_existing(existing, folder, tokens) if existing else running(folder, tokens) as local:
        yield Reader(local)
