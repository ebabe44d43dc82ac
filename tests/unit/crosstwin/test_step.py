"""A long step of a command says on stderr what it does, how far it is, and how long it took."""

from __future__ import annotations

import re

import pytest

from crosstwin.console import step


def test_without_a_terminal_each_part_of_a_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with step("deploy l3-aws") as report:
        report("aws_iam_role.reader (1 of 2)")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.sub(r"\d+\.\d s", "N s", printed.err).splitlines() == [
        "deploy l3-aws",
        "    N s  aws_iam_role.reader (1 of 2)",
        "deploy l3-aws: N s",
    ]


def test_a_step_that_fails_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="gone"), step("deploy l3-aws"):
        raise OSError("gone")
    assert capsys.readouterr().err == "deploy l3-aws\n"
