"""The emulator answers by openapi.yaml, whatever it is sent: each status is one that the document allows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import Case, checks
from schemathesis.generation import GenerationMode
from werkzeug.test import Client

from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import API_VERSION, DigitalTwins
from tests.contract.digital_twins.graphs import base_models

DOCUMENT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text())
OPERATIONS = [
    (path, method.upper())
    for path, item in DOCUMENT["paths"].items()
    for method in item
    if method != "parameters"
]
CHECKS = [
    getattr(checks, name)
    for name in (
        *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
        *("response_headers_conformance", "response_schema_conformance"),
    )
]


@pytest.fixture(scope="module")
def instance() -> DigitalTwins:
    """With two models, a place and a device; without limits of rate, and queries up to date."""
    made = DigitalTwins(Options(query_lag=0, updates_a_twin=None, creations=None, first_source_time=True))
    client, version = Client(made.wsgi), {"api-version": API_VERSION}
    client.post("/models", json=[m["interface"] for m in base_models("t").values()], query_string=version)
    return made


@pytest.fixture
def stocked(instance: DigitalTwins) -> Client:
    client, version = Client(instance.wsgi), {"api-version": API_VERSION}
    for id_, model in (("pump-7", "dtmi:crosstwin:t:Device;1"), ("line-2", "dtmi:crosstwin:t:Place;1")):
        twin = {"$metadata": {"$model": model}}
        client.put(f"/digitaltwins/{id_}", json=twin, query_string=version)
    return client


def test_the_document_is_openapi_and_has_the_operations_of_the_emulator() -> None:
    validate(DOCUMENT)
    assert len(OPERATIONS) == 10


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_each_answer_is_one_that_the_document_allows(stocked: Client, path: str, method: str) -> None:
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    operation = schema[path][method]
    strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=st.one_of(strategies))
    def property_of(case: Case[Any]) -> None:
        response = case.call(app=stocked.application)
        event(f"answered with {response.status_code}")
        if response.status_code != 405:  # the path of another operation, by a generated id
            case.validate_response(response, checks=CHECKS)

    property_of()
