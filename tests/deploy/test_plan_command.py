"""The command: over real Terraform and a real emulator of AWS, and where it cannot even start."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from crosstwin.cli.app import main
from crosstwin.local import aws
from crosstwin.local.provider import running_aws_provider
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.terraform.plan.model import StackPlan
from crosstwin.terraform.plan.run import Planner
from tests.contract.cli.conftest import write_state
from tests.unit.crosstwin.test_aws_emulator import ELSEWHERE

_MISSING = why_not() or aws.why_not()
_TWIN: dict[str, Any] = {
    "digital_twin_name": "factory",
    "providers": {"layer_3_hot_provider": "aws", "layer_4_provider": "aws", "layer_5_provider": "aws"},
    "devices": [
        {"id": "pump-7", "properties": {"rpm": "integer"}},
        {"id": "fan-2", "hot_provider": "gcp", "properties": {"speed": "double"}},
        {"id": "press-3", "hot_provider": "azure", "properties": {"force": "double"}},
    ],
    "azure": {"location": "westeurope", "subscription_id": "00000000-0000-0000-0000-000000000000"},
    "gcp": {"project": "factory-test", "region": "europe-west1"},
}
_OUTPUTS = ("hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token")  # that l4-aws reads
_VARIABLES = ("CROSSTWIN_FILE", "CROSSTWIN_DEBUG", "CDKTF_OUTDIR", "CROSSTWIN_PLACEHOLDER_OUTPUTS")

Plan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def plan(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Plan:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["plan", *arguments])
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def write_twin(folder: Path, **more: Any) -> None:
    section = {"region": aws.REGION, **more.pop("aws", {})}
    (folder / "twin.yaml").write_text(yaml.safe_dump({**_TWIN, "aws": section, **more}))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["l3-azur"], "is not a stack"), (["--mark"], "--mark"), (["--json", "--markdown"], "not both")],
)
def test_wrong_usage_is_an_error_and_not_changes(
    plan: Plan, tmp_path: Path, arguments: list[str], told: str
) -> None:
    write_twin(tmp_path)
    code, out, err = plan(tmp_path, *arguments)
    assert (code, out) == (1, "")
    assert told in err


def test_without_terraform_it_says_so(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_twin(tmp_path)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "no-such-terraform")
    code, _, err = plan(tmp_path)
    assert code == 1
    assert "`no-such-terraform` is not on the PATH" in err


@pytest.mark.skipif(find_terraform() is None, reason="no Terraform CLI on the PATH")
def test_a_registry_that_does_not_answer_is_reported_once(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_twin(tmp_path)
    configuration = tmp_path / "without-a-mirror.tfrc"
    configuration.touch()
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    code, out, _ = plan(tmp_path)
    assert code == 1
    assert out.startswith("l3-aws, l3-azure, l3-gcp, l4-aws: no plan\n  terraform init failed with 1:\n")
    assert out.count("could not connect to registry.") == out.count("Error: ") == 1
    code, out, _ = plan(tmp_path, "--json")
    assert code == 1
    assert [stack["name"] for stack in json.loads(out)["stacks"]] == [
        "l3-aws",
        "l3-azure",
        "l3-gcp",
        "l4-aws",
    ]


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder to work in, and the address of AWS on this machine."""
    folder = tmp_path_factory.mktemp("plan")
    with aws.running_aws(folder) as running:
        yield folder, running.endpoint_url


def apply(place: Path) -> None:
    terraform = find_terraform()
    assert terraform is not None
    subprocess.run(
        [str(terraform), "apply", "-auto-approve", "-input=false", "-no-color"], cwd=place, check=True
    )


@pytest.fixture
def one_provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Path]]:
    """From then on, Terraform uses one AWS provider, which runs in this folder of an initialized stack."""
    with ExitStack() as stack:

        def start(place: Path) -> Path:
            for name, value in stack.enter_context(running_aws_provider(place)).items():
                monkeypatch.setenv(name, value)
            return place

        yield start


