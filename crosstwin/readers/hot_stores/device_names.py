"""The names of all devices of an existing hot store, as they are stored: one request for each device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crosstwin_contract.records import DEVICE, path

# The last of all sort keys, by type: 1,024 bytes, or the largest number.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_LAST_KEYS: Mapping[str, Any] = {
    "S": chr(0x10FFFF) * 256,
    "N": "9.9999999999999999999999999999999999999E+125",
    "B": b"\xff" * 1024,
}


def of_table(
    client: Any, place: Mapping[str, str], device: str, time: str, own: Iterable[str]
) -> Iterator[str]:
    """A scan that goes on behind the last sort key of each device.

    `place` has TableName, and IndexName where device and time are keys of an index; `own` are those of the
    table. As AWS lists the distinct partition keys of a table:
    https://aws.amazon.com/blogs/database/generate-a-distinct-set-of-partition-keys-for-an-amazon-dynamodb-table-efficiently/
    """
    scan: dict[str, Any] = {**place, "Limit": 1}
    while found := client.scan(**scan)["Items"]:
        item = found[0]
        (name,) = item[device].values()
        yield str(name)
        (kind,) = item[time]
        key = {one: item[one] for one in own}  # an index is read on from the keys of both
        scan["ExclusiveStartKey"] = {**key, device: item[device], time: {kind: _LAST_KEYS[kind]}}


def of_container(container: Any, device: str) -> Iterator[str]:
    """The next name in order, from the index of the field."""
    field = "c" + "".join(f"[{_quoted(name)}]" for name in path(device))
    query = f"SELECT TOP 1 {field} AS device FROM c WHERE {field} > @after ORDER BY {field}"  # noqa: S608 - quoted
    after = ""
    while found := list(
        container.query_items(
            query, parameters=[{"name": "@after", "value": after}], enable_cross_partition_query=True
        )
    ):
        after = found[0]["device"]
        yield after


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def of_collection(client: Any, collection: str, device: str, time_in_group: str | None) -> Iterator[str]:
    """The next name in order; of one collection a device, the documents that these are below.

    Those need no fields of their own. A collection group is read by device and time: the index that the
    readers need, because Firestore has none for a single field of a group.
    """
    from google.cloud.firestore import FieldFilter

    before, placeholder, _ = collection.partition(f"/{DEVICE}/")
    if placeholder:
        for document in client.collection(before).list_documents():
            yield document.id
        return
    field = client.field_path(*path(device))
    if time_in_group is None:
        records = client.collection(collection).order_by(field)
    else:
        group = client.collection_group(collection)
        records = group.order_by(field).order_by(client.field_path(*path(time_in_group)))
    after = ""
    while found := list(records.where(filter=FieldFilter(field, ">", after)).limit(1).stream()):
        after = found[0].get(field)
        yield after
