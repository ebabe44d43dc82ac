"""Changes of a graph whose twins are in use, by refreshes at the same moment and beside twins of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.connector.conftest import DEVICES, TYPES, Invocation, World

ROOM = {"@context": "dtmi:dtdl:context;3", "@id": "dtmi:others:Room;1", "@type": "Interface"}
ANOTHER_TYPE = {**TYPES, "pump": {"properties": {"rpm": "double", "running": "boolean"}}}


def at(second: int) -> str:
    return f"2026-01-15T10:30:{second:02}Z"


def refreshed_meanwhile(world: World, twin: str, name: str) -> None:
    """What a query does not see yet: the etag that it answers is not that of the twin any more."""
    world.settle()
    world.call("PATCH", f"/digitaltwins/{twin}", [{"op": "add", "path": f"/{name}", "value": 1}])


def run_at_once(world: World) -> None:
    world._sync.run(Invocation())


def test_a_model_stays_while_a_twin_could_not_be_given_the_next_one(synced: World) -> None:
    """Without its model, no query would find the twin, and nothing could change it."""
    graph = synced.set_graph(types=ANOTHER_TYPE)
    refreshed_meanwhile(synced, "pump-7", "rpm")
    run_at_once(synced)
    assert synced.twin("pump-7")["$metadata"]["$model"] in synced.models
    assert synced.sync() == {"twins_remodelled": 1}
    assert synced.sync() == {"models_deleted": 1}
    assert synced.twin("pump-7")["$metadata"]["$model"] == graph["twins"]["pump-7"]["model"]


def test_a_removed_twin_that_is_refreshed_meanwhile_goes_in_the_next_run(synced: World) -> None:
    synced.set_graph({id_: device for id_, device in DEVICES.items() if id_ != "press-2"})
    refreshed_meanwhile(synced, "press-2", "force")
    run_at_once(synced)
    assert synced.sync() == {"twins_deleted": 1}
    assert synced.sync() == {"models_deleted": 1}
    with pytest.raises(Fault):
        synced.twin("press-2")


def test_a_property_that_is_added_to_a_type_costs_no_value(synced: World) -> None:
    """The value may be older than what a reader looks for."""
    synced.clouds.put("gcp", "pump-7", at(0), running=True)
    synced.refresh("gcp")
    for second in range(1, 40):
        synced.clouds.put("gcp", "pump-7", at(second), rpm=second, vibration=0.5)
    synced.refresh("gcp")
    properties = {"rpm": "integer", "running": "boolean", "vibration": "double"}
    synced.set_graph(types={**TYPES, "pump": {"properties": properties}})
    synced.sync()
    assert synced.refresh("gcp") == {"patched": 1}
    values = synced.values("pump-7")
    assert (values["running"], values["rpm"], values["vibration"]) == (True, 39, 0.5)


def test_a_value_that_was_refused_is_set_once_its_property_has_a_type_that_takes_it(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at(0), rpm=23.5)
    assert synced.refresh("gcp") == {"refused": 1}
    synced.set_graph(types=ANOTHER_TYPE)
    synced.sync()
    synced.refresh("gcp")
    assert synced.values("pump-7")["rpm"] == 23.5


def test_a_refused_value_that_is_corrected_in_its_record_is_set(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at(0), rpm=23.5)
    assert synced.refresh("gcp") == {"refused": 1}
    synced.clouds.stores["gcp"].records[0]["rpm"] = 24
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["rpm"] == 24


def test_a_value_that_was_refused_is_reported_again_for_a_device_that_was_away(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at(0), rpm=23.5)
    assert synced.refresh("gcp") == {"refused": 1}
    assert synced.refresh("gcp") == {"same": 1}
    synced.set_graph({id_: device for id_, device in DEVICES.items() if not id_.startswith("pump-7")})
    synced.sync()
    assert synced.refresh("gcp") == {}
    synced.set_graph()
    synced.sync()
    assert synced.refresh("gcp") == {"refused": 1}


def test_a_twin_whose_model_extends_one_of_the_graph_is_left_alone(synced: World) -> None:
    pump = next(model for model in synced.models if "pump_" in model)
    synced.call("POST", "/models", [{**ROOM, "extends": pump}])
    synced.call("PUT", "/digitaltwins/of-others", {"$metadata": {"$model": ROOM["@id"]}, "rpm": 5})
    synced.restart()
    assert synced.sync() == {}
    assert synced.values("of-others") == {"rpm": 5}


def test_an_id_that_a_twin_of_others_has_is_reported(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """In an instance that exists already. The device would have no values, and no log would say why."""
    world.call("POST", "/models", [ROOM])
    world.call("PUT", "/digitaltwins/press-2", {"$metadata": {"$model": ROOM["@id"]}})
    world.set_graph()
    world.sync()
    caplog.clear()
    assert world.sync() == {"failed": 1}
    reported = [record.__dict__ for record in caplog.records if record.getMessage() == "could not create"]
    assert [(line["twin"], line["code"]) for line in reported] == [
        ("press-2", "the id is that of a twin of the model dtmi:others:Room;1")
    ]
    assert ("line-1", "press-2") not in world.relationships()


def test_a_twin_that_is_there_already_and_not_seen_yet_is_no_failure(world: World) -> None:
    world.set_graph()
    run_at_once(world)
    assert world._sync.run(Invocation())["failed"] == 0


def test_a_device_without_an_outcome_is_asked_for_all_of_its_values_again(synced: World) -> None:
    """Not after an hour, as the others are: a value that came late is before the newest time."""
    synced.clouds.put("gcp", "pump-7", at(5), rpm=900)
    synced.refresh("gcp")
    synced.restart()
    synced.clouds.put("gcp", "pump-7", at(3), running=True)

    def by_another(_: str) -> None:
        synced.call("PATCH", "/digitaltwins/pump-7", [{"op": "add", "path": "/rpm", "value": 900}])

    synced.clouds.after_answer = by_another
    assert synced.refresh("gcp") == {"conflict": 1}
    synced.clouds.after_answer = lambda _: None
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["running"] is True


def fleet(world: World, count: int, properties: dict[str, Any]) -> list[str]:
    devices = [f"device-{number:03}" for number in range(count)]
    described = {id_: {"type": "kind", "hot_provider": "gcp"} for id_ in devices}
    world.set_graph(described, {}, {"kind": {"properties": properties}})
    world.sync()
    return devices


def test_a_reader_that_answers_no_query_fails_the_whole_run(synced: World) -> None:
    """A part that fails is the same in each run, and no reason to ask the cloud less often."""
    from pace import RunFailed

    synced.clouds.tokens["gcp"] = ("another",)
    with pytest.raises(RunFailed) as raised:
        synced.refresh("gcp")
    assert raised.type is RunFailed


def test_an_entry_that_is_not_an_object_is_no_value() -> None:
    from updates import change_of

    answered = {"rpm": 5, "running": None, "vibration": ["2026-01-15T10:30:00Z"]}
    change = change_of({}, answered, {"rpm": "integer", "running": "boolean", "vibration": "double"}, {})
    assert (change.updates, change.refused, change.observed_at) == ([], {}, [])


@pytest.mark.parametrize("options", [Options(creations=None)])
def test_a_query_that_fails_in_each_run_keeps_no_other_device_from_its_values(world: World) -> None:
    from pace import PartFailed

    devices = fleet(world, 350, {"rpm": "integer"})
    for id_ in devices:
        world.clouds.put("gcp", id_, at(0), rpm=1)

    def fail(cloud: str) -> None:
        if world.clouds.asked[cloud][-1]["devices"][0]["iotDeviceId"] == devices[0]:
            raise RuntimeError("a reader's own fault")

    world.clouds.before_answer = fail
    with pytest.raises(PartFailed):
        world.refresh("gcp")
    assert sum("rpm" in world.values(id_) for id_ in devices) == 250


def test_a_long_string_among_many_properties_costs_few_patches(world: World) -> None:
    """Ten patches of one twin a second are the limit: sixty of them would take six seconds, each time."""
    names = [f"p{number}" for number in range(60)]
    (device,) = fleet(world, 1, dict.fromkeys(names, "string"))
    world.clouds.put("gcp", device, at(0), **{**dict.fromkeys(names, "ok"), "p30": "x" * 4097})
    patches = 0
    patch = world.instance.graph.patch_twin

    def counted(*arguments: Any) -> Any:
        nonlocal patches
        patches += 1
        return patch(*arguments)

    world.instance.graph.patch_twin = counted  # type: ignore[method-assign]
    assert world.refresh("gcp") == {"refused": 1}
    assert patches < 30
    assert [name for name in names if name not in world.values(device)] == ["p30"]


@contextmanager
def _without_times_alone(world: World) -> Iterator[None]:
    """The service fails for each patch without a value of `a` or `b`."""
    patch = world.instance.graph.patch_twin

    def refusing(id_: str, operations: Any, *more: Any) -> Any:
        if not any(operation["path"] in ("/a", "/b") for operation in operations):
            raise Fault(403, "Forbidden", "no more")
        return patch(id_, operations, *more)

    world.instance.graph.patch_twin = refusing  # type: ignore[method-assign]
    try:
        yield
    finally:
        world.instance.graph.patch_twin = patch  # type: ignore[method-assign]


def test_a_value_that_is_new_to_a_twin_has_its_own_time_also_after_the_service_failed(world: World) -> None:
    """Where the time of a property takes a second patch, that one can fail."""
    from pace import RunFailed

    (device,) = fleet(world, 1, {"a": "string", "b": "string"})
    world.clouds.put("gcp", device, at(0), a="first")
    world.clouds.put("gcp", device, at(5), b="newest")
    with _without_times_alone(world), pytest.raises(RunFailed):
        world.refresh("gcp")
    assert world.refresh("gcp") == {"patched": 1}
    assert world.twin(device)["$metadata"]["a"]["sourceTime"] == at(0)
    assert world.values(device)["observedAt"] == at(5)


def test_a_value_that_is_patched_alone_has_its_own_time_also_after_the_service_failed(world: World) -> None:
    """Else it would count as measured when the newest value of its device was."""
    from pace import RunFailed

    (device,) = fleet(world, 1, {"a": "string", "b": "string"})
    world.clouds.put("gcp", device, at(0), a="ok")
    world.clouds.put("gcp", device, at(5), b="x" * 4097)
    with _without_times_alone(world), pytest.raises(RunFailed):
        world.refresh("gcp")
    assert world.refresh("gcp") == {"refused": 1}
    assert world.twin(device)["$metadata"]["a"]["sourceTime"] == at(0)
    assert world.values(device)["observedAt"] == at(5)


def test_a_twin_that_waits_for_its_model_is_looked_at_again_though_others_do_not_wait(world: World) -> None:
    """Queries do not see the twins yet, and one of them has another type in the next graph."""
    twins = {f"pump-{n}": {"type": "pump", "hot_provider": "gcp"} for n in range(5)}
    world.set_graph(twins, {})
    run_at_once(world)
    another = {"pump-0": {"type": "press", "hot_provider": "gcp"}}
    graph = world.set_graph({**twins, **another}, {})
    run_at_once(world)
    run_at_once(world)
    world.sync()
    assert world.twin("pump-0")["$metadata"]["$model"] == graph["twins"]["pump-0"]["model"]


def test_a_model_stays_while_a_query_may_not_see_its_twins_yet(world: World) -> None:
    """A twin that was made moments ago, and whose device has another type, or is gone, in the next graph."""
    world.set_graph()
    run_at_once(world)
    graph = world.set_graph({"pump-7": {"type": "pump", "hot_provider": "gcp"}}, {}, ANOTHER_TYPE)
    run_at_once(world)
    run_at_once(world)
    assert world.twin("pump-7")["$metadata"]["$model"] in world.models
    world.sync()
    world.sync()
    assert world.models == set(graph["models"])
    assert set(world.instance.graph._twins) == {"pump-7"}
    assert world.twin("pump-7")["$metadata"]["$model"] == graph["twins"]["pump-7"]["model"]
