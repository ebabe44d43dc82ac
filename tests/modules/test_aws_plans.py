"""What later plans do to deployed AWS modules: moves, renames, replacements, failed updates, and the end.

All modules are applied once over the emulator, as one twin (`aws_twin/main.tf`). The tests that only plan
come first, those that change the twin after them, in the order of the file.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import aws as local_aws
from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules import readme
from tests.modules.module_source import Module
from tests.modules.plans import Deployed, children, without_key
from tests.modules.test_aws_modules import NAMES, Run

MODULES = {"aws-hot-reader": "hot_reader", "aws-processor": "processor"} | {
    "aws-twin-connector": "connector",
    "aws-twinmaker": "twinmaker",
}
KEY = "arn:aws:kms:eu-central-1:000000000000:key/0f4c2a9e-0000-4000-8000-000000000000"

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(
        bool(why_not("hashicorp/aws") or local_aws.why_not()),
        reason=f"nothing can be deployed here: {why_not('hashicorp/aws') or local_aws.why_not()}",
    ),
]


@dataclass(frozen=True, slots=True)
class Twin:
    run: Run
    deployed: Deployed
    aws: local_aws.AwsEmulator
    folder: Path

    def fails_once(self, call: str) -> None:
        (self.folder / "faults" / call).touch()

    def refused(self, command: str = "plan", *arguments: str, **changed: Any) -> str:
        """What Terraform says of a command that fails, in one line."""
        variables = [f"-var={name}={value}" for name, value in changed.items()]
        printed = self.run(command, "-json", "-input=false", *arguments, *variables, codes=(1,))
        events = [json.loads(line) for line in printed.splitlines()]
        said = [event["diagnostic"] for event in events if event["type"] == "diagnostic"]
        return " ".join(
            re.sub(r"\s+", " ", f"{each['summary']}: {each['detail']}")
            for each in said
            if each["severity"] == "error"
        )


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:
    found = find_terraform()
    assert found is not None
    folder = tmp_path_factory.mktemp("aws-twin")
    (folder / "faults").mkdir()
    root = folder / "twin"
    shutil.copytree(Path(__file__).with_name("aws_twin"), root)
    for name in NAMES:
        shutil.copytree(readme.MODULES / name, root / "modules" / name)
    for package, answer in (("function.zip", 1), ("new.zip", 2)):
        with zipfile.ZipFile(root / package, "w") as content:
            content.writestr("lambda_function.py", f"def lambda_handler(event, context): return {answer}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_aws, "_SERVER", Path(__file__).with_name("ministack_with_twinmaker.py"))
        patch.setenv("FAULTS", str(folder / "faults"))
        with local_aws.running_aws(folder) as aws:
            run = Run(found, root)
            run("init", "-no-color")
            deployed = Deployed(run, root, endpoint=aws.endpoint_url, kms_key_arn=KEY)
            deployed.apply()
            yield Twin(run, deployed, aws, folder)


def test_a_second_plan_is_empty(twin: Twin) -> None:
    assert twin.deployed.actions() == {}


def test_another_region_is_refused_by_each_module(twin: Twin) -> None:
    said = twin.refused("plan", "-refresh=false", region="eu-west-1")
    assert said.count("deployed in eu-central-1, and the provider's region is now eu-west-1") == len(NAMES)
    assert said.count("Set the region back. To move: ") == len(NAMES)


def test_a_made_table_is_not_deleted_by_naming_it_as_an_existing_one(twin: Twin) -> None:
    said = twin.refused("plan", "-refresh=false", existing="factory-hot")
    assert "existing_hot_store would delete that table" in said


def test_a_renamed_twin_keeps_what_holds_data(twin: Twin) -> None:
    actions = twin.deployed.actions("-refresh=false", name="plant")
    kept = {
        "module.hot_reader.aws_dynamodb_table.hot[0]",
        "module.hot_reader.terraform_data.deletion_protection",
        'module.hot_reader.terraform_data.inter_cloud_token["1"]',
        "module.processor.aws_sqs_queue.dead_letter",
        "module.twinmaker.aws_s3_bucket.workspace",
        "module.twinmaker.terraform_data.deletion_protection",
    }
    assert {address: actions[address] for address in kept & set(actions)} == {}
    assert actions['module.hot_reader.aws_lambda_function.reader["hot-reader"]'] == "replace"


def test_a_key_that_is_taken_away_is_taken_from_the_table_too(twin: Twin) -> None:
    plan = twin.deployed.plan("-refresh=false", kms_key_arn=None)
    table = "module.hot_reader.aws_dynamodb_table.hot[0]"
    assert plan.actions()[table] == "update"
    assert plan.before(table)["server_side_encryption"][0]["enabled"] is True
    assert plan.after(table)["server_side_encryption"][0]["enabled"] is False
    assert set(plan.actions().values()) <= {"update", "read"}


@pytest.mark.parametrize(
    "parent",
    [
        "aws_cloudformation_stack",
        "aws_cloudwatch_log_group",
        "aws_dynamodb_table",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_lambda_function",
        "aws_s3_bucket",
        "aws_s3_object",
        "aws_sqs_queue",
    ],
)
def test_replacing_a_parent_replans_its_children(parent: str, twin: Twin, modules: dict[str, Module]) -> None:
    """In all modules at once, each instance of a type."""
    addresses = list(twin.deployed.state())
    instances = [each for each in addresses if f".{parent}." in each]
    actions = twin.deployed.actions("-refresh=false", *(f"-replace={each}" for each in instances))
    assert instances
    assert set(instances) <= set(actions)
    expected = {
        f"module.{call}.{child}"
        for name, call in MODULES.items()
        for address, found in children(modules[name]).items()
        if address.startswith(f"{parent}.")
        for child in found
    }
    stays = [each for each in addresses if without_key(each) in expected and each not in actions]
    assert stays == INDEPENDENT.get(parent, [])


def test_every_parent_is_among_those_that_are_replaced(modules: dict[str, Module]) -> None:
    """What has children, but for the memory of a module, which nothing is deleted with."""
    parents = {address.split(".")[0] for name in NAMES for address in children(modules[name])}
    replaced = test_replacing_a_parent_replans_its_children.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert parents - {"terraform_data"} == set(replaced)


def test_what_is_destroyed_first_depends_on_everything(twin: Twin) -> None:
    state = json.loads((twin.folder / "twin/terraform.tfstate").read_text())
    for call in ("module.hot_reader", "module.twinmaker"):
        resources = {
            f"{call}.{each['type']}.{each['name']}": each["instances"]
            for each in state["resources"]
            if each.get("module") == call and each["mode"] == "managed"
        }
        first = f"{call}.terraform_data.deletion_protection"
        assert set(resources) - set(resources[first][0]["dependencies"]) == {first}


def test_a_failed_update_of_code_fails_the_next_plan_until_it_is_sent(twin: Twin) -> None:
    twin.fails_once("UpdateFunctionCode")
    with pytest.raises(AssertionError, match="exit code 1"):
        twin.deployed.apply(package="new.zip")

    said = twin.refused()
    assert "factory-hot-reader does not run the code of its package" in said
    assert "--zip-file fileb://" in said
    new = (twin.folder / "twin/new.zip").read_bytes()
    twin.aws.client("lambda").update_function_code(FunctionName="factory-hot-reader", ZipFile=new)
    assert twin.deployed.actions() == {}


def test_a_failed_update_of_the_stack_shows_in_the_next_plan_and_heals(twin: Twin) -> None:
    twin.fails_once("UpdateStack")
    with pytest.raises(AssertionError, match="UPDATE_ROLLBACK_COMPLETE"):
        twin.deployed.apply(devices=["pump-7", SAME_STACK])

    stack = 'module.twinmaker.aws_cloudformation_stack.devices["29"]'
    assert twin.deployed.actions()[stack] == "update"
    twin.deployed.apply()
    assert twin.deployed.actions() == {}
    name = "factory-twinmaker-devices-29"
    resources = twin.aws.client("cloudformation").describe_stack_resources(StackName=name)
    assert len(resources["StackResources"]) == 4


def test_destroy_deletes_nothing_of_a_protected_twin_and_all_of_another(twin: Twin) -> None:
    bucket, s3 = "factory-twinmaker-000000000000", twin.aws.client("s3")
    s3.put_object(Bucket=bucket, Key="scene.json", Body=b"{}")
    protected = ("module.hot_reader.", "module.twinmaker.")
    before = {each for each in twin.deployed.state() if each.startswith(protected)}

    said = twin.refused("destroy", "-auto-approve")
    assert "deletion_protection is on, so nothing was deleted" in said
    assert "workspace_bucket_force_destroy is off, so nothing was deleted" in said
    assert {each for each in twin.deployed.state() if each.startswith(protected)} == before
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]

    targets = [f"-target={each.removesuffix('.')}" for each in protected]
    twin.deployed.apply(*targets, protection=False, force_destroy=True)
    twin.run("destroy", "-auto-approve", "-no-color")
    assert twin.deployed.state() == {}
    assert twin.aws.client("dynamodb").list_tables()["TableNames"] == []


# An entity of the same stack as pump-7.
SAME_STACK = "urn:dev:pump:100"
# Children that live on: readers ask for a table by its name, and CloudFormation keeps the template.
_READER = "module.hot_reader.aws_lambda_function.reader"
INDEPENDENT = {
    "aws_dynamodb_table": [f'{_READER}["hot-reader"]', f'{_READER}["hot-reader-last-entry"]'],
    # Entities and their component types do not name the workspace's role.
    "aws_iam_role": [
        'module.twinmaker.aws_cloudformation_stack.devices["29"]',
        'module.twinmaker.aws_s3_object.template["devices-29"]',
    ],
    # The component-type reader is named by its ARN, which a function that is replaced keeps.
    "aws_lambda_function": [
        "module.twinmaker.aws_cloudformation_stack.workspace",
        'module.twinmaker.aws_s3_object.template["workspace"]',
    ],
    "aws_s3_object": [
        'module.twinmaker.aws_cloudformation_stack.devices["29"]',
        "module.twinmaker.aws_cloudformation_stack.workspace",
    ],
}
