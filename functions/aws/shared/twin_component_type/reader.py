"""All devices of a component type in one answer, over all clouds: a cloud that fails makes the query fail."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from crosstwin_contract.envelope import MOST_DEVICES as DEVICES_OF_A_QUERY
from hotread.errors import InvalidQuery
from hotread.position import not_issued
from hotread.query import HistoryQuery, parse_history
from hotread.sizes import LARGEST_ANSWER
from remote_reader.query import Query
from twin_connector.answer import Answer, Kind
from twin_connector.invocation import Invocation

from twin_component_type.clouds import HotReader, Page, page
from twin_component_type.errors import CloudFailed, DeviceFailed, TooManyDevices
from twin_component_type.position import Place, decoded, encoded, fingerprint
from twin_component_type.roster import Member, Members, Roster

# Grafana's plugin makes two calls of TwinMaker's API for each series, to find its entity.
MOST_DEVICES = 200
COMPONENT_TYPE = Kind("component type", parse_history, list)
# What a Lambda's response has room for beside a hot reader's answer: it ends at 6 MB. One device alone has
# less: a reference up to 735 bytes by the rules of names, and a component up to 800 properties.
# https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_ComponentResponse.html
_LARGEST_REFERENCES = 700_000  # bytes
# What of TwinMaker's request the hot readers are asked with, beside devices and page.
_FIELDS = ("startTime", "endTime", "orderByTime", "propertyFilters", "interpolation")
_FIELDS_OF_DEVICES = ("selectedProperties", "properties")


@dataclass(frozen=True, slots=True)
class _Part:
    """The devices of one cloud that are asked at once, and where in their histories.

    `references` has for each what the answer says of it beside the reader's own answer.
    """

    cloud: str
    place: Place
    devices: tuple[str, ...]
    references: tuple[dict[str, Any], ...]
    is_last: bool


class ComponentTypeReader:
    """A Route of the connector's handler."""

    name = "component type"

    def __init__(self, roster: Roster, clouds: Mapping[str, HotReader]) -> None:
        self._roster = roster
        self._clouds = clouds
        self._pool = ThreadPoolExecutor(max(1, len(clouds)), "cloud")

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer:
        """A page: device by device in each cloud, each in the order of time, and no series without values.

        Raises InvalidQuery, and any error of `twin_component_type.errors`.
        """
        component_type = event.get("componentTypeId")
        if not isinstance(component_type, str) or not component_type:
            raise InvalidQuery("componentTypeId is missing: this reader answers for component types only")
        common = {name: value for name, value in event.items() if name != "nextToken"}
        asked = parse_history(common | {"entityId": "-", "iotDeviceId": "-"}, from_twinmaker=True)
        members = self._roster.members(component_type)
        _check_count(component_type, members)
        names = {cloud: [one.device for one in found] for cloud, found in members.by_cloud.items()}
        of = fingerprint(component_type, names, asked.selected)
        places = {cloud: Place() for cloud in names if names[cloud]}
        if event.get("nextToken") is not None:
            places = decoded(event["nextToken"], of)
        parts = [_part(cloud, place, members, len(asked.selected)) for cloud, place in places.items()]
        # Of so few rows, not every cloud has a share. A cloud that is asked later has its place kept.
        share = max(1, asked.max_results // max(1, len(parts))) if asked.max_results else None
        now = parts[: asked.max_results] if asked.max_results else parts
        if not asked.selected:
            return {"propertyValues": []}
        queries = [Query(trace=invocation.trace, deadline=invocation.deadline) for _ in now]
        searches = [
            self._pool.submit(self._ask, part, event, asked, share, query)
            for part, query in zip(now, queries, strict=True)
        ]
        try:
            found = [search.result() for search in searches]
        finally:  # for the log: the attempts on all clouds, and the worst status
            invocation.attempts = sum(query.attempts for query in queries)
            invocation.status = max((query.status for query in queries if query.status), default=None)
        values, places = _page(now, found, {part.cloud: part.place for part in parts})
        return {"propertyValues": values, **({"nextToken": encoded(places, of)} if places else {})}

    def _ask(
        self,
        part: _Part,
        event: Mapping[str, Any],
        asked: HistoryQuery,
        rows: int | None,
        query: Query,
    ) -> Page:
        """The page of one cloud. Runs in a thread of the pool."""
        payload = {
            name: event[name] for name in (*_FIELDS, *_FIELDS_OF_DEVICES) if event.get(name) is not None
        }
        payload |= {"devices": [*part.devices]}
        payload |= {"maxResults": rows} if rows else {}
        payload |= {"nextToken": part.place.token} if part.place.token else {}
        # The reader is asked by the devices' names alone: nothing to echo in references.
        queries = {
            device: asked._replace(device=device, reference={}, after=None, max_results=rows)
            for device in part.devices
        }
        reader = self._clouds.get(part.cloud)
        if reader is None:
            raise CloudFailed(f"the function has no hot reader of {part.cloud}")
        try:
            body = reader.ask(payload, query)
            return page(body, queries, part.devices, reader.caller, part.place)
        except DeviceFailed as error:
            raise DeviceFailed(f"{part.cloud}: {error}") from None
        except Exception as error:
            message = f"no answer for the devices on {part.cloud}: {type(error).__name__}: {error}"
            raise CloudFailed(message) from None


def _check_count(component_type: str, members: Members) -> None:
    count = sum(map(len, members.by_cloud.values()))
    if count > MOST_DEVICES:
        clouds = ", ".join(f"{component_type}.{cloud}" for cloud, found in members.by_cloud.items() if found)
        raise TooManyDevices(
            f"{component_type} has {count:,} devices, and a query takes {MOST_DEVICES}; "
            f"query single entities, a hot reader, or one of {clouds}"
        )


def _part(cloud: str, place: Place, members: Members, selected: int) -> _Part:
    """The next devices of a cloud, whose answer has room for the references of `selected` properties of each.

    One device at least. For many properties of 100 devices, references can be some megabytes.
    """
    found = members.by_cloud.get(cloud, ())
    if not 0 <= place.first < len(found):
        raise not_issued()
    asked = found[place.first : place.first + DEVICES_OF_A_QUERY]
    references = [_reference(member, members.external_ids) for member in asked]
    sizes = accumulate(selected * len(json.dumps(reference)) for reference in references)
    count = max(1, sum(size <= _LARGEST_REFERENCES for size in sizes))
    if not 0 <= place.listed <= count:
        raise not_issued()
    devices = tuple(member.device for member in asked[:count])
    return _Part(cloud, place, devices, tuple(references[:count]), place.first + count >= len(found))


def _reference(member: Member, external_ids: Sequence[str]) -> dict[str, Any]:
    return {
        "entityId": member.entity,
        "componentName": member.component,
        "externalIdProperty": dict.fromkeys(external_ids, member.device),
    }


def _page(
    parts: list[_Part], found: list[Page], places: dict[str, Place]
) -> tuple[list[dict[str, Any]], dict[str, Place]]:
    """The values of as many clouds as fit into one answer, and where the next page begins in each."""
    values: list[dict[str, Any]] = []
    size = 0
    for part, answer in zip(parts, found, strict=True):
        entries, references = _referenced(part, answer)
        if values and size + answer.size + references > LARGEST_ANSWER:
            continue  # asked again with the next page
        size += answer.size + references
        values += entries
        if answer.next_token is not None:
            places[part.cloud] = Place(part.place.first, answer.next_token, answer.listed)
        elif part.is_last:
            del places[part.cloud]
        else:
            places[part.cloud] = Place(part.place.first + len(part.devices))
    return values, places


def _referenced(part: _Part, answer: Page) -> tuple[list[dict[str, Any]], int]:
    """The histories with their entities, and the bytes that these add to what the cloud answered."""
    entries: list[dict[str, Any]] = []
    size = 0
    for device, reference in zip(part.devices, part.references, strict=True):
        # Grafana's plugin would look up the entity of each entry, also of an empty one.
        found = [entry for entry in answer.histories.get(device, ()) if entry["values"]]
        for entry in found:
            entry["entityPropertyReference"] |= reference
        entries += found
        size += len(found) * len(json.dumps(reference))
    return entries, size
