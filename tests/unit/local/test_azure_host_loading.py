"""The emulator of the Azure Functions host takes and refuses an app as Microsoft's worker does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import azure.functions as func
import pytest

from crosstwin.local.azure_host.invocation import PassedOn, Worker
from crosstwin.local.azure_host.loading import FunctionLoadError, LoadedFunction, app_of, load_functions

LOGGER = logging.getLogger("an-app")


def load(function: Callable[..., Any], *, timer: bool = False) -> LoadedFunction:
    app = func.FunctionApp()
    if timer:
        app.timer_trigger("timer", "0 * * * * *")(function)
    else:
        app.route("r")(function)
    (loaded,) = load_functions(app.get_functions())
    return loaded


def test_the_app_may_have_any_name_but_there_is_one_only() -> None:
    module = ModuleType("function_app")
    with pytest.raises(ValueError, match="Could not find top level function app instances"):
        app_of(module)
    module.__dict__["anything"] = app = func.FunctionApp()
    assert app_of(module) is app
    module.__dict__["another"] = func.FunctionApp()
    with pytest.raises(ValueError, match="More than one FunctionApp"):
        app_of(module)


def test_a_parameter_has_the_name_of_its_binding() -> None:
    def takes_another(request: func.HttpRequest) -> str: ...
    def takes_none() -> str: ...
    def takes_one_more(req: func.HttpRequest, more: int) -> str: ...

    for function in (takes_another, takes_one_more):
        with pytest.raises(FunctionLoadError, match="declared in Python but"):
            load(function)
    with pytest.raises(FunctionLoadError, match="but not in Python"):
        load(takes_none)


def test_a_parameter_has_a_type_that_its_binding_takes() -> None:
    def takes_a_dict(req: dict) -> str: ...  # type: ignore[type-arg]
    def takes_a_timer(req: func.TimerRequest) -> str: ...
    def has_no_annotation(req): ...  # type: ignore[no-untyped-def]

    for function in (takes_a_dict, takes_a_timer):
        with pytest.raises(FunctionLoadError, match="does not match its Python annotation"):
            load(function)
    assert load(has_no_annotation).parameter == "req"


def test_an_answer_has_a_type_that_http_takes() -> None:
    def answers_a_number(req: func.HttpRequest) -> int: ...
    def answers_either(req: func.HttpRequest) -> func.HttpResponse | None: ...
    def answers_a_string(req: func.HttpRequest) -> str: ...

    with pytest.raises(FunctionLoadError, match='annotation "int" does not match binding type "http"'):
        load(answers_a_number)
    with pytest.raises(FunctionLoadError, match="invalid non-type return annotation"):
        load(answers_either)
    assert load(answers_a_string).has_return


def test_a_context_is_given_where_it_is_asked_for() -> None:
    def asks(timer: func.TimerRequest, context: func.Context) -> None: ...
    def asks_for_another(timer: func.TimerRequest, context: str) -> None: ...

    assert load(asks, timer=True).needs_context
    with pytest.raises(FunctionLoadError, match='"context" parameter is expected to be of type'):
        load(asks_for_another, timer=True)


def test_a_timer_that_returns_a_value_fails() -> None:
    def returns(timer: func.TimerRequest) -> str:
        return "x"

    with pytest.raises(RuntimeError, match="without a \\$return binding returned a non-None value"):
        Worker(Path()).run(load(returns, timer=True), None)


def test_only_log_lines_of_an_invocation_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """A line at import, or from a thread of the function's own, carries no invocation, and the host drops it.

    Unless the thread sets the invocation's id, as Microsoft documents.
    """

    def logs(timer: func.TimerRequest, context: func.Context) -> None:
        def in_a_thread(*, mark: bool) -> None:
            if mark:
                storage: Any = context.thread_local_storage
                storage.invocation_id = context.invocation_id
            LOGGER.warning("of a marked thread" if mark else "of a thread")

        LOGGER.warning("of the invocation")
        for mark in (False, True):
            thread = threading.Thread(target=in_a_thread, kwargs={"mark": mark})
            thread.start()
            thread.join()

    handler = PassedOn()
    LOGGER.addHandler(handler)
    try:
        LOGGER.warning("at import")
        Worker(Path()).run(load(logs, timer=True), None)
        LOGGER.warning("after it")
    finally:
        LOGGER.removeHandler(handler)
    assert capsys.readouterr().err.splitlines() == ["of the invocation", "of a marked thread"]
