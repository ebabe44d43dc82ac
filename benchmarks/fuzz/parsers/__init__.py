"""The pure parsers, each behind a function of bytes: what a fuzzer that is guided by coverage calls.

A target returns where the bytes were refused by the error that the parser documents, or where all that must
be true of a parsed value is. Anything else that it raises is a finding.
"""

from __future__ import annotations

from benchmarks.fuzz.parsers import answers, graphs, mappings, requests, stores, texts, values
from benchmarks.fuzz.parsers.target import Target

TARGETS: dict[str, Target] = {
    name: target
    for module in (answers, graphs, mappings, requests, stores, texts, values)
    for name, target in module.TARGETS.items()
}
