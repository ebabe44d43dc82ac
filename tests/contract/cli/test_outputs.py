"""The outputs of deployed stacks: from a local state, and by Terraform itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crosstwin.errors import Failure
from crosstwin.readers.hot_stores.deployed import deployed_hot_store
from crosstwin.terraform import outputs
from crosstwin.terraform.finding import find_terraform
from crosstwin.terraform.left_behind import left_behind
from crosstwin.terraform.outputs import on_emulator, reader_outputs, stack_outputs
from crosstwin.twin.deployment import Deployment, load
from crosstwin.twin.fields import Cloud
from tests.contract.cli.conftest import TOKEN, write_state

NOTHING = {
    "mode": "managed",
    "type": "terraform_data",
    "name": "x",
    "provider": 'provider["terraform.io/builtin/terraform"]',
    "instances": [],
}
READER = {
    "hot_reader_url": "https://a.example.com/hot-reader",
    "hot_reader_last_entry_url": "https://a.example.com/hot-reader-last-entry",
    "inter_cloud_token": TOKEN,
}


def test_a_local_state_is_read(folder: Path, deployment: Deployment) -> None:
    write_state(folder, "l3-azure", READER)
    found = reader_outputs(deployment, "azure")
    assert found.hot_reader_url == READER["hot_reader_url"]
    assert found.hot_reader_last_entry_url == READER["hot_reader_last_entry_url"]
    assert found.inter_cloud_token == TOKEN
    assert TOKEN not in repr(found)


def test_the_state_lies_beside_the_folder_that_was_synthesized(
    folder: Path, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_state(folder / "elsewhere", "l3-azure", READER)
    assert stack_outputs(deployment, "l3-azure", folder / "elsewhere" / "cdktf.out") == READER
    monkeypatch.setenv("CDKTF_OUTDIR", "elsewhere/out")
    assert stack_outputs(deployment, "l3-azure") == READER


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not a Terraform state"),
        ("[]", "is not a Terraform state of version 4"),
        ('{"version": 3, "outputs": {}}', "is not a Terraform state of version 4"),
        ('{"version": 4, "outputs": []}', "expected outputs by name"),
        ('{"version": 4, "outputs": {"x": 1}}', "expected outputs by name"),
        ('{"version": 4, "outputs": {}}', "l3-azure is not deployed: its state .* has no outputs"),
        (
            '{"version": 4, "outputs": {"x": {"value": 1}}}',
            r"no output hot_reader_url \(it has: x\); deploy it: cdktf deploy l3-azure",
        ),
        (
            '{"version": 4, "outputs": {"hot_reader_url": {"value": ""}}}',
            "no output hot_reader_url",
        ),
    ],
)
def test_a_state_without_the_outputs_is_reported(
    folder: Path, deployment: Deployment, text: str, told: str
) -> None:
    write_state(folder, "l3-azure", {}).write_text(text)
    with pytest.raises(Failure, match=told):
        reader_outputs(deployment, "azure")


def test_an_unreadable_state_is_reported(folder: Path, deployment: Deployment) -> None:
    (folder / "state" / "factory" / "l3-azure.tfstate").mkdir(parents=True)
    with pytest.raises(Failure, match=r"l3-azure\.tfstate cannot be read: Is a directory"):
        reader_outputs(deployment, "azure")


def test_a_function_url_of_an_emulator_is_asked_on_the_emulator(folder: Path, deployment: Deployment) -> None:
    url = "https://abc123.lambda-url.eu-central-1.on.aws/"
    write_state(folder, "l3-aws", {**READER, "hot_reader_url": url})
    assert reader_outputs(deployment, "aws").hot_reader_url == url
    file = folder / "twin.yaml"
    file.write_text(
        file.read_text().replace("eu-central-1}", "eu-central-1, endpoint_url: 'http://h:4566/'}")
    )
    found = reader_outputs(load(file), "aws")
    assert found.hot_reader_url == "http://h:4566/_aws/lambda-url/abc123/"
    # What is no Function URL of AWS stays as it is: other emulators give one that they serve.
    assert found.hot_reader_last_entry_url == READER["hot_reader_last_entry_url"]
    assert on_emulator("https://on.aws.example.com/", "http://h") == "https://on.aws.example.com/"


@pytest.fixture
def remote(folder: Path) -> Deployment:
    file = folder / "twin.yaml"
    file.write_text(file.read_text() + "state: {backend: gcs, bucket: factory-state}\n")
    return load(file)


def test_a_remote_state_needs_the_synthesized_stack(remote: Deployment) -> None:
    with pytest.raises(Failure, match="write it: crosstwin synth l3-azure"):
        reader_outputs(remote, "azure")


def test_a_remote_state_needs_terraform(
    folder: Path, remote: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "cdktf.out" / "stacks" / "l3-azure").mkdir(parents=True)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "no-such-terraform")
    with pytest.raises(Failure, match="`no-such-terraform` is not on the PATH"):
        reader_outputs(remote, "azure")


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_a_remote_state_is_read_by_terraform(folder: Path, remote: Deployment) -> None:
    """Against a state of Terraform's own that happens to be local: where it lies is Terraform's business."""
    terraform = find_terraform()
    assert terraform is not None
    stack = folder / "cdktf.out" / "stacks" / "l3-azure"
    stack.mkdir(parents=True)
    declared = {name: {"value": value, "sensitive": True} for name, value in READER.items()}
    (stack / "cdk.tf.json").write_text(json.dumps({"output": declared}))
    with pytest.raises(Failure, match="l3-azure is not deployed: its state has no outputs"):
        reader_outputs(remote, "azure")
    command = [str(terraform), f"-chdir={stack}", "apply", "-auto-approve", "-input=false"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert reader_outputs(remote, "azure").inter_cloud_token == TOKEN
    (stack / "cdk.tf.json").write_text('{"terraform": {"backend": {"s3": {}}}}')
    with pytest.raises(Failure, match="failed: Error: Backend initialization required") as raised:
        reader_outputs(remote, "azure")
    assert "terraform -chdir=" in str(raised.value)


def test_places_are_those_of_the_stacks(deployment: Deployment) -> None:
    code = (
        "import os\n"
        "from crosstwin.terraform import outputs\n"
        "from crosstwin.stacks import app\n"
        "for folder in ('', 'elsewhere'):\n"
        "    os.environ['CDKTF_OUTDIR'] = folder\n"
        "    assert app.new_app().outdir == str(outputs.output_folder().resolve())\n"
        "    assert os.path.basename(app.new_app().outdir) == (folder or 'cdktf.out')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    assert outputs.state_file(deployment, "l3-aws") == "state/factory/l3-aws.tfstate"


@pytest.mark.parametrize(
    ("cloud", "stack", "exported", "name"),
    [
        ("aws", "l3-aws", {"hot_store_table_name": "factory-hot"}, "DynamoDB table factory-hot"),
        (
            "azure",
            "l3-azure",
            {
                "hot_store_endpoint": "https://factory.documents.azure.com:443/",
                "hot_store_database_name": "factory",
                "hot_store_container_name": "hot",
            },
            "Cosmos DB container hot",
        ),
        (
            "gcp",
            "l3-gcp",
            {"hot_store_database": "factory-hot", "hot_store_collection": "hot"},
            "Firestore collection hot",
        ),
    ],
)
def test_the_hot_store_comes_from_the_outputs(
    *,
    folder: Path,
    deployment: Deployment,
    cloud: Cloud,
    stack: str,
    exported: dict[str, str],
    name: str,
) -> None:
    if cloud != "aws":
        pytest.importorskip("azure.cosmos" if cloud == "azure" else "google.cloud.firestore")
    with pytest.raises(Failure, match=f"{stack} is not deployed"):
        deployed_hot_store(deployment, cloud)
    write_state(folder, stack, exported)
    assert deployed_hot_store(deployment, cloud).name == name


@pytest.mark.parametrize(
    ("cloud", "section", "name"),
    [
        ("aws", "  existing_hot_store: {table_name: mine}", "DynamoDB table mine"),
        (
            "azure",
            "  existing_hot_store: {resource_group_name: r, account_name: acc, database_name: d, "
            "container_name: mine}",
            "Cosmos DB container mine",
        ),
        ("gcp", "  existing_hot_store: {database: (default), collection: mine}", "Firestore collection mine"),
    ],
)
def test_an_existing_hot_store_needs_no_outputs(folder: Path, cloud: Cloud, section: str, name: str) -> None:
    if cloud != "aws":
        pytest.importorskip("azure.cosmos" if cloud == "azure" else "google.cloud.firestore")
    file = folder / "twin.yaml"
    lines = file.read_text().splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{cloud}: {{"))
    lines[place] = lines[place].rstrip("}") + ",\n" + section + "}"
    file.write_text("\n".join(lines))
    assert deployed_hot_store(load(file), cloud).name == name


@pytest.mark.parametrize(
    ("cloud", "module", "store"),
    [("azure", "azure.cosmos", "Cosmos DB"), ("gcp", "google.cloud.firestore", "Firestore")],
)
def test_a_missing_sdk_says_what_to_install(folder: Path, cloud: str, module: str, store: str) -> None:
    code = (
        "import sys\n"
        f"sys.modules[{module!r}] = None\n"
        "from crosstwin.cli.app import main\n"
        f"main(['put', {'temperature-sensor-1' if cloud == 'azure' else 'fan-2'!r}, '--sample', '1'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert f"writing to {store} needs a package that is not installed ({module})" in done.stderr
    assert "pip install 'crosstwin[local]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terraform_that_prints_no_json_is_reported(
    folder: Path, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = folder / "terraform"
    program.write_text("#!/bin/sh\necho Warning: an old state\n")
    program.chmod(0o755)
    monkeypatch.setattr(outputs, "find_terraform", lambda: program)
    (folder / "cdktf.out/stacks/l3-azure").mkdir(parents=True)
    remote = deployment.model_copy(update={"state": deployment.state.model_copy(update={"backend": "s3"})})
    with pytest.raises(Failure, match="terraform output of l3-azure printed no JSON"):
        stack_outputs(remote, "l3-azure")


def test_a_deployed_stack_that_twin_yaml_has_no_more_is_left_behind(
    folder: Path, deployment: Deployment
) -> None:
    for stack, resources in (("l3-azure", ["a"]), ("l2-aws", ["a"]), ("l4-azure", [])):
        file = write_state(folder, stack, READER)
        file.write_text(json.dumps({**json.loads(file.read_text()), "resources": resources}))
    assert left_behind(deployment, folder / "cdktf.out", Path("terraform")) == ["l2-aws"]


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_terraform_finds_the_stacks_left_behind_in_another_backend(
    folder: Path, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Terraform's own local backend, at a place that only the backend's settings name."""
    terraform = find_terraform()
    assert terraform is not None
    remote = deployment.model_copy(update={"state": deployment.state.model_copy(update={"backend": "s3"})})
    first, *others = remote.stack_names
    states = folder / "kept/factory"
    place = folder / "cdktf.out/stacks" / first
    place.mkdir(parents=True)
    settings = {"terraform": {"backend": {"local": {"path": str(states / f"{first}.tfstate")}}}}
    (place / "cdk.tf.json").write_text(json.dumps(settings))

    assert left_behind(remote, folder / "cdktf.out", terraform) == []
    for stack, resources in (
        (first, [NOTHING]),
        (others[0], [NOTHING]),
        ("l2-aws", [NOTHING]),
        ("l4-azure", []),
    ):
        file = write_state(folder, stack, READER)
        states.mkdir(parents=True, exist_ok=True)
        (states / f"{stack}.tfstate").write_text(
            json.dumps({**json.loads(file.read_text()), "resources": resources})
        )
    assert left_behind(remote, folder / "cdktf.out", terraform) == ["l2-aws"]

    # A workspace has states of its own, whoever chose it.
    (place / ".terraform").mkdir(exist_ok=True)
    (place / ".terraform/environment").write_text("staging")
    assert left_behind(remote, folder / "cdktf.out", terraform) == []
    monkeypatch.setenv("TF_WORKSPACE", "default")
    assert left_behind(remote, folder / "cdktf.out", terraform) == ["l2-aws"]

    (states / "l2-aws.tfstate").write_text("no state")
    with pytest.raises(Failure, match=r"terraform .* failed: Error: "):
        left_behind(remote, folder / "cdktf.out", terraform)
