"""Whatever a server in a store's place answers, a reader fails by name: no wrong data, no wait, no secret."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hotread import connections, responses
from hotread.store import HotStore

from tests.contract.functions.hostile_stores import (
    FIRST,
    NUMBER,
    READS,
    STORES,
    TEXT,
    Store,
    asked,
    code,
    existing_container,
    hostile,
    invoked,
    raw,
    sound,
    with_body,
)
from tests.contract.functions.scripted_store import Handler, Scripted, running

Reader = tuple[HotStore, Scripted]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    found = STORES[request.param]
    monkeypatch.setattr(found.client, "_LONGEST_WAIT", 0.0)
    monkeypatch.setattr(found.client, "_LATEST_ATTEMPT", 0.0, raising=False)
    return found


@pytest.fixture
def reader(store: Store) -> Iterator[Reader]:
    with hostile(store) as found:
        yield found


def body_of(store: Store, read: str = "history") -> bytes:
    return json.dumps(sound(store, read)).encode()


def fails(reader: Reader, answer: bytes, *, stays: bool = False) -> None:
    found, server = reader
    server.will(raw(answer, stays=stays))
    for read in READS:
        assert code(asked(found, read)) == "STORE_FAILED"
        assert isinstance(invoked(found, read), Exception)


def answers(reader: Reader, store: Store, made: Callable[[bytes], bytes], *, stays: bool = True) -> None:
    found, server = reader
    for read in READS:
        server.will(raw(made(body_of(store, read)), stays=stays))
        for _ in range(2):  # the second one over a connection that was kept
            response = asked(found, read)
            assert response.status == 200
            values = json.dumps(json.loads(response.body))
            assert values.count(TEXT) == values.count(str(NUMBER)) == (2 if read == "history" else 1)


def chunks(*parts: bytes) -> bytes:
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked


NOT_AN_ANSWER = {
    "nothing": b"",
    "spaces": b" \r\n",
    "null": b"null",
    "true": b"true",
    "number": b"0",
    "string": b'""',
    "text": b'"no"',
    "object": b"{}",
    "list": b"[]",
    "list of null": b"[null]",
    "list of numbers": b"[5]",
    "list of strings": b'["document"]',
    "list of lists": b"[[]]",
    "list of empty objects": b"[{}]",
    "error": b'{"error":{"code":5}}',
    "HTML": b"<html><body>Sign in [5]</body></html>",
    "not UTF-8": b'{"Items":["\xff"]}',
    "nested": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"Items":' * 100_000,
    "nested in its place": b'{"Items":%b,"Documents":%b}' % ((b"[" * 900 + b"]" * 900,) * 2),
    "long number": b'{"Items":[{"n":%b}],"Documents":[{"n":%b}]}' % ((b"9" * 5000,) * 2),
}


@pytest.mark.parametrize("body", NOT_AN_ANSWER.values(), ids=NOT_AN_ANSWER)
def test_what_is_no_answer_of_the_store_is_never_taken_for_an_empty_one(reader: Reader, body: bytes) -> None:
    fails(reader, with_body(body))


@pytest.mark.parametrize("listed", [None, {}, "", 0, False, 5, "no", {"a": 5}, [5], [None], ["id"], [[]]])
def test_records_that_are_no_list_of_objects_are_a_failure(store: Store, reader: Reader, listed: Any) -> None:
    answer = dict.fromkeys(store.listed, listed) or [{"document": listed, "readTime": FIRST}]
    fails(reader, with_body(json.dumps(answer).encode()))


@pytest.mark.parametrize("row", [{}, "row", [], [5], [5, FIRST], [5, FIRST, 5], [5, FIRST, None]], ids=str)
def test_an_existing_container_answers_arrays_of_three(row: Any) -> None:
    with running(lambda handler: handler.answer(500, b""), None) as server:
        store = existing_container(server.url)
        fails((store, server), with_body(json.dumps({"Documents": [row]}).encode()))


def test_an_answer_that_is_cut_is_a_failure_at_each_byte(store: Store, reader: Reader) -> None:
    """The server says that this is all of it. Firestore's is resumed after the documents that are whole."""
    body = body_of(store)
    found, server = reader
    for end in range(0, len(body), 7):
        server.will(raw(with_body(body[:end]), stays=False))
        assert code(asked(found, "history")) == "STORE_FAILED"


