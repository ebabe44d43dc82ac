"""Azure Digital Twins that throttles or is away: nothing is lost, and the next run goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Response

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.options import Options
from tests.contract.digital_twins.connector.conftest import Invocation, Middleware, World, run_fails

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIME = "2026-01-15T10:30:00Z"
PUMP: dict[str, Any] = {"pump-7": {"type": "pump", "hot_provider": "gcp"}}
PLACES: dict[str, str | None] = {"plant": None, "line-1": "plant"}
PUMPS = {f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(20)}


class Front:
    """Answers in the service's place while `answers` has something, each once, or `always`."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.always: tuple[int, dict[str, str]] | None = None
        self.methods = {"PATCH", "PUT", "POST", "DELETE", "GET"}
        self.requests = 0

    def __call__(self, application: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            self.requests += 1
            if environ["REQUEST_METHOD"] in self.methods and (self.always or self.answers):
                status, headers = self.always or self.answers.pop()
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
                return Response(status=status, headers=headers)(environ, start_response)
            return application(environ, start_response)

        return answer


@pytest.fixture
def front() -> Front:
    return Front()


@pytest.fixture
def middleware(front: Front) -> Middleware:
    return front


@pytest.fixture(autouse=True)
def fast_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK waits 0.8, 1.6 and 3.2 s where the service asks for no time."""
    import twins

    monkeypatch.setitem(twins._RETRIES, "retry_backoff_factor", 0.02)


@pytest.fixture
def options() -> Options:
    return Options(creations=None, first_source_time=True)


@pytest.fixture
def pumps(world: World) -> World:
    world.set_graph(PUMPS, {})
    world._sync._pace._interval = 0
    world.sync()
    for pump in PUMPS:
        world.clouds.put("gcp", pump, TIME, rpm=900)
    return world


def test_a_storm_of_429_is_waited_out_as_long_as_the_service_asks(pumps: World, front: Front) -> None:
    front.methods = {"PATCH"}
    front.answers = [(429, {"Retry-After": "0"})] * 15
    assert pumps.refresh("gcp") == {"patched": 20}
    assert front.answers == []


def test_a_storm_that_does_not_end_fails_the_run_soon_and_the_next_goes_on(
    pumps: World, front: Front
) -> None:
    front.methods, front.always = {"PATCH"}, (429, {"Retry-After": "0"})
    started, requests = time.monotonic(), front.requests
    with run_fails(r"\(429\)"):
        pumps.refresh("gcp")
    assert time.monotonic() - started < 5
    assert front.requests - requests < 60  # of the 20 twins, the first ones only
    front.always = None
    assert pumps.refresh("gcp") == {"patched": 20}


def test_a_retry_after_of_hours_does_not_keep_a_run(pumps: World, front: Front) -> None:
    front.methods, front.always = {"PATCH"}, (429, {"Retry-After": "7200"})
    started = time.monotonic()
    with run_fails(r"\(429\)"):
        pumps.refresh("gcp")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("status", [503, 500])
def test_an_outage_fails_runs_and_is_made_up_for_by_the_first_one_after_it(
    pumps: World, front: Front, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten minutes of it, here in three runs: what was sent meanwhile arrives with its newest value."""
    pumps.refresh("gcp")
    front.always = (status, {"Retry-After": "0"})
    for minute in range(1, 4):
        for pump in PUMPS:
            pumps.clouds.put("gcp", pump, f"2026-01-15T10:3{minute}:00Z", rpm=900 + minute)
        with run_fails(f"Azure Digital Twins: .*{status}"):
            pumps.refresh("gcp")
    failed = [r for r in caplog.records if r.__dict__.get("outcome") == "failed"]
    assert [r.levelno for r in failed] == [logging.ERROR] * 3
    front.always = None
    assert pumps.refresh("gcp") == {"patched": 20}
    assert pumps.values("pump-3")["rpm"] == 903


def test_an_outage_in_the_middle_of_a_graph_leaves_the_rest_to_the_next_run(
    world: World, front: Front
) -> None:
    pumps = {f"pump-{i}": {"type": "pump", "hot_provider": "gcp"} for i in range(80)}
    world.set_graph(pumps, {"plant": None})
    world._sync._pace._interval = 0
    created: list[Any] = []
    put = world.instance.graph.put_twin

    def put_and_fail(*arguments: Any) -> Any:
        created.append(arguments)
        if len(created) == 7:
            front.always = (503, {"Retry-After": "0"})
        return put(*arguments)

    world.instance.graph.put_twin = put_and_fail  # type: ignore[method-assign]
    with run_fails("503"):
        world.sync()
    assert 7 <= len(created) < 20
    assert front.requests < 80  # four for each thread at most, after the first failure
    front.always = None
    world.sync()
    assert len(world.instance.graph._twins) == 81


@pytest.mark.parametrize("places", [PLACES, {}], ids=["added", "removed"])
def test_a_relationship_that_the_service_refuses_fails_the_run_and_the_next_makes_up_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch, places: dict[str, str | None]
) -> None:
    from pace import RunFailed

    def refused(*_: Any) -> Any:
        raise Fault(403, "Forbidden", "no more")

    world.set_graph(PUMP, dict.fromkeys(PLACES) if places else PLACES)
    world.sync()
    world.set_graph(PUMP, PLACES if places else dict.fromkeys(PLACES))
    with monkeypatch.context() as patched:
        for method in ("put_relationship", "delete_relationship"):
            patched.setattr(world.instance.graph, method, refused)
        with pytest.raises(RunFailed, match="403"):
            world.sync()
    assert world.sync() == {f"relationships_{'created' if places else 'deleted'}": 1}


def test_a_cloud_that_fails_again_and_again_is_asked_less_often() -> None:
    from backoff import Backoff

    now = [0.0]
    backoff = Backoff(lambda: now[0])
    pauses = []
    for _ in range(8):
        backoff.failed()
        started = now[0]
        while backoff.is_paused:
            now[0] += 60
        pauses.append(now[0] - started)
    assert pauses == [0, 0, 60, 120, 240, 480, 600, 600]
    backoff.succeeded()
    backoff.failed()
    assert not backoff.is_paused


def test_a_model_whose_twin_was_made_by_a_run_that_failed_is_not_deleted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That twin is not yet in the next run's query. Without its model, nobody could change it any more."""
    from pace import RunFailed
    from twins import TwinsError

    def failing(_: list[float]) -> Any:
        raise TwinsError(503, "unavailable")

    world.set_graph({**PUMPS, "press-2": {"type": "press", "hot_provider": "aws"}})
    world.sync()
    world.set_graph(PUMPS)
    assert world.sync()["twins_deleted"] == 1  # and its model is found unused for the first time
    graph = world.set_graph({**PUMPS, "press-2": {"type": "press", "hot_provider": "aws"}})
    with monkeypatch.context() as patched:
        patched.setattr(world._client, "relationships", failing)
        with pytest.raises(RunFailed):
            world.sync()
    world.set_graph(PUMPS)
    world._sync.run(Invocation())
    assert graph["twins"]["press-2"]["model"] in world.models
    world.sync()
    assert "press-2" not in world.instance.graph._twins
