"""crosstwin doctor, on this machine and on machines made for the purpose."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from crosstwin.doctor import emulators
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins as Instance
from crosstwin.local.serving import serving
from crosstwin.terraform import finding
from tests.contract.cli.conftest import TWIN, Crosstwin

SECRET = "wJalrXUtnFEMI-secret"
AWS_KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": SECRET}
SIGNED_IN = {**AWS_KEYS, "ARM_CLIENT_ID": "some-client", "GOOGLE_CREDENTIALS": "{}"}
MACHINE = ("CLOUDSDK_", "AZURE_", "ARM_", "AWS_", "GOOGLE_", "TF_", "TERRAFORM_", "CROSSTWIN_", "XDG_")
PROVIDERS = {"hashicorp/aws": "6.28.0", "hashicorp/azurerm": "4.78.0", "Azure/azapi": "2.1.0"}
PROVIDERS |= {"hashicorp/time": "0.9.1", "hashicorp/google": "6.50.0"}

Checks = dict[str, dict[str, Any]]


class Doctor:
    """`crosstwin doctor --json` on a machine with nothing at home, and only what is given to it."""

    def __init__(self, folder: Path, crosstwin: Crosstwin, patch: pytest.MonkeyPatch) -> None:
        self._crosstwin, self._patch = crosstwin, patch
        (folder / "home").mkdir()
        for name in os.environ:
            if name.startswith(MACHINE):
                patch.delenv(name)
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setattr(finding, "_registry_answers", lambda _: False)

    def __call__(self, *, path: Path, **environment: str) -> tuple[int, Checks, str]:
        """Returns the exit code, the checks and all output."""
        with self._patch.context() as patch:
            for name, value in {"PATH": str(path), **environment}.items():
                patch.setenv(name, value)
            done = self._crosstwin("doctor", "--json")
        document = json.loads(done.out)
        assert document["ready"] is (done.code == 0)
        return done.code, {check["name"]: check for check in document["checks"]}, done.out + done.err


@pytest.fixture
def doctor(folder: Path, crosstwin: Crosstwin, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    return Doctor(folder, crosstwin, monkeypatch)


@pytest.fixture
def machine(folder: Path, doctor: Doctor) -> Path:
    """A folder for the PATH with a Node and a Terraform, and a mirror with all providers beside it."""
    programs = folder / "bin"
    programs.mkdir()
    program(programs / "node", "v22.1.0")
    program(programs / "terraform", json.dumps({"terraform_version": "1.10.2"}))
    for name, version in PROVIDERS.items():
        mirrored(folder, name, version)
    configure(folder, folder / "mirror")
    return programs


def configure(folder: Path, mirror: Path) -> None:
    """Terraform's CLI configuration at home names the mirror."""
    (folder / "home/.terraformrc").write_text(
        f'provider_installation {{ filesystem_mirror {{ path = "{mirror}" }} }}'
    )


def program(file: Path, printed: str) -> None:
    file.write_text(f"#!/bin/sh\necho '{printed}'\n")
    file.chmod(0o755)


def mirrored(folder: Path, provider: str, version: str) -> None:
    target = finding._target()
    (folder / "mirror/registry.terraform.io" / provider / version / target).mkdir(parents=True)


def test_this_machine_is_shown_a_line_an_item_and_the_exit_code_is_the_verdict(
    crosstwin: Crosstwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulators, "left_over", dict)  # of other tests: they come and go
    shown, as_json = crosstwin("doctor"), crosstwin("doctor", "--json")
    assert shown.code == as_json.code
    document = json.loads(as_json.out)
    lines = iter(shown.out.splitlines())
    for check in document["checks"]:
        line = next(lines)
        assert line.startswith("ok" if check["ok"] else ("missing", "optional")[not check["needed"]])
        assert check["name"] in line
        assert check["version"] in line
        assert check["where"] in line
        if not check["ok"]:
            assert next(lines).strip() == check["missing"]
            assert next(lines).strip() == f"needed for: {check['enables']}"
    assert list(lines) == []
    assert next(one for one in document["checks"] if one["name"] == "Python")["where"] == sys.executable
    assert ("not ready to deploy" in shown.err) is not document["ready"]


def test_without_a_twin_nothing_is_called_ready_to_deploy(
    crosstwin: Crosstwin, folder: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "twin.yaml").unlink()
    monkeypatch.setenv("PATH", str(machine))
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.setenv("TF_PLUGIN_MIRROR", str(folder / "mirror"))
    mirrored(folder, "hashicorp/aws", "5.100.0")
    done = crosstwin("doctor")
    assert "ready to deploy" not in done.err.replace("not ready", ""), done.out


