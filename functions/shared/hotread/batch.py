"""What queries for many devices have in common: bounds, threads, and one error for one device at fault."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from crosstwin_contract.envelope import MOST_DEVICES

from hotread.errors import HotReadError, InvalidQuery, StoreFailed, TimeLimit
from hotread.store import QueryStore

# No device's search starts later than this: it would hardly end within the query's 8 s.
LATEST_START = 5.0  # seconds
# A search ends with the query's time by itself. This is for what it makes of the records that it has read.
_ENDING = 1.0  # seconds
# {"iotDeviceId":…,"error":{"code":"INVALID_STORED_RECORD","message":…}}, with room for AnswerFull's message
DEVICE_FRAME = 256
THREADS = 8
# One for all queries, so that threads, and what a store keeps for each, live on. It starts threads with its
# first task, so after the fork that Google's functions framework makes.
POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="hotread-device")

# What counts for all devices that the list has as a string, the id.
_SHARED = ("selectedProperties", "properties", "since", "longAsString")

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a device has no values. `cause` is there where the answer does not show how the store failed."""

    device: str | None
    error: HotReadError
    cause: Exception | None = None

    @property
    def answer(self) -> dict[str, Any]:
        return {"error": {"code": self.error.code, "message": self.error.message}}


def items_of(payload: Mapping[str, Any]) -> list[Any]:
    """The items of `devices`, a string with the fields that the payload has for it.

    Raises InvalidQuery where it is not a list of 1 to MOST_DEVICES.
    """
    devices = payload["devices"]
    if not isinstance(devices, list) or not 1 <= len(devices) <= MOST_DEVICES:
        raise InvalidQuery(f"devices: expected a list of 1 to {MOST_DEVICES} devices")
    shared = {name: payload[name] for name in _SHARED if name in payload}
    return [{"iotDeviceId": item, **shared} if isinstance(item, str) else item for item in devices]


def fields_of(item: Any) -> Mapping[str, Any]:
    """One item of `devices`. Raises InvalidQuery where it is not an object."""
    if not isinstance(item, Mapping):
        raise InvalidQuery("expected an object with iotDeviceId and selectedProperties")
    return item


def named(device: str | None) -> dict[str, str]:
    """How an answer names a device: not at all where its item does not."""
    return {} if device is None else {"iotDeviceId": device}


def result(device: str | None, future: Future[_Found], store: QueryStore) -> _Found | Failure:
    """What a device's search found, or why it found nothing.

    A search waits for a thread while other queries keep all of them, but no longer than the query's time.
    """
    try:
        return future.result(min(max(0.0, store.left) + _ENDING, threading.TIMEOUT_MAX))
    except HotReadError as error:
        return Failure(device, error)
    except Exception as error:
        if not future.done():
            future.cancel()
            return Failure(device, TimeLimit(store.limit))
        return Failure(device, StoreFailed(), error)
