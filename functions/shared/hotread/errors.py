"""What a hot reader answers when it cannot answer a query."""

from __future__ import annotations


class HotReadError(Exception):
    """A failure that is reported to the caller by name.

    Attributes: `status` (HTTP status), `code` (stable, upper case, for programs), and the message
    (for people; it names the field and holds neither a token nor a telemetry value).
    """

    status = 500

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Unauthorized(HotReadError):
    """No accepted token came with the request. The answer says nothing else."""

    status = 401

    def __init__(self) -> None:
        super().__init__("UNAUTHORIZED", "unauthorized")


class MethodNotAllowed(HotReadError):
    """The request has an accepted token and is not a POST."""

    status = 405

    def __init__(self, method: str) -> None:
        super().__init__("METHOD_NOT_ALLOWED", f"{method[:20]} is not POST")


class BodyTooLarge(HotReadError):
    """The request's body has more than `limit` bytes. It is not parsed."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__("BODY_TOO_LARGE", f"the body is over {limit} bytes")


class InvalidQuery(HotReadError):
    """The envelope, or its payload, is at fault."""

    status = 400

    def __init__(self, message: str, code: str = "INVALID_QUERY") -> None:
        super().__init__(code, message)


class AnswerTooLarge(InvalidQuery):
    """What was asked for is over an answer's size, and cannot be answered in pages."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field}: the values of so many do not fit into one answer", "ANSWER_TOO_LARGE")


class TimeRangeTooLong(InvalidQuery):
    """The reader's time was over before the history was, and no page of it can be answered."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query took longer than {seconds:g} s; ask for a shorter time range", "TIME_RANGE_TOO_LONG"
        )


class InvalidStoredRecord(HotReadError):
    """A stored record is not a telemetry record; the message names the device, property and time."""

    def __init__(self, message: str) -> None:
        super().__init__("INVALID_STORED_RECORD", message)


class StoreNotIndexed(HotReadError):
    """The store has no index that serves the query."""

    def __init__(self, field: str) -> None:
        super().__init__("STORE_NOT_INDEXED", f"the hot store has no index for queries by {field}")


class TooManyElements(HotReadError):
    """A stored list or map has more elements than TwinMaker takes; names device, property and time."""

    def __init__(self, message: str) -> None:
        super().__init__("TOO_MANY_ELEMENTS", message)


class AnswerFull(HotReadError):
    """Of many devices, this one and all after it no longer fit."""

    status = 413

    def __init__(self) -> None:
        super().__init__("ANSWER_FULL", "the answer is full; ask for this device and those after it again")


class TimeLimit(HotReadError):
    """The reader's time was over before it had read everything.

    `is_silent`: the store has not answered at all, so a shorter query would not help.
    """

    status = 503
    retry_after = 1  # seconds

    def __init__(self, seconds: float, *, is_silent: bool = False) -> None:
        super().__init__("TIME_LIMIT", f"not read within {seconds:g} s; ask again")
        self.seconds = seconds
        self.is_silent = is_silent


class StoreFailed(HotReadError):
    """The store failed. How is in the log, not in the answer."""

    def __init__(self) -> None:
        super().__init__("STORE_FAILED", "the hot store could not be read")


class StoreThrottled(HotReadError):
    """The store asks to come back later. `retry_after` is in seconds."""

    status = 503

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("STORE_THROTTLED", "the hot store is throttling; try again later")
        self.retry_after = retry_after
