"""Modules whose providers have no emulator, judged by the real providers where Terraform can have them.

`terraform test` runs with mocks of the real schemas: no account is needed. The AWS modules meet their real
provider over an emulator (`test_aws_modules.py`). A run without a registry skips these tests and names the
providers that it misses; the schemas of `test_pinned_schemas.py` are then all that was checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules.conftest import MODULES, NAMES, copied
from tests.modules.module_source import Module
from tests.modules.pinned_schemas import Pinned, newest, pinned_for
from tests.modules.test_aws_modules import Run

REQUIRED = {name: Module.load(MODULES / name).required_providers() for name in NAMES}


def _cases() -> Iterator[ParameterSet]:
    """Each module with each pinned version of its provider, or with the newest where none is pinned."""
    for name in NAMES:
        if "aws" in REQUIRED[name]:
            continue
        pinned = pinned_for(Module.load(MODULES / name))
        for one in (*pinned, *([] if pinned else [None])):
            marks = () if one is None or one in newest() else pytest.mark.nightly
            version = f"{one.provider}-{one.version}" if one else "newest"
            yield pytest.param(name, one, id=f"{name}-{version}", marks=marks)


def override(name: str, pinned: Pinned) -> str:
    """A file that Terraform merges into the module's requirements."""
    source = REQUIRED[name][pinned.provider]["source"]
    return (
        "terraform {\n  required_providers {\n"
        f'    {pinned.provider} = {{\n      source  = {source}\n      version = "{pinned.version}"\n    }}\n'
        "  }\n}\n"
    )


@pytest.mark.parametrize(("name", "pinned"), list(_cases()))
def test_real_provider_finds_the_module_valid_and_its_tests_pass(
    name: str, pinned: Pinned | None, tmp_path: Path
) -> None:
    needed = [requirement["source"].strip('"') for requirement in REQUIRED[name].values()]
    if missing := why_not(*needed):
        pytest.skip(f"{name} was checked by schemas alone: {missing}")
    terraform = find_terraform()
    assert terraform is not None
    folder = copied(name, tmp_path)
    if pinned is not None:
        (folder / "versions_override.tf").write_text(override(name, pinned), encoding="utf-8")
    run = Run(terraform, folder)
    run("init", "-backend=false", "-no-color")
    outcome = json.loads(run("validate", "-json"))
    assert (outcome["valid"], outcome["diagnostics"]) == (True, [])
    assert "0 failed" in run("test", "-no-color").splitlines()[-1]