def test_with_everything_there_it_ends_with_0(doctor: Doctor, folder: Path, machine: Path) -> None:
    code, checks, output = doctor(path=machine, **SIGNED_IN)
    assert {
        name: check["missing"] for name, check in checks.items() if check["needed"] and not check["ok"]
    } == {}
    assert code == 0
    assert checks["Node.js"]["version"] == "22.1.0"
    assert checks["Terraform"]["where"] == str(machine / "terraform")
    assert checks["provider Azure/azapi"]["version"] == "2.1.0"
    assert checks["provider Azure/azapi"]["where"] == str(folder / "mirror")
    assert checks["credentials of aws"]["where"] == "boto3, by env"
    assert checks["credentials of azure"]["where"] == "$ARM_CLIENT_ID"
    assert SECRET not in output
    assert "AKIAEXAMPLE" not in output


def test_with_nothing_on_the_path_it_ends_with_1_and_says_what_is_missing(
    doctor: Doctor, folder: Path
) -> None:
    code, checks, _ = doctor(path=folder / "empty")
    assert code == 1
    missing = {name: check["missing"] for name, check in checks.items() if not check["ok"]}
    assert missing["Node.js"] == "node is not on the PATH"
    assert missing["Terraform"] == "no Terraform CLI: `terraform` is not on the PATH"
    assert missing["credentials of aws"].startswith("boto3 finds no credentials")
    assert (
        missing["credentials of azure"]
        == "$ARM_CLIENT_ID is not set, and the Azure CLI (az) is not on the PATH: install it, then az login"
    )
    assert "application-default login" in missing["credentials of gcp"]
    assert "node is not on the PATH" in missing["cosmosdb-server"]
    assert all(check["enables"] for check in checks.values())
    assert not checks["ministack"]["needed"]


@pytest.mark.parametrize(
    ("version", "state", "told"),
    [
        ("1.8.5", "local", ">= 1.9 is needed"),
        ("1.9.0", "local", ""),
        ("1.9.8", "s3", ">= 1.10 is needed for a state on S3"),
    ],
)
def test_an_old_terraform_is_reported(
    doctor: Doctor, machine: Path, version: str, state: str, told: str
) -> None:
    program(machine / "terraform", json.dumps({"terraform_version": version}))
    if state == "s3":
        with (machine.parent / "twin.yaml").open("a") as file:
            file.write("state: {backend: s3, bucket: some-bucket, region: eu-central-1}\n")
    _, checks, _ = doctor(path=machine, **SIGNED_IN)
    assert checks["Terraform"]["missing"] == told


def test_a_mirror_that_terraform_does_not_read_does_not_count(
    doctor: Doctor, folder: Path, machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "home/.terraformrc").unlink()
    code, checks, _ = doctor(path=machine, **SIGNED_IN)
    assert code == 1
    assert "home/.terraformrc does not exist" in checks["provider hashicorp/aws"]["missing"]

    monkeypatch.setattr(finding, "_registry_answers", lambda _: True)
    code, checks, _ = doctor(path=machine, **SIGNED_IN)
    assert code == 0
    assert checks["provider hashicorp/aws"]["where"] == "registry.terraform.io, or a network mirror"


def test_a_mirror_with_another_version_is_reported(doctor: Doctor, folder: Path, machine: Path) -> None:
    other = folder / "other"
    mirrored(other, "hashicorp/aws", "5.100.0")
    configure(folder, other / "mirror")
    code, checks, _ = doctor(path=machine, **SIGNED_IN)
    assert code == 1
    assert checks["provider hashicorp/aws"]["version"] == "5.100.0"
    assert checks["provider hashicorp/aws"]["where"] == str(other / "mirror")
    assert checks["provider hashicorp/aws"]["missing"] == ">= 6.28.0, < 7 is needed"


def test_an_emulator_needs_neither_credentials_nor_a_new_provider(
    doctor: Doctor, folder: Path, machine: Path
) -> None:
    twin = folder / "twin.yaml"
    emulated = twin.read_text().replace("eu-central-1}", "eu-central-1, endpoint_url: http://127.0.0.1:4566}")
    twin.write_text(emulated)
    (folder / "mirror").rename(folder / "old")
    mirrored(folder, "hashicorp/aws", "5.100.0")
    _, checks, _ = doctor(path=machine)
    assert checks["provider hashicorp/aws"]["ok"]
    assert "credentials of aws" not in checks


