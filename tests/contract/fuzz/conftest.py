"""The readers that are asked, and the two lengths of these tests.

`pytest tests/contract/fuzz` takes seconds. With `--hypothesis-profile=full` it sends more than 50,000
requests; `python -m benchmarks.fuzz` does the same and reports the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import settings

from benchmarks.fuzz.lengths import FULL
from benchmarks.fuzz.outcomes import Outcomes
from benchmarks.fuzz.readers import FuzzedReader, running
from benchmarks.fuzz.records import records
from tests.contract.readers.conftest import CLOUDS

settings.register_profile("full", max_examples=FULL)


@pytest.fixture(scope="session")
def start(
    tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[Callable[[str], FuzzedReader]]:
    """Starts a reader with the records in it, until the tests end. Its figures go into the JUnit report."""
    with ExitStack() as stack:
        started: list[FuzzedReader] = []

        def start(name: str) -> FuzzedReader:
            reader = stack.enter_context(running(name, tmp_path_factory.mktemp(name)))
            reader.local.put(records())
            started.append(reader)
            return reader

        yield start
        for reader in started:
            for figure, value in reader.tally.figures().items():
                record_testsuite_property(f"{reader.name}.{figure}", value)


@pytest.fixture
def outcomes(
    request: pytest.FixtureRequest, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[Outcomes]:
    """Of one test, whose figures go into the JUnit report under its name, and its module's FIGURES_OF."""
    found = Outcomes()
    yield found
    name = request.node.name.removeprefix("test_").replace("_", " ").replace("[", " [")
    for figure, value in found.figures().items():
        record_testsuite_property(f"{request.module.FIGURES_OF}, {name}.{figure}", value)


@pytest.fixture(scope="session")
def readers(start: Callable[[str], FuzzedReader]) -> list[FuzzedReader]:
    """One for each cloud that can run here. AWS's is its handler in this process."""
    return [start(name) for name in ("lambda", *CLOUDS) if name != "aws" and not _why_not(name)]


@pytest.fixture(scope="session")
def deployed_lambda(start: Callable[[str], FuzzedReader], readers: list[FuzzedReader]) -> list[FuzzedReader]:
    """AWS's reader as deployed, over HTTP, and its handler in this process to compare it with."""
    if missing := _why_not("aws"):
        pytest.skip(f"no aws reader on this machine: {missing}")
    return [start("aws"), *readers[:1]]


def _why_not(name: str) -> str:
    return CLOUDS[name][1]() if name in CLOUDS else ""
