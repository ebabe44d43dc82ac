"""Each twin.yaml is synthesized once for all tests: the time goes to starting CDKTF's Node process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.stacks.twin import Twin, synthesize


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Twin]:
    twins: dict[str, Twin] = {}

    def once(text: str) -> Twin:
        if text not in twins:
            twins[text] = synthesize(text, tmp_path_factory.mktemp("twin") / "cdktf.out")
        return twins[text]

    return once
