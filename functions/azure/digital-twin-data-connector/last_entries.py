"""The newest values of many devices, asked of the hot reader of one cloud."""

from __future__ import annotations

import queue
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosstwin_contract.asking import of_one_query
from crosstwin_contract.envelope import MOST_DEVICES
from crosstwin_contract.strict_json import InvalidJson, loads
from pace import Budget
from remote_reader.errors import ConnectorError, InvalidReaderResponse
from remote_reader.query import Query, Trace
from remote_reader.reader import RemoteHotReader
from remote_reader.settings import RemoteSettings
from workers import Invocation, run_all

_AT_ONCE = 4
# So many queries without an answer end a run. One alone may fail for what is in it, and would keep the
# devices after it without values in each run.
_MOST_FAILURES = _AT_ONCE
# Devices that an answer had no room or no time for.
_ASK_AGAIN = frozenset({"ANSWER_FULL", "TIME_LIMIT", "STORE_THROTTLED"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A device, the properties to ask for, and the time from which values are of interest."""

    device: str
    properties: Sequence[str]
    since: str | None

    @property
    def payload(self) -> dict[str, Any]:
        since = {} if self.since is None else {"since": self.since}
        return {"iotDeviceId": self.device, "selectedProperties": list(self.properties), **since}


@dataclass(slots=True)
class Answers:
    """What was answered, by device; `errors` has the code of each device without an answer.

    `failures` are why the reader gave no answer to whole queries.
    """

    values: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    failures: list[ConnectorError] = field(default_factory=list)

    @property
    def failure(self) -> ConnectorError | None:
        """Why a query had no answer, if one had none."""
        return self.failures[-1] if self.failures else None


class CloudReader:
    """Asks in several threads. Each has a connection, which is kept from one run to the next."""

    def __init__(self, settings: RemoteSettings) -> None:
        self._readers: queue.SimpleQueue[RemoteHotReader] = queue.SimpleQueue()
        for _ in range(_AT_ONCE):
            self._readers.put(RemoteHotReader(settings, source_cloud="azure"))

    def newest(
        self, asked: Iterable[Asked], budget: Budget, trace_id: str, invocation: Invocation
    ) -> Answers:
        """The newest values of each device. A reader that fails again and again is not asked any further."""
        answers = Answers()
        left = [*asked]
        while left:

            def ask(chunk: list[Asked]) -> None:
                self._ask(chunk, answers, budget, trace_id)

            run_all(ask, _chunks(left), _AT_ONCE, invocation)
            again = [item for item in left if answers.errors.get(item.device) in _ASK_AGAIN]
            if len(again) == len(left) or budget.is_spent:
                break
            left = again
        return answers

    def _ask(self, chunk: list[Asked], answers: Answers, budget: Budget, trace_id: str) -> None:
        if budget.is_spent or len(answers.failures) >= _MOST_FAILURES:
            answers.errors.update({asked.device: "NOT_ASKED" for asked in chunk})
            return
        query = Query(trace=Trace(trace_id or secrets.token_hex(16), sampled=False), deadline=budget.deadline)
        reader = self._readers.get()
        try:
            reply = reader.ask({"devices": [asked.payload for asked in chunk]}, query)
            try:
                found = _parsed(reply.body, chunk)
            except InvalidReaderResponse as error:
                raise reader.refused(reply, error, query) from None
        except ConnectorError as error:
            answers.failures.append(error)
            answers.errors.update({asked.device: type(error).__name__ for asked in chunk})
            return
        finally:
            self._readers.put(reader)
        for device, answer in found.items():
            answers.errors.pop(device, None)
            if "error" in answer:
                answers.errors[device] = str(answer["error"].get("code"))[:100]
            else:
                answers.values[device] = answer.get("values", {})


def _chunks(asked: list[Asked]) -> list[list[Asked]]:
    """As many devices in a query as a reader takes."""
    chunks: list[list[Asked]] = []
    left = asked
    while left:
        count = of_one_query([item.payload for item in left[:MOST_DEVICES]])
        chunks.append(left[:count])
        left = left[count:]
    return chunks


def _parsed(body: bytes, chunk: Sequence[Asked]) -> dict[str, Mapping[str, Any]]:
    """The answer of each device. Raises InvalidReaderResponse for what is not such an answer."""
    try:
        answer = loads(body)
    except InvalidJson as error:
        raise InvalidReaderResponse(str(error)) from None
    devices = answer.get("devices") if isinstance(answer, dict) else None
    if not isinstance(devices, list) or len(devices) != len(chunk):
        raise InvalidReaderResponse("JSON without the devices that it was asked for")
    found: dict[str, Mapping[str, Any]] = {}
    for item, asked in zip(devices, chunk, strict=True):
        if not isinstance(item, dict) or item.get("iotDeviceId") != asked.device or not _is_answer(item):
            raise InvalidReaderResponse("JSON in which a device is not as it was asked for")
        found[asked.device] = item
    return found


def _is_answer(item: Mapping[str, Any]) -> bool:
    if "error" in item:
        return isinstance(item["error"], dict)
    return item.get("unchanged") is True or isinstance(item.get("values"), dict)
