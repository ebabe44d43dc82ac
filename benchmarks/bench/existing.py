"""Readers over existing stores, whose records have another form, beside Crosstwin's own records."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hotread.answer import answer_text, history
from hotread.store import HotStore

from benchmarks.bench import telemetry
from benchmarks.bench.measure import Result, Scale, Tell, computed, ratio
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
            gc.collect()
            gc.freeze()
            yield ratio(
                f"hot reader over {name}, existing records: {scale.rows:,} rows of 3 properties",
                "the same over Crosstwin's own records",
                computed(lambda store=mapped_store, query=query: answer_text(history, store, query)),
                computed(lambda store=own_store, query=query: answer_text(history, store, query)),
                at_most=1.1,
                repeats=scale.repeats,
            )
            gc.unfreeze()


def _when_warm(store: HotStore, query: Mapping[str, Any]) -> str:
    """The answer. An emulator that is cold can take longer than a query of the store may."""
    for _ in range(_COLD_ATTEMPTS):
        with suppress(Exception):
            return answer_text(history, store, query)
    return answer_text(history, store, query)
