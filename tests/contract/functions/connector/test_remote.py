"""Asking the hot reader of another cloud: what is sent, what is asked again, what is final."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from remote_reader.errors import (
    AuthenticationError,
    InvalidReaderResponse,
    RemoteReaderError,
)
from twin_connector.answer import HISTORY, LAST_ENTRY

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import OK, Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT, LAST_ENTRY_EVENT, TOKEN
from tests.contract.functions.connector.server import (
    MisbehavingServer,
    answer,
    drip_body,
    drip_headers,
    html,
    reset,
    reset_within_body,
    silence,
)


def test_query_remote_success(server: MisbehavingServer, connect: Connect) -> None:
    server.will(OK)
    found = connect(server.url)(HISTORY_EVENT, Context())
    assert found == events.history({"doubleValue": 23.5})
    assert len(server.received) == 1


def test_query_remote_last_entry_success(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(events.last_entry()))
    found = connect(server.url, LAST_ENTRY)(LAST_ENTRY_EVENT, Context())
    assert found == events.last_entry({"doubleValue": 23.5})


def test_sends_x_inter_cloud_token_header(server: MisbehavingServer, connect: Connect) -> None:
    server.will(OK)
    connect(server.url)(HISTORY_EVENT, Context())
    assert server.received[0].header("X-Inter-Cloud-Token") == [TOKEN]
    assert server.received[0].header("Content-Type") == ["application/json"]
    assert server.received[0].header("Authorization") == []


def test_envelope_format_correct(server: MisbehavingServer, connect: Connect) -> None:
    server.will(OK)
    connect(server.url)(HISTORY_EVENT, Context())
    envelope = server.received[0].envelope
    assert set(envelope) == {
        "source_cloud",
        "target_layer",
        "message_type",
        "timestamp",
        "trace_id",
        "payload",
    }
    assert envelope["source_cloud"] == "aws"
    assert envelope["target_layer"] == "L3-hot"
    assert envelope["message_type"] == "query"
    assert envelope["payload"] == {**HISTORY_EVENT, "iotDeviceId": "temperature-sensor-1"}
    assert envelope["timestamp"].endswith("Z")
    age = datetime.now(UTC) - datetime.fromisoformat(envelope["timestamp"])
    assert abs(age) < timedelta(seconds=10)


def test_the_entity_is_the_device_where_no_property_names_one(
    server: MisbehavingServer, connect: Connect
) -> None:
    server.will(OK)
    connect(server.url)({**HISTORY_EVENT, "properties": {}}, Context())
    assert server.received[0].envelope["payload"]["iotDeviceId"] == "entity-1"


def test_the_trace_is_new_for_each_query_and_is_shown_twice(
    server: MisbehavingServer, connect: Connect
) -> None:
    server.will(OK)
    ask = connect(server.url)
    ask(HISTORY_EVENT, Context())
    ask(HISTORY_EVENT, Context())
    ids = [request.envelope["trace_id"] for request in server.received]
    assert ids[0] != ids[1]
    for trace_id, request in zip(ids, server.received, strict=True):
        (traceparent,) = request.header("traceparent")
        assert re.fullmatch(f"00-{trace_id}-[0-9a-f]{{16}}-00", traceparent)


def test_the_trace_is_the_one_of_x_ray(
    server: MisbehavingServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    )
    server.will(OK)
    connect(server.url)(HISTORY_EVENT, Context())
    assert server.received[0].envelope["trace_id"] == "5759e988bd862e3fe1be46a994272793"
    assert re.fullmatch(
        "00-5759e988bd862e3fe1be46a994272793-[0-9a-f]{16}-01", server.received[0].header("traceparent")[0]
    )


@pytest.mark.parametrize("status", [429, 502, 504])
def test_query_remote_retry_on(server: MisbehavingServer, connect: Connect, status: int) -> None:
    server.will(html(status), html(status), OK)
    assert connect(server.url)(HISTORY_EVENT, Context())["propertyValues"]
    assert len(server.received) == 3


def test_query_remote_retry_on_500(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(b"", 500), answer(b"", 500), OK)
    assert connect(server.url)(HISTORY_EVENT, Context())["propertyValues"]
    assert len(server.received) == 3


def test_query_remote_retry_on_503(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(503), html(503), OK)
    assert connect(server.url)(HISTORY_EVENT, Context())["propertyValues"]
    assert len(server.received) == 3


def test_the_same_query_is_sent_again(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer(b"", 500), OK)
    connect(server.url)(HISTORY_EVENT, Context())
    first, second = server.received
    assert first.body == second.body


def test_query_remote_no_retry_on_400(server: MisbehavingServer, connect: Connect) -> None:
    error = {"code": "INVALID_TIME_RANGE", "message": "startTime is after endTime"}
    server.will(answer({"error": error, "trace_id": "t"}, 400))
    with pytest.raises(RemoteReaderError, match="400: INVALID_TIME_RANGE: startTime is after") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert raised.value.status == 400
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_query_remote_no_retry_on_refused_token(
    server: MisbehavingServer, connect: Connect, status: int
) -> None:
    server.will(answer({"error": {"code": "UNAUTHORIZED", "message": "unauthorized"}}, status))
    with pytest.raises(AuthenticationError, match=str(status)) as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert raised.value.status == status
    assert TOKEN not in str(raised.value)
    assert len(server.received) == 1


def test_query_remote_no_retry_on_401(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer({"error": {"code": "UNAUTHORIZED", "message": "unauthorized"}}, 401))
    with pytest.raises(AuthenticationError, match="401"):
        connect(server.url)(HISTORY_EVENT, Context())
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [404, 405, 413, 418, 501])
def test_other_statuses_are_final(server: MisbehavingServer, connect: Connect, status: int) -> None:
    # 413 with Retry-After is one that urllib3 alone would repeat.
    server.will(answer(b"", status, {"Retry-After": "0"}))
    with pytest.raises(RemoteReaderError, match=str(status)) as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert raised.value.status == status
    assert len(server.received) == 1


def test_query_remote_max_retries_exceeded(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(503))
    with pytest.raises(RemoteReaderError, match=r"503.*\(4 attempts\)") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert (raised.value.status, raised.value.attempts) == (503, 4)
    assert len(server.received) == 4


def test_no_retries_if_none_are_wanted(server: MisbehavingServer, connect: Connect) -> None:
    server.will(html(503))
    with pytest.raises(RemoteReaderError, match=r"503.*\(1 attempt\)"):
        connect(server.url, max_retries=0)(HISTORY_EVENT, Context())
    assert len(server.received) == 1


def test_an_echoed_token_is_struck_out(server: MisbehavingServer, connect: Connect, logged: Any) -> None:
    """What a debugging proxy would do. That the log is clean is checked after every test."""
    server.will(answer({"error": {"code": "BAD", "message": f"header was {TOKEN}"}}, 400))
    with pytest.raises(RemoteReaderError, match=r"header was \*\*\*") as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert TOKEN not in str(raised.value)
    server.will(html(502, f"<html>You sent {TOKEN}</html>"))
    with pytest.raises(RemoteReaderError, match="502"):
        connect(server.url)(HISTORY_EVENT, Context())
    assert "<html>…</html>" in logged()
    for altered in (TOKEN.replace("-", "%2D"), f"{TOKEN[:30]}\r\n {TOKEN[30:]}", TOKEN[7:40].upper()):
        server.will(answer({"error": {"code": "BAD", "message": f"header was {altered}"}}, 400))
        with pytest.raises(RemoteReaderError, match="answered 400: …") as raised:
            connect(server.url)(HISTORY_EVENT, Context())
        assert altered[:10] not in str(raised.value) + logged()


def test_a_long_error_message_is_cut(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer({"error": {"code": "BAD", "message": "x" * 100_000}}, 400))
    with pytest.raises(RemoteReaderError) as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert len(str(raised.value)) < 700


def test_an_error_with_half_of_a_character_is_reported_with_its_message(
    server: MisbehavingServer, connect: Connect
) -> None:
    server.will(answer({"error": {"code": "BAD", "message": "pump\ud800: unknown"}}, 400))
    with pytest.raises(RemoteReaderError, match=r"BAD: pump\?: unknown"):
        connect(server.url)(HISTORY_EVENT, Context())


def test_the_next_token_reaches_twinmaker(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer({**events.history(), "nextToken": "MTo=", "trace_id": "t"}))
    found = connect(server.url)({**HISTORY_EVENT, "maxResults": 1}, Context())
    assert found["nextToken"] == "MTo="
    assert set(found) == {"propertyValues", "nextToken"}


def test_a_null_next_token_is_none(server: MisbehavingServer, connect: Connect) -> None:
    server.will(answer({**events.history(), "nextToken": None}))
    assert "nextToken" not in connect(server.url)(HISTORY_EVENT, Context())


@pytest.mark.parametrize(
    ("kind", "event", "body"),
    [(HISTORY, HISTORY_EVENT, events.last_entry()), (LAST_ENTRY, LAST_ENTRY_EVENT, events.history())],
)
def test_the_answer_of_the_other_kind_is_refused(
    server: MisbehavingServer, connect: Connect, kind: Any, event: Any, body: Any
) -> None:
    """What happens when the two URLs are exchanged."""
    server.will(answer(body))
    with pytest.raises(InvalidReaderResponse, match=r"propertyValues that is not a (list|map)"):
        connect(server.url, kind)(event, Context())


def test_a_fault_does_not_break_the_next_query(server: MisbehavingServer, connect: Connect) -> None:
    ask = connect(server.url, max_retries=0, timeout_seconds=0.2)
    for fault in (reset, silence, drip_headers, drip_body, reset_within_body):
        server.will(fault)
        with pytest.raises(RemoteReaderError):
            ask(HISTORY_EVENT, Context())
    server.will(OK)
    assert ask(HISTORY_EVENT, Context())["propertyValues"]


def test_the_log_has_route_status_attempts_and_duration(
    server: MisbehavingServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(html(503), OK)
    connect(server.url)(HISTORY_EVENT, Context())
    last: Any = caplog.records[-1]
    assert last.getMessage() == "history query"
    assert (last.route, last.status, last.attempts, last.outcome) == ("remote", 200, 2, "answered")
    assert 0 < last.duration_ms < 5000
    assert last.trace_id == server.received[0].envelope["trace_id"]


def test_no_telemetry_reaches_the_log(server: MisbehavingServer, connect: Connect, logged: Any) -> None:
    server.will(answer(events.history({"StringValue": "melting-7391"})))
    connect(server.url)(HISTORY_EVENT, Context())
    broken = json.dumps(events.history({"StringValue": "melting-7391"}))[:-4].encode()
    server.will(answer(broken))
    with pytest.raises(InvalidReaderResponse) as raised:
        connect(server.url)(HISTORY_EVENT, Context())
    assert "melting" not in logged() + str(raised.value)
    assert "entityPropertyReference" in logged()
