"""What both connector Lambdas are made of: settings at cold start, then one query an invocation."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from hotread.errors import InvalidQuery
from hotread.log import log

from twin_connector.answer import Answer, Kind
from twin_connector.invocation import Invocation, Route, current_trace
from twin_connector.settings import LocalSettings, load_settings

_RESERVE = 1.0  # seconds of an invocation kept to report the error


class Context(Protocol):
    """What the connector uses of a Lambda's context."""

    def get_remaining_time_in_millis(self) -> int: ...


Handler = Callable[[Mapping[str, Any], Context], Answer]


def connector(kind: Kind) -> Handler:
    """The handler of one kind of query. Raises at once if the environment is at fault."""
    return handler_of(kind, _route())


def handler_of(kind: Kind, route: Route) -> Handler:
    """The handler that answers TwinMaker's events through a route, and logs one line for each."""

    def lambda_handler(event: Mapping[str, Any], context: Context) -> Answer:
        started = time.monotonic()
        deadline = started + context.get_remaining_time_in_millis() / 1000 - _RESERVE
        invocation = Invocation(kind=kind, trace=current_trace(), deadline=deadline)
        level, outcome = logging.ERROR, "answered"
        try:
            if not isinstance(event, Mapping):
                raise InvalidQuery("the event is not a JSON object")
            answer = route.query(event, invocation)
            level = logging.INFO
            return answer
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            log(
                level,
                f"{kind.name} query",
                outcome=outcome,
                route=route.name,
                status=invocation.status,
                attempts=invocation.attempts,
                duration_ms=round((time.monotonic() - started) * 1000, 1),
                trace_id=invocation.trace.id,
            )

    return lambda_handler


def _route() -> Route:
    settings = load_settings()
    # boto3 takes 0.15 s to import and requests 0.08 s (measured on one core): only the route's own.
    if isinstance(settings, LocalSettings):
        from twin_connector.local import LocalRoute

        return LocalRoute(settings)
    from twin_connector.remote import RemoteRoute

    return RemoteRoute(settings)
