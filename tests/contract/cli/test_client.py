"""The client against a real reader, and against a real server that misbehaves."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from crosstwin.errors import Failure
from crosstwin.local.process import free_port
from crosstwin.readers.answers import InvalidAnswer
from crosstwin.readers.aws_lambda import LambdaReader
from crosstwin.readers.client import History, Order, ReaderError, read_history, read_newest
from crosstwin.readers.http import LARGEST_ANSWER, HttpReader
from tests.contract.cli.conftest import TOKEN, RunningReader
from tests.contract.functions.connector import server as misbehaving

START, END = "2026-01-15T10:00:00Z", "2026-01-15T11:00:00Z"
PROPERTIES = ("temperature", "humidity", "status")
EMPTY: dict[str, Any] = {"propertyValues": []}


def read(url: str, **options: Any) -> History:
    return read_history(HttpReader(url, TOKEN), "temperature-sensor-1", PROPERTIES, START, END, **options)


@pytest.fixture
def bad() -> Iterator[misbehaving.MisbehavingServer]:
    with misbehaving.serving() as running:
        yield running


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("page", [1, 7, 20, None])
def test_pages_are_merged_to_every_row_once(reader: RunningReader, order: Order, page: int | None) -> None:
    pages: list[tuple[int, int]] = []
    whole = read(reader.url, order=order)
    found = read(reader.url, order=order, max_results=page, on_page=lambda *told: pages.append(told))
    assert found.answer == whole.answer
    assert "nextToken" not in found.answer
    assert found.rows == 20
    assert len(found.columns["temperature"]) == 20
    assert len(found.columns["humidity"]) == 19
    times = [point.time for point in found.columns["temperature"]]
    assert times == sorted(times, reverse=order == "DESCENDING")
    assert pages[-1] == (len(found.milliseconds), 20)
    assert len(pages) == (-(-20 // page) if page else 1)


@pytest.mark.parametrize(("limit", "page"), [(5, None), (5, 2), (5, 9), (1, 1)])
def test_a_limit_stops_exactly_there_and_says_that_there_is_more(
    reader: RunningReader, limit: int, page: int | None
) -> None:
    found = read(reader.url, limit=limit, max_results=page)
    assert found.rows == limit
    assert found.stopped_early
    assert found.answer["nextToken"]


def test_a_limit_beyond_the_rows_changes_nothing(reader: RunningReader) -> None:
    found = read(reader.url, limit=21)
    assert not found.stopped_early
    assert found.answer == read(reader.url).answer


def test_declared_types_decide_the_type_of_the_answer(reader: RunningReader) -> None:
    inferred = read(reader.url, limit=1)
    declared = read(reader.url, limit=1, types={"humidity": "double", "elsewhere": "long"})
    assert inferred.answer["propertyValues"][1]["values"][0]["value"] == {"IntegerValue": 40}
    assert declared.answer["propertyValues"][1]["values"][0]["value"] == {"DoubleValue": 40}


def test_the_newest_values(reader: RunningReader) -> None:
    newest = read_newest(
        HttpReader(reader.last_entry_url, TOKEN), "temperature-sensor-1", [*PROPERTIES, "rpm"]
    )
    assert newest.values == {"temperature": 24.75, "humidity": 59, "status": "ok"}
    assert newest.times.keys() == newest.values.keys()
    assert all(time.endswith("Z") for time in newest.times.values())


def test_a_device_without_data_is_no_error(reader: RunningReader) -> None:
    http = HttpReader(reader.url, TOKEN)
    assert read_history(http, "nobody", ["x"], START, END).columns == {"x": []}
    assert read_newest(HttpReader(reader.last_entry_url, TOKEN), "nobody", ["x"]).values == {}


def test_a_refused_token_says_what_to_check(reader: RunningReader) -> None:
    with pytest.raises(ReaderError) as raised:
        read_newest(HttpReader(reader.last_entry_url, "another"), "temperature-sensor-1", ["status"])
    assert raised.value.status == 401
    assert raised.value.code == "UNAUTHORIZED"
    assert raised.value.trace_id
    assert "CROSSTWIN_TOKEN" in str(raised.value)
    assert "another" not in str(raised.value)


def test_the_readers_own_error_is_reported(reader: RunningReader) -> None:
    with pytest.raises(ReaderError, match=r"INVALID_TIME_RANGE: startTime .* is after .* \(trace id \w+\)"):
        read_history(HttpReader(reader.url, TOKEN), "temperature-sensor-1", PROPERTIES, END, START)


def test_an_error_with_half_of_a_character_is_reported_with_its_message(
    bad: misbehaving.MisbehavingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad.will(misbehaving.answer({"error": {"code": "BAD", "message": "pump\ud800: unknown"}}, 400))
    with pytest.raises(ReaderError, match=r"^BAD: pump\?: unknown"):
        HttpReader(bad.url, TOKEN).ask({"iotDeviceId": "pump-7"})
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    error = {"errorMessage": "pump\ud800: unknown", "errorType": "InvalidQuery"}
    bad.will(misbehaving.answer(error, headers={"X-Amz-Function-Error": "Unhandled"}))
    invoked = LambdaReader("hot-reader", "eu-central-1", bad.url.removesuffix("/api/hot-reader"))
    with pytest.raises(ReaderError, match=r"^InvalidQuery: pump\?: unknown"):
        invoked.ask({"iotDeviceId": "pump-7"})


def test_a_reader_that_takes_one_device_alone_is_named_as_old(bad: misbehaving.MisbehavingServer) -> None:
    """Clouds are upgraded on different days. What 0.1 says of `devices` names a field that is not needed."""
    refusal = {"code": "INVALID_QUERY", "message": "iotDeviceId is missing, and neither properties nor …"}
    bad.will(*[misbehaving.answer({"error": refusal}, 400)] * 2)
    with pytest.raises(ReaderError, match="takes one device in a query: upgrade it"):
        HttpReader(bad.url, TOKEN).ask({"devices": ["pump-7", "pump-8"]})
    with pytest.raises(ReaderError) as raised:
        HttpReader(bad.url, TOKEN).ask({"selectedProperties": ["rpm"]})
    assert "upgrade" not in str(raised.value)


def test_the_envelope_and_the_token_are_the_contracts(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(misbehaving.answer(EMPTY))
    read(bad.url, order="DESCENDING", max_results=9)
    (request,) = bad.received
    assert request.header("x-inter-cloud-token") == [TOKEN]
    assert request.header("content-type") == ["application/json"]
    envelope = request.envelope
    assert envelope["target_layer"] == "L3-hot"
    assert envelope["message_type"] == "query"
    assert envelope["trace_id"]
    assert envelope["payload"] == {
        "iotDeviceId": "temperature-sensor-1",
        "selectedProperties": list(PROPERTIES),
        "startTime": START,
        "endTime": END,
        "orderByTime": "DESCENDING",
        "maxResults": 9,
    }


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_tried_again(bad: misbehaving.MisbehavingServer, status: int) -> None:
    bad.will(misbehaving.answer(status=status), misbehaving.answer(EMPTY))
    assert read(bad.url).answer == EMPTY
    assert len(bad.received) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500])
def test_what_does_not_pass_is_asked_once(bad: misbehaving.MisbehavingServer, status: int) -> None:
    bad.will(misbehaving.html(status, "<h1>No\x1b[31m</h1>" + "x" * 5000))
    with pytest.raises(ReaderError, match=rf"^HTTP {status}: <h1>…</h1>") as raised:
        read(bad.url)
    assert len(bad.received) == 1
    assert len(raised.value.message) < 250


def test_a_redirect_does_not_get_the_token(bad: misbehaving.MisbehavingServer) -> None:
    with misbehaving.serving() as other:
        other.will(misbehaving.answer(EMPTY))
        bad.will(misbehaving.answer(status=307, headers={"Location": other.url}))
        with pytest.raises(ReaderError, match=r"redirects to 127\.0\.0\.1"):
            read(bad.url)
        assert other.received == []


NAMED = {"entityPropertyReference": {"propertyName": "t"}}


def value(item: Any) -> dict[str, Any]:
    return {"propertyValues": [{**NAMED, "values": [item]}]}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "an empty body"),
        (b"<html>Welcome</html>", "<html>…</html>; is it a hot reader"),
        (b'{"propertyValues": [', "propertyValues"),
        (b"[]", "no object"),
        (b"NaN", "3 bytes that are not JSON"),
        ({}, "propertyValues: expected a list, found nothing"),
        ({"propertyValues": {}}, "expected a list, found an object"),
        ({"propertyValues": ["x"]}, r"propertyValues\[0\].entityPropertyReference"),
        ({"propertyValues": [NAMED]}, r"propertyValues\[0\].values: expected a list"),
        ({**EMPTY, "nextToken": 7}, "nextToken: expected a string"),
        (value({"value": {"DoubleValue": 1}}), r"values\[0\].time: expected a string"),
        (value({"time": "noon", "value": {"DoubleValue": 1}}), "'noon' is not an ISO 8601 time"),
        (value({"time": START, "value": 1}), "expected an object with one value"),
        (value({"time": START, "value": {}}), "expected an object with one value"),
        (value({"time": START, "value": {"DoubleValue": "1"}}), "DoubleValue holds a string"),
        (value({"time": START, "value": {"DoubleValue": True}}), "DoubleValue holds a boolean"),
        (value({"time": START, "value": {"IntegerValue": 1.5}}), "IntegerValue holds a number"),
        (value({"time": START, "value": {"LongValue": 2**63}}), "LongValue holds a number"),
        (value({"time": START, "value": {"TensorValue": 1}}), "TensorValue"),
        (value({"time": START, "value": {"ListValue": [1]}}), r"value\[0\]: expected an object"),
        (b'{"propertyValues": ' + b"[" * 100_000, "propertyValues"),
    ],
)
def test_an_answer_that_is_none_is_refused_by_its_place(
    bad: misbehaving.MisbehavingServer, body: Any, place: str
) -> None:
    bad.will(misbehaving.answer(body))
    with pytest.raises(InvalidAnswer, match=place):
        read(bad.url)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"propertyValues": []}, "expected an object, found a list"),
        ({"propertyValues": {"t": {}}}, "propertyValues.t.propertyReference"),
        ({"propertyValues": {"t": {"propertyReference": {"propertyName": "u"}}}}, "names another property"),
        (
            {"propertyValues": {"t": {"propertyReference": {"propertyName": "t"}}}},
            "t.propertyValue: expected",
        ),
        *(
            (
                {
                    "propertyValues": {
                        "t": {
                            "propertyReference": {"propertyName": "t"},
                            "propertyValue": {"DoubleValue": 1.0},
                            "time": time,
                        }
                    }
                },
                "propertyValues.t.time: ",
            )
            for time in (5, None, "", "soon")
        ),
    ],
)
def test_last_entries_that_are_none_are_refused(
    bad: misbehaving.MisbehavingServer, body: Any, place: str
) -> None:
    bad.will(misbehaving.answer(body))
    with pytest.raises(InvalidAnswer, match=place):
        read_newest(HttpReader(bad.url, TOKEN), "d", ["t"])


def test_infinity_in_disguise_is_refused(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(
        misbehaving.answer(
            b'{"propertyValues": [{"entityPropertyReference": {"propertyName": "t"}, "values": '
            b'[{"time": "2026-01-15T10:00:00Z", "value": {"DoubleValue": 1e999}}]}]}'
        )
    )
    with pytest.raises(InvalidAnswer, match="DoubleValue holds a number"):
        read(bad.url)


def test_lists_and_maps_in_both_casings(bad: misbehaving.MisbehavingServer) -> None:
    nested = {"MapValue": {"a": {"listValue": [{"doubleValue": 1.5}, {"StringValue": "x"}]}}}
    bad.will(misbehaving.answer(value({"time": START, "value": nested})))
    assert read(bad.url).columns["t"][0].value == {"a": [1.5, "x"]}


def test_pages_without_an_end_are_noticed(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(misbehaving.answer({**EMPTY, "nextToken": "again"}))
    with pytest.raises(InvalidAnswer, match="one token twice"):
        read(bad.url)
    assert len(bad.received) == 2


def test_a_page_with_another_property_is_refused(bad: misbehaving.MisbehavingServer) -> None:
    item = {"time": START, "value": {"DoubleValue": 1}}
    bad.will(misbehaving.answer({**EMPTY, "nextToken": "2"}), misbehaving.answer(value(item)))
    with pytest.raises(InvalidAnswer, match="'t' that the first one has not"):
        read(bad.url)


def test_an_answer_without_an_end_is_cut_off(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(misbehaving.answer(b" " * (LARGEST_ANSWER + 1)))
    with pytest.raises(InvalidAnswer, match=f"more than {LARGEST_ANSWER} bytes"):
        read(bad.url)


def test_a_packed_answer_is_read_and_a_bomb_is_cut_off(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(misbehaving.gzipped(json.dumps(EMPTY).encode()))
    assert read(bad.url).rows == 0
    bomb = gzip.compress(bytes(10 * 1024 * 1024)) * 40
    bad.will(misbehaving.answer(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    with pytest.raises(InvalidAnswer, match=f"more than {LARGEST_ANSWER} bytes"):
        read(bad.url)
    assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST_ANSWER
    tracemalloc.stop()


@pytest.mark.parametrize("behaviour", [misbehaving.reset, misbehaving.reset_within_body])
def test_a_broken_connection_is_an_error_of_the_reader(
    bad: misbehaving.MisbehavingServer, behaviour: misbehaving.Behaviour
) -> None:
    bad.will(behaviour)
    with pytest.raises(ReaderError, match=r"^127\.0\.0\.1:\d+: "):
        read(bad.url)


def test_silence_ends_after_the_time_to_read(bad: misbehaving.MisbehavingServer) -> None:
    bad.will(misbehaving.silence)
    with pytest.raises(ReaderError, match=r"no answer within 0\.2 s"):
        read_newest(HttpReader(bad.url, TOKEN, read_seconds=0.2), "d", ["t"])


def test_nobody_there() -> None:
    with pytest.raises(ReaderError, match="refused"):
        read(f"http://127.0.0.1:{free_port()}/")


def test_no_such_host() -> None:
    with pytest.raises(ReaderError, match=r"reader\.invalid: Failed to resolve"):
        read("https://reader.invalid/")


def test_an_unknown_certificate_is_refused() -> None:
    import ssl

    import trustme

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with misbehaving.serving(context) as server:
        server.will(misbehaving.answer(EMPTY))
        with pytest.raises(ReaderError, match=r"TLS failed: .*CERTIFICATE_VERIFY_FAILED"):
            read(server.url)
        assert server.received == []


@pytest.mark.parametrize(
    "url",
    ["http://reader.example.com/", "ftp://x/", "reader", "", "https://user:pw@example.com/", "https:///p"],
)
def test_a_url_that_would_give_the_token_away_is_refused(url: str) -> None:
    with pytest.raises(Failure) as raised:
        HttpReader(url, TOKEN)
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("token", ["", "  ", "a b", "a,b", "a\nb", "täken", "a\r\nX-Other: 1"])
def test_a_token_that_no_header_can_carry_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(Failure) as raised:
        HttpReader("https://example.com/", token)
    assert not token.strip() or token not in str(raised.value)


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    reader: RunningReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert read(reader.url).rows == 20
