"""Commands for a device whose reader was deployed by other means."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.cli.conftest import TWIN, Crosstwin

READER = (
    "{hot_reader_url: 'https://readers.example.com/h', "
    "hot_reader_last_entry_url: 'https://readers.example.com/l', token_variable: plant_reader_token}"
)


@pytest.fixture(autouse=True)
def given(folder: Path) -> None:
    (folder / "twin.yaml").write_text(f"{TWIN}readers: {{azure: {READER}}}\n")


def test_put_says_that_the_store_is_another_ones(crosstwin: Crosstwin) -> None:
    done = crosstwin("put", "temperature-sensor-1", "temperature=21.5")
    assert done.code == 1
    assert "readers.azure was deployed by other means, so its hot store is unknown here" in done.told


def test_token_says_where_the_token_is(crosstwin: Crosstwin) -> None:
    done = crosstwin("token", "azure", "--reveal")
    assert (done.code, done.err) == (0, "")
    assert done.out == "azure\n  deployed by other means: TF_VAR_plant_reader_token has its token\n"
