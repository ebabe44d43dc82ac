"""Finding the Terraform CLI and its mirrors of providers, in folders made for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstwin.terraform import finding
from crosstwin.terraform.finding import can_get, find_terraform, mirrored, mirrors, product, why_not


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without a mirror, a PATH without a CLI, no registry, and a platform of our own."""
    monkeypatch.setattr(finding, "_target", lambda: "plan9_mips")
    monkeypatch.setattr(finding, "_registry_answers", lambda _: False)
    for name in ("TF_PLUGIN_MIRROR", "TF_CLI_CONFIG_FILE", "TERRAFORM_BINARY_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def with_cli(bare_machine: Path) -> Path:
    executable = bare_machine / "bin/terraform"
    executable.touch(mode=0o755)
    return bare_machine


@pytest.fixture
def with_tofu(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose CLI says that it is OpenTofu."""
    executable = bare_machine / "bin/tofu"
    executable.write_text("#!/bin/sh\necho OpenTofu v1.11.0\n")
    executable.chmod(0o755)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "tofu")
    return bare_machine


def _unpacked(
    mirror: Path, version: str, provider: str = "hashicorp/aws", registry: str = "registry.terraform.io"
) -> Path:
    (mirror / registry / provider / version / "plan9_mips").mkdir(parents=True)
    return mirror


def _configured(file: Path, *mirrors: Path) -> Path:
    blocks = "".join(
        f'  filesystem_mirror {{\n    path    = "{mirror}"\n    include = ["hashicorp/*"]\n  }}\n'
        for mirror in mirrors
    )
    file.write_text(f"provider_installation {{\n{blocks}}}\n")
    return file


def test_no_cli_is_none_and_says_so(bare_machine: Path) -> None:
    assert find_terraform() is None
    assert why_not() == "no Terraform CLI: `terraform` is not on the PATH"


def test_cli_may_have_another_name(with_cli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terraform-1.9")
    assert why_not() == "no Terraform CLI: `terraform-1.9` is not on the PATH"
    (with_cli / "bin/terraform-1.9").touch(mode=0o755)
    assert find_terraform() == with_cli / "bin/terraform-1.9"


def test_no_mirror_and_no_registry_says_what_is_missing(
    with_cli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(with_cli / "missing.tfrc"))
    assert why_not() == (
        f"no Terraform provider hashicorp/aws: Terraform has no CLI configuration: {with_cli}/missing.tfrc "
        "does not exist, and registry.terraform.io does not answer"
    )
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(_configured(with_cli / "own.tfrc")))
    assert "no filesystem mirror in Terraform's CLI configuration" in why_not()


def test_registry_serves_where_there_is_no_mirror(with_cli: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_registry_answers", lambda _: True)
    assert why_not("hashicorp/aws", "hashicorp/google") == ""


@pytest.mark.parametrize(
    "folder", ["home/.terraform.d/plugins", "home/.local/share/terraform/plugins", "share/terraform/plugins"]
)
def test_finds_terraforms_own_folders_unless_its_configuration_names_others(
    with_cli: Path, folder: str
) -> None:
    mirror = _unpacked(with_cli / folder, "6.28.0")
    assert mirrored("hashicorp/aws") == {"6.28.0": mirror}
    _configured(with_cli / "home/.terraformrc", with_cli / "elsewhere")
    assert mirrored("hashicorp/aws") == {}


def test_folders_that_terraform_does_not_read_are_no_mirrors(with_cli: Path) -> None:
    _unpacked(with_cli / "terraform.d", "6.28.0")
    assert not can_get("hashicorp/aws")


def test_mirrors_of_the_configuration_in_the_order_of_versions(
    with_cli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _unpacked(_unpacked(with_cli / "first", "5.100.0"), "5.99.0")
    second = _unpacked(with_cli / "second", "6.0.0-beta1")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(_configured(with_cli / "own.tfrc", first, second)))
    packed = second / "registry.terraform.io/hashicorp/aws"
    (packed / "terraform-provider-aws_6.28.0_plan9_mips.zip").touch()
    (packed / "terraform-provider-aws_7.0.0_other_mips.zip").touch()
    assert list(mirrored("hashicorp/aws").items()) == [
        ("5.99.0", first),
        ("5.100.0", first),
        ("6.0.0-beta1", second),
        ("6.28.0", second),
    ]
    assert (can_get("hashicorp/aws"), can_get("hashicorp/azurerm")) == (True, False)
    assert f"no Terraform provider hashicorp/azurerm: {first} and {second}, and" in why_not(
        "hashicorp/azurerm"
    )


def test_a_network_mirror_may_hold_any_provider(with_cli: Path) -> None:
    (with_cli / "home/.terraformrc").write_text(
        'provider_installation { network_mirror { url = "https://mirror.example.com/" } }'
    )
    assert why_not("hashicorp/aws") == ""


def test_mirror_of_another_platform_holds_nothing(with_cli: Path) -> None:
    folder = with_cli / "home/.terraform.d/plugins/registry.terraform.io/hashicorp/aws/6.28.0/other_mips"
    folder.mkdir(parents=True)
    assert mirrored("hashicorp/aws") == {}


def test_opentofu_is_named_where_it_is_there_and_terraform_is_not(
    with_tofu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_terraform() == with_tofu / "bin/tofu"
    assert product().name == "OpenTofu"
    monkeypatch.delenv("TERRAFORM_BINARY_NAME")
    assert why_not() == (
        "no Terraform CLI: `terraform` is not on the PATH; `tofu` is: to use it, set the variable "
        "TERRAFORM_BINARY_NAME=tofu"
    )


def test_a_cli_is_what_it_says_and_not_what_it_is_called(
    with_cli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (with_cli / "bin/tofu").write_text("#!/bin/sh\necho Terraform v1.11.4\n")
    (with_cli / "bin/tofu").chmod(0o755)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "tofu")
    assert product().name == "Terraform"


def test_opentofu_has_providers_of_its_own_registry(with_tofu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = _unpacked(with_tofu / "mirror", "5.100.0")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(_configured(with_tofu / "own.tfrc", mirror)))
    assert mirrored("hashicorp/aws") == {}
    assert why_not() == (
        f"no Terraform provider hashicorp/aws: {mirror}, and registry.opentofu.org does not answer"
    )
    _unpacked(mirror, "6.28.0", registry="registry.opentofu.org")
    assert mirrored("hashicorp/aws") == {"6.28.0": mirror}
    assert why_not() == ""


def test_opentofu_asks_its_own_registry(with_tofu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answers(registry: str) -> bool:
        asked.append(registry)
        return True

    monkeypatch.setattr(finding, "_registry_answers", answers)
    assert why_not() == ""
    assert asked == ["registry.opentofu.org"]


def test_opentofus_own_configuration_comes_before_terraforms(
    with_tofu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = with_tofu / "home"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(with_tofu / "settings"))
    (with_tofu / "settings/opentofu").mkdir(parents=True)
    for folder, file in (
        ("third", with_tofu / "settings/opentofu/tofurc"),
        ("second", home / ".terraformrc"),
        ("first", home / ".tofurc"),
    ):
        _configured(file, with_tofu / folder)
        assert mirrors() == [with_tofu / folder]


def test_opentofu_has_a_folder_of_mirrors_of_its_own(
    with_tofu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_tofu / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    for folder in ("opentofu/plugins", "terraform/plugins"):
        (data / folder).mkdir(parents=True)
    assert mirrors() == [data / "opentofu/plugins", data / "terraform/plugins"]
