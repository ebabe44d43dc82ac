"""Each example of a module is planned, and plans the resources that `inventory.txt` beside it lists.

The AWS modules are planned by their real provider over an emulator, the others by providers that know the
schemas.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("grpc")

from crosstwin.local import aws as local_aws
from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules.conftest import MODULES, NAMES, SchemaTerraform
from tests.modules.plans import Deployed
from tests.modules.test_aws_modules import Run
from tests.unit.grafana.conftest import twin, written

ALL = sorted(file.parent.relative_to(MODULES) for file in MODULES.glob("*/examples/*/main.tf"))
AWS = [example for example in ALL if example.parts[0].startswith("aws-")]
EXAMPLES = [example for example in ALL if example not in AWS]
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
    for package in ("hot-reader.zip", "digital-twin-data-connector.zip"):
        (folder / package).write_bytes(b"code")
    return {}


def _copied(example: Path, tmp_path: Path) -> Path:
    """The folder of the example, in a copy of its module."""
    module = example.parts[0]
    shutil.copytree(
        MODULES / module, tmp_path / module, ignore=shutil.ignore_patterns(".terraform*", "tests")
    )
    return tmp_path / example


def _planned(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> Deployed:
    module = example.parts[0]
    folder = _copied(example, tmp_path)
    terraform = schema_terraform(module, folder)
    variables = _files_of(module, folder)
    terraform.run("init", "-no-color")
    return Deployed(terraform.run, folder, **variables)


def _assert_inventory(example: Path, planned: Deployed) -> None:
    # What is read during the apply is no resource of the module.
    actions = {address: action for address, action in planned.actions().items() if action != "read"}
    assert set(actions.values()) == {"create"}
    found = "".join(f"{address}\n" for address in sorted(actions))
    inventory = MODULES / example / "inventory.txt"
    if os.environ.get("UPDATE_INVENTORIES"):
        inventory.write_text(found, encoding="utf-8")
    assert inventory.is_file() and inventory.read_text(encoding="utf-8") == found, (  # noqa: PT018
        f"modules/{example}/inventory.txt does not list what the example plans; run: {UPDATE}\n{found}"
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_plan_of_example_has_the_resources_of_its_inventory(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    _assert_inventory(example, _planned(example, tmp_path, schema_terraform))


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of an account that has the table of the examples."""
    if missing := why_not("hashicorp/aws") or local_aws.why_not():
        pytest.skip(f"the AWS examples cannot be planned here: {missing}")
    with local_aws.running_aws(tmp_path_factory.mktemp("aws")) as emulator:
        emulator.client("dynamodb").create_table(
            TableName="telemetry",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("iotDeviceId", "id")
            ],
            KeySchema=[
                {"AttributeName": "iotDeviceId", "KeyType": "HASH"},
                {"AttributeName": "id", "KeyType": "RANGE"},
            ],
        )
        yield {
            "AWS_ENDPOINT_URL": emulator.endpoint_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_EC2_METADATA_DISABLED": "true",
        }


@pytest.mark.parametrize("example", AWS, ids=str)
def test_plan_of_aws_example_has_the_resources_of_its_inventory(
    example: Path, tmp_path: Path, aws: dict[str, str]
) -> None:
    folder = _copied(example, tmp_path)
    for package in re.findall(r'"([\w-]+\.zip)"', (folder / "main.tf").read_text(encoding="utf-8")):
        (folder / package).write_bytes(b"code")
    variables = {"inter_cloud_token": "0" * 64} if example.parts[0] == "aws-twin-connector" else {}
    terraform = find_terraform()
    assert terraform is not None
    run = Run(terraform, folder, environment=aws)
    run("init", "-no-color")
    _assert_inventory(example, Deployed(run, folder, **variables))


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example_is_applied_and_then_has_nothing_left_to_do(
    example: Path, tmp_path: Path, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> None:
    deployed = _planned(example, tmp_path, schema_terraform)
    deployed.apply()
    assert deployed.actions() == {}


@pytest.mark.parametrize("module", NAMES)
def test_module_has_examples(module: str) -> None:
    assert [example for example in ALL if example.parts[0] == module]
