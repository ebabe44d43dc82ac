"""`crosstwin doctor --digital-twins` compares Azure Digital Twins with what the hot readers have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crosstwin.doctor.check import Check
from crosstwin.doctor.twins_behind import twins_behind
from crosstwin.twin.deployment import load
from tests.contract.cli.conftest import TOKEN, TWIN, running_reader, write_state
from tests.unit.core.memory_store import MemoryStore

PUMP, FAN = "pump-7", "fan-2"  # on AWS, and on Google Cloud


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Twin:
    """A twin whose layer 4 is on Azure. Its readers have records of these ages, in seconds."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        (folder / "twin.yaml").write_text(TWIN.replace("layer_4_provider: aws", "layer_4_provider: azure"))

    def has(self, cloud: str, device: str, ages: list[float], *, answers: bool = True) -> None:
        names: dict[str, Any] = {PUMP: {"rpm": 900}, FAN: {"speed": 1.5}}
        records: list[dict[str, Any]] = [
            {"iotDeviceId": device, "id": ago(age), **names[device]} for age in ages
        ]
        context = ExitStack()
        reader = context.enter_context(running_reader(MemoryStore(records)))
        if answers:
            self.stack.push(context)
        else:
            context.close()
        outputs = {
            "hot_reader_url": reader.url,
            "hot_reader_last_entry_url": reader.last_entry_url,
            "inter_cloud_token": TOKEN,
        }
        write_state(self.folder, f"l3-{cloud}", outputs)

    def checks(self, **observed: str) -> dict[str, Check]:
        times = {name.replace("_", "-"): time for name, time in observed.items()}
        return {check.name: check for check in twins_behind(load(self.folder / "twin.yaml"), times)}


@pytest.fixture
def twin(folder: Path) -> Iterator[Twin]:
    with ExitStack() as stack:
        yield Twin(folder, stack)


def test_twins_that_are_as_new_as_their_hot_readers_are_fine(twin: Twin) -> None:
    twin.has("aws", PUMP, [3600, 1800])
    twin.has("gcp", FAN, [5])
    checks = twin.checks(pump_7=ago(1799), fan_2=ago(5))
    assert (checks["values of aws"].missing, checks["values of gcp"].missing) == ("", "")
    assert checks["values of gcp"].where == "1 device compared with the hot reader"


@pytest.mark.parametrize("ages", [[3600, 900], [3600, *range(900, 0, -30)]], ids=["rarely", "all the time"])
def test_a_cloud_whose_twins_do_not_get_new_values_is_named(twin: Twin, ages: list[float]) -> None:
    """Also beside one whose twins get them."""
    twin.has("aws", PUMP, [10])
    twin.has("gcp", FAN, ages)
    checks = twin.checks(pump_7=ago(10), fan_2=ago(3600))
    assert checks["values of aws"].missing == ""
    assert checks["values of gcp"].needed
    assert "1 of 1 devices are behind the hot reader, fan-2 by" in checks["values of gcp"].missing
    assert "see the log lines of refresh-gcp" in checks["values of gcp"].missing


def test_a_value_that_has_just_come_after_a_long_time_is_no_sign(twin: Twin) -> None:
    twin.has("gcp", FAN, [3600, 5])
    assert twin.checks(fan_2=ago(3599))["values of gcp"].missing == ""


def test_a_reader_that_does_not_answer_is_named(twin: Twin) -> None:
    twin.has("gcp", FAN, [5], answers=False)
    check = twin.checks(fan_2=ago(5))["values of gcp"]
    assert check.needed
    assert check.missing.startswith("the hot reader: 127.0.0.1:")


def test_without_the_outputs_of_a_layer_3_nothing_is_compared(twin: Twin) -> None:
    check = twin.checks(pump_7=ago(5))["values of aws"]
    assert not check.needed
    assert check.missing.startswith("not compared: l3-aws is not deployed from this folder")
