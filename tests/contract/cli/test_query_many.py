"""`crosstwin query` of several devices, of a type, in other zones, as CSV, and again and again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosstwin.local.process import free_port
from tests.contract.cli.conftest import Crosstwin, RunningReader, running_reader
from tests.contract.cli.fleet import TWIN, deployed, state
from tests.contract.functions.connector import server as misbehaving
from tests.unit.core.memory_store import MemoryStore

RANGE = ("--start", "2026-01-15T10:00:00Z", "--end", "2026-01-15T11:00:00Z")


@pytest.fixture
def stores(folder: Path) -> Iterator[dict[str, RunningReader]]:
    """A twin on three clouds, deployed."""
    with deployed(folder) as found:
        yield found


def table(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines()]


@pytest.mark.usefixtures("stores")
def test_the_newest_values_of_a_type_come_from_all_clouds_with_their_ages(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "--type", "press", "--last")
    assert done.code == 0, done.err
    lines = table(done.out)
    assert lines[0] == ["device", "property", "newest", "value", "age"]
    assert [line[:3] for line in lines[1:]] == [
        ["press-1", "force", "81.5"],
        ["press-1", "fault", '{"code":'],
        ["press-2", "force", "82.0"],
        ["press-2", "fault", "-"],
        ["press-3", "force", "-"],
        ["press-3", "fault", "-"],
    ]
    assert lines[1][-1] == "d"
    assert "newest values in" in done.err


def test_clouds_behind_one_host_have_readers_of_their_own(crosstwin: Crosstwin, folder: Path) -> None:
    (folder / "twin.yaml").write_text(TWIN)
    with misbehaving.serving() as server:
        for cloud in ("aws", "azure"):
            state(folder, cloud, f"{server.url}{cloud}", f"{server.url}{cloud}")
        server.will(
            misbehaving.answer({"devices": [{"iotDeviceId": "press-1", "values": {}}]}),
            misbehaving.answer({"devices": [{"iotDeviceId": "press-2", "values": {}}]}),
        )
        crosstwin("query", "press-1", "press-2", "force", "--last")
        asked = [
            [one["iotDeviceId"] for one in one.envelope["payload"]["devices"]] for one in server.received
        ]
    assert sorted(asked) == [["press-1"], ["press-2"]]


@pytest.mark.usefixtures("stores")
def test_a_file_of_connections_names_the_reader_of_each_cloud(crosstwin: Crosstwin, folder: Path) -> None:
    assert crosstwin("export", "aws", "azure").code == 0
    (folder / "state").rename(folder / "no-state-here")
    done = crosstwin(
        *("query", "press-1", "press-2", "force", "--last", "--csv", "--config", "config_inter_cloud.json")
    )
    assert done.code == 0, done.err
    assert [line.split(",")[:3] for line in done.out.splitlines()[1:]] == [
        ["press-1", "force", "81.5"],
        ["press-2", "force", "82.0"],
    ]


@pytest.mark.usefixtures("stores")
def test_twin_yaml_distinguishes_devices_and_properties(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "press-1", "pump-7", "force", "--last")
    assert [line[:3] for line in table(done.out)[1:]] == [
        ["press-1", "force", "81.5"],
        ["pump-7", "force", "1.5"],
    ]
    # A property of the first device is that, though another device is called so.
    done = crosstwin("query", "pump-7", "rpm", "--last")
    assert [line[:2] for line in table(done.out)[1:]] == [["rpm", "900"]]
    done = crosstwin("query", "press-1", "rpm", "--last", "--json")
    assert [one["iotDeviceId"] for one in json.loads(done.out)["devices"]] == ["press-1", "rpm"]


@pytest.mark.usefixtures("stores")
def test_json_of_several_devices_is_the_contracts_answer_with_ages(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "press-2", "press-1", "force", "--last", "--json")
    first, second = json.loads(done.out)["devices"]
    assert (first["iotDeviceId"], second["iotDeviceId"]) == ("press-2", "press-1")
    entry = second["values"]["force"]
    assert (entry["time"], entry["value"]) == ("2026-01-15T10:30:00.5Z", {"DoubleValue": 81.5})
    assert entry["ageSeconds"] > 0


@pytest.mark.usefixtures("stores")
def test_csv_of_newest_values_has_a_line_for_each_value(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "--type", "press", "--last", "--csv", "--tz", "Europe/Berlin")
    assert done.code == 0, done.err
    rows = list(csv.DictReader(done.out.splitlines()))
    assert [(row["device"], row["property"], row["value"], row["time"]) for row in rows] == [
        ("press-1", "force", "81.5", "2026-01-15T11:30:00.5+01:00"),
        ("press-1", "fault", '{"code": "E1"}', "2026-01-15T11:00:00+01:00"),
        ("press-2", "force", "82.0", "2026-01-15T11:30:00+01:00"),
    ]
    assert all(float(row["age_seconds"]) > 0 for row in rows)


@pytest.mark.usefixtures("stores")
def test_csv_of_a_history_has_a_line_for_each_time(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "press-1", *RANGE, "--csv")
    assert list(csv.reader(done.out.splitlines())) == [
        ["device", "time", "force", "fault"],
        ["press-1", "2026-01-15T10:00:00Z", "80.5", '{"code": "E1"}'],
        ["press-1", "2026-01-15T10:30:00.5Z", "81.5", ""],
    ]
    assert done.err == ""


@pytest.mark.usefixtures("stores")
def test_histories_of_a_type_are_one_table(crosstwin: Crosstwin) -> None:
    done = crosstwin("query", "--type", "press", *RANGE, "--order", "descending")
    assert done.code == 0, done.err
    assert [line.rstrip().split(maxsplit=3) for line in done.out.splitlines()] == [
        ["device", "time", "(UTC)", "force  fault"],
        ["press-1", "2026-01-15T10:30:00.5Z", "81.5", "-"],
        ["press-1", "2026-01-15T10:00:00Z", "80.5", '{"code": "E1"}'],
        ["press-2", "2026-01-15T10:30:00Z", "82.0", "-"],
    ]
    assert "3 rows in" in done.err
    devices = json.loads(crosstwin("query", "--type", "press", "force", *RANGE, "--json").out)["devices"]
    assert [(one["iotDeviceId"], len(one["propertyValues"][0]["values"])) for one in devices] == [
        ("press-1", 2),
        ("press-2", 1),
        ("press-3", 0),
    ]


@pytest.mark.usefixtures("stores")
def test_charts_of_several_devices_have_their_names(crosstwin: Crosstwin) -> None:
    out = crosstwin("query", "press-1", "press-2", "force", *RANGE, "--chart", "--tz", "Asia/Tokyo")
    assert out.out.splitlines()[:2] == ["press-1", "force (Asia/Tokyo)"]
    assert "19:30" in out.out
    assert "no chart of force of press-2" in out.err


@pytest.mark.usefixtures("stores")
def test_times_are_shown_in_the_zone_with_its_offset(crosstwin: Crosstwin) -> None:
    lines = crosstwin("query", "press-1", "force", *RANGE, "--tz", "asia/tokyo").out.splitlines()
    assert lines[0].split() == ["time", "(Asia/Tokyo)", "force"]
    assert lines[2].split() == ["2026-01-15T19:30:00.5+09:00", "81.5"]
    done = crosstwin("query", "press-1", "force", "--last", "--tz", "Asia/Tokyo")
    assert table(done.out)[1][-1] == "2026-01-15T19:30:00.5+09:00"
    assert crosstwin("query", "press-1", "force", *RANGE, "--tz", "local").code == 0


def test_a_cloud_that_is_gone_fails_its_devices_alone(
    crosstwin: Crosstwin, stores: dict[str, RunningReader], folder: Path
) -> None:
    gone = f"http://127.0.0.1:{free_port()}/"
    state(folder, "azure", gone, gone)
    done = crosstwin("query", "--type", "press", "force", "--last")
    assert done.code == 1
    assert [line[0] for line in table(done.out)[1:]] == ["press-1", "press-3"]
    assert "error: press-2: 127.0.0.1:" in done.told
    assert "refused" in done.told
    whole = json.loads(crosstwin("query", "--type", "press", "force", "--last", "--json").out)["devices"]
    assert [one.get("error", {}).get("code") for one in whole] == [None, "READER_FAILED", None]


@pytest.mark.usefixtures("stores")
def test_devices_that_fail_alike_are_one_line(crosstwin: Crosstwin, folder: Path) -> None:
    gone = f"http://127.0.0.1:{free_port()}/"
    state(folder, "aws", gone, gone)
    done = crosstwin("query", "press-1", "pump-7", "force", "--last")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("crosstwin: error: press-1, pump-7: 127.0.0.1:") == 1
    assert done.err.count("refused") == 1


def test_of_a_fleet_whose_devices_fail_each_in_its_own_way_the_first_are_shown(
    crosstwin: Crosstwin, folder: Path
) -> None:
    """Records of another form than the declared one fail every device with a message of its own."""
    devices = "".join(f"  - {{id: d{n:03}, type: press}}\n" for n in range(200))
    text = TWIN[: TWIN.index("  - {id: press-1")] + devices + TWIN[TWIN.index("aws: {region") :]
    (folder / "twin.yaml").write_text(text)
    records = [{"iotDeviceId": f"d{n:03}", "id": "17954", "force": 1.5} for n in range(200)]
    with running_reader(MemoryStore(records)) as reader:
        state(folder, "aws", reader.url, reader.last_entry_url)
        done = crosstwin("query", "--type", "press", "--last")
    assert done.code == 1
    lines = [line for line in done.err.splitlines() if line.startswith("crosstwin: error: ")]
    assert len(lines) == 11
    assert lines[0].startswith("crosstwin: error: d000: INVALID_STORED_RECORD: ")
    assert lines[10] == "crosstwin: error: 190 more failed; --json has the error of each"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name a device, or a type with --type"),
        (["--type", "pres", "--last"], "pres is not a device type of twin.yaml; did you mean press?"),
        (["--type", "idle", "--last"], "twin.yaml has no device of type idle"),
        (["--type", "press", "--function", "f"], "--type and --function cannot be combined"),
        (["press-1", "press-2", "--function", "f"], "answers for one device"),
        (["press-1", "press-9"], "did you mean press-"),
        (["press-1", "pump-7", "fore"], "did you mean force?"),
        (["press-1", "pump-7", "fault"], "pump-7 has no property fault; it has rpm, force"),
        (["press-1", "--order", "asc"], "'asc' is not known here; did you mean ascending?"),
        (["press-1", "--tz", "Europe/Berln"], "did you mean Europe/Berlin?"),
        (["press-1", "--tz", "?"], "expected UTC, local, or a name such as Europe/Berlin"),
        (["press-1", "--tz", "UTC", "--json"], "--json and --tz cannot be combined"),
        (["press-1", "--csv", "--json"], "--csv and --json cannot be combined"),
        (["press-1", "--csv", "--chart"], "--csv and --chart cannot be combined"),
        (["press-1", "--watch"], "only applies to --last"),
        (["press-1", "--last", "--watch", "--function", "f"], "--watch and --function cannot be combined"),
        (["press-1", "--start", "2026-01-15T10:00:00", "--tz", "Asia/Tokyo"], "has no zone"),
    ],
)
def test_arguments_are_checked_before_any_state_is_read(
    crosstwin: Crosstwin, folder: Path, arguments: list[str], told: str
) -> None:
    (folder / "twin.yaml").write_text(TWIN)  # and nothing is deployed
    done = crosstwin("query", *arguments)
    assert done.code == 2
    assert told in done.told


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("option", ["--limit", "--max-results"])
def test_rows_are_limited_for_one_device_only(crosstwin: Crosstwin, option: str) -> None:
    done = crosstwin("query", "press-1", "press-2", option, "5")
    assert (done.code, "applies to one device" in done.told) == (2, True)


def test_a_fleet_is_not_listed_whole_where_a_name_is_wrong(crosstwin: Crosstwin, folder: Path) -> None:
    devices = "".join(f"  - {{id: d{n:03}, properties: {{rpm: integer}}}}\n" for n in range(200))
    (folder / "twin.yaml").write_text(TWIN.replace("devices:\n", f"devices:\n{devices}"))
    done = crosstwin("query", "zzzzzzz")
    assert "d019 and 185 more (crosstwin list)" in done.told
