"""A DynamoDB table as a hot store: a partition key for the device, and a sort key for the time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crosstwin_contract.records import CROSSTWIN, RecordMapping
from crosstwin_contract.stored_times import EpochNumbers
from crosstwin_contract.times import NANOSECONDS
from hotread.mapped import MappedRecords
from hotread.record import DEVICE_FIELD, ID_FIELD
from hotread.store import Page, next_pages

from hotread_aws.dynamodb import DynamoDB

_LARGEST_LIMIT = 2**31 - 1  # DynamoDB's Limit is a 32-bit integer
# Of an expression's 4 kB: beyond this many names the records are fetched whole.
_MOST_PROJECTED = 100
_DIGITS = 38  # of a number


class DynamoDBStore:
    """A hot store (hotread.store.HotStore) over one table.

    A mapping's names of device and time are those of keys, and not paths: a key is not part of a map.
    """

    def __init__(self, client: DynamoDB, table_name: str, mapping: RecordMapping = CROSSTWIN) -> None:
        self._client = client
        self._table_name = table_name
        self._mapping = mapping
        self._records = MappedRecords(mapping, nested_keys=False)
        self.orders_by_time = mapping.times.orders_by_time
        self._exact = mapping.time if isinstance(mapping.times, EpochNumbers) else None

    def page(
        self,
        device: str,
        first_id: str | None,
        last_id: str | None,
        *,
        descending: bool,
        properties: Sequence[str],
        limit: int | None,
        continuation: Any,
    ) -> Page:
        condition = "#device = :device"
        values = {":device": {"S": self._mapping.device_value(device)}}
        times = self._mapping.times
        first, last = times.first(first_id), times.last(last_id)
        if first is not None and last is not None:
            if first > last:
                return Page(())  # between two values of the times' unit; DynamoDB refuses such bounds
            condition += " AND #id BETWEEN :first AND :last"
        elif first is not None:
            condition += " AND #id >= :first"
        elif last is not None:
            condition += " AND #id <= :last"
        for name, bound in ((":first", first), (":last", last)):
            if bound is not None:
                # An integer formatted with :f would be a double first, whose nanoseconds are not exact.
                number = f"{bound:f}" if isinstance(bound, Decimal) else str(bound)
                if bound is last and isinstance(times, EpochNumbers):
                    number = _through_nanosecond(number, times.units_a_second)
                values[name] = {"S": bound} if isinstance(bound, str) else {"N": number}
        query = self._query(properties, condition, values)
        query["ScanIndexForward"] = not descending
        if limit:
            query["Limit"] = min(limit, _LARGEST_LIMIT)
        if continuation:
            query["ExclusiveStartKey"] = continuation
        return self._run(query, device, DEVICE_FIELD in properties)

    def earlier(
        self, device: str, wanted: Sequence[Sequence[str]], page: Page, *, first_id: str, limit: int
    ) -> Iterator[Page]:
        return next_pages(self, device, wanted, page, first_id=first_id, limit=limit)

    def _query(self, properties: Sequence[str], condition: str, values: dict[str, Any]) -> dict[str, Any]:
        # DynamoDB refuses a name that no expression uses, so #id is named where it occurs.
        mapping = self._mapping
        names = {"#device": mapping.device}
        query: dict[str, Any] = {
            "TableName": self._table_name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
        if mapping.index_name is not None:
            query["IndexName"] = mapping.index_name
        # Without properties, the names of all fields are asked for, where the properties are in one of them.
        is_whole = not properties and mapping.values is not None
        if len(properties) <= _MOST_PROJECTED and not is_whole:
            # The device is in the query: its name with every record would be a quarter of an answer.
            device = ["#device"] if DEVICE_FIELD in properties and self._records.is_own else []
            # A map whole: it may be JSON.
            read = properties if mapping.values is None else (mapping.values.partition(".")[0],)
            keys = (DEVICE_FIELD, ID_FIELD, mapping.device, mapping.time)
            wanted = [name for name in dict.fromkeys((*read, *mapping.table_keys)) if name not in keys]
            projected = {f"#p{number}": name for number, name in enumerate(wanted)}
            names.update(projected)
            query["ProjectionExpression"] = ", ".join([*device, "#id", *projected])
        if "#id" in condition or "ProjectionExpression" in query:
            names["#id"] = mapping.time
        return query

    def _run(self, query: dict[str, Any], device: str, has_device: bool) -> Page:
        found = self._client.query(query, self._exact)
        items = found["Items"]
        if self._records.is_own:
            return Page(items, found.get("LastEvaluatedKey"))
        if "ProjectionExpression" not in query:
            for item in items:
                item.pop(self._mapping.device, None)  # not a property, however many names are asked for
        names = [*map(self._name, items)] if self._mapping.table_keys else None
        records = self._records.records(items, device, names=names, has_device=has_device)
        return Page(records, found.get("LastEvaluatedKey"))

    def _name(self, item: Mapping[str, Any]) -> str:
        """In an index, several items can have one device and time: the keys of the table distinguish them."""
        return json.dumps([item.get(key) for key in self._mapping.table_keys], default=repr)


def _through_nanosecond(number: str, units_a_second: int) -> str:
    """An upper bound that lets through what is finer than its nanosecond, as `Decimal(time.time())` is.

    The readers answer such a record with the nanosecond that it is in.
    """
    whole, _, fraction = number.partition(".")
    places = len(str(NANOSECONDS // units_a_second)) - 1
    return f"{whole}.{fraction:0<{places}}".ljust(_DIGITS + 1, "9")
