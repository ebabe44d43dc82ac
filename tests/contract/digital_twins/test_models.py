"""The emulator's verdict on a model is that of Microsoft's own parser."""

from __future__ import annotations

from typing import Any

import pytest

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.models import Models
from tests.contract.digital_twins import dtdl
from tests.contract.digital_twins.graphs import models_of

V3 = "dtmi:dtdl:context;3"
ID = "dtmi:crosstwin:factory:pump;1"


def model(*contents: Any, **fields: Any) -> dict[str, Any]:
    return {"@context": V3, "@id": ID, "@type": "Interface", "contents": list(contents), **fields}


def prop(name: str, schema: Any = "double") -> dict[str, Any]:
    return {"@type": "Property", "name": name, "schema": schema}


def with_id(id_: str) -> dict[str, Any]:
    return model(prop("a"), **{"@id": id_})


LIST = {"@type": "Array", "elementSchema": "double"}
MAP = {
    "@type": "Map",
    "mapKey": {"name": "k", "schema": "string"},
    "mapValue": {"name": "v", "schema": "double"},
}
BASE = model({"@type": "Relationship", "name": "contains"}, **{"@id": "dtmi:crosstwin:factory:Place;1"})
CASES: dict[str, list[dict[str, Any]]] = {
    "each type": [model(*(prop(f"p{i}", t) for i, t in enumerate(("integer", "long", "double", "boolean"))))],
    "string and time": [model(prop("s", "string"), prop("t", "dateTime"))],
    "list": [model(prop("l", LIST))],
    "map": [model(prop("m", MAP))],
    "list of lists": [model(prop("l", {"@type": "Array", "elementSchema": LIST}))],
    "map without a key": [model(prop("m", {"@type": "Map", "mapValue": {"name": "v", "schema": "double"}}))],
    "unknown type": [model(prop("p", "decimal"))],
    "no schema": [model({"@type": "Property", "name": "p"})],
    "relationship": [BASE],
    "extends": [BASE, model(prop("a"), extends=BASE["@id"])],
    "extends later in the array": [model(prop("a"), extends=BASE["@id"]), BASE],
    "extends what is not there": [model(prop("a"), extends="dtmi:crosstwin:factory:Nothing;1")],
    "extends itself": [model(prop("a"), extends=ID)],
    "inherits the name": [BASE, model(prop("contains"), extends=[BASE["@id"]])],
    "name twice": [model(prop("a"), prop("a"))],
    "names that differ in case": [model(prop("Temp"), prop("temp"))],
    **{f"name {name[:9]}": [model(prop(name))] for name in ("rpm-x", "_rpm", "1rpm", "rpm_", "r_p_m", "é")},
    "name of 512": [model(prop("a" * 512))],
    "name of 513": [model(prop("a" * 513))],
    "display name of 512": [model(prop("a"), displayName="x" * 512)],
    "display name of 513": [model(prop("a"), displayName="x" * 513)],
    **{
        f"id {id_}": [with_id(f"dtmi:crosstwin:factory:{id_}")]
        for id_ in ("pump-7;1", "7pump;1", "pump_;1", "pump;0", "pump;123456789", "pump;1234567890", "p u;1")
    },
    "id of 128": [with_id(f"dtmi:crosstwin:{'a' * 111};1")],
    "id of 129": [with_id(f"dtmi:crosstwin:{'a' * 112};1")],
    "version 2": [model(prop("a"), **{"@context": "dtmi:dtdl:context;2"})],
    "version 2 with a list": [model(prop("a", LIST), **{"@context": "dtmi:dtdl:context;2"})],
    "version 2, name of 65": [model(prop("a" * 65), **{"@context": "dtmi:dtdl:context;2"})],
    "no context": [{"@id": ID, "@type": "Interface", "contents": []}],
    "the models of the connector's tests": [*models_of("factory")],
}


def takes(models: list[dict[str, Any]]) -> bool:
    try:
        Models().add(models)
    except Fault:
        return False
    return True


def test_the_emulator_and_microsofts_parser_agree_on_each_model() -> None:
    if missing := dtdl.why_not():
        pytest.skip(f"no DTDL parser on this machine: {missing}")
    parsed = dtdl.verdicts([*CASES.values()])
    verdicts = {name: verdict is None for name, verdict in zip(CASES, parsed, strict=True)}
    assert {name: takes(models) for name, models in CASES.items()} == verdicts
    assert verdicts["the models of the connector's tests"]
    assert not verdicts["name rpm-x"]
