"""Why a line of docs/performance.md may not hold. None of the reasons depends on a figure."""

from __future__ import annotations

import re

_UNKNOWN = "The reason is not known: this is to be looked into."
# By section and the beginning of the line. The first that fits counts.
_REASONS: tuple[tuple[str, str, str], ...] = (
    (
        "stores",
        r"DynamoDB: history,.* of 3 properties$",
        "A plain call makes no record. The reader makes a value of each attribute, checks the type and the "
        "order of each row, and writes the answer.",
    ),
    (
        "stores",
        r"DynamoDB: newest",
        "Beside the call, a reader checks the envelope and the token, looks for the newest value of each "
        "property and writes a line of the log. For one record, this is as much work as the call itself.",
    ),
    (
        "stores",
        r"Cosmos DB: history,.* time that passes",
        "The emulator evaluates the whole query again for each page, so the time that passes is its own, "
        "and grows with the number of pages.",
    ),
    (
        "stores",
        r"Cosmos DB: (history,.* of 3 properties$|newest)",
        "A plain call makes no record. The reader checks the type and the order of each row and writes the "
        "answer, and its client authenticates, sends and retries each request.",
    ),
    (
        "stores",
        r"Firestore: newest",
        "Beside the call, a reader checks the envelope and the token, looks for the newest value of each "
        "property, and writes a line to its log. For one record, this takes as long as half of the call.",
    ),
    (
        "stores",
        r"Firestore: history,.* of 3 properties$",
        "Firestore sends each value with its type, and each document with its name and times. Decoding them "
        "takes most of the time, of the plain call as well; the reader also makes a value of each field and "
        "checks each row.",
    ),
    (
        "stores",
        r".*: page \d",
        "A page after the first reads one more row, the last one of the page before, and checks its token.",
    ),
    (
        "stores",
        r".* rows,? ",
        "Each store page and each answer costs a fixed part, and a large history takes more memory than the "
        "processor's cache has.",
    ),
    (
        "stores",
        r".* devices in a query",
        "Devices of a query are read by threads. Python runs one of them at a time, and changing from one "
        "to another costs processor time.",
    ),
    (
        "core",
        r"",
        "The processor's cache is shared with other work on the machine, and larger histories need more of "
        "it.",
    ),
    (
        "existing",
        r"",
        "A mapped record takes another step: its time is translated, and its name in the store, which "
        "distinguishes records of one time, is read with it. With both, the record is longer as JSON.",
    ),
    (
        "connector",
        r"connector, .* warm",
        "`requests` takes most of it. It stays, because the connector's interface is defined in its terms.",
    ),
    (
        "connector",
        r"connector, .* checked",
        "Parsing the answer, and writing it as JSON again for the runtime, take most of it, and a plain "
        "call does both. The rest is the check of each value and the translation of its key.",
    ),
    (
        "connector",
        r"connector over TLS",
        "The handshake is a fixed cost. On a machine that is busy, the second request waits as well.",
    ),
    (
        "cold-start",
        r"cold start of aws/hot-reader",
        "A reader imports its own modules, which Python compiles at each cold start, and those of the "
        "standard library for HTTP and TLS.",
    ),
    (
        "cold-start",
        r"cold start of aws/digital-twin-data-connector",
        "A handler that does nothing but post with requests takes nearly as long. Python compiles requests "
        "and urllib3 at each cold start, since the folder of a Lambda is read-only. Compiled modules would "
        "give the zip other bytes for each version of Python that packs it.",
    ),
    (
        "cold-start",
        r"imports of gcp",
        "The functions framework, which is imported before any function, takes most of it. The rest are the "
        "client of the store and its credentials, and the reader's own modules.",
    ),
    (
        "clients",
        r"",
        "A query that runs among many others takes more processor time than alone: threads change, and "
        "caches are shared with the clients and the emulator.",
    ),
    (
        "synthesis",
        r".*: memory",
        "The models of `twin.yaml`, and what the stacks are made of, take most of it.",
    ),
    (
        "synthesis",
        r"",
        "Python's and Node.js's start, and the types that jsii loads of cdktf, take most of it; empty "
        "stacks need them, too.",
    ),
    (
        "fleet",
        r"synthesis",
        "Python's and Node.js's start are in it for any number of devices. What comes on top is a call from "
        "Python to Node.js for each object of a stack.",
    ),
    (
        "fleet",
        r"",
        "Python's garbage collector goes through all objects of a large fleet again and again.",
    ),
    (
        "demo",
        r"",
        "Terraform and its AWS provider take most of it. The rest are emulators, of which Firestore's, "
        "which runs on Java, takes the most.",
    ),
)


def reason(section: str, what: str) -> str:
    """Why this line may not hold."""
    return next(
        (why for name, begins, why in _REASONS if name == section and re.match(begins, what)), _UNKNOWN
    )
