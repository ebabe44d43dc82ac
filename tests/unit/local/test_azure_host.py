"""The emulator of the Azure Functions host over HTTP, with apps other than the hot reader."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import azure.functions as func
import pytest
from werkzeug.test import Client

from crosstwin.local.azure_host.invocation import Worker
from crosstwin.local.azure_host.loading import load_functions
from crosstwin.local.azure_host.serving import application, http_functions, read_route_prefix
from crosstwin.packages.places import ROOT

HOT_READER = ROOT / "functions" / "azure" / "hot-reader"

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


@app.route("async")
async def asynchronous(req: func.HttpRequest, context: func.Context) -> str:
    return f"{context.function_name} {req.method}"


def served(app: func.FunctionApp) -> Client:
    functions = http_functions(load_functions(app.get_functions()), "api")
    return Client(application(functions, Worker(Path())))


@pytest.fixture(scope="module")
def client() -> Client:
    return served(app)


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
    client = served(meeting)
    with ThreadPoolExecutor(_MEETING.parties) as clients:
        answers = list(clients.map(lambda _: client.get("/api/meet").text, range(_MEETING.parties)))
    assert sorted(map(int, answers)) == list(range(_MEETING.parties))


def test_only_the_methods_of_a_route_reach_its_function(client: Client) -> None:
    response = client.post("/api/only_post")
    assert (response.data, response.headers["Content-Type"]) == (b"\x00", "application/octet-stream")
    assert client.get("/api/only_post").status_code == 404


def test_a_function_that_requires_a_key_is_not_reached(client: Client) -> None:
    assert client.post("/api/keyed?code=guess").status_code == 401


def test_an_exception_becomes_an_empty_500(client: Client) -> None:
    response = client.post("/api/faulty")
    assert (response.status_code, response.data) == (500, b"")


def test_the_route_prefix_comes_from_host_json(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text('{"version": "2.0"}')
    assert read_route_prefix(tmp_path) == "api"
    (tmp_path / "host.json").write_text('{"version": "2.0", "extensions": {"http": {"routePrefix": ""}}}')
    assert read_route_prefix(tmp_path) == ""
    unprefixed = func.FunctionApp()
    unprefixed.route("/Other/")(echo_again)
    assert list(http_functions(load_functions(unprefixed.get_functions()), "")) == ["/other"]
    assert read_route_prefix(HOT_READER) == "api"


def test_a_route_with_parameters_is_refused_by_name() -> None:
    parameters = func.FunctionApp()
    parameters.route("devices/{id}")(echo_again)
    with pytest.raises(ValueError, match=r"echo_again: its route devices/\{id\} has parameters"):
        http_functions(load_functions(parameters.get_functions()), "api")


@pytest.mark.parametrize("path", ["/api/echo/it/", "/API/Echo/it"])
def test_a_slash_at_the_end_and_the_case_of_letters_do_not_matter(client: Client, path: str) -> None:
    assert client.get(path).status_code == 201


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_root_is_the_hosts_home_page(client: Client, method: str) -> None:
    response = client.open("/", method=method)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert client.get("/api").status_code == 404


def test_a_coroutine_and_a_context_are_served_as_the_worker_does(client: Client) -> None:
    assert client.post("/api/async").text == "asynchronous POST"


def echo_again(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("")
