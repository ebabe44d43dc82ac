"""The answers of hot readers without a network: what a connector's exchange returns or raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import requests
from hotread.answer import Read, history, last_entry
from hotread.http import HttpRequest, serve
from hotread.store import HotStore
from hypothesis import strategies as st
from remote_reader.exchange import Exchanges, Reply, TimeIsUpError

from benchmarks.fuzz.damage import damaged_bytes

Answering = Callable[[requests.PreparedRequest], Reply]
_STATUSES = [200] * 12 + [201, 204, 206, 301, 307, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 599]
_HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Content-Type", "Location"]),
    st.sampled_from(
        [
            *("0", "1", "3600", "1e9", "-1", "9" * 400, "nan", "Wed, 21 Oct 2026 07:28:00 GMT", "\u0663", ""),
            *(
                "Thu, 01 Jan 99999 00:00:00 GMT",
                "application/json",
                "text/html; charset=utf-7",
                "https://example.com/",
            ),
        ]
    ),
    max_size=2,
)
_FAULTS = [
    TimeIsUpError(),
    requests.ConnectionError("reset"),
    requests.exceptions.ChunkedEncodingError("cut"),
]


@contextmanager
def answering(answer: Answering) -> Iterator[None]:
    """Each exchange of a RemoteHotReader is answered by this function, until the block ends."""

    def exchange(_: Exchanges, request: requests.PreparedRequest, seconds: float) -> Reply:
        return answer(request)

    with patch.object(Exchanges, "exchange", exchange):
        yield


def served(request: requests.PreparedRequest, read: Read, store: HotStore, token: str) -> Reply:
    """The answer of a hot reader over this store, unpacked, as an exchange returns it."""
    body = request.body if isinstance(request.body, bytes) else b""
    headers = {name: str(value) for name, value in request.headers.items() if name != "Accept-Encoding"}
    asked = HttpRequest(str(request.method), headers, lambda: body)
    response = serve(asked, read=read, store=store, tokens=(token,))
    return Reply(response.status, requests.structures.CaseInsensitiveDict(response.headers), response.body)


@st.composite
def replies(draw: st.DrawFn, sound: Any) -> Reply | Exception:
    """An answer that is nearly this one, or a fault of the exchange."""
    if not draw(st.integers(0, 25)):
        return draw(st.sampled_from(_FAULTS))
    headers = requests.structures.CaseInsensitiveDict(draw(_HEADERS))
    return Reply(draw(st.sampled_from(_STATUSES)), headers, draw(damaged_bytes(sound)))


READS: dict[str, Read] = {"history": history, "last entry": last_entry}
