"""Readers over existing stores, whose records have another form, beside Crosstwin's own records."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hotread.answer import answer_text, history
from hotread.connections import Connections, Response
from hotread.store import HotStore

from benchmarks.bench import telemetry
from benchmarks.bench.measure import Result, Run, Scale, Tell, computed, ratio_of, set_aside, spreads
from crosstwin.local import azure, gcp
from tests.contract.readers.mappings import Existing
from tests.contract.readers.served import STORES
from tests.dynalite import DYNALITE

_MAPPED = {
    "DynamoDB": Existing(
        "aws", {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}, "SN"
    ),
    "Cosmos DB": Existing("azure", {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}),
    "Firestore": Existing(
        "gcp", {"time": "ts", "time_format": "epoch_milliseconds"}, collection="devices/{device}/telemetry"
    ),
    "Firestore with native timestamps": Existing(
        "gcp", {"time": "at", "time_format": "timestamp"}, collection="devices/{device}/telemetry"
    ),
}
_COLD_ATTEMPTS = 20
_WHY_NOT = {
    "aws": lambda: None if DYNALITE else "dynalite is not installed: npm ci",
    "azure": azure.why_not,
    "gcp": gcp.why_not,
}


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    for name, mapped in _MAPPED.items():
        if missing := _WHY_NOT[mapped.cloud]():
            tell(f"left out: {name}: {missing}")
            continue
        tell(f"{name}: records of two forms")
        own = Existing(mapped.cloud, {})
        with (
            tempfile.TemporaryDirectory() as folder,
            tempfile.TemporaryDirectory() as other_folder,
            STORES[mapped.cloud](mapped, Path(folder)) as (mapped_store, put_mapped),
            STORES[mapped.cloud](own, Path(other_folder)) as (own_store, put_own),
        ):
            records = telemetry.records(scale.rows)
            put_mapped(records)
            put_own(records)
            query = telemetry.history_query(scale.rows)
            assert _when_warm(mapped_store, query) == _when_warm(own_store, query)
            stores = {"mapped": mapped_store, "own": own_store}
            runs: dict[str, Run] = {}
            for form, store in stores.items():
                runs[form] = computed(lambda store=store, query=query: answer_text(history, store, query))
                runs[f"plain {form}"] = computed(_plain_calls(store, query))
            set_aside()
            found = spreads(runs, scale.repeats)
            what = f"hot reader over {name}, existing records: {scale.rows:,} rows of 3 properties"
            yield ratio_of(
                what, "the same over Crosstwin's own records", found["mapped"], found["own"], at_most=1.1
            )
            # Records of another form can be longer, which no reader changes.
            mapped_, own_ = (found[form].median / found[f"plain {form}"].median for form in stores)
            yield Result(
                f"{what}, each beside a plain call for the same bytes",
                "Crosstwin's own records beside theirs",
                mapped_ / own_,
                1.1,
                f"plain calls: {found['plain mapped']} : {found['plain own']}",
            )


def _plain_calls(store: HotStore, query: Mapping[str, Any]) -> Callable[[], object]:
    """Sends what the reader sends for the query, and turns the answers into JSON."""
    sent: list[tuple[Connections, tuple[Any, ...]]] = []
    request = Connections.request

    def recorded(connections: Connections, *asked: Any) -> Response:
        sent.append((connections, asked[:4]))
        return request(connections, *asked)

    with patch.object(Connections, "request", recorded):
        answer_text(history, store, query)

    def ask() -> None:
        for connections, asked in sent:
            json.dumps(json.loads(request(connections, *asked).body))

    return ask


def _when_warm(store: HotStore, query: Mapping[str, Any]) -> str:
    """The answer. An emulator that is cold can take longer than a query of the store may."""
    for _ in range(_COLD_ATTEMPTS):
        with suppress(Exception):
            return answer_text(history, store, query)
    return answer_text(history, store, query)