@pytest.mark.parametrize("profile", ['{"subscriptions": []}', "no JSON", None])
def test_an_azure_cli_that_nobody_signed_in_to_is_reported(
    doctor: Doctor, folder: Path, machine: Path, profile: str | None
) -> None:
    program(machine / "az", "")
    settings = folder / "home/.azure/azureProfile.json"
    settings.parent.mkdir(parents=True)
    if profile:
        settings.write_text(profile)
    _, checks, _ = doctor(path=machine)
    assert checks["credentials of azure"]["missing"] == f"{machine}/az is not signed in: az login"

    settings.write_text('\ufeff{"subscriptions": [{"id": "x"}]}', encoding="utf-8")
    _, checks, _ = doctor(path=machine)
    assert checks["credentials of azure"]["where"] == f"{machine}/az, signed in"


def test_a_faulty_twin_file_is_a_row_of_its_own(doctor: Doctor, folder: Path, machine: Path) -> None:
    (folder / "twin.yaml").write_text("digital_twin_name: factory\nproviders: 7\n")
    code, checks, _ = doctor(path=machine)
    assert code == 1
    assert checks["twin.yaml"]["missing"].startswith("twin.yaml:")


def test_without_a_twin_file_the_tools_alone_count(doctor: Doctor, folder: Path, machine: Path) -> None:
    (folder / "twin.yaml").unlink()
    code, checks, _ = doctor(path=machine)
    assert code == 0
    assert "no such file" in checks["twin.yaml"]["missing"]
    code, _, _ = doctor(path=machine, CROSSTWIN_FILE="elsewhere.yaml")
    assert code == 1, "a file that is named must be there"


def azure_twin(folder: Path) -> None:
    text = TWIN.replace("layer_4_provider: aws", "layer_4_provider: azure")
    (folder / "twin.yaml").write_text(text)


def test_digital_twins_are_asked_where_the_stack_says_or_at_a_url(crosstwin: Crosstwin, folder: Path) -> None:
    azure_twin(folder)
    undeployed = crosstwin("doctor", "--digital-twins")
    assert (undeployed.code, undeployed.out) == (1, "")
    assert "l4-azure is not deployed from this folder" in undeployed.told
    with serving(Instance(Options(query_lag=0)).wsgi) as url:
        done = crosstwin("doctor", "--digital-twins", "--url", url)
        found = json.loads(crosstwin("doctor", "--digital-twins", "--url", url, "--json").out)
    assert done.code == 1
    assert "twins and values are not those of twin.yaml" in done.told
    assert "dtmi:crosstwin:factory:Place;1" in done.out
    assert found["ready"] is False
    assert [check["name"] for check in found["checks"]][:2] == ["list models", "query twins"]


def test_digital_twins_that_do_not_answer_are_reported(crosstwin: Crosstwin, folder: Path) -> None:
    azure_twin(folder)
    done = crosstwin("doctor", "--digital-twins", "--url", "http://127.0.0.1:9")
    assert done.code == 1
    assert "no valid answer: ConnectionError" in done.out


def test_for_a_twin_on_aws_it_is_twinmaker_that_is_asked(crosstwin: Crosstwin) -> None:
    """Without credentials here; tests/unit/crosstwin/test_doctor_twinmaker.py has the answers."""
    done = crosstwin("doctor", "--digital-twins")
    assert done.code == 1
    assert "AWS does not answer: " in done.told


@pytest.mark.parametrize(
    ("change", "stacks"),
    [
        (("layer_4_provider: aws", "layer_4_provider: azure"), "l3-azure, l4-azure"),
        (
            ("layer_3_hot_provider: azure", "layer_2_provider: aws, layer_3_hot_provider: aws"),
            "l3-aws, l2-aws, l4-aws",
        ),
    ],
)
def test_each_cloud_is_asked_once_for_credentials_of_all_its_stacks(
    doctor: Doctor, folder: Path, machine: Path, change: tuple[str, str], stacks: str
) -> None:
    twin = folder / "twin.yaml"
    assert change[0] in twin.read_text()
    twin.write_text(twin.read_text().replace(*change))
    _, checks, _ = doctor(path=machine)
    assert stacks in {check["enables"] for name, check in checks.items() if "credentials of" in name}
