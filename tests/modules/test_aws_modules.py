"""The AWS modules: Terraform's own checks, the TwinMaker template, READMEs, and a life on an emulator.

Where the Terraform CLI, the provider or the emulator is missing, tests that need it are skipped and say so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import hcl2
import pytest

from crosstwin.local.aws import AwsEmulator, running_aws
from crosstwin.local.aws import why_not as no_emulator
from crosstwin.local.provider import running_aws_provider
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.terraform.outputs import on_emulator
from crosstwin.twin import deployment, twinmaker_size
from tests.modules import readme, twinmaker_templates
from tests.modules.conftest import copied
from tests.unit.stacks.twin import FLEET_TWIN

NAMES = ("aws-hot-reader", "aws-processor", "aws-twin-connector", "aws-twinmaker")
FOLDER = {name: readme.MODULES / name for name in NAMES}
every_module = pytest.mark.parametrize("name", NAMES)


class Run:
    """Terraform in a folder. A failure shows the end of its output: a test's diagnostics can be megabytes."""

    def __init__(
        self, terraform: Path, folder: Path, environment: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.folder = folder
        self._executable = terraform
        self._environment = os.environ | environment

    def __call__(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [self._executable, *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in codes, (
            f"terraform {' '.join(arguments)}: exit code {done.returncode}\n"
            f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        )
        return done.stdout


@pytest.fixture(scope="session")
def terraform() -> Path:
    found = find_terraform()
    missing = why_not("hashicorp/aws")
    if found is None or missing:
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def aws_provider(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The AWS provider, started once. Yields the variables that make Terraform use it."""
    folder = tmp_path_factory.mktemp("provider")
    shutil.copy(FOLDER["aws-hot-reader"] / "versions.tf", folder)
    Run(terraform, folder)("init", "-no-color")
    with running_aws_provider(folder) as variables:
        yield variables


@pytest.fixture(scope="session")
def initialized(
    terraform: Path, aws_provider: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Run]:
    """A `copied` module, after `terraform init`.

    Terraform itself chooses the provider by the module's constraint, then uses the one that runs: it would
    start one several times for each `run` block.
    """
    ready: dict[str, Run] = {}

    def initialize(name: str) -> Run:
        if name not in ready:
            folder = copied(name, tmp_path_factory.mktemp("modules"))
            Run(terraform, folder)("init", "-backend=false", "-no-color")
            ready[name] = Run(terraform, folder, aws_provider)
        return ready[name]

    return initialize


@every_module
def test_terraform_validate(name: str, initialized: Callable[[str], Run]) -> None:
    outcome = json.loads(initialized(name)("validate", "-json"))
    assert (outcome["valid"], outcome["diagnostics"]) == (True, [])


@every_module
def test_terraform_test(name: str, initialized: Callable[[str], Run]) -> None:
    assert "0 failed" in initialized(name)("test", "-no-color").splitlines()[-1]


@pytest.fixture(scope="session")
def templates(terraform: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Those that aws-twinmaker makes of the variables of two files of its tests."""
    bodies: dict[str, str] = {}
    for name in ("module", "fleet"):
        folder = tmp_path_factory.mktemp("templates")
        twinmaker_templates.write(folder)
        (folder / "terraform.tfvars").write_text(twinmaker_templates.variables_of(name), encoding="utf-8")
        found = twinmaker_templates.planned(Run(terraform, folder))
        bodies |= {f"{name}-{key}": body for key, body in found.items()}
    return bodies


# cfn-lint takes any name.
# https://docs.aws.amazon.com/iot-twinmaker/latest/guide/twinmaker-component-types.html
TWINMAKER_FUNCTIONS = {
    "schemaInitializer",
    "dataReader",
    "dataReaderByEntity",
    "dataReaderByComponentType",
    "attributePropertyValueReaderByEntity",
}


def test_twinmaker_knows_the_functions_of_its_component_types(templates: dict[str, str]) -> None:
    resources = [one for body in templates.values() for one in json.loads(body)["Resources"].values()]
    named = {name for one in resources for name in one["Properties"].get("Functions", {})}
    assert named
    assert named <= TWINMAKER_FUNCTIONS


def test_the_size_that_twin_yaml_is_held_to_is_the_templates(templates: dict[str, str]) -> None:
    twin = deployment.parse(FLEET_TWIN)
    estimates = {f"fleet-devices-{key}": size for key, size in twinmaker_size.shard_bytes(twin).items()}
    estimates |= {f"fleet-type-{key}": size for key, size in twinmaker_size.type_bytes(twin).items()}
    assert len(estimates) == 3
    for key, estimate in estimates.items():
        assert len(templates[key]) <= estimate
    assert sum(estimates.values()) <= 2 * sum(len(templates[key]) for key in estimates)
    for key, count in twinmaker_size.shard_resources(twin).items():
        assert count == len(json.loads(templates[f"fleet-devices-{key}"])["Resources"])


def test_twinmaker_templates_pass_cfn_lint(templates: dict[str, str], tmp_path: Path) -> None:
    """CloudFormation's own schemas of the TwinMaker types, for each region that has them."""
    regions = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1"]
    assert lint(templates, tmp_path, "--include-checks", "I", "--regions", *regions) == (0, "")


def test_twinmaker_template_at_fault_fails_cfn_lint(templates: dict[str, str], tmp_path: Path) -> None:
    """cfn-lint knows these types: a misspelt argument or an unknown data type does not pass."""
    for right, wrong in (('"ImplementedBy"', '"implementedBy"'), ('"DOUBLE"', '"FLOAT"')):
        at_fault = {key: body.replace(right, wrong) for key, body in templates.items() if right in body}
        assert lint(at_fault, tmp_path)[0] != 0, f"cfn-lint took {wrong} for {right}"


def lint(templates: dict[str, str], folder: Path, *options: str) -> tuple[int, str]:
    """What cfn-lint says of all of them."""
    cfn_lint = Path(sys.executable).with_name("cfn-lint")
    if not cfn_lint.exists():
        pytest.skip("cfn-lint is not installed")
    files = [folder / f"{key}.json" for key in templates]
    for file, body in zip(files, templates.values(), strict=True):
        file.write_text(body, encoding="utf-8")
    command = [cfn_lint, *files, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@every_module
def test_readme_example_gives_what_the_module_requires(name: str) -> None:
    example = hcl2.loads("\n".join(readme.hcl_examples(FOLDER[name])))
    (call,) = (spec for block in example["module"] for spec in block.values())
    given = {key for key in call if not key.startswith("__")} - {"source"}
    variables = readme.variables(FOLDER[name])
    assert given <= set(variables)
    assert {key for key, spec in variables.items() if "default" not in spec} <= given


@every_module
def test_readme_example_validates(
    name: str, terraform: Path, aws_provider: Mapping[str, str], tmp_path: Path
) -> None:
    shutil.copytree(FOLDER[name], tmp_path / "modules" / name)
    example = "\n".join(readme.hcl_examples(FOLDER[name]))
    (tmp_path / "main.tf").write_text(example, encoding="utf-8")
    for package in re.findall(r'"([\w-]+\.zip)"', example):
        (tmp_path / package).touch()
    Run(terraform, tmp_path)("init", "-no-color")
    run = Run(terraform, tmp_path, aws_provider)
    run("validate", "-no-color")
    run("fmt", "-check", "-diff", "main.tf")


LIFE = """
variable "endpoint" { type = string }

variable "token_generation" { type = number }

variable "alarms" { type = bool }

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  endpoints {
    cloudwatch     = var.endpoint
    cloudwatchlogs = var.endpoint
    dynamodb       = var.endpoint
    iam            = var.endpoint
    lambda         = var.endpoint
    sts            = var.endpoint
  }
}

locals {
  info = jsonencode({
    config           = { digital_twin_name = "factory" }
    config_providers = { layer_3_hot_provider = "aws", layer_4_provider = "aws" }
  })
}

module "hot_reader" {
  source                        = "./modules/aws-hot-reader"
  digital_twin_name             = "factory"
  digital_twin_info             = local.info
  hot_reader_package            = "function.zip"
  hot_reader_last_entry_package = "function.zip"
  token_generation              = var.token_generation
  deletion_protection           = false
  alarms                        = { enabled = var.alarms }
  query_timeout_seconds         = 40
  last_entry_records            = 7
  last_entry_hours              = 48
  future_tolerance_seconds      = 60
}

module "connector" {
  source                            = "./modules/aws-twin-connector"
  digital_twin_name                 = "factory"
  hot_cloud                         = "aws"
  digital_twin_info                 = local.info
  remote_reader_url                 = module.hot_reader.hot_reader_url
  remote_reader_last_entry_url      = module.hot_reader.hot_reader_last_entry_url
  inter_cloud_token                 = module.hot_reader.inter_cloud_token
  local_hot_reader_name             = "factory-hot-reader"
  local_hot_reader_last_entry_name  = "factory-hot-reader-last-entry"
  data_connector_package            = "function.zip"
  data_connector_last_entry_package = "function.zip"
  alarms                            = { enabled = var.alarms }
}

module "second_reader_of_the_same_table" {
  source                        = "./modules/aws-hot-reader"
  digital_twin_name             = "archive"
  digital_twin_info             = local.info
  hot_reader_package            = "function.zip"
  hot_reader_last_entry_package = "function.zip"
  existing_hot_store            = { table_name = module.hot_reader.hot_store_table_name }
  deletion_protection           = false
  alarms                        = { enabled = false }
}

output "hot_reader_url" { value = module.hot_reader.hot_reader_url }
"""

# 40 s of the 30 that the platform gives are 24: a fifth stays for the answer.
QUERY_SETTINGS = {
    "QUERY_TIMEOUT_SECONDS": "24",
    "LAST_ENTRY_RECORDS": "7",
    "LAST_ENTRY_HOURS": "48",
    "FUTURE_TOLERANCE_SECONDS": "60",
}

FUNCTION = """
import json, os

def lambda_handler(event, context):
    return {"statusCode": 200, "body": json.dumps(dict(os.environ))}
"""


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[AwsEmulator]:
    """An emulated AWS."""
    if missing := no_emulator():
        pytest.skip(missing)
    with running_aws(tmp_path) as aws:
        yield aws


@pytest.mark.nightly
def test_apply_second_plan_empty_rotate_destroy(
    terraform: Path, emulator: AwsEmulator, tmp_path: Path
) -> None:
    folder = tmp_path / "twin"
    for name in ("aws-hot-reader", "aws-twin-connector"):
        shutil.copytree(FOLDER[name], folder / "modules" / name)
    (folder / "main.tf").write_text(LIFE, encoding="utf-8")
    with zipfile.ZipFile(folder / "function.zip", "w") as package:
        package.writestr("lambda_function.py", FUNCTION)
    run = Run(terraform, folder)

    def options(generation: int) -> list[str]:
        # Alarms come with the second generation and go with the third: the emulator takes them, but tells
        # them back incompletely, so that no plan after them would be empty.
        alarms = "true" if generation == 2 else "false"
        return [
            "-no-color",
            f"-var=endpoint={emulator.endpoint_url}",
            f"-var=token_generation={generation}",
            f"-var=alarms={alarms}",
        ]

    def planned(generation: int) -> Counter[tuple[str, str]]:
        run("plan", *options(generation), "-out=plan")
        changes = json.loads(run("show", "-json", "plan"))["resource_changes"]
        return Counter(
            (change["type"], "/".join(change["change"]["actions"]))
            for change in changes
            if change["change"]["actions"] not in (["no-op"], ["read"])
        )

    run("init", "-no-color")
    run("apply", "-auto-approve", *options(1))
    run("plan", "-detailed-exitcode", *options(1))  # 2: there are changes

    url = json.loads(run("output", "-json", "hot_reader_url"))
    first = _ask(url, emulator)
    assert first["DYNAMODB_TABLE_NAME"] == "factory-hot"
    assert json.loads(first["DIGITAL_TWIN_INFO"])["config"] == {"digital_twin_name": "factory"}
    assert {name: first[name] for name in QUERY_SETTINGS} == QUERY_SETTINGS

    # Readers and connectors are updated in place; of tokens, exactly one is made.
    alarms = 2 * 4 + 2 * 3
    assert planned(2) == {
        ("aws_lambda_function", "update"): 4,
        ("terraform_data", "create"): 1,
        ("aws_cloudwatch_metric_alarm", "create"): alarms,
    }
    run("apply", "-no-color", "plan")
    made = emulator.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert len(made) == alarms
    assert {alarm["MetricName"] for alarm in made} >= {"Errors", "Throttles", "Duration"}
    second = _ask(url, emulator)
    assert second["INTER_CLOUD_TOKEN"].split(",")[1:] == [first["INTER_CLOUD_TOKEN"]]

    assert planned(3) == {
        ("aws_lambda_function", "update"): 4,
        ("terraform_data", "create"): 1,
        ("terraform_data", "delete"): 1,
        ("aws_cloudwatch_metric_alarm", "delete"): alarms,
    }
    shown = run("show", "-no-color", "plan")
    assert [token for token in second["INTER_CLOUD_TOKEN"].split(",") if token in shown] == []

    run("destroy", "-auto-approve", "-refresh=false", *options(2))
    assert run("state", "list") == ""


def _ask(url: str, emulator: AwsEmulator) -> Any:
    request = urllib.request.Request(on_emulator(url, emulator.endpoint_url), data=b"{}")
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)
