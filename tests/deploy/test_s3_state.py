"""A deployed stack's state moves to S3: Terraform's own S3 backend, over an emulator of S3."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from crosstwin.local import aws
from crosstwin.local.provider import running_aws_provider
from crosstwin.local.twin import RunningTwin
from crosstwin.packages.places import ROOT
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.terraform.outputs import stack_outputs
from crosstwin.twin import deployment
from tests.deploy.test_standalone_json import AZURE_STATE, AZURE_TOKEN
from tests.unit.stacks.twin import Twin, synthesize

MISSING = why_not() or aws.why_not()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"nothing can be deployed here: {MISSING}")

EXAMPLE = (ROOT / "examples/state/s3/twin.yaml").read_text()
STATE = yaml.safe_load(EXAMPLE)["state"]
BUCKET = STATE["bucket"]
KEY = "factory/l3-aws.tfstate"
EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Moved:
    """A copy of a deployed twin's folder, whose twin.yaml now keeps the state as the example does."""

    folder: Path
    aws: aws.AwsEmulator
    twin: Twin

    @property
    def s3(self) -> Any:
        return self.aws.client("s3")

    def reach(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Generated settings of S3, with where the emulator is and what it does not know."""
        return {
            **settings,
            "endpoints": {"s3": self.aws.endpoint_url},
            "use_path_style": True,
            "access_key": "test",
            "secret_key": "test",
            "skip_credentials_validation": True,
            "skip_metadata_api_check": True,
            "skip_requesting_account_id": True,
        }

    def run(
        self, stack: str, *arguments: str, answer: str = "", environment: Mapping[str, str] = EMPTY
    ) -> tuple[int, str]:
        """Terraform in a stack's folder. Its exit code and output."""
        terraform = find_terraform()
        assert terraform is not None
        done = subprocess.run(
            [str(terraform), *arguments, "-no-color"],
            cwd=self.twin.folder(stack),
            env={**os.environ, "TF_INPUT": "1", **environment},
            input=answer,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def succeeds(self, stack: str, *arguments: str, answer: str = "") -> str:
        code, told = self.run(stack, *arguments, answer=answer)
        assert code == 0, told
        return told


@pytest.fixture(scope="module")
def moved(aws_only_twin: RunningTwin, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    folder = tmp_path_factory.mktemp("s3-state")
    for part in ("state", "cdktf.out"):
        shutil.copytree(aws_only_twin.folder / part, folder / part, symlinks=True)
    document = yaml.safe_load(aws_only_twin.twin_file.read_text())
    text = yaml.safe_dump({**document, "state": {**STATE, "region": aws.REGION}})
    (folder / "twin.yaml").write_text(text)
    found = Moved(folder, aws_only_twin.aws, synthesize(text, folder / "cdktf.out"))
    found.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": aws.REGION})
    generated = found.twin.json("l3-aws")["terraform"]["backend"]["s3"]
    (found.twin.folder("l3-aws") / "override.tf.json").write_text(
        json.dumps({"terraform": {"backend": {"s3": found.reach(generated)}}})
    )
    return found


def test_a_state_moves_to_s3_and_the_plan_after_it_is_empty(moved: Moved) -> None:
    """The steps of docs/operations.md, "Changing the backend"."""
    local = moved.folder / "state/factory/l3-aws.tfstate"
    before = json.loads(local.read_text())
    assert before["resources"]

    code, told = moved.run("l3-aws", "plan")
    assert code == 1
    assert "Backend initialization required" in told

    moved.succeeds("l3-aws", "init", "-migrate-state", answer="yes\n")
    after = json.loads(moved.succeeds("l3-aws", "state", "pull"))
    # Terraform gives the new place a lineage of its own.
    for part in ("resources", "outputs"):
        assert after[part] == before[part]
    with running_aws_provider(moved.twin.folder("l3-aws")) as provider:
        # -detailed-exitcode: 0 nothing to do, 1 error, 2 changes.
        code, told = moved.run("l3-aws", "plan", "-detailed-exitcode", environment=provider)
    assert code == 0, told
    assert local.exists(), "the old state is the operator's to delete"
    written = moved.s3.head_object(Bucket=BUCKET, Key=KEY)
    assert written["ServerSideEncryption"] == "aws:kms"
    assert written["SSEKMSKeyId"].endswith(STATE["kms_key_id"])


def test_outputs_are_read_from_s3(moved: Moved) -> None:
    wanted = deployment.load(moved.folder / "twin.yaml")
    outputs = stack_outputs(wanted, "l3-aws", moved.folder / "cdktf.out")
    assert outputs["hot_store_table_name"] == "factory-hot"


def test_a_lock_of_another_operator_holds(moved: Moved) -> None:
    lock = {"ID": "1", "Operation": "OperationTypeApply", "Who": "someone@elsewhere", "Path": KEY}
    moved.s3.put_object(Bucket=BUCKET, Key=f"{KEY}.tflock", Body=json.dumps(lock).encode())
    code, told = moved.run("l3-aws", "plan")
    moved.s3.delete_object(Bucket=BUCKET, Key=f"{KEY}.tflock")
    assert code == 1
    assert "someone@elsewhere" in told


def test_layer_4_reads_the_other_clouds_outputs_from_s3(moved: Moved, tmp_path: Path) -> None:
    """Its data source alone, as the example has it: that needs no provider, nor an Azure."""
    twin = synthesize(EXAMPLE, tmp_path / "cdktf.out")
    state = twin.json("l4-aws")["data"]["terraform_remote_state"]["l3-azure"]
    body = json.dumps(AZURE_STATE).encode()
    moved.s3.put_object(Bucket=BUCKET, Key="factory/l3-azure.tfstate", Body=body)
    token = "${data.terraform_remote_state.l3-azure.outputs.inter_cloud_token}"
    reader = {
        "data": {"terraform_remote_state": {"l3-azure": {**state, "config": moved.reach(state["config"])}}},
        "output": {"token": {"value": token, "sensitive": True}},
    }
    (moved.twin.folder("reader")).mkdir()
    (moved.twin.folder("reader") / "main.tf.json").write_text(json.dumps(reader))
    moved.succeeds("reader", "init")
    moved.succeeds("reader", "apply", "-auto-approve")
    assert json.loads(moved.succeeds("reader", "output", "-json", "token")) == AZURE_TOKEN
