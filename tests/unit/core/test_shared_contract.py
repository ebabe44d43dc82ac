"""What `functions/` and `crosstwin/` have in common: the contract package, which needs nothing but Python."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONTRACT = "crosstwin_contract"
SHARED = {path.name for path in ROOT.glob("functions/**/shared/*") if path.is_dir()}
OF_FUNCTIONS = SHARED | {"lambda_function", "function_app"}


def _imports(folder: Path) -> Iterator[tuple[Path, str]]:
    """The first part of each absolute import in the folder, wherever it stands."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((file, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield file, node.module.partition(".")[0]


def test_functions_never_import_the_program() -> None:
    assert [found for found in _imports(ROOT / "functions") if found[1] == "crosstwin"] == []


def test_the_program_imports_nothing_of_the_functions_but_the_contract() -> None:
    others = OF_FUNCTIONS - {CONTRACT}
    assert {"hotread", "twin_connector", "hotread_aws"} <= others
    assert [found for found in _imports(ROOT / "crosstwin") if found[1] in others] == []


def test_one_module_of_the_program_imports_cdktf() -> None:
    """So that its successor can take its place: `make cdktn`."""
    users = {
        str(file.relative_to(ROOT)) for file, module in _imports(ROOT / "crosstwin") if module == "cdktf"
    }
    assert users == {"crosstwin/stacks/cdk.py"}


@pytest.mark.parametrize(
    "user",
    [
        "functions/shared/hotread",
        "functions/shared/remote_reader",
        "functions/aws/shared/twin_connector",
        "crosstwin/readers",
    ],
)
def test_readers_connectors_and_the_program_use_the_contract(user: str) -> None:
    assert CONTRACT in {module for _, module in _imports(ROOT / user)}


@pytest.mark.parametrize("neutral", ["hotread", "remote_reader"])
def test_what_is_shared_knows_no_cloud(neutral: str) -> None:
    of_clouds = {"twin_connector", "hotread_aws", "boto3", "botocore", "azure", "google"}
    modules = {module for _, module in _imports(ROOT / "functions/shared" / neutral)}
    assert modules & of_clouds == set()


def test_the_contract_needs_nothing_but_the_standard_library() -> None:
    modules = {module for _, module in _imports(ROOT / "functions/shared" / CONTRACT)}
    assert modules
    assert modules - {CONTRACT} <= sys.stdlib_module_names
