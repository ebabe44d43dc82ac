"""The shell's variables and a stack for an AWS emulator: what Terraform gets to see of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crosstwin.clouds import aws_emulator
from crosstwin.stacks.app import contradiction
from crosstwin.terraform.running import run
from crosstwin.twin.deployment import Deployment

ADDRESS = "http://127.0.0.1:4566"
ELSEWHERE = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:1",
    "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://127.0.0.1:1",
    "AWS_STS_ENDPOINT": "http://127.0.0.1:1",
    "TF_AWS_S3_ENDPOINT": "http://127.0.0.1:1",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "True",
}
# The state on S3 is reached by them, too: they stay where they agree.
AGREEING = {
    "AWS_ENDPOINT_URL_S3": f"{ADDRESS}/",
    "AWS_ENDPOINT_URL_IAM": ADDRESS,
    "AWS_PROFILE": "factory",
    "AWS_REGION": "eu-central-1",
}


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if "AWS_" in name]:
        monkeypatch.delenv(name)
    for name, value in (ELSEWHERE | AGREEING).items():
        monkeypatch.setenv(name, value)


def seen(folder: Path) -> dict[str, str]:
    """The variables of AWS that a command gets in this folder."""
    lines = run(["env"], folder=folder).stdout.splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines) if "AWS_" in name}


@pytest.mark.usefixtures("shell")
def test_no_variable_leads_terraform_away_from_the_emulator(tmp_path: Path) -> None:
    (tmp_path / aws_emulator.CONFIG).write_text(aws_emulator.config(f"{ADDRESS}/"))
    assert seen(tmp_path) == dict.fromkeys(ELSEWHERE, "") | AGREEING


@pytest.mark.usefixtures("shell")
def test_for_a_stack_on_aws_itself_the_variables_stay_as_they_are(tmp_path: Path) -> None:
    assert seen(tmp_path) == ELSEWHERE | AGREEING


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize(
    ("layer_3", "endpoint_url", "named"),
    [("aws", ADDRESS, True), ("aws", None, False), ("azure", ADDRESS, False)],
)
def test_a_contradiction_is_one_of_stacks_for_an_emulator(
    layer_3: str, endpoint_url: str | None, *, named: bool
) -> None:
    deployment = Deployment.model_validate(
        {
            "digital_twin_name": "factory",
            "providers": {
                "layer_3_hot_provider": layer_3,
                "layer_4_provider": layer_3,
                "layer_5_provider": "grafana-cloud",
            },
            "devices": [{"id": "pump-7", "properties": {"rpm": "integer"}}],
            "aws": {"region": "eu-central-1", "endpoint_url": endpoint_url},
            "azure": {"location": "westeurope", "subscription_id": "00000000-0000-0000-0000-000000000000"},
        }
    )
    told = contradiction(deployment)
    assert bool(told) is named
    assert not named or all(name in told for name in ELSEWHERE)
    assert "AWS_ENDPOINT_URL_S3" not in told


@pytest.mark.usefixtures("shell")
def test_false_is_no_contradiction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "False")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")
    assert set(aws_emulator.preceding(ADDRESS)) == ELSEWHERE.keys() - {
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_ENDPOINT_URL",
    }