def test_a_value_loses_no_byte_where_an_answer_of_firestore_breaks_off() -> None:
    """What came before is read. A byte that is not UTF-8 makes the value no string."""
    store = STORES["Firestore"]
    body = body_of(store, "last entry").replace(TEXT.encode(), TEXT.encode() + b"\xff")
    cut = body[: body.rindex(b"fields")]
    with hostile(store) as (found, server):
        server.will(raw(with_body(cut), stays=False), raw(with_body(b'[{"readTime":"x"}]'), stays=False))
        assert code(asked(found, "last entry")) == "INVALID_STORED_RECORD"


ENCODED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: with_body(gzip.compress(body), b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip"),
    "gzip unsaid": lambda body: with_body(gzip.compress(body)),
    "shorter than said": lambda body: with_body(body)[:-9],
    "longer than any": lambda body: with_body(body).replace(b"Length: ", b"Length: " + b"9" * 30),
    "longer than memory": lambda body: with_body(body).replace(b"Length: ", b"Length: " + b"9" * 12),
    "unreadable length": lambda body: with_body(body).replace(b"Length: ", b"Length: " + b"9" * 5000),
    "chunks without an end": chunks,
    "a chunk cut": lambda body: chunks(body)[:-9],
    "a chunk of another length": lambda body: chunks(body[:50], body[50:], b"").replace(
        b"\r\n32\r\n", b"\r\n23\r\n"
    ),
    "a chunk of no length": lambda body: chunks(body, b"").replace(b"\r\n%x\r\n" % len(body), b"\r\nzz\r\n"),
    "a negative chunk": lambda body: chunks(body, b"").replace(b"\r\n%x\r\n" % len(body), b"\r\n-5\r\n"),
    "a chunk to the end": lambda body: chunks(body, b"").replace(b"\r\n%x\r\n" % len(body), b"\r\n-1\r\n"),
    "a chunk longer than memory": lambda body: chunks(b"%b" % body).replace(
        b"\r\n%x\r\n" % len(body), b"\r\nffffffffffff\r\n"
    ),
    "headers without an end": lambda body: b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n" + body,
    "a long header": lambda body: b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n" + body,
    "HTTP/2": lambda body: with_body(body, b"HTTP/2 200"),
    "no status line": lambda body: body,
    "telemetry for a status line": lambda _: TEXT.encode() + b" 73190.25\r\n\r\n",
    "no status": lambda body: with_body(body, b"HTTP/1.1"),
    "a status with two digits": lambda body: with_body(body, b"HTTP/1.1 20 OK"),
    "a status that is a word": lambda body: with_body(body, b"HTTP/1.1 OK OK"),
    "only interim responses": lambda _: b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
}
STATUSES = [
    201,
    202,
    203,
    204,
    205,
    206,
    226,
    300,
    301,
    302,
    303,
    304,
    305,
    307,
    308,
    400,
    402,
    405,
    411,
    418,
]


@pytest.mark.parametrize("made", ENCODED.values(), ids=ENCODED)
def test_a_response_in_another_form_is_a_failure(
    store: Store, reader: Reader, made: Callable[[bytes], bytes]
) -> None:
    fails(reader, made(body_of(store)))


@pytest.mark.parametrize("status", STATUSES)
def test_only_200_is_an_answer_and_no_redirect_is_followed(store: Store, reader: Reader, status: int) -> None:
    with hostile(store) as (_, elsewhere):
        elsewhere.will(raw(with_body(body_of(store))))
        head = f"HTTP/1.1 {status} Some\r\nLocation: {elsewhere.url}/".encode()
        fails(reader, with_body(body_of(store), head))
        assert not elsewhere.received


