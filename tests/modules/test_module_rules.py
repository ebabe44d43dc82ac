"""Rules for every module: of its HCL and its README, and its tests where no registry serves its providers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modules import readme
from tests.modules.conftest import MODULES, NAMES, SchemaTerraform
from tests.modules.module_source import KINDS, Module, unquoted
from tests.modules.provider_schema import ProviderSchemas

DECISIONS = MODULES.parent / "docs" / "decisions"

every_module = pytest.mark.parametrize("name", NAMES)
# Their providers are rarely at hand, so providers that know only their schemas take their place. The real one
# of AWS is in test_aws_modules.py.
OVER_SCHEMAS = [name for name in NAMES if not name.startswith("aws-")]

# Functions that give another value at each plan, and where they may: the first value of a UUID is kept, and
# code.tf dates a link, whose changes are ignored.
IMPURE = re.compile(r"\b(uuid|timestamp|plantimestamp|bcrypt)\s*\(")
IMPURE_CALLS = {
    "aws-hot-reader": {("token.tf", "uuid")},
    "azure-digital-twins": {("code.tf", "plantimestamp")},
    "azure-hot-reader": {("code.tf", "plantimestamp"), ("token.tf", "uuid")},
    "gcp-hot-reader": {("logging.tf", "uuid"), ("token.tf", "uuid")},
}


def test_terraform_fmt_changes_nothing() -> None:
    done = SchemaTerraform(MODULES, {})("fmt", "-check", "-recursive", "-diff")
    assert (done.returncode, done.stdout) == (0, "")


@every_module
def test_no_check_reads_a_data_source(name: str, modules: dict[str, Module]) -> None:
    """Terraform plans such a read each time: `plan -detailed-exitcode` is then 2, also with no changes."""
    checks = modules[name].labelled("check")
    assert [check for check, body in checks.items() if "data" in body] == []


@every_module
def test_names_are_the_same_at_each_plan(name: str) -> None:
    calls = {
        (file.name, function)
        for file in (MODULES / name).glob("*.tf")
        for function in IMPURE.findall(re.sub(r"#.*", "", file.read_text(encoding="utf-8")))
    }
    assert calls == IMPURE_CALLS.get(name, set())


@every_module
def test_comments_cite_decisions_by_their_number(name: str) -> None:
    """`decision 20` is docs/decisions/0020-…: one form, on one line, so that a search finds each."""
    lines = [
        line
        for file in (MODULES / name).rglob("*.tf")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "decision" in line
    ]
    for line in lines:
        found = re.search(r"# .*\bdecision (\d+)\b", line)
        assert found, f"not in the form `decision 20`: {line}"
        assert [*DECISIONS.glob(f"{int(found[1]):04}-*.md")], f"there is no such decision: {line}"


@every_module
def test_requires_the_providers_that_it_uses(name: str, modules: dict[str, Module]) -> None:
    module = modules[name]
    types = {type_ for kind in KINDS for type_, _, _ in module.resources(kind)}
    in_use = {type_.split("_")[0] for type_ in types} - {"terraform"}  # which is built in
    assert set(module.required_providers()) == in_use


@every_module
def test_tags_reach_each_resource_that_can_carry_them(
    name: str, modules: dict[str, Module], provider_schemas: ProviderSchemas
) -> None:
    argument = "labels" if name.startswith("gcp-") else "tags"
    carried = {}
    for type_, label, body in modules[name].resources("resource"):
        block = provider_schemas.block("resource", type_)
        attribute = block.attributes.get(argument) if block else None
        # An object of S3 goes without: it takes ten tags, a twin may have more.
        if attribute is not None and attribute.settable and type_ != "aws_s3_object":
            carried[f"{type_}.{label}"] = body.get(argument)
    assert carried == dict.fromkeys(carried, "${var.tags}")
    assert bool(carried) == (name != "grafana-dashboards")


@every_module
def test_readme_tables_are_in_step(name: str) -> None:
    assert readme.is_in_step(MODULES / name), (
        f"modules/{name}/README.md does not match variables.tf and outputs.tf; run: {readme.REWRITE_COMMAND}"
    )


@every_module
def test_every_variable_and_output_is_described(name: str) -> None:
    specs = readme.variables(MODULES / name) | readme.outputs(MODULES / name)
    assert [key for key, spec in specs.items() if not spec.get("description", "").endswith(".")] == []


@every_module
def test_validations_say_why(name: str, modules: dict[str, Module]) -> None:
    unexplained = [
        variable
        for variable, body in modules[name].labelled("variable").items()
        for validation in body.get("validation", [])
        if not re.match(rf"{variable} must [^:]+: \S", unquoted(validation["error_message"]))
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", OVER_SCHEMAS)
def test_readme_examples_are_valid(
    name: str, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    """The first example is whole; the others take their providers from it."""
    first, *others = readme.hcl_examples(MODULES / name)
    providers = first.partition('module "')[0]
    for number, example in enumerate([first, *(providers + other for other in others)]):
        root = tmp_path / str(number)
        root.mkdir()
        (root / "modules").symlink_to(MODULES)
        (root / "main.tf").write_text(example, encoding="utf-8")
        # What the examples read.
        (root / "digital_twin_info.json").write_text('{"config_providers": {}}', encoding="utf-8")
        for package in ("hot-reader.zip", "digital-twin-data-connector.zip"):
            (root / package).touch()
        terraform = schema_terraform(name, root)
        terraform.run("init", "-backend=false", "-no-color")
        terraform.run("validate", "-no-color")


# Those of grafana-dashboards run with more files, in test_grafana_module.py.
@pytest.mark.parametrize("name", [name for name in OVER_SCHEMAS if name != "grafana-dashboards"])
def test_terraform_test_passes(name: str, module_copy: Callable[[str], SchemaTerraform]) -> None:
    assert "0 failed" in module_copy(name).run("test", "-no-color")
