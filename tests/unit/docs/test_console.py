"""A page shows a command, and then what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from crosstwin.cli.app import COMMANDS, app
from crosstwin.packages.places import ROOT
from tests.unit.docs.console import DEMO, PAGES, READERS, Block, blocks, check, fits, prepare
from tests.unit.docs.test_examples import blocks as code

BLOCKS = blocks()


@pytest.mark.parametrize("block", [one for one in BLOCKS if one.how not in (READERS, DEMO)], ids=str)
def test_a_command_prints_what_its_page_shows(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(block, tmp_path, monkeypatch)
    check(block)


def test_the_pages_show_commands_with_their_output() -> None:
    assert len(BLOCKS) >= 10
    assert {"README.md", "docs/index.md"} <= {block.page for block in BLOCKS}


def test_an_ellipsis_stands_for_what_varies_and_nothing_else_does() -> None:
    assert fits("in … s\n", "in 1.5 s\n")
    assert fits("a\n…\nb\n", "a\n1\n2\nb\n")
    assert fits("a\n…\n", "a\n")
    assert not fits("in … s\n", "in 1.5 s\nmore\n")
    assert not fits("in 1.5 s\n", "in 1.6 s\n")
    assert not fits("1.5\n", "1x5\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_guide_shows_how_to_use_each_command(command: str) -> None:
    used = re.compile(rf"^(?:\$ )?crosstwin {command}\b", re.MULTILINE)
    examples = [part for page in PAGES for language in ("sh", "console") for part in code(page, language)]
    assert any(used.search(example) for example in examples), f"no page outside docs/reference uses {command}"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_of_a_command_is_described(command: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    found = group.get_command(typer.Context(group), command)
    assert found
    section = (
        (ROOT / "docs/reference/cli.md").read_text().split(f"## `crosstwin {command}`")[1].split("\n## ")[0]
    )
    for parameter in found.params:
        assert getattr(parameter, "help", ""), f"{parameter.name} has no help"
        argument = parameter.param_type_name == "argument"
        shown = parameter.metavar if argument and parameter.metavar else parameter.opts[-1]
        assert f"* `{shown}" in section, shown
