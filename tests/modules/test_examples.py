"""Each example of a module is planned, and plans the resources that `inventory.txt` beside it lists."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("grpc")

from tests.modules.conftest import MODULES, SchemaTerraform
from tests.modules.plans import Deployed
from tests.unit.grafana.conftest import twin, written

EXAMPLES = sorted(file.parent.relative_to(MODULES) for file in MODULES.glob("*/examples/*/main.tf"))
UPDATE = "UPDATE_INVENTORIES=1 pytest tests/modules/test_examples.py"
SECRETS = ("TOKEN", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY")


def _files_of(module: str, folder: Path) -> dict[str, object]:
    """Writes what the examples of a module read. Gives their variables."""
    if module == "grafana-dashboards":
        for path, text in written(twin()).texts.items():
            file = folder / "grafana" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return {"secrets": {f"CROSSTWIN_FACTORY_AWS_{name}": "secret" for name in SECRETS}}
    (folder / "hot-reader.zip").write_bytes(b"code")
    return {}


def _planned(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> Deployed:
    module, *rest = example.parts
    shutil.copytree(
        MODULES / module, tmp_path / module, ignore=shutil.ignore_patterns(".terraform*", "tests")
    )
    folder = tmp_path.joinpath(module, *rest)
    terraform = schema_terraform(module, folder)
    variables = _files_of(module, folder)
    terraform.run("init", "-no-color")
    return Deployed(terraform.run, folder, **variables)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_plan_of_example_has_the_resources_of_its_inventory(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    planned = _planned(example, tmp_path, schema_terraform).actions()
    # What is read during the apply is no resource of the module.
    actions = {address: action for address, action in planned.items() if action != "read"}
    assert set(actions.values()) == {"create"}
    found = "".join(f"{address}\n" for address in sorted(actions))
    inventory = MODULES / example / "inventory.txt"
    if os.environ.get("UPDATE_INVENTORIES"):
        inventory.write_text(found, encoding="utf-8")
    assert inventory.is_file() and inventory.read_text(encoding="utf-8") == found, (  # noqa: PT018
        f"modules/{example}/inventory.txt does not list what the example plans; run: {UPDATE}\n{found}"
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example_is_applied_and_then_has_nothing_left_to_do(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    deployed = _planned(example, tmp_path, schema_terraform)
    deployed.apply()
    assert deployed.actions() == {}


@pytest.mark.parametrize("module", ["azure-hot-reader", "gcp-hot-reader", "grafana-dashboards"])
def test_module_has_examples(module: str) -> None:
    assert [example for example in EXAMPLES if example.parts[0] == module]