def written_before(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> Plan:
    """The command, with the stacks as the one before wrote them: for a twin.yaml that has not changed."""

    def plan_again(folder: Path, *arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patched:
            patched.setattr(Planner, "_write", lambda *_: None)
            return plan(folder, *arguments)

    return plan_again


def with_another_emulator(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> Plan:
    """The command in a shell whose variables name an emulator that does not run."""

    def plan_there(folder: Path, *arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as shell:
            for name, value in ELSEWHERE.items():
                shell.setenv(name, value)
            return plan(folder, *arguments)

    return plan_there


@contextmanager
def planned_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Terraform plans for the first command in the block; the others tell the same plan."""
    planned: list[StackPlan] = []
    plan = Planner.plan

    def plan_once(planner: Planner, stacks: list[str]) -> list[StackPlan]:
        planned.extend([] if planned else plan(planner, stacks))
        return planned

    with monkeypatch.context() as patched:
        patched.setattr(Planner, "plan", plan_once)
        yield


@pytest.mark.skipif(bool(_MISSING), reason=f"nothing can be planned here: {_MISSING}")
def test_a_twin_from_its_first_plan_to_the_rotation_of_its_token(
    plan: Plan,
    emulator: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    one_provider: Callable[[Path], Path],
) -> None:
    folder, endpoint_url = emulator
    write_twin(folder, aws={"endpoint_url": endpoint_url})

    # Layer 4 reads l3-azure, which has outputs, and l3-gcp, whose only apply failed before it had all.
    write_state(folder, "l3-azure", dict.fromkeys(_OUTPUTS, "https://factory.example/"))
    write_state(folder, "l3-gcp", {"hot_store_collection": "hot"})
    code, out, err = with_another_emulator(monkeypatch, plan)(folder, "l3-aws", "l4-aws", "--json")
    assert code == 2, f"{out}{err}: no variable of the shell leads the provider away from the emulator"
    assert "planning l4-aws" in err
    producer, consumer = json.loads(out)["stacks"]
    assert {change["action"] for change in producer["changes"]} == {"create"}
    assert producer["placeholders_for"] == []
    assert consumer["never_applied"] == consumer["placeholders_for"] == ["l3-gcp"]
    assert "terraform_data.placeholder-outputs" not in out
    assert any("aws_lambda_function" in change["address"] for change in consumer["changes"])
    stack = (folder / "cdktf.out/stacks/l4-aws/cdk.tf.json").read_text()
    assert "triggers_replace.word}-l3-gcp" in stack
    assert "triggers_replace.word}-l3-azure" not in stack

    # Deployed, and nothing changes any more. The first plans have shown that Terraform starts the provider
    # by itself.
    apply(one_provider(folder / "cdktf.out/stacks/l3-aws"))
    code, out, err = written_before(monkeypatch, plan)(folder, "l3-aws")
    assert (code, out) == (0, "l3-aws: no changes\n"), err

    # The code of a reader changes: its state tells of another package.
    file = folder / "state/factory/l3-aws.tfstate"
    state = json.loads(file.read_text())
    token = state["outputs"]["inter_cloud_token"]["value"]
    for found in state["resources"]:
        for instance in found["instances"] if found["type"] == "aws_lambda_function" else ():
            if instance["index_key"] == "hot-reader":
                instance["attributes"]["source_code_hash"] = "HzofOh86Hzof"
    file.write_text(json.dumps(state))
    code, out, err = written_before(monkeypatch, plan)(folder, "l3-aws")
    assert code == 2, err
    assert "code of hot-reader: 1f3a… → " in out
    assert out.startswith("l3-aws: 1 to update\n")

    # Two rotations at once: the first token is destroyed, two are made, both readers change.
    write_twin(folder, aws={"endpoint_url": endpoint_url}, token_generation=3)
    with planned_once(monkeypatch):
        for form in ((), ("--markdown",), ("--json",)):
            code, out, err = plan(folder, "l3-aws", *form)
            assert code == 2, err
            assert token not in out + err
            assert "has no state yet" not in err, "of l3-gcp: nothing was asked of it"
            assert all(part in out for part in ("environment", "which destroys the token 1")), out
    found = json.loads(out)["stacks"][0]["changes"]
    assert [change["action"] for change in found] == ["destroy", "update", "update", "create", "create"]

    # Nothing that holds the token stays behind, but for the state.
    holders = [
        path for path in folder.rglob("*") if path.is_file() and token in path.read_bytes().decode("latin-1")
    ]
    assert {path.suffix for path in holders if "ministack" not in path.name} <= {
        ".tfstate",
        ".backup",
        ".json",
    }

    # Another state than the one that the folder was used with is not taken for a new deployment.
    write_twin(folder, aws={"endpoint_url": endpoint_url}, digital_twin_name="other")
    code, out, err = plan(folder, "l3-aws", "l4-aws")
    assert code == 1
    assert re.findall("l3-aws, l4-aws: no plan|Error: Backend .* changed|Never use -reconfigure", out) == [
        "l3-aws, l4-aws: no plan",
        "Error: Backend configuration changed",
        "Never use -reconfigure",
    ]
    write_twin(folder, aws={"endpoint_url": endpoint_url})

    # A stack that cannot be planned says why, and does not keep the other back.
    file.write_text("no state")
    code, out, err = plan(folder, "l3-aws", "l4-aws")
    assert code == 1
    assert out.startswith("l3-aws: no plan\n")
    assert "\nl4-aws: " in out
