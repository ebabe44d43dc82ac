"""The modules with OpenTofu: its own checks where `tofu` is on the PATH, its rules for mocks in any case.

Where only one of the two is there, the run says which. `TERRAFORM_BINARY_NAME=tofu make test` runs all other
tests of modules and deployments with OpenTofu; the workflow `nightly.yml` does.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crosstwin.terraform import finding
from tests.modules import mocks
from tests.modules.conftest import MODULES, NAMES, copied
from tests.modules.module_source import Module
from tests.modules.provider_schema import ProviderSchemas
from tests.modules.test_aws_modules import Run
from tests.modules.test_real_providers import REQUIRED

every_module = pytest.mark.parametrize("name", NAMES)


@every_module
def test_opentofu_finds_the_module_valid_and_its_tests_pass(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tofu = shutil.which("tofu")
    if tofu is None:
        pytest.skip(f"{name} was checked with Terraform alone: `tofu` is not on the PATH")
    if finding.product().name == "OpenTofu":
        pytest.skip("all tests of modules run with OpenTofu")
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", tofu)
    if missing := finding.why_not(*(one["source"].strip('"') for one in REQUIRED[name].values())):
        pytest.skip(f"{name} was checked with Terraform alone: {missing}")
    run = Run(Path(tofu), copied(name, tmp_path))
    run("init", "-backend=false", "-no-color")
    outcome = json.loads(run("validate", "-json"))
    assert (outcome["valid"], outcome["diagnostics"]) == (True, [])
    assert "0 failed" in run("test", "-no-color").splitlines()[-1]


@every_module
def test_mocks_give_what_opentofu_allows(
    name: str, modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> None:
    assert mocks.problems(modules[name], MODULES / name, provider_schemas) == []
