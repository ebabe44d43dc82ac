"""`crosstwin query` against a real reader: which one it asks, what it shows, and how it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crosstwin.local.process import free_port
from tests.contract.cli.conftest import TOKEN, Crosstwin, RunningReader, write_state

DEVICE = "temperature-sensor-1"
RANGE = ("--start", "2026-01-15T10:00:00Z", "--end", "2026-01-15T11:00:00Z")


@pytest.fixture
def deployed(folder: Path, reader: RunningReader) -> None:
    """As after `cdktf deploy l3-azure`: a state with the reader's outputs."""
    write_state(
        folder,
        "l3-azure",
        {
            "hot_reader_url": reader.url,
            "hot_reader_last_entry_url": reader.last_entry_url,
            "inter_cloud_token": TOKEN,
        },
    )


@pytest.mark.usefixtures("deployed")
def test_the_reader_comes_from_the_deployed_outputs(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, *RANGE)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0].split() == ["time", "(UTC)", "temperature", "humidity", "status"]
    assert lines[1].split() == ["2026-01-15T10:00:00Z", "20.0", "40.0", "ok"]
    assert lines[8].split() == ["2026-01-15T10:07:00.5Z", "21.75", "-", "ok"]
    assert len(lines) == 21
    assert "20 rows in" in done.err


@pytest.mark.usefixtures("deployed")
def test_the_newest_values_are_shown(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, "humidity", "status", "--last")
    assert done.code == 0, done.err
    lines = [line.split() for line in done.out.splitlines()]
    assert lines[0] == ["property", "newest", "value", "age"]
    assert [line[:2] for line in lines[1:]] == [["humidity", "59.0"], ["status", "ok"]]
    assert all(int(age) > 300 and unit == "d" for _, _, age, unit in lines[1:])
    assert "newest values in" in done.err


@pytest.mark.usefixtures("deployed")
def test_the_json_of_the_newest_values_has_their_times_and_ages(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, "humidity", "--last", "--json")
    entry = json.loads(done.out)["propertyValues"]["humidity"]
    age = (datetime.now(UTC) - datetime.fromisoformat(entry["time"])).total_seconds()
    assert entry["ageSeconds"] == pytest.approx(age, abs=60)


@pytest.mark.usefixtures("deployed")
def test_json_is_the_merged_answer_and_nothing_else(crosstwin: Crosstwin) -> None:
    whole = crosstwin("query", DEVICE, *RANGE, "--json")
    pages = crosstwin("query", DEVICE, *RANGE, "--json", "--max-results", "3")
    assert whole.code == pages.code == 0
    assert json.loads(pages.out) == json.loads(whole.out)
    assert pages.err == ""
    answer = json.loads(whole.out)
    assert set(answer) == {"propertyValues"}
    assert [len(entry["values"]) for entry in answer["propertyValues"]] == [20, 19, 20]


@pytest.mark.usefixtures("deployed")
def test_a_long_history_comes_in_few_values(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, *RANGE, "--json", "--max-data-points", "2")
    entries = json.loads(done.out)["propertyValues"]
    assert {len(entry["values"]) for entry in entries} <= {0, 1, 2}
    assert "nextToken" not in json.loads(done.out)


@pytest.mark.usefixtures("deployed")
def test_a_limit_is_reported(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, *RANGE, "--limit", "2", "--order", "descending")
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == [
        "2026-01-15T10:19:00.5Z",
        "2026-01-15T10:18:00Z",
    ]
    assert "stopped after 2 rows (--limit); there are more" in done.err


@pytest.mark.usefixtures("deployed")
def test_charts_are_drawn_of_numbers(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE, *RANGE, "--chart")
    assert done.code == 0, done.err
    assert "temperature (UTC)" in done.out
    assert "humidity (UTC)" in done.out
    assert "10:00" in done.out
    assert "no chart of status" in done.err
    assert max(len(line) for line in done.out.splitlines()) <= 80


@pytest.mark.usefixtures("deployed")
def test_the_last_hour_is_the_default(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE)
    assert done.code == 0
    assert done.out == "no values in this time range\n"


def test_url_and_token_can_be_given(
    crosstwin: Crosstwin, reader: RunningReader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "twin.yaml").unlink()
    monkeypatch.setenv("CROSSTWIN_TOKEN", TOKEN)
    done = crosstwin("query", DEVICE, "humidity", *RANGE, "--url", reader.url, "--limit", "1")
    assert done.code == 0, done.err
    # No twin.yaml, so nothing is declared and the value's own type counts.
    assert done.out.splitlines()[1].split()[1] == "40"
    monkeypatch.setenv("CROSSTWIN_TOKEN", "wrong")
    assert crosstwin("query", DEVICE, "humidity", "--url", reader.url, "--token", TOKEN).code == 0


