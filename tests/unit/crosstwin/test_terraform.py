"""Finding the Terraform CLI and a mirror of providers, in folders made for the purpose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crosstwin.terraform import finding
from crosstwin.terraform.finding import Terraform, find_terraform, why_not


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a mirror, a PATH without a CLI, no registry, and a platform of our own."""
    monkeypatch.setattr(finding, "_target", lambda: "plan9_mips")
    monkeypatch.setattr(finding, "_registry_answers", lambda: False)
    for name in ("TF_PLUGIN_MIRROR", "TF_CLI_CONFIG_FILE", "TERRAFORM_BINARY_NAME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def with_cli(bare_machine: Path) -> Path:
    executable = bare_machine / "bin/terraform"
    executable.touch(mode=0o755)
    return bare_machine


def _unpacked(mirror: Path, version: str, provider: str = "hashicorp/aws") -> Path:
    (mirror / "registry.terraform.io" / provider / version / "plan9_mips").mkdir(parents=True)
    return mirror


def test_no_cli_is_none_and_says_so(bare_machine: Path) -> None:
    assert find_terraform() is None
    assert why_not() == "no Terraform CLI: `terraform` is not on the PATH"


def test_cli_may_have_another_name(with_cli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terraform-1.9")
    assert why_not() == "no Terraform CLI: `terraform-1.9` is not on the PATH"
    (with_cli / "bin/terraform-1.9").touch(mode=0o755)
    found = find_terraform()
    assert found is not None
    assert found.executable == with_cli / "bin/terraform-1.9"


def test_no_mirror_and_no_registry_says_what_is_missing(with_cli: Path) -> None:
    assert find_terraform() == Terraform(with_cli / "bin/terraform", mirror=None)
    assert "no Terraform provider hashicorp/aws: no provider mirror was found" in why_not()


def test_registry_serves_where_there_is_no_mirror(with_cli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_registry_answers", lambda: True)
    assert why_not("hashicorp/aws", "hashicorp/google") == ""


@pytest.mark.parametrize(
    "folder", ["home/.terraform.d/plugins", "terraform.d/plugins", "home/.local/share/terraform/plugins"]
)
def test_finds_terraforms_own_folders(with_cli: Path, folder: str) -> None:
    mirror = _unpacked(with_cli / folder, "6.28.0")
    found = find_terraform()
    assert found is not None
    assert found.mirror == mirror


def test_the_named_mirror_comes_first(with_cli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _unpacked(with_cli / "terraform.d/plugins", "6.28.0")
    named = _unpacked(with_cli / "elsewhere", "5.100.0")
    monkeypatch.setenv("TF_PLUGIN_MIRROR", str(named))
    found = find_terraform()
    assert found is not None
    assert (found.mirror, found.versions("hashicorp/aws")) == (named, ("5.100.0",))


def test_versions_of_both_layouts_in_order(with_cli: Path) -> None:
    mirror = _unpacked(_unpacked(with_cli / "mirror", "5.100.0"), "5.99.0")
    folder = mirror / "registry.terraform.io/hashicorp/aws"
    (folder / "terraform-provider-aws_6.28.0_plan9_mips.zip").touch()
    (folder / "terraform-provider-aws_7.0.0_other_mips.zip").touch()
    found = Terraform(with_cli / "bin/terraform", mirror)
    assert found.versions("hashicorp/aws") == ("5.99.0", "5.100.0", "6.28.0")
    assert (found.has_provider("hashicorp/aws"), found.has_provider("hashicorp/azurerm")) == (True, False)


def test_mirror_of_another_platform_is_no_mirror(with_cli: Path) -> None:
    folder = with_cli / "terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.28.0/other_mips"
    folder.mkdir(parents=True)
    found = find_terraform()
    assert found is not None
    assert found.mirror is None


def test_environment_names_the_mirror_for_what_it_holds_alone(with_cli: Path) -> None:
    mirror = _unpacked(with_cli / "mirror", "5.100.0")
    environment = Terraform(with_cli / "bin/terraform", mirror).environment(with_cli / "new/folder")
    assert environment["CHECKPOINT_DISABLE"] == "1"
    config = Path(environment["TF_CLI_CONFIG_FILE"])
    assert config.is_relative_to(with_cli / "new/folder")
    text = config.read_text(encoding="utf-8")
    assert f'path = "{mirror}"' in text
    assert text.count('["registry.terraform.io/hashicorp/aws"]') == 2


def test_environment_leaves_the_users_configuration_in_force(
    with_cli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Terraform(with_cli / "bin/terraform", mirror=None)
    assert "TF_CLI_CONFIG_FILE" not in found.environment(with_cli)
    (with_cli / "own.tfrc").touch()
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(with_cli / "own.tfrc"))
    assert "TF_CLI_CONFIG_FILE" not in found.environment(with_cli)


def test_environment_replaces_a_configuration_that_does_not_exist(
    with_cli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(with_cli / "missing.tfrc"))
    environment = os.environ | Terraform(with_cli / "bin/terraform", mirror=None).environment(with_cli)
    assert Path(environment["TF_CLI_CONFIG_FILE"]).read_text(encoding="utf-8") == ""
