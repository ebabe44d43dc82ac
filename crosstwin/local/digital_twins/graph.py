"""Twins and relationships, each change checked against the models.

Source of statuses and codes: the operations' descriptions in the REST specification of 2023-10-31.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from crosstwin.local.digital_twins.faults import Fault, invalid_argument, validation_failed
from crosstwin.local.digital_twins.limits import LONGEST_ID, Rates
from crosstwin.local.digital_twins.models import Models, fits
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.patches import patched

Document = dict[str, Any]
_Key = tuple[str, ...]  # of a twin (id,), of a relationship (source, id)


class Graph:
    """The twins and relationships of one instance. Not safe for threads: its caller holds a lock."""

    def __init__(self, options: Options, clock: Callable[[], float]) -> None:
        self.models = Models()
        self._options = options
        self._clock = clock
        self._rates = Rates(options, clock)
        self._twins: dict[str, Document] = {}
        self._relationships: dict[_Key, Document] = {}
        self._ends: dict[str, set[_Key]] = {}  # the relationships from and to a twin
        # What queries see, and the changes that they do not see yet.
        self._seen: dict[_Key, Document] = {}
        self._unseen: deque[tuple[float, _Key, Document | None]] = deque()

    def twin(self, id_: str) -> Document:
        """Raises Fault 404 DigitalTwinNotFound."""
        found = self._twins.get(id_)
        if found is None:
            raise Fault(
                404,
                "DigitalTwinNotFound",
                f"There is no digital twin instance that exists with the ID {id_:.200}.",
            )
        return found

    def put_twin(self, id_: str, body: Any, if_none_match: str | None) -> Document:
        """Adds or replaces a twin. Raises Fault 400, 412, 429."""
        _check_id(id_)
        metadata = body.get("$metadata") if isinstance(body, dict) else None
        if not isinstance(metadata, dict):
            raise validation_failed("A twin has to be an object with $metadata.")
        self._check_absent(if_none_match, id_ in self._twins)
        self._rates.change(id_)
        self._rates.creation()
        properties = {name: value for name, value in body.items() if not name.startswith("$")}
        twin = {"$dtId": id_, **properties, "$metadata": {"$model": metadata.get("$model")}}
        self._validate(twin)
        return self._keep_twin(twin, {*properties})

    def patch_twin(self, id_: str, operations: Any, if_match: str | None) -> Document:
        """Raises Fault 400, 404, 412, 429."""
        twin = self.twin(id_)
        _check_match(if_match, twin)
        self._rates.change(id_)
        changed, touched = patched(twin, operations, self._options)
        self._validate(changed)
        return self._keep_twin(changed, touched)

    def delete_twin(self, id_: str, if_match: str | None) -> None:
        """Raises Fault 400 RelationshipsNotDeleted, 404, 412, 429."""
        _check_match(if_match, self.twin(id_))
        if self._ends.get(id_):
            raise Fault(400, "RelationshipsNotDeleted", f"The digital twin {id_:.200} has relationships.")
        self._rates.change(id_)
        self._rates.creation()
        del self._twins[id_]
        self._publish((id_,), None)

    def put_relationship(self, source: str, id_: str, body: Any, if_none_match: str | None) -> Document:
        """Adds or replaces a relationship. Raises Fault 400, 404, 412, 429."""
        _check_id(id_)
        twin = self.twin(source)
        if not isinstance(body, dict):
            raise invalid_argument("A relationship has to be an object.")
        target, name = body.get("$targetId"), body.get("$relationshipName")
        element = self.models.contents(twin["$metadata"]["$model"]).get(str(name))
        if element is None or element["@type"] != "Relationship":
            raise Fault(400, "InvalidRelationship", f"The model has no relationship {name!r:.200}.")
        if any(not field.startswith("$") for field in body):
            raise validation_failed("The relationship has no properties in the model.")
        if target == source:
            raise Fault(400, "OperationNotAllowed", "A relationship cannot connect a twin to itself.")
        if not isinstance(target, str) or target not in self._twins:
            raise Fault(404, "TargetTwinNotFound", f"There is no target twin {target!r:.200}.")
        key = (source, id_)
        self._check_absent(if_none_match, key in self._relationships)
        self._rates.change(source)
        self._rates.creation()
        if key in self._relationships:
            self._forget(key)
        relationship = {
            "$relationshipId": id_,
            "$etag": _etag(),
            "$sourceId": source,
            "$relationshipName": name,
            "$targetId": target,
        }
        self._relationships[key] = relationship
        for end in (source, target):
            self._ends.setdefault(end, set()).add(key)
        self._publish(key, relationship)
        return relationship

    def delete_relationship(self, source: str, id_: str, if_match: str | None) -> None:
        """Raises Fault 404, 412, 429."""
        self.twin(source)
        found = self._relationships.get((source, id_))
        if found is None:
            raise Fault(404, "RelationshipNotFound", f"The twin has no relationship {id_:.200}.")
        _check_match(if_match, found)
        self._rates.change(source)
        self._rates.creation()
        self._forget((source, id_))
        self._publish((source, id_), None)

    def seen_twins(self) -> Iterator[Document]:
        """The twins as a query sees them, some time behind."""
        return (document for key, document in self._seen_now().items() if len(key) == 1)

    def seen_relationships(self) -> Iterator[Document]:
        """The relationships as a query sees them, some time behind."""
        return (document for key, document in self._seen_now().items() if len(key) == 2)

    def _seen_now(self) -> dict[_Key, Document]:
        until = self._clock() - self._options.query_lag
        while self._unseen and self._unseen[0][0] <= until:
            _, key, document = self._unseen.popleft()
            if document is None:
                self._seen.pop(key, None)
            else:
                self._seen[key] = document
        return self._seen

    def _publish(self, key: _Key, document: Document | None) -> None:
        self._unseen.append((self._clock(), key, document))

    def _forget(self, key: _Key) -> None:
        relationship = self._relationships.pop(key)
        for end in (relationship["$sourceId"], relationship["$targetId"]):
            self._ends[end].discard(key)

    def _keep_twin(self, twin: Document, touched: set[str]) -> Document:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")  # seven digits, as the service writes
        metadata = twin["$metadata"]
        metadata["$lastUpdateTime"] = now
        for name in touched:
            metadata[name] = {**metadata.get(name, {}), "lastUpdateTime": now}
        kept = {"$dtId": twin["$dtId"], "$etag": _etag(), **_properties(twin), "$metadata": metadata}
        self._twins[twin["$dtId"]] = kept
        self._publish((twin["$dtId"],), kept)
        return kept

    def _validate(self, twin: Document) -> None:
        model = twin["$metadata"]["$model"]
        if not isinstance(model, str) or model not in self.models:
            raise validation_failed(f"The model {model!r:.200} does not exist.")
        contents = self.models.contents(model)
        for name, value in _properties(twin).items():
            element = contents.get(name)
            if element is None or element["@type"] != "Property":
                raise validation_failed(f"The property {name:.200} does not exist on the model {model}.")
            if not fits(element["schema"], value):
                raise validation_failed(f"The value of {name:.200} is not valid for its schema.")

    def _check_absent(self, if_none_match: str | None, exists: bool) -> None:
        if if_none_match not in (None, "*"):
            raise invalid_argument("If-None-Match can only be *.")
        if if_none_match == "*" and exists:
            raise Fault(412, "PreconditionFailed", "The precondition If-None-Match failed: it exists.")


def _properties(twin: Document) -> Document:
    return {name: value for name, value in twin.items() if not name.startswith("$")}


def _check_id(id_: str) -> None:
    if not id_ or len(id_) > LONGEST_ID:
        raise invalid_argument(f"An id has 1 to {LONGEST_ID} characters.")


def _check_match(if_match: str | None, document: Document) -> None:
    if if_match not in (None, "*", document["$etag"]):
        raise Fault(412, "PreconditionFailed", "The precondition If-Match failed: it was changed.")


def _etag() -> str:
    return f'W/"{uuid.uuid4()}"'
