"""Asks a reader whose store fails: for histories, and for last entries where the fault is stored."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

from benchmarks.reliability.faulty_readers import TOKEN, FaultyReader, RefusedError
from benchmarks.reliability.store_faults import GOOD_RECORD, StoreFault

ATTEMPT = 10.0  # seconds: after that a connector no longer waits for the answer
_HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Any
    body: Any

    @property
    def values(self) -> list[Any]:
        """The plain values of the one property that was asked for."""
        found = self.body.get("propertyValues")
        if isinstance(found, dict):
            return [value for entry in found.values() for value in entry["propertyValue"].values()]
        return [value for item in found[0]["values"] for value in item["value"].values()] if found else []


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What one fault led to on one cloud. `refused`: the store did not take the record.

    `replies` are the answers that the fault concerns, `others` those that it must leave alone.
    """

    cloud: str
    fault: StoreFault
    refused: bool
    seconds: float
    replies: tuple[Reply, ...] = ()
    others: tuple[Reply, ...] = ()

    @property
    def as_promised(self) -> bool:
        if self.cloud in self.fault.instead:
            return self.refused
        return (
            not self.refused
            and self.seconds < ATTEMPT
            and all(map(self._is_promised, self.replies))
            and all(reply.status == 200 and reply.values for reply in self.others)
        )

    def _is_promised(self, reply: Reply) -> bool:
        if reply.status != self.fault.status:
            return False
        if reply.status == 200:
            return bool(reply.values)
        error = reply.body["error"]
        pattern = re.escape(self.fault.message).replace("…", ".*")
        return (
            error["code"] == self.fault.code
            and re.fullmatch(pattern, error["message"]) is not None
            and ("Retry-After" in reply.headers) == (reply.status == 503)
        )


def run_store_faults(reader: FaultyReader, faults: Sequence[StoreFault]) -> list[StoreOutcome]:
    """The outcomes in the order of the faults. The silent store is waited for beside the others."""
    with ThreadPoolExecutor(2) as threads:
        silent_first = sorted(faults, key=lambda fault: fault.device != "silent")
        running = {fault.name: threads.submit(_run, reader, fault) for fault in silent_first}
        return [running[fault.name].result() for fault in faults]


def _run(reader: FaultyReader, fault: StoreFault) -> StoreOutcome:
    reader.put({"iotDeviceId": fault.device, **GOOD_RECORD})
    try:
        if fault.record is not None:
            reader.put({"iotDeviceId": fault.device, **fault.record})
    except RefusedError:
        return StoreOutcome(reader.cloud, fault, refused=True, seconds=0)
    if fault.record is not None:
        urls = [reader.stored_url, reader.last_entry_url]
    else:
        urls = [reader.down_url if fault.device == "down" else reader.history_url]
    for url in urls:
        _ask(url, fault, [])  # the store is not asked: a cold start is not what is measured
    started = time.monotonic()
    replies = tuple(_ask(url, fault, ["n"]) for url in urls)
    seconds = (time.monotonic() - started) / len(urls)
    left_alone = fault.record is not None and "other" in fault.record
    others = tuple(_ask(url, fault, ["other"]) for url in urls if left_alone)
    return StoreOutcome(reader.cloud, fault, False, seconds, replies, others)


def _ask(url: str, fault: StoreFault, names: list[str]) -> Reply:
    payload: dict[str, Any] = {"iotDeviceId": fault.device, "selectedProperties": names, **_HOUR}
    if names:
        payload.update(fault.asked)
    if fault.declared and "n" in names:
        payload["properties"] = {"n": {"definition": {"dataType": {"type": fault.declared}}}}
    response = requests.post(
        url,
        json={"target_layer": "L3-hot", "payload": payload},
        headers={"X-Inter-Cloud-Token": TOKEN},
        timeout=60,
    )
    return Reply(response.status_code, response.headers, response.json())
