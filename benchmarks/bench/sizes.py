"""The packages of the functions on AWS."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench.measure import Result, Scale, Tell, medians, milliseconds, timed
from crosstwin.packages import functions

_LIMITS = {
    "aws/hot-reader": 80,
    "aws/hot-reader-last-entry": 80,
    "aws/digital-twin-data-connector": 1000,
    "aws/digital-twin-data-connector-last-entry": 1000,
}  # kB
# What examples/azure-to-aws is made of.
_OF_EXAMPLE = (
    "azure/hot-reader",
    "aws/digital-twin-data-connector",
    "aws/digital-twin-data-connector-last-entry",
)


def measure(scale: Scale, tell: Tell) -> Iterator[Result]:
    tell("packages")
    for name, limit in _LIMITS.items():
        size = functions.build(name).stat().st_size / 1000
        yield Result(f"package {name}", "", size, limit, "zipped", unit=" kB")
    again = timed(lambda: [functions.build(name) for name in _OF_EXAMPLE])
    seconds = medians({"again": again}, scale.repeats)["again"]
    yield Result(
        "`packages.py` in a second synthesis of examples/azure-to-aws, nothing changed",
        "",
        seconds,
        0.1,
        milliseconds(seconds),
        unit=" s",
    )
