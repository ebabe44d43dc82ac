"""Versions: how a constraint is read, and that the modules ask for what the stacks and doctor say."""

from __future__ import annotations

import re

import pytest

from crosstwin.packages.places import ROOT
from crosstwin.terraform import finding


@pytest.mark.parametrize(
    ("constraint", "version", "accepted"),
    [
        (">= 6.28.0, < 7", "6.28.0", True),
        (">= 6.28.0, < 7", "6.100.2", True),
        (">= 6.28.0, < 7", "6.27.9", False),
        (">= 6.28.0, < 7", "7.0.0", False),
        (">= 1.9", "1.11.0-beta1", True),
        (">= 1.10", "1.9.8", False),
    ],
)
def test_a_constraint_is_compared_by_number(constraint: str, version: str, accepted: bool) -> None:
    assert finding.accepts(constraint, version) is accepted


def test_the_modules_ask_for_the_terraform_that_doctor_asks_for() -> None:
    files = list(ROOT.glob("modules/*/versions.tf"))
    asked = {found for file in files for found in re.findall(r'required_version = "(.*)"', file.read_text())}
    assert asked == {finding.TERRAFORM}
