"""The hot readers of three clouds, running, with the same records in them and asked the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from benchmarks.fuzz.lambdas import SCHEME, running_lambdas
from crosstwin.local.reader import RunningReader
from tests.contract.readers.conftest import CLOUDS, PREVIOUS_TOKEN, TOKEN

HISTORY, LAST_ENTRY = "/hot-reader", "/hot-reader-last-entry"  # as in docs/openapi.yaml
LONGEST = 10.0  # seconds an answer may take, on a machine that runs the stores as well


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is HISTORY or LAST_ENTRY."""

    path: str
    body: bytes
    headers: Mapping[str, str | bytes] = field(default_factory=lambda: {"X-Inter-Cloud-Token": TOKEN})
    method: str = "POST"


@dataclass(slots=True)
class Tally:
    """Answers by status, and the seconds that each took."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        ordered = sorted(self.seconds) or [0.0]
        return {
            "requests": len(self.seconds),
            "statuses": " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items())),
            "median_ms": round(ordered[len(ordered) // 2] * 1000, 1),
            "p99_ms": round(ordered[len(ordered) * 99 // 100] * 1000, 1),
            "slowest_ms": round(ordered[-1] * 1000, 1),
        }


@dataclass(frozen=True, slots=True)
class FuzzedReader:
    """`folder` holds the logs of what runs for it."""

    name: str
    local: RunningReader
    session: requests.Session
    folder: Path
    tally: Tally = field(default_factory=Tally)

    def send(self, request: Request) -> requests.Response:
        """Raises requests.Timeout where the answer takes longer than LONGEST."""
        last_entry = request.path == LAST_ENTRY
        response = self.session.request(
            request.method,
            self.local.hot_reader_last_entry_url if last_entry else self.local.hot_reader_url,
            data=request.body,
            headers=dict(request.headers),
            timeout=LONGEST,
        )
        self.tally.statuses[response.status_code] += 1
        self.tally.seconds.append(response.elapsed.total_seconds())
        return response


@contextmanager
def running(name: str, folder: Path) -> Iterator[FuzzedReader]:
    """A reader of CLOUDS over HTTP, or `lambda`, which is the AWS one in this process."""
    tokens = f"{TOKEN},{PREVIOUS_TOKEN}"
    with requests.Session() as session:
        if name == "lambda":
            with running_lambdas(folder, tokens) as (local, adapter):
                session.mount(SCHEME, adapter)
                yield FuzzedReader(name, local, session, folder)
        else:
            with CLOUDS[name][0](folder, tokens) as local:
                yield FuzzedReader(name, local, session, folder)
