"""What holds for all files of `crosstwin grafana`."""

from __future__ import annotations

import json
import re
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard
from pydantic import BaseModel

from crosstwin.grafana import infinity, kusto, twinmaker
from tests.unit.grafana import models
from tests.unit.grafana.conftest import Written, queries

DATA_SOURCES: dict[str, type[BaseModel]] = {
    infinity.PLUGIN: models.Infinity,
    kusto.PLUGIN: models.DataExplorer,
    twinmaker.PLUGIN: models.TwinMaker,
}


QUERIES: dict[str, type[BaseModel]] = {
    infinity.PLUGIN: models.InfinityQuery,
    kusto.PLUGIN: models.KustoQuery,
    twinmaker.PLUGIN: models.TwinMakerQuery,
}


def panels(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def assert_valid(found: Written) -> None:
    by_uid = {source["uid"]: source for source in found.data_sources}
    assert len(by_uid) == len(found.data_sources)
    for source in found.data_sources:
        DATA_SOURCES[source["type"]].model_validate(source)
    for text in found.dashboards.values():
        # Grafana's own model has a place for all of it.
        known = json.loads(json.dumps(Dashboard.from_json(json.loads(json.dumps(text))), cls=JSONEncoder))
        assert known == text
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,40}", text["uid"])
        for query in queries(text):
            QUERIES[query["datasource"]["type"]].model_validate(query)
            assert by_uid[query["datasource"]["uid"]]["type"] == query["datasource"]["type"]
        assert all(panel["datasource"] == panel["targets"][0]["datasource"] for panel in panels(text))
