"""What both processor Lambdas are made of: settings at cold start, then one event an invocation."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from hotread.env import require_env
from hotread.log import log

from twin_processor.errors import InvalidEvent
from twin_processor.event import Event, device_of
from twin_processor.persister import Persister

Handler = Callable[[Any, Any], Any]


def make_handler(process: Callable[[Event], bytes]) -> Handler:
    """A handler that has what `process` makes of an event, as JSON, stored by the environment's persister.

    Raises EnvironmentError naming the variable that is missing or empty.
    """
    require_env("DIGITAL_TWIN_INFO")
    persister = Persister(require_env("PERSISTER_LAMBDA_NAME"))

    def lambda_handler(event: Any, _context: Any) -> Any:
        started = time.monotonic()
        device = device_of(event)
        level, outcome = logging.ERROR, "stored"
        try:
            if not isinstance(event, Mapping):
                raise InvalidEvent("the event is not a JSON object")
            answer = persister.store(process(event), device)
            level = logging.INFO
            return answer
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            duration_ms = round((time.monotonic() - started) * 1000, 1)
            log(level, "event", outcome=outcome, device=device, duration_ms=duration_ms)

    return lambda_handler
