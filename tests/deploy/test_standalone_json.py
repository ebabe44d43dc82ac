"""A stack's folder, copied elsewhere, is all that Terraform needs: no Python, no Node, no cdktf."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crosstwin.local import aws
from crosstwin.terraform.finding import find_terraform, why_not
from tests.unit.stacks.twin import synthesize

MISSING = why_not() or aws.why_not()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"nothing can be deployed here: {MISSING}")

TWIN = """\
digital_twin_name: factory
providers: {{layer_3_hot_provider: azure, layer_4_provider: aws, layer_5_provider: aws}}
devices:
  - {{id: sensor-1, properties: {{temperature: double}}}}
  - {{id: press-2, hot_provider: aws, properties: {{force: double}}}}
aws: {{region: {region}, endpoint_url: "{endpoint_url}"}}
azure: {{location: westeurope, subscription_id: 00000000-0000-0000-0000-000000000000}}
deletion_protection: false
"""
AZURE_TOKEN = "token-of-the-hot-reader-on-azure"
# What l3-azure would have left, had this test an Azure to deploy it to.
AZURE_STATE = {
    "version": 4,
    "terraform_version": "1.5.0",
    "serial": 1,
    "lineage": "00000000-0000-0000-0000-000000000001",
    "outputs": {
        "hot_reader_url": {"value": "https://factory.invalid/hot-reader", "type": "string"},
        "hot_reader_last_entry_url": {"value": "https://factory.invalid/last-entry", "type": "string"},
        "inter_cloud_token": {"value": AZURE_TOKEN, "type": "string", "sensitive": True},
    },
    "resources": [],
}
LEFT_OUT = re.compile(r"python|pypy|pip|uv|node|npm|npx|cdktf|jsii", re.IGNORECASE)
FUNCTIONS = {
    "l3-aws": {"factory-hot-reader", "factory-hot-reader-last-entry"},
    "l4-aws": {"factory-azure-data-connector", "factory-azure-data-connector-last-entry"},
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The copied stacks, an emulated AWS, and an environment with nothing in it but Terraform."""

    folder: Path
    aws: aws.AwsEmulator
    terraform: Path
    environment: dict[str, str]

    def stack(self, name: str) -> Path:
        return self.folder / "some/where" / name

    def state(self, name: str) -> Path:
        return self.folder / f"state/factory/{name}.tfstate"

    def run(self, stack: str, *arguments: str) -> str:
        """Terraform in a stack's folder. Its output."""
        done = subprocess.run(
            [str(self.terraform), *arguments, "-no-color"],
            cwd=self.stack(stack),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"terraform {' '.join(arguments)}: {done.returncode}\n{done.stdout}"
        return done.stdout

    def functions(self) -> set[str]:
        found = self.aws.client("lambda").list_functions()["Functions"]
        return {function["FunctionName"] for function in found}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    terraform = find_terraform()
    assert terraform is not None
    made, folder = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("elsewhere")
    environment = {"PATH": str(_commands(folder / "bin", terraform)), "HOME": str(folder)}
    # What a network may ask for, to reach the registry where there is no mirror.
    environment |= {name: value for name, value in os.environ.items() if name.upper().endswith("_PROXY")}
    environment |= {name: value for name, value in os.environ.items() if name == "TF_CLI_CONFIG_FILE"}
    with aws.running_aws(folder) as emulator:
        text = TWIN.format(region=aws.REGION, endpoint_url=emulator.endpoint_url)
        twin = synthesize(text, made / "cdktf.out")
        copied = Elsewhere(folder, emulator, terraform, environment)
        for stack in FUNCTIONS:
            shutil.copytree(twin.folder(stack), copied.stack(stack))
        shutil.rmtree(made)
        copied.state("l3-azure").parent.mkdir(parents=True)
        copied.state("l3-azure").write_text(json.dumps(AZURE_STATE))
        yield copied


def _commands(folder: Path, terraform: Path) -> Path:
    """A folder of the system's commands (a `terraform` may be a shell script) without Python and Node."""
    folder.mkdir()
    (folder / "terraform").symlink_to(terraform)
    for command in (*Path("/bin").iterdir(), *Path("/usr/bin").iterdir()):
        link = folder / command.name
        if not LEFT_OUT.search(command.name) and not link.is_symlink():
            link.symlink_to(command)
    return folder


@pytest.mark.parametrize("command", ["python", "python3", "node", "nodejs", "npm", "cdktf"])
def test_the_environment_has_no_such_command(elsewhere: Elsewhere, command: str) -> None:
    assert shutil.which("sh", path=elsewhere.environment["PATH"])
    done = subprocess.run(["/bin/sh", "-c", f"command -v {command}"], env=elsewhere.environment, check=False)
    assert done.returncode != 0
    assert not {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "NODE_PATH"} & elsewhere.environment.keys()


@pytest.mark.parametrize("stack", [pytest.param("l3-aws", marks=pytest.mark.nightly), "l4-aws"])
def test_copied_stack_lives_on_terraform_alone(elsewhere: Elsewhere, stack: str) -> None:
    files = {file: file.read_bytes() for file in elsewhere.stack(stack).rglob("*") if file.is_file()}
    assert "cdk.tf.json" in {file.name for file in files}

    elsewhere.run(stack, "init", "-input=false")
    assert json.loads(elsewhere.run(stack, "validate", "-json"))["valid"] is True
    said = elsewhere.run(stack, "plan", "-input=false", "-out=planned")
    assert re.search(r"^Plan: \d+ to add, 0 to change, 0 to destroy\.$", said, re.MULTILINE)
    said += elsewhere.run(stack, "apply", "-input=false", "planned")
    assert elsewhere.functions() == FUNCTIONS[stack]
    # 0: nothing to do, 2: changes.
    said += elsewhere.run(stack, "plan", "-input=false", "-detailed-exitcode")

    state = json.loads(elsewhere.state(stack).read_text())
    tokens = [AZURE_TOKEN] if stack == "l4-aws" else [state["outputs"]["inter_cloud_token"]["value"]]
    assert [token for token in tokens if len(token) < 20 or token in said] == []
    assert {file for file, content in files.items() if file.read_bytes() != content} == set()

    elsewhere.run(stack, "destroy", "-input=false", "-auto-approve", "-refresh=false")
    assert elsewhere.functions() == set()
    assert json.loads(elsewhere.state(stack).read_text())["resources"] == []
