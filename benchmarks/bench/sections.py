"""The parts of `make bench`, in the order of the page: each is measured alone by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.bench import (
    clients,
    cold_start,
    connector,
    core,
    demo,
    existing,
    fleet,
    sizes,
    stores,
    synthesis,
)
from benchmarks.bench.measure import Finding, Scale, Tell


@dataclass(frozen=True, slots=True)
class Section:
    """`text` says what is measured, and against what."""

    title: str
    text: str
    measure: Callable[[Scale, Tell], Iterator[Finding]]


SECTIONS = {
    "stores": Section(
        "Hot readers over their stores",
        """\
The reader of each cloud runs over an emulator of its store: dynalite, cosmosdb-server, and Google's
Firestore emulator. Each figure is the reader's processor time from the request's body to the response. On
AWS, this is the Lambda's handler, from the event of a Function URL to the dictionary that it returns. The
plain call sends the same query by HTTP or gRPC and turns the answer into JSON. Otherwise: the cloud's SDK
(boto3, azure-cosmos, google-cloud-firestore), and `json.dumps` of its records, with no check and no
translation.

A later page of a history must cost what the first one costs, and a row or a device among many no more
than alone. Histories of 100,000 rows are read over DynamoDB, and from memory in the next section: the
other emulators need minutes to store so many.""",
        stores.measure,
    ),
    "core": Section(
        "The core alone",
        """\
The core reads records from memory, so this is the readers' own work: rows to JSON text, pages, and
down-sampling. The plain call is `json.dumps` of the same answer.""",
        core.measure,
    ),
    "existing": Section(
        "Existing records",
        """\
Readers over existing stores map records of another form. The same telemetry is read in both forms. Where
records are longer in their form, a plain call takes longer as well, so the second line of each store compares
how many times the plain call for the same bytes each takes.""",
        existing.measure,
    ),
    "connector": Section(
        "The connector",
        """\
The connector asks a reader that always gives the same answer. The plain call is the same POST over a kept
connection of Python's `http.client`. Otherwise: `requests`, and no check. With 30,000 values, each figure
includes the JSON that the Lambda's runtime makes of the answer.""",
        connector.measure,
    ),
    "cold-start": Section(
        "Cold starts",
        """\
A function starts as a process and gives its first answer. On AWS, Lambda's own runtime client starts it,
and the package is compiled at each start, because a function's folder is read-only. The plain call is an
empty handler without any import. Otherwise: a handler that only queries, with boto3 or requests. On
Google Cloud, the figures are those of the imports: of the functions framework alone, and otherwise with a
Firestore client.""",
        cold_start.measure,
    ),
    "clients": Section(
        "Many clients at once",
        """\
Clients in 50 threads ask without a pause. The figures are the processor time of the reader's processes
for a query, and how long the clients wait. Emulator, reader and clients share this machine, so the
waiting times are mostly those of the emulator.""",
        clients.measure,
    ),
    "synthesis": Section(
        "Synthesis",
        """\
From `twin.yaml` to the stacks, as a process. The plain call is CDKTF with as many empty stacks.
Otherwise: the same program with the packages of the Terraform providers imported.""",
        synthesis.measure,
    ),
    "fleet": Section(
        "Fleets",
        """\
examples/fleet with 100, 1,000 and 10,000 devices, by processor time.""",
        fleet.measure,
    ),
    "demo": Section(
        "The demo",
        """\
`make demo` deploys a twin on three clouds into emulators, writes telemetry and reads it back. It has run
before, so that packages and compiled modules exist.""",
        demo.measure,
    ),
    "sizes": Section(
        "Packages",
        """\
The zips of the functions on AWS, and how long it takes to find that none of them has changed.""",
        sizes.measure,
    ),
}
