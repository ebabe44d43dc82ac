"""Runs one function as the worker does, and passes on what it logs."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import azure.functions as func

from crosstwin.local.azure_host.loading import LoadedFunction

# As the worker's `_invocation_id_local`. A function's `context.thread_local_storage` is this object, and a
# thread of the function's own that sets `invocation_id` on it has its log lines passed on.
_CURRENT = threading.local()


class PassedOn(logging.Handler):
    """Prints the log lines of invocations: their message, and nothing else of a record.

    The host shows a line with its invocation. A line that carries none (at import, or from a thread that a
    function has started) is dropped.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(_CURRENT, "invocation_id", None):
            print(self.format(record), file=sys.stderr, flush=True)  # noqa: T201 - the host's log


def log_as_host(message: str) -> None:
    """A line of the host's own."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201 - the host's log


class Context(func.Context):
    """What the worker gives a function with a parameter `context`."""

    def __init__(self, name: str, folder: Path, invocation_id: str) -> None:
        self._name, self._folder, self._invocation_id = name, folder, invocation_id

    @property
    def invocation_id(self) -> str:
        return self._invocation_id

    @property
    def thread_local_storage(self) -> Any:
        return _CURRENT

    @property
    def function_name(self) -> str:
        return self._name

    @property
    def function_directory(self) -> str:
        return str(self._folder)

    @property
    def trace_context(self) -> Any:
        return None

    @property
    def retry_context(self) -> Any:
        return None


class Worker:
    """The threads that functions run in. The worker keeps them: what they hold is used again."""

    def __init__(self, folder: Path) -> None:
        count = os.environ.get("PYTHON_THREADPOOL_THREAD_COUNT")
        self._folder = folder
        self._threads = ThreadPoolExecutor(int(count) if count else None, thread_name_prefix="function")

    def run(self, function: LoadedFunction, argument: Any) -> Any:
        """What the function returns. Raises what it raises."""
        return self._threads.submit(self._invoke, function, argument).result()

    def _invoke(self, function: LoadedFunction, argument: Any) -> Any:
        invocation_id = str(uuid.uuid4())
        arguments = {function.parameter: argument}
        if function.needs_context:
            arguments["context"] = Context(function.name, self._folder, invocation_id)
        _CURRENT.invocation_id = invocation_id
        try:
            returned = function.call(**arguments)
            if inspect.iscoroutine(returned):
                returned = asyncio.run(returned)
            if returned is not None and not function.has_return:
                raise RuntimeError(
                    f"function {function.name!r} without a $return binding returned a non-None value"
                )
            return returned
        finally:
            _CURRENT.invocation_id = None
