"""The refresh function: twins have the newest values of each cloud, whatever happens on the way."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import pytest

from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.connector.conftest import TOKEN, Invocation, World, run_fails

TEN = "2026-01-15T10:30:00Z"


def at(second: str) -> str:
    return f"2026-01-15T10:30:{second}Z"


def source_times(world: World, twin: str) -> dict[str, str]:
    metadata = world.twin(twin)["$metadata"]
    return {name: found["sourceTime"] for name, found in metadata.items() if "sourceTime" in found}


def test_each_cloud_brings_the_newest_values_of_its_devices(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("00"), rpm=900, running=True)
    synced.clouds.put("azure", "pump-7-drive", at("01"), rpm=1)
    synced.clouds.put(
        *("aws", "press-2", at("02")),
        force=3,
        strokes=2**40,
        status="ok",
        position=[1.5, 2],
        fault={"code": "E1"},
    )
    assert [synced.refresh(cloud) for cloud in ("aws", "azure", "gcp")] == [{"patched": 1}] * 3
    assert synced.values("pump-7") == {
        "hotProvider": "gcp",
        "rpm": 900,
        "running": True,
        "observedAt": at("00"),
    }
    assert synced.values("pump-7-drive")["observedAt"] == at("01")
    assert synced.values("press-2") == {
        "hotProvider": "aws",
        "manufacturer": "ACME",
        "ratedForce": 100.0,
        "observedAt": at("02"),
        "force": 3.0,
        "strokes": 2**40,
        "status": "ok",
        "position": [1.5, 2.0],
        "fault": {"code": "E1"},
    }


def test_a_repeated_run_patches_nothing(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", TEN, rpm=900)
    synced.refresh("gcp")
    etag = synced.twin("pump-7")["$etag"]
    assert [synced.refresh("gcp"), synced.refresh("gcp")] == [{"same": 1}] * 2
    assert synced.twin("pump-7")["$etag"] == etag


def test_the_reader_is_asked_since_the_newest_time_and_once_an_hour_for_all(synced: World) -> None:
    def since() -> Any:
        return synced.clouds.asked["gcp"][-1]["devices"][0].get("since")

    synced.clouds.put("gcp", "pump-7", at("00.5"), rpm=900)
    synced.refresh("gcp")
    assert since() is None
    synced.refresh("gcp")
    assert since() == at("00.5")
    # A message that arrives late, of another property: it is before the newest time.
    synced.clouds.put("gcp", "pump-7", at("00.1"), running=True)
    assert synced.refresh("gcp") == {"same": 1}
    synced.clock.ahead += 3600
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["running"] is True
    assert synced.values("pump-7")["observedAt"] == at("00.5")


def test_an_older_value_of_another_property_is_compared_by_its_own_time(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("00"), running=True)
    synced.clouds.put("gcp", "pump-7", at("05"), rpm=900)
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7") == {
        "hotProvider": "gcp",
        "rpm": 900,
        "running": True,
        "observedAt": at("05"),
    }


def test_a_late_older_record_changes_nothing(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("10"), rpm=900)
    synced.refresh("gcp")
    synced.clouds.put("gcp", "pump-7", at("05"), rpm=1)
    assert synced.refresh("gcp") == {"same": 1}
    synced.restart()  # which asks without since
    assert synced.refresh("gcp") == {"same": 1}
    assert synced.values("pump-7")["rpm"] == 900


@pytest.mark.parametrize("options", [Options(first_source_time=True), Options(first_source_time=False)])
def test_an_older_store_never_takes_a_twin_back(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("10"), rpm=900)
    synced.refresh("gcp")
    synced.clouds.stores["gcp"].records.clear()
    synced.clouds.put("gcp", "pump-7", at("05"), rpm=1)
    synced.restart()
    assert synced.refresh("gcp") == {"older": 1}
    assert synced.values("pump-7")["rpm"] == 900


def test_a_value_without_a_source_time_counts_as_new_as_the_device(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("10"), rpm=900)
    synced.refresh("gcp")
    del synced.twin("pump-7")["$metadata"]["rpm"]["sourceTime"]
    synced.clouds.stores["gcp"].records.clear()
    synced.clouds.put("gcp", "pump-7", at("05"), rpm=1)
    synced.restart()
    assert synced.refresh("gcp") == {"older": 1}
    synced.clouds.put("gcp", "pump-7", at("11"), rpm=901)
    assert synced.refresh("gcp") == {"patched": 1}


def test_ids_of_half_a_second_are_ordered_by_time_and_not_as_text(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("00"), rpm=900)
    synced.refresh("gcp")
    synced.clouds.put("gcp", "pump-7", at("00.5"), rpm=950)
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["rpm"] == 950
    assert synced.values("pump-7")["observedAt"] == at("00.5")


def test_nanoseconds_are_kept_to_100(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("00.123456789"), rpm=900)
    synced.refresh("gcp")
    assert synced.values("pump-7")["observedAt"] == at("00.1234567")
    assert synced.refresh("gcp") == {"same": 1}


def test_a_message_merged_into_the_same_time_is_seen(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", TEN, rpm=900)
    synced.refresh("gcp")
    synced.clouds.stores["gcp"].records[0]["running"] = True
    synced.clouds.stores["gcp"].records[0]["rpm"] = 901
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7") == {"hotProvider": "gcp", "rpm": 901, "running": True, "observedAt": TEN}


def test_a_property_that_the_newest_record_lacks_keeps_its_value_and_time(synced: World) -> None:
    synced.clouds.put("gcp", "pump-7", at("00"), rpm=900, running=True)
    synced.refresh("gcp")
    synced.clouds.put("gcp", "pump-7", at("01"), rpm=901)
    synced.refresh("gcp")
    assert synced.values("pump-7")["running"] is True


def test_of_two_writers_the_slower_one_changes_nothing(synced: World) -> None:
    """The query is behind, so this run goes by an etag that has changed."""
    synced.clouds.put("gcp", "pump-7", at("00"), rpm=900)
    synced.settle()
    synced.refresh("gcp", settle=False)
    synced.clouds.put("gcp", "pump-7", at("01"), rpm=901)
    assert synced.refresh("gcp", settle=False) == {"conflict": 1}
    assert synced.values("pump-7")["rpm"] == 900
    assert synced.refresh("gcp") == {"patched": 1}
    assert synced.values("pump-7")["rpm"] == 901


class TestSourceTimes:
    """Whether they can be set together with a property's first value is not known: both ways work."""

    @pytest.mark.parametrize("options", [Options(first_source_time=True)])
    def test_accepted_with_the_first_value(self, synced: World) -> None:
        synced.clouds.put("gcp", "pump-7", at("00"), running=True)
        synced.clouds.put("gcp", "pump-7", at("01"), rpm=900)
        synced.refresh("gcp")
        assert source_times(synced, "pump-7") == {"rpm": at("01"), "running": at("00")}

    @pytest.mark.parametrize("options", [Options(first_source_time=False)])
    def test_refused_with_the_first_value_and_then_set_by_a_patch_of_their_own(self, synced: World) -> None:
        synced.clouds.put("gcp", "pump-7", at("00"), rpm=900)
        assert synced.refresh("gcp") == {"patched": 1}
        assert source_times(synced, "pump-7") == {"rpm": at("00")}
        synced.clouds.put("gcp", "pump-7", at("01"), rpm=901, running=True)
        assert synced.refresh("gcp") == {"patched": 1}
        assert source_times(synced, "pump-7") == {"rpm": at("01"), "running": at("01")}
        assert synced.values("pump-7")["observedAt"] == at("01")


