"""Readers without a server around them: a request goes to the readers' core, over whatever store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve
from hotread.store import HotStore
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from benchmarks.fuzz.readers import FuzzedReader
from crosstwin.local.reader import RunningReader
from crosstwin.readers.hot_stores.records import TelemetryRecord
from tests.contract.readers.conftest import PREVIOUS_TOKEN, TOKEN

SCHEME = "core:"
_READS = {f"{SCHEME}history": history, f"{SCHEME}last-entry": last_entry}


def reader_over(
    name: str, store: HotStore, put: Callable[[Iterable[TelemetryRecord]], None], folder: Path
) -> FuzzedReader:
    session = requests.Session()
    session.mount(SCHEME, _CoreAdapter(store))
    history_url, last_entry_url = _READS
    return FuzzedReader(name, RunningReader(name, history_url, last_entry_url, TOKEN, put), session, folder)


class _CoreAdapter(HTTPAdapter):
    def __init__(self, store: HotStore) -> None:
        super().__init__()
        self._store = store

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = request.body or b""
        raw = body.encode() if isinstance(body, str) else body
        headers = {
            name: value.decode("latin-1") if isinstance(value, bytes) else value
            for name, value in request.headers.items()
        }
        told = serve(
            HttpRequest(str(request.method), headers, lambda: raw),
            read=_READS[str(request.url)],
            store=self._store,
            tokens=(TOKEN, PREVIOUS_TOKEN),
        )
        content = HTTPResponse(BytesIO(told.body), told.headers, told.status, preload_content=False)
        return self.build_response(request, content)
