"""Queries for many devices that look like each other, on each cloud."""

from __future__ import annotations

from functools import partial

import pytest

from benchmarks.fuzz import hostile
from benchmarks.fuzz.checks import ask
from benchmarks.fuzz.complete import asking, check_histories, check_last_entries, hundred, questions
from benchmarks.fuzz.lengths import each
from benchmarks.fuzz.readers import FuzzedReader
from benchmarks.fuzz.records import DEVICES, records

pytestmark = pytest.mark.xdist_group("fuzz")

STORED = records()


def test_batches_of_each_cloud(readers: list[FuzzedReader]) -> None:
    each(0.15, 8, hostile.batches(), partial(ask, readers))


def test_each_of_a_hundred_devices_gets_its_own_newest_record(readers: list[FuzzedReader]) -> None:
    for reader in readers:
        check_last_entries(reader, hundred())


def test_each_of_many_devices_gets_its_own_history_to_its_end(readers: list[FuzzedReader]) -> None:
    for reader in readers:
        each(0.02, 1, questions(DEVICES, 100), partial(check_histories, asking(reader), STORED))
