"""Whatever is in a file, on a command line or in an answer, the program names what is wrong."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from benchmarks.fuzz import commands
from benchmarks.fuzz.commands import ANSWERS, CONFIG, STATUSES, TWIN, WITHOUT_READERS
from benchmarks.fuzz.damage import damaged_bytes
from benchmarks.fuzz.hostile import encoded
from benchmarks.fuzz.lengths import each
from benchmarks.fuzz.outcomes import Outcomes

FIGURES_OF = "program"


def test_the_files_that_are_damaged_are_sound_before(tmp_path: Path) -> None:
    outcomes = Outcomes()
    for twin in (TWIN, WITHOUT_READERS):
        commands.parse_twin(encoded(twin), outcomes)
    commands.parse_config(encoded(CONFIG), tmp_path, outcomes)
    assert outcomes.names == {"valid": 3}


def test_twin_yaml(outcomes: Outcomes) -> None:
    each(1.5, 60, commands.twins(), lambda text: commands.parse_twin(text, outcomes))


def test_config_inter_cloud_json(tmp_path: Path, outcomes: Outcomes) -> None:
    each(0.5, 40, damaged_bytes(CONFIG), lambda text: commands.parse_config(text, tmp_path, outcomes))


def test_command_lines(tmp_path: Path, outcomes: Outcomes) -> None:
    config = st.just(encoded(CONFIG)) | damaged_bytes(CONFIG)
    cases = st.tuples(commands.command_lines(), config, st.tuples(STATUSES, ANSWERS))
    each(
        1,
        60,
        cases,
        lambda case: commands.run_command(*case, tmp_path, outcomes),
    )
