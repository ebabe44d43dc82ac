"""Rules for every module: of its HCL and its README, and its tests where no registry serves its providers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modules import readme
from tests.modules.conftest import MODULES, NAMES, SchemaTerraform
from tests.modules.hot_reader_module import unexplained_validations, validated_examples
from tests.modules.module_source import Module

every_module = pytest.mark.parametrize("name", NAMES)
# Their providers are rarely at hand, so providers that know only their schemas take their place. The real one
# of AWS is in test_aws_modules.py.
OVER_SCHEMAS = [name for name in NAMES if not name.startswith("aws-")]


def test_terraform_fmt_changes_nothing() -> None:
    done = SchemaTerraform(MODULES, {})("fmt", "-check", "-recursive", "-diff")
    assert (done.returncode, done.stdout) == (0, "")


@every_module
def test_no_check_reads_a_data_source(name: str, modules: dict[str, Module]) -> None:
    """Terraform plans such a read each time: `plan -detailed-exitcode` is then 2, also with no changes."""
    checks = modules[name].labelled("check")
    assert [check for check, body in checks.items() if "data" in body] == []


@every_module
def test_readme_tables_are_in_step(name: str) -> None:
    assert readme.is_in_step(MODULES / name), (
        f"modules/{name}/README.md does not match variables.tf and outputs.tf; run: {readme.REWRITE_COMMAND}"
    )


@every_module
def test_every_variable_and_output_is_described(name: str) -> None:
    specs = readme.variables(MODULES / name) | readme.outputs(MODULES / name)
    assert [key for key, spec in specs.items() if not spec.get("description", "").endswith(".")] == []


@pytest.mark.parametrize("name", OVER_SCHEMAS)
def test_validations_say_why(name: str, modules: dict[str, Module]) -> None:
    assert unexplained_validations(modules[name]) == []


@pytest.mark.parametrize("name", OVER_SCHEMAS)
def test_readme_examples_are_valid(
    name: str, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    assert set(validated_examples(name, tmp_path, schema_terraform)) == {""}


# Those of grafana-dashboards run with more files, in test_grafana_module.py.
@pytest.mark.parametrize("name", [name for name in OVER_SCHEMAS if name != "grafana-dashboards"])
def test_terraform_test_passes(name: str, module_copy: Callable[[str], SchemaTerraform]) -> None:
    assert "0 failed" in module_copy(name).run("test", "-no-color")
