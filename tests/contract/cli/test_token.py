"""`crosstwin token`: what the state tells of the deployed token, and never the token unasked."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crosstwin.errors import Failure
from crosstwin.terraform.finding import find_terraform
from crosstwin.terraform.outputs import stack_state
from crosstwin.terraform.token_state import token_state
from crosstwin.twin.deployment import load
from tests.contract.cli.conftest import TOKEN, Crosstwin, write_state


def deploy(folder: Path, stack: str, *generations: int, made: str | None = None) -> Path:
    file = write_state(folder, stack, {"inter_cloud_token": TOKEN})
    state: dict[str, Any] = json.loads(file.read_text())
    instances = [{"index_key": str(number), "attributes": {}} for number in generations]
    state["resources"] = [{"type": "terraform_data", "name": "inter_cloud_token", "instances": instances}]
    if made:
        version = {"attributes": {"create_time": made}}
        state["resources"].append(
            {"type": "google_secret_manager_secret_version", "name": "token", "instances": [version]}
        )
    file.write_text(json.dumps(state))
    return file


def test_the_generations_are_shown_and_the_token_is_not(crosstwin: Crosstwin, folder: Path) -> None:
    file = deploy(folder, "l3-azure", 9, 10)
    done = crosstwin("token", "azure")
    assert done.code == 0, done.err
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert lines[:3] == [["azure"], ["generation", "10"], ["accepted", "10 and 9"]]
    assert lines[3] == ["created", "unknown"]
    assert lines[4][1].startswith(f"{file.relative_to(folder)}, last changed 2")
    assert TOKEN not in done.out + done.err
    assert "twin.yaml has token_generation 1, but on azure generation 10 is deployed" in done.told


def test_the_token_is_shown_where_it_is_asked_for(crosstwin: Crosstwin, folder: Path) -> None:
    deploy(folder, "l3-azure", 1)
    done = crosstwin("token", "azure", "--reveal")
    assert done.out.splitlines()[-1].split() == ["token", TOKEN]
    assert done.err == ""


def test_the_time_of_googles_secret_is_shown(crosstwin: Crosstwin, folder: Path) -> None:
    deploy(folder, "l3-gcp", 1, made="2026-01-15T10:30:00.123456Z")
    assert "2026-01-15T10:30:00Z (" in crosstwin("token", "gcp").out


def test_a_stack_that_is_not_deployed_is_reported(crosstwin: Crosstwin, folder: Path) -> None:
    assert "l3-aws is not deployed from this folder" in crosstwin("token").told
    write_state(folder, "l3-azure", {"hot_reader_url": "https://a.example.com"})
    done = crosstwin("token", "azure")
    assert done.code == 1
    assert "the state of l3-azure contains no token" in done.told


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_a_remote_state_is_pulled(folder: Path) -> None:
    terraform = find_terraform()
    assert terraform is not None
    twin = folder / "twin.yaml"
    twin.write_text(twin.read_text() + "state: {backend: gcs, bucket: factory-state}\n")
    stack = folder / "cdktf.out/stacks/l3-azure"
    module = stack / "modules/hot-reader"
    module.mkdir(parents=True)
    source = Path(__file__).parents[3] / "modules/azure-hot-reader/token.tf"
    shutil.copy(source, module)
    (module / "rest.tf").write_text(
        'variable "token_generation" {}\n'
        'output "token" {\n  value = local.inter_cloud_token\n  sensitive = true\n}\n'
    )
    (stack / "main.tf").write_text(
        'module "hot_reader" {\n  source = "./modules/hot-reader"\n  token_generation = 2\n}\n'
        'output "inter_cloud_token" {\n  value = module.hot_reader.token\n  sensitive = true\n}\n'
    )
    for arguments, told in (
        (["init"], "terraform state of l3-azure failed: Error: "),
        (["apply", "-auto-approve"], "l3-azure is not deployed: it has no state"),
    ):
        with pytest.raises(Failure, match=told):
            stack_state(load(twin), "l3-azure")
        command = [str(terraform), f"-chdir={stack}", *arguments, "-input=false"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    found = token_state(stack_state(load(twin), "l3-azure"), "l3-azure")
    assert found.accepted == (2, 1)
    assert len(found.value) >= 64
    assert found.value not in repr(found)
