"""Rules for the HCL of every module, read from its source."""

from __future__ import annotations

import pytest

from tests.modules.conftest import NAMES
from tests.modules.module_source import Module

every_module = pytest.mark.parametrize("name", NAMES)


@every_module
def test_no_check_reads_a_data_source(name: str, modules: dict[str, Module]) -> None:
    """Terraform plans such a read each time: `plan -detailed-exitcode` is then 2, also with no changes."""
    checks = modules[name].labelled("check")
    assert [check for check, body in checks.items() if "data" in body] == []
