"""What selectors rely on, and TwinMaker's answers. The readers': tests/contract/readers/test_grafana.py."""

from __future__ import annotations

import json
import re

from crosstwin.grafana.infinity import HISTORY, OVERVIEW, TIME_COLUMN
from crosstwin.grafana.sources import TwinMakerApi
from tests.unit.grafana.conftest import queries, twin, written
from tests.unit.grafana.jsonata import frames


def test_twinmakers_answers_are_read_by_the_same_selector() -> None:
    """Its API says doubleValue where a reader over HTTP says DoubleValue, and rpmLatest for the newest."""
    source = TwinMakerApi("factory")
    history = {
        "propertyValues": [
            {
                "entityPropertyReference": {
                    "entityId": "pump-7",
                    "componentName": "telemetry",
                    "propertyName": "rpm",
                },
                "values": [
                    {"time": "2026-01-15T10:01:00Z", "value": {"integerValue": 901}},
                    {"time": "2026-01-15T10:00:00Z", "value": {"integerValue": 900}},
                ],
            }
        ]
    }
    assert frames([(source.history("d", {"rpm": "integer"}, "A").to_json(), history)]) == [
        [
            {TIME_COLUMN: "2026-01-15T10:00:00Z", "rpm": 900},
            {TIME_COLUMN: "2026-01-15T10:01:00Z", "rpm": 901},
        ]
    ]
    newest = {
        "propertyValues": {"rpmLatest": {"propertyReference": {}, "propertyValue": {"integerValue": 901}}}
    }
    assert frames([(source.newest("d", {"rpm": "integer"}, "A").to_json(), newest)]) == [[{"rpm": 901}]]


def test_selector_keeps_within_what_the_plugins_parser_takes() -> None:
    """gjson is tried before JSONata, and Grafana replaces what it knows as a variable."""
    assert {HISTORY[0], OVERVIEW[0]}.isdisjoint("[{@!")
    names = set(re.findall(r"\$(\w+)", HISTORY + OVERVIEW))
    built_in = {"count", "each", "merge", "sort", "substringBefore", "type"}
    # Each of the functions is in jsonata-go; without $count, no values are an error there.
    assert names == built_in | {*("rows", "property", "values", "instant", "left", "right", "entry", "name")}
    variables = {
        variable["name"]
        for dashboard in written(twin()).dashboards.values()
        for variable in dashboard["templating"]["list"]
    }
    assert variables == {"device", "device_2"}
    assert not names & variables
    assert all(
        "[[" not in json.dumps(query) for query in queries(written(twin()).dashboards["telemetry.json"])
    )
