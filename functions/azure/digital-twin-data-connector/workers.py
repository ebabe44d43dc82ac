"""Threads of one run, whose log lines belong to its invocation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Invocation(Protocol):
    """What is used of azure.functions.Context."""

    @property
    def invocation_id(self) -> str: ...
    @property
    def thread_local_storage(self) -> Any: ...


def run_all(
    call: Callable[[_Item], _Result], items: Iterable[_Item], threads: int, invocation: Invocation
) -> list[_Result]:
    """The results in order. Raises what a call raises, after all of them.

    The Functions host drops a log line that carries no invocation, as one from another thread would
    (https://learn.microsoft.com/azure/azure-functions/functions-reference-python#log-from-created-threads).
    """

    def mark() -> None:
        invocation.thread_local_storage.invocation_id = invocation.invocation_id

    with ThreadPoolExecutor(threads, "connector", initializer=mark) as pool:
        return list(pool.map(call, items))
