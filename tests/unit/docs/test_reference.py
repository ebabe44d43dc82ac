"""The pages that are made from the program are those of this program."""

from __future__ import annotations

from scripts import reference


def test_the_page_of_twin_yaml_is_current() -> None:
    assert reference.TWIN_YAML.read_text() == reference.twin_yaml(), "run `make reference`"


def test_the_page_of_the_command_line_is_current() -> None:
    assert reference.CLI.read_text() == reference.command_line(), "run `make reference`"
