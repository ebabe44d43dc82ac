"""The graph function: models, twins and relationships become those of graph.json; others are left alone."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

import pytest

from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.connector.conftest import DEVICES, PLACES, TYPES, World, run_fails
from tests.contract.digital_twins.graphs import PUMP, dtmi

PLACE = dtmi("factory", "Place")
EVERYTHING = {("plant", "line-1"), ("line-1", "press-2"), ("line-1", "pump-7"), ("pump-7", "pump-7-drive")}


def pumps(count: int, first: int = 0) -> dict[str, dict[str, Any]]:
    return {f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(first, first + count)}


def outcome(world: World, caplog: pytest.LogCaptureFixture) -> str:
    return str([r.__dict__["outcome"] for r in caplog.records if r.getMessage() == "graph"][-1])


def test_models_twins_constants_and_relationships_are_made(world: World) -> None:
    graph = world.set_graph()
    assert world.sync() == {"models_created": 4, "twins_created": 5, "relationships_created": 4}
    assert world.models == set(graph["models"])
    assert world.relationships() == EVERYTHING
    press = {"hotProvider": "aws", "manufacturer": "ACME", "ratedForce": 100.0}
    assert world.values("press-2") == press
    assert world.values("plant") == {}
    assert world.twin("pump-7")["$metadata"]["$model"] == graph["twins"]["pump-7"]["model"]


def test_a_run_over_what_is_complete_asks_nothing_until_an_hour_has_passed(synced: World) -> None:
    assert synced.sync() == {}  # which finds it complete
    calls = len(synced.instance.graph._unseen)
    synced.call("DELETE", "/digitaltwins/line-1/relationships/press-2")
    assert synced.sync() == {}
    assert len(synced.instance.graph._unseen) == calls + 1
    synced.clock.ahead += 3600
    assert synced.sync() == {"relationships_created": 1}
    assert synced.relationships() == EVERYTHING


def test_a_relationship_that_others_made_between_the_same_twins_does_not_replace_its_own(
    synced: World,
) -> None:
    assert synced.sync() == {}
    synced.call("DELETE", "/digitaltwins/line-1/relationships/press-2")
    foreign = {"$targetId": "press-2", "$relationshipName": "contains"}
    synced.call("PUT", "/digitaltwins/line-1/relationships/by-hand", foreign)
    synced.clock.ahead += 3600
    assert synced.sync() == {"relationships_created": 1}


def test_a_twin_that_is_removed_goes_with_its_relationships_and_its_model(synced: World) -> None:
    left = {id_: device for id_, device in DEVICES.items() if id_ != "press-2"}
    graph = synced.set_graph(left)
    assert synced.sync() == {"twins_deleted": 1, "relationships_deleted": 1}
    assert synced.sync() == {"models_deleted": 1}
    assert synced.models == set(graph["models"])
    assert synced.relationships() == EVERYTHING - {("line-1", "press-2")}


def test_a_twin_that_moves_has_its_new_place(synced: World) -> None:
    synced.set_graph({**DEVICES, "press-2": {**DEVICES["press-2"], "parent": "plant"}})
    assert synced.sync() == {"relationships_created": 1, "relationships_deleted": 1}
    assert ("plant", "press-2") in synced.relationships()


def test_constants_and_provider_that_differ_are_patched_and_values_stay(synced: World) -> None:
    synced.clouds.put("aws", "press-2", "2026-01-15T10:30:00Z", force=1.5)
    synced.refresh("aws")
    press = {**DEVICES["press-2"], "constants": {"manufacturer": "ACME", "ratedForce": 80.0}}
    synced.set_graph({**DEVICES, "press-2": press})
    assert synced.sync() == {"twins_updated": 1}
    values = synced.values("press-2")
    assert (values["ratedForce"], values["force"]) == (80.0, 1.5)
    assert synced.refresh("gcp") == {"same": 1}  # which has asked for all, and now asks since observedAt
    synced.set_graph({**DEVICES, "press-2": {**press, "hot_provider": "gcp"}})
    assert synced.sync() == {"twins_updated": 1}
    synced.clouds.put("gcp", "press-2", "2026-01-15T10:29:00Z", strokes=7)
    synced.clouds.put("gcp", "press-2", "2026-01-15T10:31:00Z", force=2.5)
    assert synced.refresh("aws") == {}
    assert synced.refresh("gcp") == {"patched": 1, "same": 1}
    values = synced.values("press-2")
    assert (values["force"], values["strokes"]) == (2.5, 7)


def test_a_property_of_another_type_is_emptied_and_filled_by_the_next_refresh(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", "2026-01-15T10:30:00Z", rpm=900, running=True)
    synced.refresh("gcp")
    pump = {"properties": {"rpm": "double", "running": "boolean", "vibration": "double"}}
    graph = synced.set_graph(types={**TYPES, "pump": pump})
    assert synced.sync() == {"models_created": 1, "twins_remodelled": 2}
    assert synced.sync() == {"models_deleted": 1}
    assert synced.values("pump-7") == {"hotProvider": "gcp", "running": True}
    assert synced.twin("pump-7")["$metadata"]["$model"] == graph["twins"]["pump-7"]["model"]
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["rpm"] == 900.0
    assert synced.relationships() == EVERYTHING


def test_a_device_that_moves_to_another_cloud_has_the_values_of_its_new_store(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", "2026-01-15T10:30:00Z", rpm=1500, running=True)
    synced.refresh("gcp")
    synced.set_graph({**DEVICES, "pump-7": {**DEVICES["pump-7"], "hot_provider": "azure"}})
    synced.sync()
    synced.clouds.put("azure", "pump-7", "2026-01-15T10:20:00Z", rpm=1200, running=True)
    synced.refresh("azure")
    values = {"hotProvider": "azure", "rpm": 1200, "running": True, "observedAt": "2026-01-15T10:20:00Z"}
    assert synced.values("pump-7") == values
    synced.clouds.put("azure", "pump-7", "2026-01-15T10:25:00Z", running=False)
    synced.refresh("azure")
    assert synced.values("pump-7") == {**values, "running": False, "observedAt": "2026-01-15T10:25:00Z"}


def test_a_device_that_becomes_a_place_keeps_nothing_of_the_device(synced: World) -> None:
    devices = {id_: device for id_, device in DEVICES.items() if id_ != "press-2"}
    synced.set_graph(devices, {**PLACES, "press-2": "line-1"})
    assert synced.sync() == {"twins_remodelled": 1}
    assert synced.sync() == {"models_deleted": 1}
    assert synced.values("press-2") == {}
    assert synced.twin("press-2")["$metadata"]["$model"] == PLACE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("double", 1.0), ("integer", 1)),
        (("integer", 1), ("boolean", True)),
        (("boolean", True), ("long", 1)),
    ],
)
def test_a_constant_of_another_type_is_set_again_even_where_its_value_is_equal(
    world: World, before: tuple[str, Any], after: tuple[str, Any]
) -> None:
    for kind, value in (before, after):
        pump = {**PUMP, "constants": {"stages": kind}}
        world.set_graph({"pump-7": {"type": "pump", "constants": {"stages": value}}}, {}, {"pump": pump})
        world.sync()
    assert repr(world.values("pump-7")["stages"]) == repr(after[1])


def test_a_twin_whose_model_is_still_the_old_one_is_not_refreshed(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", "2026-01-15T10:30:00Z", rpm=900)
    synced.set_graph(types={**TYPES, "pump": {"properties": {"rpm": "double"}}})
    assert synced.refresh("gcp") == {"absent": 1}


def test_what_others_have_made_is_left_alone(synced: World, caplog: pytest.LogCaptureFixture) -> None:
    other = {"@context": "dtmi:dtdl:context;3", "@id": "dtmi:others:Room;1", "@type": "Interface"}
    synced.call("POST", "/models", [other])
    synced.call("PUT", "/digitaltwins/room", {"$metadata": {"$model": other["@id"]}})
    foreign = {"$targetId": "room", "$relationshipName": "contains"}
    synced.call("PUT", "/digitaltwins/press-2/relationships/by-hand", foreign)
    own = {"$targetId": "pump-7", "$relationshipName": "contains"}
    synced.call("PUT", "/digitaltwins/plant/relationships/by-hand", own)
    left = {id_: device for id_, device in DEVICES.items() if id_ != "press-2"}
    graph = synced.set_graph(left)
    kept = {"twins_kept": 1, "relationships_deleted": 1}
    assert synced.sync() == kept
    assert "relationships that others have made hold it" in caplog.text
    assert synced.twin("press-2")  # and its model with it
    assert synced.models > {*graph["models"], other["@id"]}
    assert {("press-2", "room"), ("plant", "pump-7")} <= synced.relationships()
    synced.call("DELETE", "/digitaltwins/press-2/relationships/by-hand")
    synced.clock.ahead += 3600
    assert synced.sync() == {"twins_deleted": 1}
    assert synced.sync() == {"models_deleted": 1}
    assert synced.twin("room")


@pytest.mark.parametrize("options", [Options(creations=None)])
class TestManyDeletions:
    """More than ten and more than a fifth: only for a graph that is named."""

    def test_are_refused_by_name_and_done_when_allowed(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        world._sync._pace._interval = 0
        world.set_graph(pumps(60), {})
        world.sync()
        world.set_graph(pumps(47), {})
        assert world.sync() == {"twins_kept": 13}
        (hash_,) = {
            r.__dict__["graph_hash"] for r in caplog.records if "graph would delete" in r.getMessage()
        }
        assert f"set allow_deletions to {hash_}" in caplog.text
        assert world.twin("pump-59")
        world.allow_deletions = "0" * 64
        world.restart()
        assert world.sync() == {"twins_kept": 13}
        world.allow_deletions = hash_
        world.restart()
        assert world.sync() == {"twins_deleted": 13}

    def test_a_fifth_needs_no_permission(self, world: World) -> None:
        world._sync._pace._interval = 0
        world.set_graph(pumps(60), {})
        world.sync()
        world.set_graph(pumps(48), {})
        assert world.sync() == {"twins_deleted": 12}

    def test_an_empty_graph_deletes_nothing_unless_it_is_named(self, world: World) -> None:
        world.set_graph(pumps(2), {})
        world.sync()
        world.set_graph({}, {})
        assert world.sync() == {"twins_kept": 2}
        assert world.twin("pump-1")


@pytest.mark.parametrize(
    "blob",
    [
        None,
        b"",
        b"not json",
        b"[]",
        b'{"models": {}, "twins": {}}',
        b'{"models": {}}',
        *(
            (name.encode(), value)
            for name, value in {
                "a twin without its model": {"twins": {"x": {"model": "dtmi:crosstwin:factory:Gone;1"}}},
                "a twin in a place that is not there": {"twins": {"x": {"model": PLACE, "parent": "y"}}},
                "a twin that is a list": {"twins": {"x": []}},
            }.items()
        ),
    ],
    ids=str,
)
def test_a_graph_that_cannot_be_read_changes_nothing(
    synced: World, blob: Any, caplog: pytest.LogCaptureFixture
) -> None:
    if isinstance(blob, tuple):
        assert synced.clouds.blob
        blob = json.dumps({**json.loads(synced.clouds.blob), **blob[1]}).encode()
    before = (synced.models, synced.relationships(), synced.values("press-2"))
    synced.clouds.blob = blob
    synced.restart()
    for run in (synced.sync, lambda: synced.refresh("aws")):
        with run_fails("graph"):
            run()
    assert (synced.models, synced.relationships(), synced.values("press-2")) == before
    assert outcome(synced, caplog) == "unreadable"


def test_a_run_that_ends_early_is_gone_on_with(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world.set_graph(pumps(40), {})
    world.run_seconds = 0.4
    world.restart()
    done = world.sync()["twins_created"]
    assert 0 < done < 40
    assert outcome(world, caplog) == "partial"
    world.run_seconds = 60
    world.restart()
    assert world.sync() == {"twins_created": 40 - done}
    assert world.sync() == {}
    assert outcome(world, caplog) == "complete"


def test_creations_keep_to_the_services_rate(world: World) -> None:
    """Fifty a second of an instance; without waiting for a 429 first."""
    refusals: list[int] = []
    world.set_graph(pumps(60), {"plant": None})
    count = world.instance.graph._rates._count

    def counted(times: Any, most: int) -> None:
        try:
            count(times, most)
        except Exception:
            refusals.append(most)
            raise

    world.instance.graph._rates._count = counted  # type: ignore[method-assign]
    assert world.sync()["twins_created"] == 61
    assert refusals == []


def test_a_place_with_many_twins_is_filled_at_its_own_rate(world: World) -> None:
    """Ten changes a second of one twin and its relationships: the rest waits as the service asks."""
    devices = {id_: {**pump, "parent": "plant"} for id_, pump in pumps(25).items()}
    world.set_graph(devices, {"plant": None})
    from pace import RunFailed

    while len(world.relationships()) < 25:
        with suppress(RunFailed):
            world.sync()
    assert len(world.relationships()) == 25


@pytest.mark.parametrize(
    "id_", ["a:b", "a.b", "pump-7", "7pump", "pump_7", "x" * 128, "ü", "a b", "a%2Fb", "a'b"]
)
def test_ids_are_kept_as_they_are(world: World, id_: str) -> None:
    """Whatever a device's id is made of, its twin has it, and finds its values."""
    world.set_graph({id_: {"type": "pump", "hot_provider": "gcp", "parent": "plant"}}, {"plant": None})
    world.sync()
    world.clouds.put("gcp", id_, "2026-01-15T10:30:00Z", rpm=900)
    assert world.refresh("gcp") == {"patched": 1}
    assert world.values(id_)["rpm"] == 900
    assert world.relationships() == {("plant", id_)}
    world.set_graph({"other": PUMP and {"type": "pump"}}, {"plant": None})
    assert world.sync()["twins_deleted"] == 1


def test_a_twin_that_the_service_refuses_is_named_and_the_others_are_made(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.set_graph({**pumps(3), "x" * 129: {"type": "pump", "hot_provider": "gcp"}}, {})
    assert world.sync() == {"models_created": 3, "twins_created": 3, "failed": 1}
    (line,) = [r.__dict__ for r in caplog.records if r.getMessage() == "could not create"]
    assert (line["twin"], line["code"]) == ("x" * 129, "InvalidArgument")


def test_destroyed_and_made_again_the_twins_have_their_values_back(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", "2026-01-15T10:30:00Z", rpm=900)
    synced.refresh("gcp")
    before = synced.values("pump-7")
    synced.set_graph({}, {})
    synced.allow_deletions = _hash(synced)
    synced.restart()
    assert synced.sync() == {"twins_deleted": 5, "relationships_deleted": 4}
    assert synced.sync() == {"models_deleted": 2}
    synced.set_graph(DEVICES, PLACES)
    synced.restart()
    assert synced.sync() == {"models_created": 2, "twins_created": 5, "relationships_created": 4}
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7") == before


def _hash(world: World) -> str:
    import hashlib

    assert world.clouds.blob
    return hashlib.sha256(world.clouds.blob).hexdigest()
