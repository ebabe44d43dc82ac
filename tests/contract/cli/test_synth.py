"""`crosstwin synth`: what `cdktf synth` writes, without Node's CLI."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contract.cli.conftest import Crosstwin

# Stacks whose packages need nothing from a registry.
TWIN = """\
digital_twin_name: factory
providers: {layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}
devices: [{id: pump-7, properties: {rpm: integer}}]
aws: {region: eu-central-1}
"""


@pytest.mark.parametrize(
    ("arguments", "outdir", "listed"),
    [([], "cdktf.out", ["l3-aws", "l4-aws"]), (["l3-aws", "--output", "other/out"], "other/out", ["l3-aws"])],
)
def test_the_stacks_are_written_and_listed(
    crosstwin: Crosstwin, folder: Path, arguments: list[str], outdir: str, listed: list[str]
) -> None:
    (folder / "twin.yaml").write_text(TWIN)
    done = crosstwin("synth", *arguments)
    assert done.code == 0, done.err
    assert done.out.splitlines() == [f"{name:<8}  {outdir}/stacks/{name}/cdk.tf.json" for name in listed]
    stack = Path(outdir) / "stacks" / "l3-aws"
    outputs = json.loads((stack / "cdk.tf.json").read_text())["output"]
    assert set(outputs) >= {"hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token"}
    assert (stack / "modules" / "aws-hot-reader" / "main.tf").exists()


def test_a_shell_that_would_lead_terraform_away_from_the_emulator_is_reported(
    crosstwin: Crosstwin, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "twin.yaml").write_text(TWIN.replace("1}", "1, endpoint_url: http://127.0.0.1:4566}"))
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1")
    done = crosstwin("synth")
    assert done.code == 0, done.err
    assert "warning: Terraform prefers your shell's AWS_ENDPOINT_URL_LAMBDA to aws.endpoint_url" in done.err


@pytest.mark.parametrize("command", [["synth"], ["plan", "l3-aws"]])
def test_what_may_be_wrong_in_twin_yaml_is_a_warning_once(
    crosstwin: Crosstwin, folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (folder / "twin.yaml").write_text(TWIN.replace("eu-central-1", "eu-central-9"))
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "false")  # the plan fails, after the stacks are written
    assert crosstwin(*command).err.count("eu-central-9 is not among the regions of AWS") == 1


def test_a_stack_that_is_none_is_wrong_usage(crosstwin: Crosstwin, folder: Path) -> None:
    done = crosstwin("synth", "l3-azur")
    assert done.code == 2
    assert "did you mean l3-azure?" in done.told
    assert not (folder / "cdktf.out").exists()
