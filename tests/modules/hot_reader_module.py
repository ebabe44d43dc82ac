"""What the tests of the Azure and the GCP hot reader have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.modules import readme
from tests.modules.conftest import MODULES, SchemaTerraform
from tests.modules.module_source import KINDS, Module, unquoted

# Of which each gives another value at each plan, and so a plan that is never empty.
IMPURE = {"uuid", "timestamp", "plantimestamp", "bcrypt"}

# Variables of a hot reader, and what its functions find in their environment. Of the platform's time, a fifth
# stays for the answer.
QUERY_SETTINGS = [
    (
        {},
        {
            "QUERY_TIMEOUT_SECONDS": "8",
            "LAST_ENTRY_RECORDS": "20",
            "LAST_ENTRY_HOURS": "24",
            "FUTURE_TOLERANCE_SECONDS": "600",
        },
    ),
    (
        {
            "timeout_seconds": 60,
            "query_timeout_seconds": 50,
            "last_entry_records": 7,
            "last_entry_hours": 48,
            "future_tolerance_seconds": 0,
        },
        {
            "QUERY_TIMEOUT_SECONDS": "48",
            "LAST_ENTRY_RECORDS": "7",
            "LAST_ENTRY_HOURS": "48",
            "FUTURE_TOLERANCE_SECONDS": "0",
        },
    ),
    ({"timeout_seconds": 1}, {"QUERY_TIMEOUT_SECONDS": "1"}),
]


def functions_in(folder: Path, names: set[str]) -> set[tuple[str, str]]:
    """Where in a module these functions are called: file and function."""
    pattern = re.compile(rf"\b({'|'.join(sorted(names))})\s*\(")
    found = set()
    for file in folder.glob("*.tf"):
        code = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))
        found |= {(file.name, name) for name in pattern.findall(code)}
    return found


def unexplained_validations(module: Module) -> list[str]:
    """Variables with a validation whose message does not name the variable, or does not say why."""
    return [
        name
        for name, variable in module.labelled("variable").items()
        for validation in variable.get("validation", [])
        if not re.match(rf"{name} must [^:]+: \S", unquoted(validation["error_message"]))
    ]


def untagged(module: Module, argument: str, known: Callable[[str], bool]) -> list[str]:
    """Resources that could carry tags (`known` tells by type) and do not carry the module's."""
    return [
        f"{terraform_type}.{name}"
        for terraform_type, name, body in module.resources("resource")
        if known(terraform_type) and body.get(argument) != "${var.tags}"
    ]


def waits_for(module: Module, output: str) -> set[str]:
    return {reference[2:-1] for reference in module.labelled("output")[output].get("depends_on", [])}


def providers_in_use(module: Module) -> set[str]:
    return {terraform_type.split("_")[0] for kind in KINDS for terraform_type, _, _ in module.resources(kind)}


def validated_examples(
    name: str, folder: Path, terraform: Callable[[str, Path], SchemaTerraform]
) -> list[str]:
    """What Terraform says of each HCL example in a module's README: "" where it is valid.

    The first example is whole; the others take their providers from it.
    """
    first, *others = readme.hcl_examples(MODULES / name)
    providers = first.partition('module "')[0]
    said = []
    for number, example in enumerate([first, *(providers + other for other in others)]):
        root = folder / str(number)
        root.mkdir()
        (root / "modules").symlink_to(MODULES)
        (root / "main.tf").write_text(example, encoding="utf-8")
        # What the examples read.
        (root / "digital_twin_info.json").write_text('{"config_providers": {}}', encoding="utf-8")
        for package in ("hot-reader.zip", "digital-twin-data-connector.zip"):
            (root / package).touch()
        run = terraform(name, root)
        done = [run("init", "-backend=false", "-no-color"), run("validate", "-no-color")]
        said.append("".join(step.stderr for step in done if step.returncode))
    return said
