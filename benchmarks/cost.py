"""What queries and devices cost, out of list prices: the arithmetic of docs/cost.md.

`python -m benchmarks.cost` prints its tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from crosstwin.twin.refresh_cost import (
    BATCH,
    DEVICE_GB,
    DEVICE_SECONDS,
    MEMORY_GB,
    MILLION,
    QUERY_GB,
    QUERY_SECONDS,
    READERS,
    refresh_cost,
)

# A query reads 100 records of 200 bytes: 20 kB as JSON, 2.5 kB packed, and 1 kB of headers and TLS.
ROWS = 100
RECORD_KB = 0.2
SENT_GB = 3.5e-6
# A reader takes 0.1 s with 0.5 GB, a connector 0.15 s with 0.5 GB.
READER_SECONDS, CONNECTOR_SECONDS = QUERY_SECONDS, 0.15
# What readers read, as `benchmarks/bench/counts.py` counts it over each store: of a last entry, the newest
# record and the one before it; and what it reads at most to look for a property that was never stored.
RECORDS_OF_A_LAST_ENTRY = 2
RECORDS_OF_A_SEARCH = {"aws": 21, "azure": 2, "gcp": 21}
DOCUMENT = 0.03 / 100_000  # US dollars for a document that is read from Firestore
# A device writes a record every 10 seconds, kept for 30 days, and is looked at 10,000 times a month.
WRITES = 30 * 24 * 3600 / 10
QUERIES = 10_000


@dataclass(frozen=True)
class Cloud:
    """US dollars for one query, one written record, and a GB that is stored for a month."""

    name: str
    store: float
    function: float
    traffic: float
    write: float
    stored_gb: float


def clouds() -> list[Cloud]:
    gb_seconds = READER_SECONDS * MEMORY_GB
    return [
        Cloud(
            "AWS",
            # 4 kB are a read unit, half of one where a read need not be the latest: the reader's are not.
            store=ROWS * RECORD_KB / 4 / 2 * 0.125 / MILLION,
            function=0.20 / MILLION + gb_seconds * 0.0000166667,
            traffic=SENT_GB * 0.09,
            write=0.625 / MILLION,
            stored_gb=0.25,
        ),
        Cloud(
            "Azure",
            store=10 * 0.25 / MILLION,  # 10 request units: an estimate, since no emulator counts them
            # The Flex Consumption plan counts one second at least.
            function=0.40 / MILLION + max(READER_SECONDS, 1) * MEMORY_GB * 0.000026,
            traffic=SENT_GB * 0.087,
            write=6 * 0.25 / MILLION,
            stored_gb=0.25,
        ),
        Cloud(
            "Google Cloud",
            store=ROWS * DOCUMENT,
            # An instance has one processor and answers four queries at once; here, it has one at a time.
            function=0.40 / MILLION + READER_SECONDS * (0.000024 + MEMORY_GB * 0.0000025),
            traffic=SENT_GB * 0.12,
            write=0.09 / 100_000,
            stored_gb=0.15,
        ),
    ]


def connector() -> float:
    """One query through the connector, beside what the reader costs."""
    return 0.20 / MILLION + CONNECTOR_SECONDS * MEMORY_GB * 0.0000166667


def per_million_queries() -> list[str]:
    lines = []
    for cloud in clouds():
        # On AWS itself, TwinMaker invokes the reader: no connector, nothing leaves the cloud.
        between = (0.0, 0.0) if cloud.name == "AWS" else (cloud.traffic, connector())
        parts = [part * MILLION for part in (cloud.store, cloud.function, *between)]
        lines.append(f"| {cloud.name} | {' | '.join(f'{part:.2f}' for part in (*parts, sum(parts)))} |")
    return lines


def per_newest_values() -> list[str]:
    """1,000 devices whose newest values are asked for once a minute, for a month, by the store alone."""
    looks = 1000 * 60 * 24 * 30
    lines = []
    # Two queries of up to 19 records of 200 bytes: DynamoDB counts half a unit of 4 kB for each. Cosmos DB's
    # 3 request units a query of one record are an estimate.
    newest, searched = RECORDS_OF_A_LAST_ENTRY, RECORDS_OF_A_SEARCH["gcp"]
    for name, whole, back in (
        ("AWS", 0.5 * 0.125 / MILLION, 1.0 * 0.125 / MILLION),
        ("Azure", 3 * 0.25 / MILLION, 6 * 0.25 / MILLION),
        ("Google Cloud", newest * DOCUMENT, searched * DOCUMENT),
    ):
        lines.append(f"| {name} | {looks * whole:.2f} | {looks * back:.2f} |")
    return lines


# The answer of one device, alone in its query, is 0.2 kB, beside 1 kB of headers and TLS.
ALONE_GB = QUERY_GB + 0.2e-6
NAMES = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}


def per_look_at_a_fleet() -> list[str]:
    """1,000 devices that are looked at once a minute, for a month, one query each and 100 in a query."""
    looks = 1000 * 60 * 24 * 30
    lines = []
    batch_gb = QUERY_GB + BATCH * DEVICE_GB
    for cloud, prices in READERS.items():
        took = max(READER_SECONDS, prices.least)
        alone = looks * (prices.invocation + took * prices.second + ALONE_GB * prices.traffic_gb)
        took = max(READER_SECONDS + BATCH * DEVICE_SECONDS, prices.least)
        together = looks / BATCH * (prices.invocation + took * prices.second + batch_gb * prices.traffic_gb)
        store = looks * prices.newest
        lines.append(
            f"| {NAMES[cloud]} | {store:.2f} | {alone:.2f} | {together:.2f} "
            f"| {store + alone:.2f} | {store + together:.2f} |"
        )
    return lines


# A dashboard as `crosstwin grafana` writes it: ten devices, the last hour, again each minute.
SHOWN, REFRESHES = 10, 24 * 60
SHOWN_ROWS = 3600 // 10


def per_day_of_a_dashboard() -> list[str]:
    """A dashboard that is open for a day: the newest values and a history of each device, at each refresh.

    Two queries for each device, and two for all of them.
    """
    lines = []
    packed_gb = SHOWN_ROWS / ROWS * (SENT_GB - QUERY_GB)
    for cloud, (key, prices) in zip(clouds(), READERS.items(), strict=True):
        history = SHOWN_ROWS / ROWS * cloud.store
        store = SHOWN * (prices.newest + history)
        took = max(READER_SECONDS, prices.least)
        sent_gb = SHOWN * (ALONE_GB + QUERY_GB + packed_gb)
        alone = 2 * SHOWN * (prices.invocation + took * prices.second) + sent_gb * prices.traffic_gb
        took = max(READER_SECONDS + SHOWN * DEVICE_SECONDS, prices.least)
        sent_gb = 2 * QUERY_GB + SHOWN * (DEVICE_GB + packed_gb)
        together = 2 * (prices.invocation + took * prices.second) + sent_gb * prices.traffic_gb
        cells = (store, alone, together, store + alone, store + together)
        lines.append(f"| {NAMES[key]} | {' | '.join(f'{REFRESHES * cell:.2f}' for cell in cells)} |")
    return lines


def per_refreshed_fleet() -> list[str]:
    """Twins of Azure Digital Twins that are refreshed every 60 s, for a month, by where their data is."""
    lines = []
    for cloud, name in NAMES.items():
        costs = [refresh_cost(cloud, devices, 60) for devices in (100, 1_000, 10_000)]
        cells = " | ".join(f"{cost.looks:,.2f} + {cost.changes:,.2f}" for cost in costs)
        lines.append(f"| {name} | {cells} |")
    return lines


def per_device_and_month() -> list[str]:
    lines = []
    for cloud in clouds():
        between = 0.0 if cloud.name == "AWS" else cloud.traffic + connector()
        parts = [
            WRITES * cloud.write,
            WRITES * RECORD_KB / MILLION * cloud.stored_gb,
            QUERIES * (cloud.store + cloud.function + between),
        ]
        lines.append(f"| {cloud.name} | {' | '.join(f'{part:.2f}' for part in (*parts, sum(parts)))} |")
    return lines


if __name__ == "__main__":
    tables = (
        *(per_million_queries(), per_newest_values(), per_look_at_a_fleet()),
        per_day_of_a_dashboard(),
        *(per_refreshed_fleet(), per_device_and_month()),
    )
    print("\n\n".join("\n".join(lines) for lines in tables))  # noqa: T201
