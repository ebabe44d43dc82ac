"""The emulator of the Azure Functions host, with apps other than the hot reader."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import azure.functions as func
import pytest
from werkzeug.test import Client

from crosstwin.local import azure_host
from tests.contract.functions.azure.conftest import SOURCE

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route("echo/it")
def echo(req: func.HttpRequest) -> func.HttpResponse:
    told = [req.method, req.params.get("q"), req.headers.get("X-Some"), req.get_body().decode()]
    return func.HttpResponse(json.dumps(told), status_code=201, headers={"X-Own": "é"})


@app.route(methods=["POST"])
def only_post(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(b"\x00", mimetype="application/octet-stream")


@app.route("keyed", auth_level=func.AuthLevel.FUNCTION)
def keyed(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("never")


@app.route("faulty")
def faulty(req: func.HttpRequest) -> func.HttpResponse:
    raise RuntimeError("internal detail")


meeting = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@meeting.route("meet")
def meet(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(str(_MEETING.wait(timeout=20)))


_MEETING = Barrier(12)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(azure_host.application(azure_host.http_functions(app, "api")))


def test_a_function_sees_the_request_and_its_response_comes_back(client: Client) -> None:
    response = client.put("/api/echo/it?q=%C3%BC", data="body", headers={"x-some": "value"})
    assert response.status_code == 201
    assert response.json is None
    assert json.loads(response.text) == ["PUT", "ü", "value", "body"]
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["X-Own"] == "é"


def test_as_many_requests_run_at_once_as_the_setting_gives_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than Python would start by itself on two processors."""
    monkeypatch.setenv("PYTHON_THREADPOOL_THREAD_COUNT", str(_MEETING.parties))
    served = azure_host.application(azure_host.http_functions(meeting, "api"))
    with ThreadPoolExecutor(_MEETING.parties) as clients:
        answers = list(clients.map(lambda _: Client(served).get("/api/meet").text, range(_MEETING.parties)))
    assert sorted(map(int, answers)) == list(range(_MEETING.parties))


def test_only_the_methods_of_a_route_reach_its_function(client: Client) -> None:
    response = client.post("/api/only_post")
    assert (response.data, response.headers["Content-Type"]) == (b"\x00", "application/octet-stream")
    assert client.get("/api/only_post").status_code == 404


def test_a_function_that_wants_a_key_is_not_reached(client: Client) -> None:
    assert client.post("/api/keyed?code=guess").status_code == 401


def test_an_exception_becomes_an_empty_500(client: Client) -> None:
    response = client.post("/api/faulty")
    assert (response.status_code, response.data) == (500, b"")


def test_the_route_prefix_comes_from_host_json(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text('{"version": "2.0"}')
    assert azure_host.read_route_prefix(tmp_path) == "api"
    (tmp_path / "host.json").write_text('{"version": "2.0", "extensions": {"http": {"routePrefix": ""}}}')
    assert azure_host.read_route_prefix(tmp_path) == ""
    unprefixed = func.FunctionApp()
    unprefixed.route("/other/")(echo_again)
    assert list(azure_host.http_functions(unprefixed, "")) == ["/other"]
    assert azure_host.read_route_prefix(SOURCE) == "api"


def test_what_it_cannot_serve_is_named() -> None:
    parameters = func.FunctionApp()
    parameters.route("devices/{id}")(echo_again)
    with pytest.raises(ValueError, match=r"echo_again: its route devices/\{id\} has parameters"):
        azure_host.http_functions(parameters, "api")
    timer = func.FunctionApp()
    timer.timer_trigger("timer", "0 * * * * *")(tick)
    with pytest.raises(ValueError, match="tick has no HTTP trigger"):
        azure_host.http_functions(timer, "api")


def echo_again(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("")


def tick(timer: func.TimerRequest) -> None:
    pass
