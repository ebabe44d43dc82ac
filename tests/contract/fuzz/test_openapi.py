"""docs/openapi.yaml says what the readers do: they take what it allows, refuse the rest, and answer by it."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import requests
from hotread.answer import Answer
from hotread.errors import InvalidStoredRecord, StoreThrottled
from hotread.http import HttpRequest, serve
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import Case
from schemathesis.generation import GenerationMode

from benchmarks.fuzz.checks import ask, specification
from benchmarks.fuzz.hostile import SOUND
from benchmarks.fuzz.lambdas import SCHEME, LambdaAdapter
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, FuzzedReader, Request
from crosstwin.packages.places import ROOT
from tests.contract.readers.conftest import TOKEN
from tests.unit.core.memory_store import MemoryStore

pytestmark = pytest.mark.xdist_group("fuzz")

SCHEMAS = {HISTORY: "HistoryBody", LAST_ENTRY: "LastEntryBody"}
# What the document says in words only: an order of two fields, days of a month, lengths in bytes, who made a
# token, that 1.0 is not an integer, the types of properties that are selected, under which key TwinMaker's
# properties name the device, and what depends on the stored values.
IN_WORDS = re.compile(
    r"startTime .* is after endTime|is not a valid time|longer than 1024 bytes"
    r"|nextToken (was not issued|is of a query)|^properties[.].*[.]definition[.]dataType"
    r"|^properties[.]iotDeviceId[.]value: expected"
    r"|[.]0 is not an integer"
    r"|only numbers can be interpolated|so many of these values do not fit",
    re.DOTALL,
)

FIELDS = [
    *("iotDeviceId", "entityId", "componentName", "selectedProperties", "properties", "startTime", "endTime"),
    *("orderByTime", "maxResults", "maxDataPoints", "nextToken", "propertyFilters", "interpolation"),
    "devices",
]
VALUES: list[Any] = [
    *(None, True, 0, 1, -1, 1.5, 10**20, "", "x", "x" * 1024, "x" * 1025, "1", "2026-01-15T10:30:00Z"),
    *(399_999_999, 4e8, 1e10, "1768471200"),
    *("2026-01-15T10:30:00", "ASCENDING", [], ["x"], [""], ["x" * 1025], [1], {}, {"x": 1}),
    *({"n": {"definition": {"dataType": {"type": name}}}} for name in ("LONG", "FLOAT", "RELATIONSHIP")),
    {"iotDeviceId": {"value": {"stringValue": "x"}}},
    *([{"propertyName": name, "value": 1, "operator": sign}] for name in ("n", "") for sign in ("<", "~")),
    *([{"propertyName": "n", "value": {key: 1}}] for key in ("doubleValue", "listValue")),
    [{"propertyName": "n", "value": None}],
    *([{"propertyName": "n", "value": 1}] * times for times in (10, 11)),
    *({"interpolationType": kind, "intervalInSeconds": 60} for kind in ("LINEAR", "CUBIC", None)),
    *({"interpolationType": "LINEAR", "intervalInSeconds": value} for value in (None, 0, 320_000_001, "1")),
    *([item] * times for item in (None, SOUND, {**SOUND, "since": "1"}) for times in (1, 100, 101)),
]


def document() -> dict[str, Any]:
    found: dict[str, Any] = specification().raw_schema
    return found


def allowed(path: str, body: bytes) -> bool:
    """Whether the document allows this body."""
    schema = {"$ref": f"#/components/schemas/{SCHEMAS[path]}", "components": document()["components"]}
    return bool(jsonschema.Draft202012Validator(schema).is_valid(json.loads(body)))


def cases(path: str) -> st.SearchStrategy[Case[Any]]:
    """Bodies that the document allows, and that it does not."""
    operation = specification()[path]["POST"]
    strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]
    return st.one_of(strategies)


def test_the_document_is_openapi() -> None:
    validate(document())


def test_the_document_has_the_contracts_error_codes() -> None:
    responses = json.dumps(document()["components"]["responses"])
    contract = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    table = contract.split("| Status | Codes |")[1].split("\n\n")[0]
    codes = re.compile(r"[A-Z]{2,}(?:_[A-Z]+)*")
    documented = set(codes.findall(table)) - {"JSON"}
    assert {"UNAUTHORIZED", "INVALID_QUERY", "STORE_THROTTLED"} < documented
    assert {code for code in documented if f'"{code}"' not in responses} == set()
    named = re.findall(r'"([A-Z]{2,}(?:_[A-Z]+)+)"', responses)
    assert set(named) <= documented


@pytest.mark.parametrize("path", SCHEMAS)
def test_readers_take_what_the_document_allows_and_refuse_the_rest(
    readers: list[FuzzedReader], path: str
) -> None:
    @settings(
        max_examples=settings().max_examples // 2,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=cases(path))
    def property_of(case: Case[Any]) -> None:
        sent = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        event(f"answered with {_answered_as_allowed(readers, Request(path, body))}")

    property_of()


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_field_takes_the_values_that_the_document_allows(
    readers: list[FuzzedReader], path: str
) -> None:
    for field in FIELDS:
        for value in VALUES:
            envelope = {
                "target_layer": "L3-hot",
                "payload": {**SOUND, "selectedProperties": ["n"], field: value},
            }
            # One reader will do: that all answer alike is what the random ones are for.
            for body in (envelope, envelope["payload"]):
                _answered_as_allowed(readers[:1], Request(path, json.dumps(body).encode()))


def _answered_as_allowed(readers: list[FuzzedReader], request: Request) -> int:
    """Asks with a body that the document allows, or does not. Returns the status of the answer."""
    try:
        expected = 200 if allowed(request.path, request.body) else 400
    except ValueError:  # no JSON
        expected = 400
    first, *_ = ask(readers, request)
    in_words = first.status_code == 400 and IN_WORDS.search(first.json()["error"]["message"])
    assert first.status_code == expected or in_words, f"{request.body!r} is answered {first.text}"
    return first.status_code


@pytest.mark.parametrize(
    ("item", "is_query"),
    [
        (SOUND, True),
        ({**SOUND, "since": "2026-01-15T10:30:00Z"}, True),
        ({**SOUND, "since": None}, True),
        ({**SOUND, "since": "yesterday"}, False),
        ({**SOUND, "selectedProperties": None}, False),
        ({"selectedProperties": ["n"]}, False),
        ("pump-7", False),
    ],
)
def test_a_device_of_many_is_answered_where_the_document_allows_its_item(
    readers: list[FuzzedReader], item: Any, is_query: bool
) -> None:
    schema = {"$ref": "#/components/schemas/DeviceQuery", "components": document()["components"]}
    assert jsonschema.Draft202012Validator(schema).is_valid(item) == is_query
    body = {"target_layer": "L3-hot", "payload": {"devices": [item, SOUND]}}
    for answer in ask(readers, Request(LAST_ENTRY, json.dumps(body).encode())):
        first, second = answer.json()["devices"]
        assert ("error" in first, "error" in second) == (not is_query, False)


@pytest.mark.parametrize("path", SCHEMAS)
def test_the_documents_own_example_is_answered(readers: list[FuzzedReader], path: str) -> None:
    content = document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    answers = ask(readers, Request(path, json.dumps(content["example"]).encode()))
    assert {answer.status_code for answer in answers} == {200}


def test_a_body_that_is_too_large_is_answered_by_the_document(readers: list[FuzzedReader]) -> None:
    answers = ask(readers, Request(HISTORY, b"x" * (256 * 1024 + 1)))
    assert {answer.status_code for answer in answers} == {413}


@pytest.mark.parametrize(
    ("failure", "status"),
    [(StoreThrottled(7), 503), (InvalidStoredRecord("no time"), 500), (ConnectionError("refused"), 500)],
)
def test_what_fails_is_answered_by_the_document(failure: Exception, status: int) -> None:
    def failing(*_: Any) -> Answer:
        raise failure

    def handler(event: Any, _: Any) -> dict[str, Any]:
        request = HttpRequest("POST", event["headers"], event["body"].encode)
        answer = serve(request, read=failing, store=MemoryStore([]), tokens=(TOKEN,))
        return {"statusCode": answer.status, "headers": answer.headers, "body": answer.body.decode()}

    with requests.Session() as session:
        session.mount(SCHEME, LambdaAdapter({f"{SCHEME}failing": handler}))
        body = {"target_layer": "L3-hot", "payload": {}}
        response = session.post(f"{SCHEME}failing", json=body, headers={"X-Inter-Cloud-Token": TOKEN})
    assert response.status_code == status
    specification()[HISTORY]["POST"].validate_response(response)
