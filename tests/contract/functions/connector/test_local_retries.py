"""A reader of the same account that crashes or is throttled is asked again, as one over HTTP is.

The Lambda service is scripted: an emulator names a crash as it names what a function raises.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from twin_connector.answer import HISTORY
from twin_connector.errors import LocalReaderError
from twin_connector.handler import Handler, handler_of
from twin_connector.local import LocalRoute
from twin_connector.settings import LocalSettings

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import (
    Behaviour,
    MisbehavingServer,
    answer,
    end_within_body,
    reset,
)

FOUND = events.history({"doubleValue": 23.5})
Asking = Callable[..., Handler]


@pytest.fixture
def asking(server: MisbehavingServer, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Makes the connector on its local route. Waits between attempts are a hundredth of the real ones."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url.removesuffix("/api/hot-reader"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    def make(first_wait: float = 0.01) -> Handler:
        return handler_of(HISTORY, LocalRoute(LocalSettings("hot-reader"), first_wait=first_wait))

    return make


def failed(kind: str | None, message: str = "…") -> Behaviour:
    """An invocation that ended with an error: the function's own, or Lambda's about its environment."""
    error = {"errorMessage": message, **({"errorType": kind} if kind else {})}
    return answer(error, headers={"X-Amz-Function-Error": "Unhandled"})


def refused(status: int, kind: str, headers: dict[str, str] | None = None) -> Behaviour:
    """An invocation that Lambda did not start. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""
    return answer({"message": "…"}, status, {"x-amzn-ErrorType": kind, **(headers or {})})


PASSING = {
    "the process ended": failed("Runtime.ExitError", "RequestId: 1 Error: Runtime exited: signal: killed"),
    "its end is not known": failed("Runtime.Unknown"),
    "the environment timed out": failed("Sandbox.Timedout", "Task timed out after 30.00 seconds"),
    "the environment failed": failed("Sandbox.Failure"),
    "an extension crashed": failed("Extension.Crash"),
    "an error without a type": failed(None, "Task timed out after 30.00 seconds"),
    "an error without a message": answer({}, headers={"X-Amz-Function-Error": "Unhandled"}),
    "the store throttles": failed("StoreThrottled"),
    "the reader's time was over": failed("TimeLimit"),
    "throttled": refused(429, "TooManyRequestsException"),
    "the service failed": refused(500, "ServiceException"),
    "throttled while it scales": refused(502, "EC2ThrottledException"),
    "a connection that is reset": reset,
    "half an answer": end_within_body,
}


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_passes_is_asked_again(
    server: MisbehavingServer, asking: Asking, failure: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(failure, failure, answer(FOUND))
    assert asking()(HISTORY_EVENT, Context()) == FOUND
    last: Any = caplog.records[-1]
    assert (last.outcome, last.status, last.attempts) == ("answered", 200, 3)
    assert [record.getMessage() for record in caplog.records[:-1]].count("another attempt follows") == 2


FINAL = (
    "InvalidQuery",
    "TimeRangeTooLong",
    "AnswerTooLarge",
    "InvalidStoredRecord",
    "TooManyElements",
    "ValueError",
    "Runtime.ImportModuleError",
    "Runtime.HandlerNotFound",
)


@pytest.mark.parametrize("kind", FINAL)
def test_what_the_reader_raises_by_name_is_not_asked_again(
    server: MisbehavingServer, asking: Asking, kind: str
) -> None:
    server.will(failed(kind, "startTime is missing"))
    with pytest.raises(LocalReaderError, match=f"^hot-reader failed: {kind}: startTime is missing$"):
        asking()(HISTORY_EVENT, Context())
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("status", "kind"), [(403, "AccessDeniedException"), (404, "ResourceNotFoundException")]
)
def test_an_invocation_that_is_not_allowed_is_not_repeated(
    server: MisbehavingServer, asking: Asking, status: int, kind: str
) -> None:
    server.will(refused(status, kind))
    with pytest.raises(ClientError, match=kind):
        asking()(HISTORY_EVENT, Context())
    assert len(server.received) == 1


def test_a_reader_that_goes_on_crashing_is_asked_four_times_as_a_remote_one(
    server: MisbehavingServer, asking: Asking
) -> None:
    server.will(failed("Runtime.ExitError", "signal: killed"))
    with pytest.raises(LocalReaderError, match=r"^hot-reader failed: Runtime.ExitError: signal: killed$"):
        asking()(HISTORY_EVENT, Context())
    assert len(server.received) == 4


def test_a_throttle_says_when_to_come_back(server: MisbehavingServer, asking: Asking) -> None:
    server.will(refused(429, "TooManyRequestsException", {"Retry-After": "1"}), answer(FOUND))
    assert asking()(HISTORY_EVENT, Context()) == FOUND
    first, second = server.received
    assert 1 <= second.at - first.at < 2


def test_no_attempt_begins_that_would_end_after_the_deadline(
    server: MisbehavingServer, asking: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(failed("Runtime.ExitError"))
    started = time.monotonic()
    with pytest.raises(LocalReaderError, match=r"Runtime\.ExitError"):
        asking(first_wait=5)(HISTORY_EVENT, Context(3))
    assert time.monotonic() - started < 1
    assert len(server.received) == 1
    assert "no time for another attempt" in [record.getMessage() for record in caplog.records]


def test_an_error_with_half_of_a_character_is_reported_with_its_message(
    server: MisbehavingServer, asking: Asking
) -> None:
    """Lambda's runtime of Python 3.12 crashes where an error has one, and its message is lost."""
    server.will(failed("InvalidQuery", "pump\ud800: unknown"))
    with pytest.raises(LocalReaderError, match=r"^hot-reader failed: InvalidQuery: pump\?: unknown$"):
        asking()(HISTORY_EVENT, Context())
