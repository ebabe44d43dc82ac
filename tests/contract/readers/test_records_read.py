"""What a query costs on every cloud: the records that a reader's log line says it read (`rows`)."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests

from benchmarks.fuzz.readers import HISTORY, FuzzedReader, Request, running
from tests.contract.readers.asking import HOUR, fresh_device, record
from tests.contract.readers.conftest import CLOUDS, TOKEN, existing_params
from tests.contract.readers.mappings import EXISTING
from tests.contract.readers.served import running_existing

ORDERED_BY_TIME = {name for name, existing in EXISTING.items() if "time_format" in existing.records}
ORDERS = ["ASCENDING", "DESCENDING"]


@pytest.fixture(
    scope="module", params=["lambda", "azure", "gcp", *existing_params(EXISTING, by_day=("aws-rule",))]
)
def reader(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FuzzedReader]:
    # AWS's reader is its handler in this process: ministack drops the fields of log lines.
    existing = EXISTING.get(request.param)
    cloud = existing.cloud if existing else request.param
    missing = CLOUDS[cloud][1]() if cloud in CLOUDS else None
    if missing:
        pytest.skip(f"no {cloud} reader on this machine: {missing}")
    folder = tmp_path_factory.mktemp(request.param)
    if existing is None:
        with running(request.param, folder) as reader:
            yield reader
        return
    with running_existing(existing, folder, TOKEN) as local, requests.Session() as session:
        yield FuzzedReader(request.param, local, session, folder)


def ask(reader: FuzzedReader, path: str, payload: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The answer, and how many records the reader says it read for it."""
    trace_id = uuid.uuid4().hex
    body = {"target_layer": "L3-hot", "trace_id": trace_id, "payload": payload}
    response = reader.send(Request(path, json.dumps(body).encode()))
    assert response.status_code == 200, response.text
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for log in reader.folder.rglob("*.log"):
            for line in log.read_text(encoding="utf-8").splitlines():
                if trace_id in line and '"rows"' in line:
                    return response.json(), int(json.loads(line[line.index("{") :])["rows"])
        time.sleep(0.05)
    raise AssertionError(f"no line of {trace_id} in the log")


def pages(reader: FuzzedReader, payload: Mapping[str, Any]) -> Iterator[tuple[list[Any], int]]:
    """The values of the first property, and the records read for them, page by page."""
    token = None
    while True:
        answer, read = ask(reader, HISTORY, {**payload, "nextToken": token})
        yield answer["propertyValues"][0]["values"], read
        token = answer.get("nextToken")
        if token is None:
            return


@pytest.mark.parametrize("order", ORDERS)
def test_every_page_of_a_long_history_costs_what_it_gives(reader: FuzzedReader, order: str) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in range(1500)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
    found: list[Any] = []
    for values, read in pages(reader, {**payload, "maxResults": 400}):
        assert read <= len(values) + 3
        found += values
    assert len(found) == 1500
    few = pages(reader, {**payload, "maxResults": 10})
    for _ in range(3):
        values, read = next(few)
        assert (len(values), read <= 13) == (10, True)


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_that_ends_within_a_second_reads_this_second_and_no_more(
    reader: FuzzedReader, order: str
) -> None:
    device = fresh_device()
    rows = [record(device, f"10:00:{n // 20:02}.{n % 20:03}Z", n=n) for n in range(300)]
    reader.local.put(rows)
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
    found: list[int] = []
    for values, read in pages(reader, {**payload, "maxResults": 30}):
        edges = 0 if reader.name in ORDERED_BY_TIME else 2 * 20
        assert read <= len(values) + 3 + edges
        found += [item["value"]["IntegerValue"] for item in values]
    assert found == sorted(range(300), reverse=order == "DESCENDING")


@pytest.mark.parametrize("order", ORDERS)
def test_a_filter_reads_little_more_than_up_to_the_row_that_it_needs(
    reader: FuzzedReader, order: str
) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n % 50) for n in range(1500)])
    filters = [{"propertyName": "n", "operator": "=", "value": 25}]
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "orderByTime": order, **HOUR}
    for values, read in pages(reader, {**payload, "propertyFilters": filters, "maxResults": 2}):
        assert len(values) == 2
        assert read <= 2 * 150 + 3


def test_a_page_of_interpolated_values_reads_the_records_around_them(reader: FuzzedReader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in range(1500)])
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 2}
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "interpolation": interpolation, **HOUR}
    for number, (values, read) in enumerate(pages(reader, {**payload, "maxResults": 10})):
        assert len(values) == 10
        assert read <= 2 * 10 + 2 * 3
        if number == 3:
            break


def test_a_down_sampled_history_reads_each_record_once(reader: FuzzedReader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n) for n in range(1500)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "maxDataPoints": 10, **HOUR}
    assert ask(reader, HISTORY, payload)[1] == 1500
