"""One pass of the graph function over models, twins, constants and relationships.

Every step is conditional or repeatable, so a run that ends early does no harm, and the next one goes on. What
others have made (models, twins of other models, relationships) is left alone.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from crosstwin_contract.digital_twins import HOT_PROVIDER, OBSERVED_AT, RELATIONSHIP, deletions_unasked
from hotread.log import log
from pace import Budget, Pace
from twins import DigitalTwins, Operation, TwinsError
from wanted import Graph, Twin, bases_of, schemas_of
from workers import Invocation, run_all

_THREADS = 8
_MODELS_A_REQUEST = 250
_COUNTS = (
    *("models_created", "models_deleted"),
    *("twins_created", "twins_remodelled", "twins_updated", "twins_deleted", "twins_kept"),
    *("relationships_created", "relationships_deleted", "failed"),
)
_Item = TypeVar("_Item")
Relationship = tuple[str, str]  # container, contained: the relationship's id is that of the contained twin


class GraphRun:
    """One pass over everything."""

    def __init__(
        self,
        graph: Graph,
        twins: DigitalTwins,
        pace: Pace,
        budget: Budget,
        invocation: Invocation,
        *,
        allow_deletions: str,
    ) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(_COUNTS, 0))
        self.charges: list[float] = []
        self.faults: list[TwinsError] = []
        self.budget = budget
        self.is_unfinished = False
        self._models: dict[str, dict[str, Any]] = {}  # of the instance, by id
        self._model_of: dict[str, str] = {}  # the model that each twin has, by id
        self._taken: set[str] = set()  # ids of the graph that twins of others have
        self._graph = graph
        self._twins = twins
        self._allow_deletions = allow_deletions
        self._pace = pace
        self._invocation = invocation

    def run(self) -> None:
        """Raises TwinsError where a step that all others need fails."""
        self._models = self._twins.models()
        self._create_models()
        held = self._held()
        self._model_of = {id_: twin["$metadata"]["$model"] for id_, twin in held.items()}
        self._each("create", self._create, [t for t in self._graph.twins.values() if t.id not in held])
        present = [twin for twin in self._graph.twins.values() if twin.id in held]
        self._each("change", lambda twin: self._change(twin, held[twin.id]), present)
        unwanted = [id_ for id_ in held if id_ not in self._graph.twins]
        may_delete = not unwanted or self._may_delete(len(unwanted), len(held))
        self._relate({*held, *self._graph.twins}, set() if may_delete else {*unwanted})
        if may_delete:
            self._each("delete", lambda id_: self._delete(id_, str(held[id_]["$etag"])), unwanted)

    def _create_models(self) -> None:
        missing = [m.interface for m in self._graph.models_by_base() if m.id not in self._models]
        for first in range(0, len(missing), _MODELS_A_REQUEST):
            chunk = missing[first : first + _MODELS_A_REQUEST]
            try:
                self._twins.create_models(chunk)
            except TwinsError as error:
                if error.status != 409:  # made by another run meanwhile
                    raise
            self.counts["models_created"] += len(chunk)

    def _held(self) -> dict[str, Any]:
        """The twins of the graph, and others of its models: no one else has twins of those."""
        # Devices extend it. Its id is a checked DTMI.
        found = self._twins.twins(f"IS_OF_MODEL(T, '{self._graph.place_model}')", self.charges)
        # A model of others may extend one of the graph's.
        return {
            id_: twin
            for id_, twin in found.items()
            if id_ in self._graph.twins or twin["$metadata"]["$model"].startswith(self._graph.prefix)
        }

    def _create(self, twin: Twin) -> None:
        self._pace.wait()
        try:
            self._twins.create_twin(twin.id, twin.model, twin.properties)
        except TwinsError as error:
            if error.status != 412:
                raise
            self._check_own(twin.id)
        else:
            self.counts["twins_created"] += 1

    def _check_own(self, id_: str) -> None:
        """Looks at a twin that is there, but was not in the query: either that is behind, or it is another's.

        Raises TwinsError for a twin of a model of others, or of one that has been deleted.
        """
        model = self._twins.model_of(id_)
        if model not in self._graph.models and not (
            model in self._models and model.startswith(self._graph.prefix)
        ):
            self._taken.add(id_)
            raise TwinsError(409, f"the id is that of a twin of the model {model}")
        self._model_of[id_] = model
        self.is_unfinished = self.is_unfinished or model != self._graph.twins[id_].model

    def _change(self, twin: Twin, held: Mapping[str, Any]) -> None:
        operations = self._remodelled(twin, held)
        name = "twins_remodelled" if operations else "twins_updated"
        operations += [
            {"op": "add", "path": f"/{property_}", "value": value}
            for property_, value in twin.properties.items()
            # Of another model, also what is equal: 1 is not a boolean, and 1.0 not an integer.
            if operations or property_ not in held or held[property_] != value
        ]
        if not operations:
            return
        if (
            held.get(HOT_PROVIDER) not in (None, twin.hot_provider)
            and OBSERVED_AT in held
            and name == "twins_updated"
        ):
            # The values of another store, which are asked for without regard to what was there.
            operations.append({"op": "remove", "path": f"/{OBSERVED_AT}"})
        try:
            self._twins.patch_twin(twin.id, operations, str(held["$etag"]))
        except TwinsError as error:
            if error.status != 412:
                raise
            self.is_unfinished = True  # refreshed meanwhile: the next run looks again
        else:
            self._model_of[twin.id] = twin.model
            self.counts[name] += 1

    def _remodelled(self, twin: Twin, held: Mapping[str, Any]) -> list[Operation]:
        """Gives the twin another model. Values whose schema is the same stay.

        They may be older than what a reader looks for. Without OBSERVED_AT, the next refresh asks for all.
        """
        before = held["$metadata"]["$model"]
        if before == twin.model:
            return []
        schemas = schemas_of(self._models.get(before, {}))
        telemetry = self._graph.models[twin.model].telemetry
        return [
            {"op": "replace", "path": "/$metadata/$model", "value": twin.model},
            *(
                {"op": "remove", "path": f"/{name}"}
                for name in held
                if not name.startswith("$")
                and name not in twin.properties
                and (name not in telemetry or telemetry[name] != schemas.get(name))
            ),
        ]

    def _may_delete(self, count: int, held: int) -> bool:
        if (
            count <= deletions_unasked(held, len(self._graph.twins))
            or self._allow_deletions == self._graph.hash
        ):
            return True
        log(
            logging.ERROR,
            f"the graph would delete {count} of {held} twins, so none is deleted; to allow it, set "
            f"allow_deletions to {self._graph.hash}",
            unwanted=count,
            held=held,
            graph_hash=self._graph.hash,
        )
        self.counts["twins_kept"] += count
        self.is_unfinished = True
        return False

    def _relate(self, own: set[str], kept: set[str]) -> None:
        """`kept` are twins that the graph does not have, and that keep their relationships."""
        rows = self._twins.relationships(self.charges)
        held = {
            (row["$sourceId"], row["$targetId"])
            for row in rows
            if row["$relationshipName"] == RELATIONSHIP
            and row["$relationshipId"] == row["$targetId"]  # the connector's own
            and {row["$sourceId"], row["$targetId"]} <= own
        }
        wanted = {pair for pair in self._graph.relationships() if not self._taken.intersection(pair)}
        unwanted = [pair for pair in held - wanted if not kept.intersection(pair)]
        self._each("unrelate", self._unrelate, _in_turns(unwanted))
        self._each("relate", self._create_relationship, _in_turns(wanted - held))

    def _create_relationship(self, pair: Relationship) -> None:
        if self._is_changed(lambda: self._twins.create_relationship(*pair), unless=412):
            self.counts["relationships_created"] += 1

    def _unrelate(self, pair: Relationship) -> None:
        if self._is_changed(lambda: self._twins.delete_relationship(*pair), unless=404):
            self.counts["relationships_deleted"] += 1

    def _is_changed(self, change: Callable[[], None], *, unless: int) -> bool:
        """False for the status that says that another run has made the change meanwhile."""
        self._pace.wait()
        try:
            change()
        except TwinsError as error:
            if error.status != unless:
                raise
            return False
        return True

    def _delete(self, id_: str, etag: str) -> None:
        self._pace.wait()
        try:
            self._twins.delete_twin(id_, etag)
        except TwinsError as error:
            if error.code == "RelationshipsNotDeleted":
                self.counts["twins_kept"] += 1
                log(logging.WARNING, "a twin is kept: relationships that others have made hold it", twin=id_)
            elif error.status == 412:
                self.is_unfinished = True  # refreshed meanwhile
            elif error.status == 404:
                del self._model_of[id_]
            else:
                raise
        else:
            del self._model_of[id_]
            self.counts["twins_deleted"] += 1

    def unused_models(self) -> list[str]:
        """Of the graph's prefix: those that neither it nor any twin has. None after a failure."""
        if self.faults or self.counts["failed"] or self.budget.is_spent:
            return []
        used = {*self._graph.models, *self._model_of.values()}
        return [one for one in self._models if one.startswith(self._graph.prefix) and one not in used]

    def delete_models(self, unused: Sequence[str]) -> None:
        """Deletes models, first those that extend others.

        A model can be deleted while twins have it. Those cannot be changed any more, and no query by a base
        finds them. So a model has to be unused in two runs between which each query has seen each twin.
        """
        self.is_unfinished = self.is_unfinished or {*unused} != {*self.unused_models()}
        for model in sorted(unused, key=lambda id_: -len(bases_of(self._models[id_]))):
            try:
                self._twins.delete_model(model)
            except TwinsError as error:
                if error.status not in (404, 409):
                    raise
            else:
                self.counts["models_deleted"] += 1

    def _each(self, what: str, call: Callable[[_Item], None], items: Iterable[_Item]) -> None:
        """Calls for each item, in threads. One that fails is one failure, unless the service itself fails."""

        def attempt(item: _Item) -> None:
            if self.budget.is_spent:
                return
            try:
                call(item)
            except TwinsError as error:
                if not error.is_of_the_request:
                    self.budget.stop()
                    self.faults.append(error)
                    return
                self.counts["failed"] += 1
                named = item.id if isinstance(item, Twin) else item
                log(logging.ERROR, f"could not {what}", twin=named, code=error.code, status=error.status)

        run_all(attempt, items, _THREADS, self._invocation)


def _in_turns(pairs: Iterable[Relationship]) -> list[Relationship]:
    """Ordered so that a container comes seldom in a row: ten changes a second are its limit."""
    by_container: dict[str, deque[Relationship]] = {}
    for pair in sorted(pairs):
        by_container.setdefault(pair[0], deque()).append(pair)
    waiting, ordered = deque(by_container.values()), []
    while waiting:
        group = waiting.popleft()
        ordered.append(group.popleft())
        if group:
            waiting.append(group)
    return ordered