ERRORS = {
    **NOT_AN_ANSWER,
    "error with an infinite code": b'{"error":{"code":1e999,"status":"x"}}',
    "error with a long code": b'{"error":{"code":%b}}' % (b"9" * 5000),
    "error with other types": b'{"error":{"code":[],"message":{}},"__type":5,"message":[],"code":{}}',
    "list of an error": b'[{"error":[5]}]',
}


@pytest.mark.parametrize("body", ERRORS.values(), ids=ERRORS)
def test_an_error_in_whatever_form_is_a_failure(reader: Reader, body: bytes) -> None:
    for status in (400, 403, 500):
        fails(reader, with_body(body, b"HTTP/1.1 %d No" % status))
    found, server = reader
    server.will(raw(with_body(body, b"HTTP/1.1 429 Too Many Requests"), stays=False))
    for read in READS:
        assert code(asked(found, read)) in ("STORE_THROTTLED", "STORE_FAILED")  # DynamoDB has a code for it


INTERIM: dict[str, Callable[[bytes], bytes]] = {
    "100": lambda body: b"HTTP/1.1 100 Continue\r\n\r\n" + with_body(body),
    "100, with headers": lambda body: b"HTTP/1.1 100 C\r\nContent-Length: 5\r\n\r\n" + with_body(body),
    "102 and 103": lambda body: (
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + with_body(body)
    ),
    "many": lambda body: b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500 + with_body(body),
    "chunked": lambda body: chunks(body[:9], body[9:], b""),
    "chunked, each byte": lambda body: chunks(*(body[at : at + 1] for at in range(len(body))), b""),
    "chunked, with trailers": lambda body: chunks(body) + b"0;x=y\r\nA: b\r\n\r\n",
    "chunked, and a length": lambda body: chunks(body, b"").replace(
        b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n", 1
    ),
    "line feeds": lambda body: with_body(body).replace(b"\r\n", b"\n"),
    "HTTP/1.0": lambda body: with_body(body, b"HTTP/1.0 200 OK"),
    "a body twice": lambda body: with_body(body) + with_body(body),
    "bytes after the body": lambda body: with_body(body) + b"\r\n\r\n",
}


@pytest.mark.parametrize("made", INTERIM.values(), ids=INTERIM)
def test_a_response_in_a_form_that_http_allows_is_read(
    store: Store, reader: Reader, made: Callable[[bytes], bytes]
) -> None:
    answers(reader, store, made, stays=made is not INTERIM["HTTP/1.0"])


def test_a_response_that_nobody_asked_for_is_never_the_answer_to_the_next_query(
    store: Store, reader: Reader
) -> None:
    """Such as 408, with which a server ends a connection that nobody used, or a second answer."""
    found, server = reader
    server.will(raw(with_body(body_of(store))))
    asked(found, "history")  # Cosmos DB's client asks for regions with its first query
    theirs = json.dumps(store.answer([{"id": FIRST, "n": 1.5, "s": "of another device"}])).encode()
    for unasked in (with_body(theirs), with_body(b"", b"HTTP/1.1 408 Request Timeout"), theirs):
        for parts in ([with_body(body_of(store)) + unasked], [with_body(body_of(store)), unasked]):
            sent = threading.Event()

            def and_more(handler: Handler, parts: list[bytes] = parts, sent: threading.Event = sent) -> None:
                for part in parts:
                    handler.wfile.write(part)
                    time.sleep(0.03)  # for it to arrive
                sent.set()

            server.will(and_more, raw(with_body(body_of(store))))
            for _ in range(2):
                response = asked(found, "history")
                assert response.status == 200
                assert TEXT in response.body.decode()
                assert sent.wait(5)


def _endless(head: bytes, part: bytes, pause: float) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(head)
        while not handler.scripted.closing.wait(pause):
            handler.wfile.write(part)

    return answer


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "interim responses": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a status line": (b"", b"H"),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nA: ", b"b"),
    "a body": (b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b" "),
    "a body without a length": (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "chunks": (_CHUNKED, b"1\r\n \r\n"),
    "a chunk's length": (_CHUNKED, b"0"),
    "trailers": (_CHUNKED + b"0\r\n", b"A: b\r\n"),
}


