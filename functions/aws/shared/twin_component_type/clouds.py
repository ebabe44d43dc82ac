"""The hot reader of each cloud, asked for many devices: over HTTP, or in this account by IAM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Protocol

from crosstwin_contract.strict_json import InvalidJson, loads
from crosstwin_contract.values import Caller
from hotread.query import HistoryQuery
from remote_reader.errors import InvalidReaderResponse
from remote_reader.query import Query
from remote_reader.reader import RemoteHotReader
from remote_reader.settings import RemoteSettings
from twin_connector.answer import device_history
from twin_connector.local import LocalHotReader

from twin_component_type.errors import DeviceFailed
from twin_component_type.position import Place


class HotReader(Protocol):
    """`caller` decides the casing of the keys in the answer's values."""

    caller: Caller

    def ask(self, payload: Mapping[str, Any], query: Query) -> bytes:
        """The body of an answer (docs/contract.md). Raises ConnectorError if no answer comes in time."""


class RemoteCloud:
    """Takes the options of RemoteHotReader."""

    caller = Caller.HTTP

    def __init__(self, settings: RemoteSettings, **options: Any) -> None:
        self._reader = RemoteHotReader(settings, source_cloud="aws", **options)

    def ask(self, payload: Mapping[str, Any], query: Query) -> bytes:
        return self._reader.ask(payload, query).body


class LocalCloud:
    """The hot reader of this account and region, a Lambda function by name."""

    caller = Caller.TWINMAKER

    def __init__(self, function_name: str) -> None:
        self._reader = LocalHotReader(function_name)

    def ask(self, payload: Mapping[str, Any], query: Query) -> bytes:
        return self._reader.ask(payload, query)


@dataclass(frozen=True, slots=True)
class Page:
    """What a cloud answered: the histories by device, its own token, and what the answer takes in bytes.

    `listed` is how many of the devices are in this page or in one before it.
    """

    histories: Mapping[str, list[dict[str, Any]]]
    next_token: str | None
    size: int
    listed: int


def page(
    body: bytes, queries: Mapping[str, HistoryQuery], devices: Sequence[str], caller: Caller, place: Place
) -> Page:
    """An answer with the histories of many devices, checked against the contract.

    `queries` are those of the devices; `place` is where the query begins; its token must not come back.
    Raises InvalidReaderResponse or DeviceFailed.
    """
    try:
        answer = loads(body)
    except InvalidJson as error:
        raise InvalidReaderResponse(str(error)) from None
    entries = answer.get("devices") if isinstance(answer, dict) else None
    if not isinstance(entries, list):
        raise InvalidReaderResponse("an answer without a list of devices")
    histories: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        device = entry.get("iotDeviceId") if isinstance(entry, dict) else None
        if not isinstance(device, str) or device not in queries or device in histories:
            raise InvalidReaderResponse(
                f"an entry for the device {device!r:.60}, which was not asked for once"
            )
        if fault := entry.get("error"):
            code, message = (str(fault.get(key)) for key in ("code", "message"))
            raise DeviceFailed(f"device {device}: {code:.100}: {message:.500}")
        histories[device] = device_history(entry.get("propertyValues"), queries[device], caller)
    token = answer.get("nextToken")
    listed = _listed([*histories], devices, place.listed, is_last=token is None)
    if token is not None and (not isinstance(token, str) or not token or token == place.token):
        raise InvalidReaderResponse("a nextToken that leads nowhere")
    return Page(histories, token, len(body), listed)


def _listed(found: Sequence[str], devices: Sequence[str], listed: int, *, is_last: bool) -> int:
    """How many of the devices are in this page or in one before it, where `listed` are.

    The pages have the devices one after the other: one that they leave out would look like one without
    values, and one that comes again has its values twice. Raises InvalidReaderResponse.
    """
    first = listed
    if listed == len(devices) or (listed and found[:1] == [devices[listed - 1]]):
        first -= 1  # the rest of its history
    expected = devices[first:] if is_last else devices[first : first + max(1, len(found))]
    for device, other in zip_longest(expected, found):
        if device != other:
            raise InvalidReaderResponse(f"no entry for the device {device or other!r:.60} in its place")
    return first + len(found)
