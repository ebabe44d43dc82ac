"""The page's server: what it serves, to whom, and what it never tells."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from crosstwin.page.files import STATIC
from crosstwin.page.server import serving_page
from tests.browser.page.conftest import TOKEN, ShownTwin


def get(twin: ShownTwin, path: str, **options: Any) -> requests.Response:
    return requests.get(twin.url + path, timeout=30, **options)


def test_a_reading_has_no_more_values_than_the_page_can_show_and_keeps_the_extremes(twin: ShownTwin) -> None:
    device = twin.deployment.devices[0]
    whole, drawn = (
        get(twin, f"api/readings?device={device.id}&start=-2h&points={points}").json()
        for points in (10_000, 20)
    )
    values, kept = (
        [value for _, value in answer["devices"][device.id]["history"]["columns"]["temperature"]]
        for answer in (whole, drawn)
    )
    assert len(values) >= 120
    assert len(kept) <= 20
    assert (min(kept), max(kept)) == (min(values), max(values))


def test_only_devices_of_the_twin_can_be_asked(twin: ShownTwin) -> None:
    answer = get(twin, "api/readings?device=another-device&start=-1h&points=100")
    assert answer.status_code == 404
    assert "another-device" in answer.json()["error"]


def test_devices_of_all_clouds_are_one_request_answered_cloud_by_cloud(twin: ShownTwin) -> None:
    asked = "&".join(f"device={device.id}" for device in twin.deployment.devices)
    answer = get(twin, f"api/readings?start=-2h&points=100&{asked}")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert {line["cloud"] for line in lines} == set(twin.readers)
    found = {name: reading for line in lines for name, reading in line["devices"].items()}
    assert set(found) == {device.id for device in twin.deployment.devices}
    assert all(reading["newest"]["values"] and reading["history"]["columns"] for reading in found.values())


@pytest.mark.parametrize("devices", [0, 101])
def test_devices_of_one_request_are_one_to_a_hundred(twin: ShownTwin, devices: int) -> None:
    fleet = twin.deployment.model_copy(
        update={
            "devices": tuple(
                twin.deployment.devices[0].model_copy(update={"id": f"d{number}"}) for number in range(101)
            )
        }
    )
    with serving_page(fleet, twin.readers) as url:
        asked = "&".join(f"device=d{number}" for number in range(devices))
        answer = requests.get(f"{url}api/readings?start=-1h&points=9&{asked}", timeout=30)
    assert (answer.status_code, answer.json()["error"]) == (400, "expected device, 1 to 100 times")


@pytest.mark.parametrize("query", ["", "&start=-1h", "&start=yesterday&points=100", "&start=-1h&points=many"])
def test_a_question_that_is_none_is_refused(twin: ShownTwin, query: str) -> None:
    answer = get(twin, f"api/readings?device={twin.deployment.devices[0].id}{query}")
    assert (answer.status_code, "expected start" in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("path", ["", "page.js", "api/twin", "api/readings?device=pump-7&start=-1h&points=9"])
def test_a_name_that_was_rebound_to_this_machine_gets_nothing(twin: ShownTwin, path: str) -> None:
    answer = get(twin, path, headers={"Host": "rebound.example"})
    assert answer.status_code == 400
    assert "factory" not in answer.text


def test_only_the_pages_own_files_are_served(twin: ShownTwin) -> None:
    for file in STATIC.iterdir():
        assert get(twin, file.name).content == file.read_bytes()
    for path in ("server.py", "..%2fserver.py", "%2e%2e/server.py", "static"):
        assert get(twin, path).status_code == 404


def test_every_answer_forbids_inline_scripts_frames_and_other_origins(twin: ShownTwin) -> None:
    for path in ("", "echarts.min.js", "api/twin", "no-such-file"):
        headers = get(twin, path).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_server_answers_get_requests_only(twin: ShownTwin) -> None:
    assert requests.post(f"{twin.url}api/twin", json={}, timeout=30).status_code == 405


def test_no_answer_holds_the_token(twin: ShownTwin) -> None:
    device = twin.deployment.devices[0].id
    for path in (
        "api/twin",
        f"api/readings?device={device}&start=-1h&points=9",
        f"api/readings?device={device}&start=-1h&points=0",
    ):
        assert TOKEN not in get(twin, path).text