@pytest.mark.parametrize(("head", "part"), ENDLESS.values(), ids=ENDLESS)
def test_an_answer_that_never_ends_is_a_failure_in_time(
    store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch, head: bytes, part: bytes
) -> None:
    """Each part comes long before a socket's own time limit."""
    monkeypatch.setattr(connections, "_LONGEST", 0.15)
    found, server = reader
    server.will(_endless(head, part, 0.02))
    started = time.monotonic()
    assert code(asked(found, "history")) == "STORE_FAILED"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("head", "part"), ENDLESS.values(), ids=ENDLESS)
def test_an_answer_of_any_size_is_a_failure_in_bounded_memory(
    store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch, head: bytes, part: bytes
) -> None:
    monkeypatch.setattr(responses, "MOST_BYTES", 1024 * 1024)
    found, server = reader
    server.will(_endless(head, part * 20_000, 0))
    started = time.monotonic()
    assert code(asked(found, "history")) == "STORE_FAILED"
    assert time.monotonic() - started < 2


WRONG_VALUES: dict[str, list[Any]] = {
    "DynamoDB": [
        *({}, {"N": 5}, {"N": None}, {"N": TEXT}, {"N": f"--{NUMBER}"}, {"N": "7_3190"}, {"N": " 73190"}),
        *({"N": "\u0667\u0663190"}, {"N": "\u00b2"}, {"N": "NaN"}, {"N": f"{NUMBER}x.5"}, {"N": ""}),
        *(
            {"N": "sNaN"},
            {"N": "1e9999999999999999999"},
            {"N": ["5"]},
            {"N": "5", "S": "x"},
            {"BOOL": "true"},
        ),
        *({"S": 5}, {"S": None}, {"S": [TEXT]}, {"BOOL": 1}, {"M": []}, {"M": TEXT}),
        *({"L": {}}, {"L": TEXT}, {"SS": TEXT}, {"SS": [5]}, {"NS": [TEXT]}),
        *({"B": 5}, {"BS": 5}, {"X": TEXT}, {"stringValue": TEXT}, {"NULL": TEXT}),
    ],
    "Firestore": [
        *(
            {},
            {"integerValue": TEXT},
            {"integerValue": NUMBER},
            {"integerValue": True},
            {"integerValue": None},
        ),
        *({"integerValue": "73190.25"}, {"integerValue": [TEXT]}, {"doubleValue": None}),
        *(
            {"doubleValue": TEXT},
            {"doubleValue": "73190.25"},
            {"doubleValue": True},
            {"doubleValue": [NUMBER]},
        ),
        *({"stringValue": 5}, {"stringValue": None}, {"stringValue": {"a": TEXT}}, {"stringValue": [TEXT]}),
        *({"booleanValue": TEXT}, {"booleanValue": 1}, {"timestampValue": TEXT}, {"timestampValue": 5}),
        *(
            {"mapValue": None},
            {"mapValue": TEXT},
            {"mapValue": {"fields": TEXT}},
            {"mapValue": {"fields": {"a": TEXT}}},
        ),
        *({"arrayValue": {"values": TEXT}}, {"arrayValue": {"values": [TEXT]}}, {"arrayValue": [TEXT]}),
        *({"geoPointValue": {"latitude": TEXT}}, {"bytesValue": 5}, {"otherValue": TEXT}, {"N": "5"}),
        *(TEXT, "doubleValue", NUMBER, None, [TEXT]),
    ],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG_VALUES.items() for value in values]
)
def test_a_value_in_another_form_than_the_stores_is_a_failure(
    name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever Python could make of it."""
    chosen = STORES[name]
    monkeypatch.setattr(chosen.client, "_LONGEST_WAIT", 0.0)
    answer = sound(chosen, "history")
    fields = answer[0]["document"]["fields"] if name == "Firestore" else answer["Items"][0]
    fields["n"] = value
    with hostile(chosen) as reader:
        fails(reader, with_body(json.dumps(answer, ensure_ascii=False).encode()))
