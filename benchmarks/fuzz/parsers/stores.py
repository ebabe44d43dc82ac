"""What stores answer: the response as HTTP, and the JSON in it."""

from __future__ import annotations

import io
import json
import math
from http.client import HTTPException

from hotread.documented import UndocumentedAnswerError, documented
from hotread.responses import ArrivingResponse
from hotread_aws.attributes import parse_answer, plain_record

from benchmarks.fuzz.parsers.target import Target, is_utf8, seeds, value_of
from crosstwin.packages.places import ROOT
from tests.contract.readers.served import importable

with importable(ROOT / "functions" / "gcp" / "hot-reader"):
    from firestore_rest import _elements
    from firestore_values import plain_fields


def _check_message(error: Exception) -> None:
    assert len(str(error)) < 100, "it quotes what was received"


def _response(data: bytes) -> None:
    try:
        response = ArrivingResponse(io.BufferedReader(io.BytesIO(data)))  # type: ignore[type-var]
        body = response.read()
    except (HTTPException, OSError) as error:
        _check_message(error)
        return
    assert 200 <= response.status <= 999
    is_chunked = response.headers.get("transfer-encoding", "").lower() == "chunked"
    assert is_chunked or body in data


def _dynamodb(data: bytes) -> None:
    try:
        with documented("DynamoDB"):
            found = parse_answer(data)
    except UndocumentedAnswerError as error:
        _check_message(error)
        return
    assert all(type(record) is dict for record in found["Items"])
    plain = json.loads(data)
    try:
        with documented("DynamoDB"):
            records = [*map(plain_record, plain["Items"])]
    except UndocumentedAnswerError:
        return  # attributes within attributes, of which one way makes more
    assert repr(found["Items"]) == repr(records)
    assert repr(found.get("LastEvaluatedKey")) == repr(plain.get("LastEvaluatedKey"))


def _firestore(data: bytes) -> None:
    elements, is_cut = _elements(data, 10**9)
    assert not is_cut
    if data.startswith(b"[") and isinstance(whole := value_of(data), list) and is_utf8(data):
        assert repr(elements) == repr(whole)
    for element in elements:
        try:
            with documented("Firestore"):
                record = plain_fields(element["document"]["fields"])
        except UndocumentedAnswerError as error:
            _check_message(error)
            continue
        for name, value in element["document"]["fields"].items():
            if "integerValue" in value and len(value) == 1:
                assert str(record[name]) == value["integerValue"]
            if "doubleValue" in value and type(value["doubleValue"]) is float:
                assert record[name] == value["doubleValue"] or math.isnan(record[name])


_ITEM = {"id": {"S": "2026-01-15T10:30:00Z"}, "n": {"N": "1.50"}, "s": {"S": 'a"b'}, "b": {"BOOL": True}}
_NESTED = {
    "m": {"M": {"S": {"S": "x"}, "l": {"L": [{"N": "1E+30"}, {"NULL": True}]}}},
    "k": {"NS": ["1", "2"]},
}
_LIST = {"values": [{"booleanValue": True}, {"nullValue": None}]}
_FIELDS = {
    "id": {"stringValue": "2026-01-15T10:30:00Z"},
    "n": {"doubleValue": 1.5},
    "i": {"integerValue": "-5"},
    "x": {"doubleValue": "NaN"},
    "t": {"timestampValue": "2026-01-15T10:30:00.123456Z"},
    "m": {"mapValue": {"fields": {"a": {"arrayValue": _LIST}}}},
}
_DOCUMENT = {
    "document": {"name": "projects/p/databases/d/documents/hot/a", "fields": _FIELDS},
    "readTime": "x",
}
TARGETS = {
    "response of a store": Target(
        _response,
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Fri, 27 Nov 2026 20:27:59 GMT\r\n\r\nabcde",
            b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nA: b\r\n\r\n",
        ],
    ),
    "DynamoDB's answer, of any form": Target(
        _dynamodb,
        [
            *seeds({"Items": [_ITEM, _NESTED], "Count": 2, "LastEvaluatedKey": {"id": {"S": "x"}}}),
            json.dumps({"Items": [_ITEM, _NESTED]}, separators=(",", ":")).encode(),
        ],
    ),
    "Firestore's answer, of any form": Target(_firestore, seeds([_DOCUMENT, _DOCUMENT], [{"readTime": "x"}])),
}
