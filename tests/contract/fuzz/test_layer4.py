"""Whatever TwinMaker, a reader, graph.json or Azure Digital Twins says, layer 4 answers or fails by name.

Without a network: what a server adds is in the other tests of connectors.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from twin_connector.answer import HISTORY, LAST_ENTRY, Kind

from benchmarks.fuzz import layer4_aws, layer4_azure
from benchmarks.fuzz.complete import Row, expected, questions
from benchmarks.fuzz.layer4_aws import KNOWN
from benchmarks.fuzz.lengths import each
from benchmarks.fuzz.outcomes import Outcomes
from benchmarks.fuzz.records import records

KINDS = pytest.mark.parametrize("kind", [HISTORY, LAST_ENTRY], ids=["history", "last entry"])

FIGURES_OF = "layer 4"


@KINDS
def test_connector(kind: Kind, outcomes: Outcomes) -> None:
    each(
        2.5,
        100,
        layer4_aws.connector_cases(kind),
        lambda case: layer4_aws.ask_connector(case[0], kind, case[1], outcomes),
    )


@KINDS
def test_invoked_reader(kind: Kind, outcomes: Outcomes) -> None:
    events = layer4_aws.events(last=kind is LAST_ENTRY)
    each(1.5, 60, events, lambda event: layer4_aws.invoke_reader(event, kind, outcomes))


def test_component_type_reader(outcomes: Outcomes) -> None:
    each(
        2.5,
        100,
        layer4_aws.component_type_cases(),
        lambda case: layer4_aws.ask_component_type(case[0], case[1], outcomes),
    )


def test_pages_of_a_component_type_have_each_row_of_each_device_once(outcomes: Outcomes) -> None:
    def follow(payload: dict[str, Any]) -> None:
        found = layer4_aws.followed(payload, outcomes)
        stored = records()
        for device in KNOWN:
            rows: list[Row] = expected(device, stored, payload)
            assert found.get(device, []) == rows, f"device {device!r:.60}"

    each(0.05, 5, questions(KNOWN, len(KNOWN)), follow)


@pytest.mark.parametrize(
    "roster", [None, [], {"pumps": 5}, {"pumps": {"devices": {"aws": [["a"]]}}}, {"": {}}]
)
def test_a_list_of_devices_of_another_form_is_an_error_by_name(roster: Any) -> None:
    handler = layer4_aws.reader_of(roster)
    event = {
        "workspaceId": "factory",
        "componentTypeId": "pumps",
        "selectedProperties": ["n"],
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
    }
    assert layer4_aws.called(handler, event, Outcomes()) is None


@pytest.mark.parametrize("harm", layer4_azure.HARMS)
def test_digital_twins(harm: str, outcomes: Outcomes) -> None:
    each(0.2, 8, st.data(), lambda data: layer4_azure.run(data, harm, outcomes))
