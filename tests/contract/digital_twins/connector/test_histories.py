"""Random histories of a twin: graphs, records, runs, restarts and other writers in any order, then rest.

After it, the instance is what the graph says, and each twin has the newest values of its store.
"""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from crosstwin_contract.telemetry import FITS, UnfitValueError

from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.connector.conftest import CLOUDS, Invocation, World
from tests.contract.digital_twins.graphs import Graph

PROPERTIES = ("p", "q", "r", "s")
TYPES = ("integer", "double", "string", "boolean", "long")
VALUES: tuple[Any, ...] = (0, 2**31, 2**40, 1.5, 3.0, True, "a", "", "x" * 4097, [1], {"a": "b"})
UNLIMITED = {"creations": None, "updates_a_twin": None}


class History:
    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random, self.now = world, random.Random(seed), 3600  # noqa: S311 - no secret
        self.types: dict[str, Any] = {}
        self.devices: dict[str, Any] = {}
        self.places: dict[str, str | None] = {"plant": None}
        self.graph: Graph = self.another_graph()

    def run(self, steps: int) -> None:
        kinds = (
            self.another_graph,
            self.records,
            self.records,
            self.sync,
            self.refresh,
            self.refresh,
            self.wait,
        )
        for _ in range(steps):
            self.now += self.random.randint(1, 30)
            self.random.choice(kinds)()
            if self.random.random() < 0.05:
                self.world.restart()

    def another_graph(self) -> Graph:
        choose = self.random.choice
        names = self.random.sample(PROPERTIES, self.random.randint(1, 4))
        self.types[choose("ABC")] = {"properties": {name: choose(TYPES) for name in names}}
        if self.random.random() < 0.5:
            self.places[choose(("hall", "yard"))] = "plant"
        for _ in range(2):
            device = {"type": choose([*self.types]), "hot_provider": choose(CLOUDS)}
            self.devices[f"d{self.random.randint(0, 7)}"] = device | {"parent": choose([*self.places])}
        if self.random.random() < 0.5:
            self.devices.pop(choose([*self.devices]))
        self.graph = self.world.set_graph(self.devices, self.places, self.types)
        return self.graph

    def records(self) -> None:
        for device in self.devices:
            cloud, late = self.random.choice(CLOUDS), self.random.choice((0, 0, 0, 150))
            values = {name: self.random.choice(VALUES) for name in PROPERTIES if self.random.random() < 0.6}
            at = self.now - late
            stored = self.world.clouds.stores[cloud].records
            id_ = f"2026-01-15T{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}Z"
            if all((record["iotDeviceId"], record["id"]) != (device, id_) for record in stored):
                self.world.clouds.put(cloud, device, id_, **values)

    def sync(self) -> None:
        """At once: queries may be behind."""
        self.world._sync.run(Invocation())

    def refresh(self) -> None:
        if self.random.random() < 0.3:
            self.world.clouds.after_answer = self.another_writer
        self.world.refresh(self.random.choice(CLOUDS), settle=False)
        self.world.clouds.after_answer = lambda _: None

    def another_writer(self, _: str) -> None:
        for id_ in [*self.world.instance.graph._twins]:
            with suppress(AssertionError):  # of a twin without that property
                self.world.call("PATCH", f"/digitaltwins/{id_}", [{"op": "add", "path": "/p", "value": 1}])

    def wait(self) -> None:
        self.world.clock.ahead += self.random.choice((3, 10, 3700))

    def rest(self) -> None:
        """As long as it takes for queries, and for the hourly run over everything."""
        for ahead in (0, 0, 0, 3700, 0):
            self.world.clock.ahead += ahead
            self.world.sync()
            for cloud in CLOUDS:
                self.world.refresh(cloud)

    def newest(self, device: str, name: str) -> tuple[str, Any]:
        """Time and value in the store of the device's cloud; no time without one."""
        stored = self.world.clouds.stores[self.graph["twins"][device]["hot_provider"]].records
        found = [(r["id"], r[name]) for r in stored if r["iotDeviceId"] == device and name in r]
        return max(found, key=lambda record: record[0], default=("", None))

    def missing(self) -> list[Any]:
        """Values that a twin should have, and does not."""
        return [
            (id_, name, self.newest(id_, name), held)
            for id_, twin in self.graph["twins"].items()
            if "hot_provider" in twin
            for held in [self.world.twin(id_)]
            for name, kind in self.graph["models"][twin["model"]]["telemetry"].items()
            if not self.is_right(held, name, kind, *self.newest(id_, name))
        ]

    def is_right(self, held: Any, name: str, kind: str, time: str, value: Any) -> bool:
        try:
            fitted = FITS[kind.upper()](value)
        except UnfitValueError:
            return True
        if fitted is None or fitted == "x" * 4097 or held.get(name) == fitted:
            return True
        # Of another writer, or newer and of the store that the device had before.
        source_time = held["$metadata"].get(name, {}).get("sourceTime", "")
        return name in held and (not source_time or source_time > time)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("options", [Options(**UNLIMITED), Options(**UNLIMITED, first_source_time=True)])  # type: ignore[arg-type]
def test_after_any_history_the_instance_is_what_the_graph_and_the_stores_say(world: World, seed: int) -> None:
    history = History(world, seed)
    history.run(25)
    history.rest()
    assert world.models == {*history.graph["models"]}
    assert {*world.instance.graph._twins} == {*history.graph["twins"]}
    parents = {(twin["parent"], id_) for id_, twin in history.graph["twins"].items() if "parent" in twin}
    assert world.relationships() == parents
    for id_, twin in history.graph["twins"].items():
        assert world.twin(id_)["$metadata"]["$model"] == twin["model"]
        assert world.twin(id_).get("hotProvider") == twin.get("hot_provider")
    assert history.missing() == []