@pytest.mark.parametrize("first", [True, False], ids=["first-source-time", "no-first-source-time"])
@pytest.mark.parametrize("options", [Options(updates_a_twin=None)])
def test_a_value_that_is_refused_blocks_nothing_and_is_not_sent_again(
    world: World, first: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A string of 4,097 bytes, which every hot store takes."""
    world.set_graph()
    world.sync()
    if first:
        world.clouds.put("aws", "press-2", at("00"), force=1.0, status="ok")
        world.refresh("aws")
    world.clouds.put("aws", "press-2", at("01"), force=2.0, status="x" * 4097, running=True)
    assert world.refresh("aws") == {"refused": 1}
    values = world.values("press-2")
    assert (values["force"], values["running"], values["observedAt"]) == (2.0, True, at("01"))
    assert values.get("status") == ("ok" if first else None)
    refusals = [r for r in caplog.records if r.getMessage() == "a value was refused"]
    assert [(r.__dict__["device"], r.__dict__["property"]) for r in refusals] == [("press-2", "status")]
    etag = world.twin("press-2")["$etag"]
    assert world.refresh("aws") == {"same": 1}
    assert world.twin("press-2")["$etag"] == etag
    world.clouds.put("aws", "press-2", at("02"), status="well again")
    assert world.refresh("aws") == {"patched": 1}
    assert world.values("press-2")["status"] == "well again"


def test_a_value_of_another_type_blocks_nothing(synced: World, caplog: pytest.LogCaptureFixture) -> None:
    synced.clouds.put("gcp", "pump-7", at("00"), rpm="fast", running=True)
    assert synced.refresh("gcp") == {"refused": 1}
    assert synced.values("pump-7") == {"hotProvider": "gcp", "running": True, "observedAt": at("00")}
    assert "fast" not in caplog.text
    assert synced.refresh("gcp") == {"same": 1}


def test_an_invalid_record_is_the_error_of_its_device_alone(world: World) -> None:
    world.set_graph({f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(3)}, {})
    world.sync()
    for i in range(3):
        world.clouds.put("gcp", f"pump-{i}", TEN if i else "yesterday", rpm=i)
    assert world.refresh("gcp") == {"patched": 2, "failed": 1}


def test_a_reader_that_hangs_delays_its_own_cloud_only(synced: World) -> None:
    synced.options = {"timeout_seconds": 0.5}
    synced.clouds.put("aws", "press-2", TEN, force=1.0)
    synced.clouds.hanging.add("gcp")
    synced.settle()
    seconds: dict[str, float] = {}
    errors: dict[str, Exception] = {}

    def run(cloud: str) -> None:
        started = time.monotonic()
        try:
            synced.refresh_of(cloud).run(Invocation())
        except Exception as error:
            errors[cloud] = error
        seconds[cloud] = time.monotonic() - started

    threads = [threading.Thread(target=run, args=(cloud,)) for cloud in ("aws", "gcp")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert synced.values("press-2")["force"] == 1.0
    assert seconds["aws"] < 0.5 <= seconds["gcp"]
    assert list(errors) == ["gcp"]
    assert "no complete answer within 0.5 s" in str(errors["gcp"])


@pytest.mark.parametrize("options", [Options(creations=None, first_source_time=True)])
def test_a_token_that_is_rotated_during_a_run_fails_that_run_only_in_part(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Layer 3 takes the token before the newest too, so this is a layer 4 that is two rotations behind."""
    devices = {f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(250)}
    world.set_graph(devices, {})
    world._sync._pace._interval = 0
    world.sync()
    for device in devices:
        world.clouds.put("gcp", device, TEN, rpm=900)
    world.clouds.tokens["gcp"] = ("the-new-token", TOKEN)

    turns, answered = threading.Semaphore(1), threading.Event()

    def before(cloud: str) -> None:
        """The first query is answered before the token is rotated, the others after."""
        if not turns.acquire(blocking=False):
            answered.wait(10)

    def rotate(cloud: str) -> None:
        world.clouds.tokens[cloud] = ("the-newest-token", "the-new-token")
        answered.set()

    world.clouds.before_answer, world.clouds.after_answer = before, rotate
    with run_fails("it does not accept the token"):
        world.refresh("gcp")
    arrived = [device for device in devices if "rpm" in world.twin(device)]
    assert len(arrived) in (50, 100)  # the last query has the rest
    world.options = {"token": "the-new-token"}
    world.restart()
    assert world.refresh("gcp") == {"same": len(arrived), "patched": 250 - len(arrived)}
    assert TOKEN not in caplog.text
    assert "the-new-token" not in caplog.text


def test_each_run_logs_one_line_with_its_counts_and_no_value(
    synced: World, caplog: pytest.LogCaptureFixture
) -> None:
    synced.clouds.put("gcp", "pump-7", TEN, rpm=123454321)
    caplog.set_level(logging.INFO)
    synced.refresh("gcp")
    (line,) = [r.__dict__ for r in caplog.records if r.getMessage() == "refresh"]
    assert {name: line[name] for name in ("cloud", "outcome", "patched", "failed")} == {
        "cloud": "gcp",
        "outcome": "complete",
        "patched": 1,
        "failed": 0,
    }
    assert line["query_charge"] > 0
    assert line["seconds"] > 0
    assert "123454321" not in str([r.__dict__ for r in caplog.records])


def test_every_log_line_belongs_to_the_invocation(synced: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Functions host drops a line from a thread that is not the invocation's."""
    unmarked: list[str] = []
    invocation = Invocation()
    invocation.thread_local_storage.invocation_id = invocation.invocation_id

    class Host(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if getattr(invocation.thread_local_storage, "invocation_id", None) != "invocation-1":
                unmarked.append(record.getMessage())
            seen.append(record.getMessage())

    seen: list[str] = []
    handler = Host()
    # The readers' core runs in this process here, in threads of its own.
    loggers = [logging.getLogger("hotread")]
    synced.clouds.put("gcp", "pump-7", TEN, rpm="fast")
    synced.options = {"max_retries": 1}
    synced.clouds.tokens["gcp"] = ("another",)
    for logger in loggers:
        logger.addHandler(handler)
    try:
        synced.settle()
        with run_fails("does not accept"):
            synced.refresh_of("gcp").run(invocation)
        synced.clouds.tokens["gcp"] = (TOKEN,)
        synced.refresh_of("gcp").run(invocation)
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    assert {"refresh", "a value was refused", "devices without an answer"} <= {*seen}
    assert {line for line in unmarked if line not in ("refused", "last_entry query")} == set()


def test_a_query_has_as_many_devices_as_a_reader_takes(world: World) -> None:
    devices = {f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(250)}
    types = {"pump": {"properties": {f"{'long_name_' * 9}{i}": "integer" for i in range(30)}}}
    world.instance.graph._rates._options = Options(creations=None)
    world.set_graph(devices, {}, types)
    world.run_seconds = 600
    world.restart()
    world._sync._pace._interval = 0
    assert world.sync()["twins_created"] == 250
    assert world.refresh("gcp") == {"same": 250}
    sizes = [len(asked["devices"]) for asked in world.clouds.asked["gcp"]]
    assert sum(sizes) == 250
    assert max(sizes) < 100
