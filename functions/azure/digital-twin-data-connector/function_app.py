"""The digital twin data connector: keeps Azure Digital Twins equal to a graph and to the newest values.

Two kinds of timers. `graph` makes models, twins and relationships those of graph.json. `refresh-<cloud>`, one
for each cloud with hot data, brings the newest values: a cloud that hangs delays its own function only.

App settings, checked at start:

- `DIGITAL_TWINS_URL`: https://<host> of the instance. `GRAPH_URL`: of the blob with graph.json. Both are
  reached by the managed identity, `AZURE_CLIENT_ID` if it is a user-assigned one; on loopback without.
- `REMOTE_READER_URLS`: JSON object, cloud to the URL of its hot reader's last entries.
  `INTER_CLOUD_TOKEN_AWS`, `_AZURE`, `_GCP`: the token of each.
- `GRAPH_SCHEDULE`, `REFRESH_SCHEDULE`: NCRONTAB.
- `ALLOW_DELETIONS`: the SHA-256 of a graph that may delete more than ten twins and more than a fifth of all,
  or may be empty. The log names it.

graph.json:

    {"models": {"<dtmi>": {"interface": {<DTDL v3 interface>}, "telemetry": {"<property>": <type>}}},
     "twins": {"<id>": {"model": "<dtmi>", "parent": "<place>"?, "component_of": "<device>"?,
                        "component": "<name>"?, "hot_provider": "<cloud>"?, "constants": {…}?}}}

The base models are among the models: `dtmi:crosstwin:<twin>:Place;1` with the relationship `contains`, and
`…:Device;1`, which extends it, with `hotProvider` and `observedAt`. A property's schema comes from the
interface. `parent` and `component_of` both become the relationship `contains`, whose id is that of the twin
that is contained.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

import azure.functions as func
from backoff import Backoff
from graph import GraphSync
from graph_source import GraphSource
from hotread.json_log import FieldsInMessage
from hotread.log import LOGGER, log
from last_entries import CloudReader
from pace import PartFailed
from refresh import Refresh
from settings import load_settings
from twins import DigitalTwins

_SETTINGS = load_settings(os.environ)
LOGGER.addFilter(FieldsInMessage())
# At INFO the SDK logs every request with its headers.
logging.getLogger("azure").setLevel(logging.WARNING)

_SOURCE = GraphSource(_SETTINGS.graph_url, _SETTINGS.client_id)
_TWINS = DigitalTwins(_SETTINGS.digital_twins_url, _SETTINGS.client_id)
_GRAPH = GraphSync(_SOURCE, _TWINS, _SETTINGS.allow_deletions, _SETTINGS.run_seconds)

app = func.FunctionApp()


@app.function_name("graph")
@app.timer_trigger("timer", "%GRAPH_SCHEDULE%")
def graph(timer: func.TimerRequest, context: func.Context) -> None:  # noqa: ARG001 - a binding
    """Makes models, twins and relationships those of the graph."""
    _GRAPH.run(context)


def _refresh_of(cloud: str) -> Callable[[func.TimerRequest, func.Context], None]:
    refresh = Refresh(
        cloud, _SOURCE, _TWINS, CloudReader(_SETTINGS.readers[cloud]), run_seconds=_SETTINGS.run_seconds
    )
    backoff = Backoff()

    def run(timer: func.TimerRequest, context: func.Context) -> None:  # noqa: ARG001 - a binding
        """Brings the newest values of one cloud's devices."""
        if backoff.is_paused:
            log(logging.WARNING, "refresh paused after failures in a row", cloud=cloud)
            return
        try:
            refresh.run(context)
        except PartFailed:
            backoff.succeeded()
            raise
        except Exception:
            backoff.failed()
            raise
        backoff.succeeded()

    return run


for _cloud in _SETTINGS.readers:
    app.function_name(f"refresh-{_cloud}")(
        app.timer_trigger("timer", "%REFRESH_SCHEDULE%")(_refresh_of(_cloud))
    )
