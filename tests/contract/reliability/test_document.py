"""docs/reliability.md tells the faults that the tests have, all of them and no others."""

from __future__ import annotations

import re

from benchmarks.reliability import network_faults, store_faults
from benchmarks.reliability.document import (
    COMMAND,
    FOUND,
    NETWORK,
    PAGE,
    STORE,
    STORES,
    network_cells,
    rows,
    store_cells,
)
from crosstwin.packages.places import ROOT

TEXT = PAGE.read_text(encoding="utf-8")
AGAIN = f"`{COMMAND}` writes the page again"


def test_the_page_has_the_faults_of_the_network_as_they_are_tested() -> None:
    told = [row[:4] for row in rows(TEXT, NETWORK)]
    assert told == [network_cells(fault) for fault in network_faults.FAULTS], AGAIN


def test_the_page_has_the_faults_of_the_stores_as_they_are_tested() -> None:
    told = [row[:2] for row in rows(TEXT, STORE)]
    assert told == [store_cells(fault) for fault in store_faults.FAULTS], AGAIN
    for row, fault in zip(rows(TEXT, STORE), store_faults.FAULTS, strict=True):
        measured = dict(zip(STORES, row[2:], strict=True))
        assert {cloud: measured[cloud] for cloud in fault.instead} == fault.instead, AGAIN


def test_each_fault_that_was_found_has_a_test() -> None:
    found = rows(TEXT, FOUND)
    assert found
    for _, _, told in found:
        match = re.fullmatch(r"`(\w+)` in `(tests/[\w/]+\.py)`", told)
        assert match, told
        assert f"\ndef {match[1]}(" in (ROOT / match[2]).read_text(encoding="utf-8"), told


def test_the_page_has_no_broken_promise() -> None:
    assert "not as promised" not in TEXT