def test_a_wrong_token_says_what_to_check_and_shows_none(
    crosstwin: Crosstwin, reader: RunningReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTWIN_TOKEN", "not-the-token")
    done = crosstwin("query", DEVICE, "--url", reader.url)
    assert done.code == 1
    assert done.out == ""
    assert "UNAUTHORIZED" in done.err
    assert "trace id" in done.err
    assert "CROSSTWIN_TOKEN" in done.err
    assert "not-the-token" not in done.err


def test_the_readers_refusal_is_shown(crosstwin: Crosstwin, deployed: None, reader: RunningReader) -> None:
    reader.store.records[0] = {**reader.store.records[0], "temperature": "hot"}
    done = crosstwin("query", DEVICE, *RANGE)
    assert done.code == 1
    assert done.err.startswith("crosstwin: error: VALUE_TYPE_MISMATCH: property 'temperature'")
    assert "hot" not in done.err
    assert "Traceback" not in done.err


def test_what_a_device_sends_cannot_drive_the_terminal(
    crosstwin: Crosstwin, deployed: None, reader: RunningReader
) -> None:
    reader.store.records[-1] = {**reader.store.records[-1], "status": "[red]\x1b[2J\n\u202eok"}
    for arguments in (("--last",), RANGE):
        done = crosstwin("query", DEVICE, "status", *arguments)
        assert "[red]\\x1b[2J\\n\\u202eok" in done.out


def test_an_unreachable_reader_is_an_error(crosstwin: Crosstwin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSTWIN_TOKEN", TOKEN)
    done = crosstwin("query", DEVICE, "--url", f"http://127.0.0.1:{free_port()}/")
    assert done.code == 1
    assert "Connection refused" in done.err


def test_a_stack_that_is_not_deployed_is_named(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", DEVICE)
    assert done.code == 1
    assert "l3-azure is not deployed" in done.err
    assert "cdktf deploy l3-azure" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pump-8"], "did you mean pump-7?"),
        (["nothing-like-it"], "it has temperature-sensor-1, pump-7, fan-2"),
        ([DEVICE, "temprature"], "did you mean temperature?"),
        ([DEVICE, "--url", "https://x/", "--function", "f"], "--url and --function cannot be combined"),
        ([DEVICE, "--json", "--chart"], "--json and --chart cannot be combined"),
        ([DEVICE, "--last", "--start", "-1h"], "--last and --start cannot be combined"),
        ([DEVICE, "--last", "--end", "now"], "--last and --end cannot be combined"),
        ([DEVICE, "--last", "--limit", "1"], "--last and --limit cannot be combined"),
        ([DEVICE, "--last", "--max-results", "1"], "--last and --max-results cannot be combined"),
        (
            [DEVICE, "--limit", "1", "--max-data-points", "1"],
            "--max-data-points and --limit cannot be combined",
        ),
        ([DEVICE, "--last", "--order", "ascending"], "--last and --order cannot be combined"),
        ([DEVICE, "--last", "--chart"], "--last and --chart cannot be combined"),
        ([DEVICE, "--token", "x"], "only applies to --url"),
        ([DEVICE, "--region", "eu-west-1"], "only applies to --function"),
        ([DEVICE, "--endpoint-url", "http://127.0.0.1:1"], "only applies to --function"),
        ([DEVICE, "--url", "https://example.com/"], "set CROSSTWIN_TOKEN"),
    ],
)
def test_what_does_not_fit_is_wrong_usage(crosstwin: Crosstwin, arguments: list[str], told: str) -> None:
    done = crosstwin("query", *arguments)
    assert done.code == 2
    assert told in done.told


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--start", "yesterday"], "'yesterday' is not a valid time"),
        (["--start", "2026-01-15T10:00:00"], "has no zone"),
        (["--end", "2026-13-01T00:00:00Z"], "is not a valid time"),
        (["--start", "-1h", "--end", "-2h"], "is after --end"),
    ],
)
def test_invalid_times_are_wrong_usage(crosstwin: Crosstwin, arguments: list[str], told: str) -> None:
    done = crosstwin("query", DEVICE, *arguments)
    assert done.code == 2
    assert told in done.told


def test_an_unknown_device_needs_its_properties(
    crosstwin: Crosstwin, reader: RunningReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTWIN_TOKEN", TOKEN)
    assert crosstwin("query", "other-twin", "x", "--url", reader.url).code == 0
    done = crosstwin("query", "other-twin", "--url", reader.url)
    assert done.code == 2
    assert "name the properties" in done.told
