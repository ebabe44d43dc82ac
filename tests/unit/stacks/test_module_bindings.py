""".gen is committed: it has to be what `cdktf get` makes of modules/ now."""

from __future__ import annotations

import importlib
import inspect
import json
from typing import Any

import hcl2
import pytest

from crosstwin import stacks  # noqa: F401  (puts .gen on the path)
from crosstwin.packages.places import ROOT

# No stack uses grafana-dashboards: it takes what is known only once the stacks are deployed.
MODULES = sorted(
    folder.name
    for folder in (ROOT / "modules").iterdir()
    if folder.is_dir() and folder.name != "grafana-dashboards"
)
CDKTF_OWN = {
    "self",
    "scope",
    "id",
    "depends_on",
    "for_each",
    "providers",
    "skip_asset_creation_from_local_modules",
}
AGAIN = "the bindings are older than the module; make them again: make bindings"


def blocks(module: str, file: str, kind: str) -> dict[str, Any]:
    parsed = hcl2.loads((ROOT / "modules" / module / file).read_text())
    return {name.strip('"'): body for block in parsed.get(kind, []) for name, body in block.items()}


def binding(module: str) -> Any:
    class_name = "".join(word.capitalize() for word in module.split("-"))
    return getattr(importlib.import_module(module.replace("-", "_")), class_name)


@pytest.mark.parametrize("module", MODULES)
def test_bindings_have_the_modules_variables(module: str) -> None:
    parameters = inspect.signature(binding(module).__init__).parameters
    required = {name for name, parameter in parameters.items() if parameter.default is parameter.empty}
    variables = blocks(module, "variables.tf", "variable")

    assert parameters.keys() - CDKTF_OWN == variables.keys(), AGAIN
    assert required - CDKTF_OWN == {name for name, body in variables.items() if "default" not in body}, AGAIN


@pytest.mark.parametrize("module", MODULES)
def test_bindings_have_the_modules_outputs(module: str) -> None:
    properties = {name for name in dir(binding(module)) if name.endswith("_output")}
    outputs = {name.removesuffix("_output") for name in properties - {"interpolation_for_output"}}

    assert outputs == blocks(module, "outputs.tf", "output").keys(), AGAIN


def test_cdktf_json_lists_every_module() -> None:
    listed = json.loads((ROOT / "cdktf.json").read_text())["terraformModules"]

    assert sorted(module["name"] for module in listed) == MODULES
    assert all(module["source"] == f"./modules/{module['name']}" for module in listed)
