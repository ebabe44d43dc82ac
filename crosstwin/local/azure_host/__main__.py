"""Hosts a Function App: `python -P -m crosstwin.local.azure_host <folder> <port>`."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

from werkzeug.serving import make_server

from crosstwin.local.azure_host import loading, serving, timers
from crosstwin.local.azure_host.invocation import PassedOn, Worker, log_as_host
from crosstwin.local.whole_requests import TimedRequestHandler


def main(folder: Path, port: int) -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[PassedOn()])
    worker = Worker(folder)
    try:
        functions = loading.load_app("function_app")
        served = serving.http_functions(functions, serving.read_route_prefix(folder))
    except Exception:
        # The host goes on without functions, and answers 404.
        log_as_host(f"The app failed to start: none of its functions runs.\n{traceback.format_exc()}")
        functions, served = [], {}
    timers.start(timers.timers(functions), worker)
    make_server(
        "127.0.0.1",
        port,
        serving.application(served, worker),
        threaded=True,
        request_handler=TimedRequestHandler,
    ).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
