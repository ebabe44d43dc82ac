"""Finds the Terraform CLI, and whether it can get a provider, by what Terraform itself goes by."""

from __future__ import annotations

import http.client
import os
import platform
import re
import shutil
from functools import cache
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

# The versions of Terraform that the stacks accept. Those of providers are in crosstwin/clouds/.
# The modules' validations look at other variables, which Terraform has allowed since 1.9.
TERRAFORM = ">= 1.9"
# S3's own lock, without a DynamoDB table.
TERRAFORM_WITH_S3_STATE = ">= 1.10"

REGISTRY = "registry.terraform.io"
_REGISTRY_SECONDS = 3.0
_MIRROR = re.compile(r'filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"')


def find_terraform() -> Path | None:
    """The CLI that $TERRAFORM_BINARY_NAME names (as for cdktf), else `terraform` on the PATH, else None."""
    executable = shutil.which(terraform_name())
    return None if executable is None else Path(executable)


def why_not(*providers: str) -> str:
    """What is missing to run Terraform with these providers (default `hashicorp/aws`); "" if nothing."""
    if find_terraform() is None:
        return f"no Terraform CLI: `{terraform_name()}` is not on the PATH"
    lacking = [name for name in providers or ("hashicorp/aws",) if not can_get(name)]
    if not lacking:
        return ""
    configuration = _configuration()
    where = " and ".join(map(str, mirrors())) or (
        "no filesystem mirror in Terraform's CLI configuration"
        if configuration.is_file()
        else f"Terraform has no CLI configuration: {configuration} does not exist"
    )
    return f"no Terraform provider {', '.join(lacking)}: {where}, and {REGISTRY} does not answer"


def can_get(provider: str) -> bool:
    """Whether `terraform init` finds e.g. `hashicorp/aws`: in a mirror, or else in the registry.

    Assumed of a network mirror, which is not asked.
    """
    return bool(mirrored(provider)) or "network_mirror" in _configuration_text() or _registry_answers()


def mirrored(provider: str) -> dict[str, Path]:
    """The versions of a provider that mirrors hold for this platform, oldest first, each with its mirror."""
    held = {version: mirror for mirror in mirrors() for version in _versions(mirror / REGISTRY / provider)}
    return {version: held[version] for version in sorted(held, key=Version)}


def mirrors() -> list[Path]:
    """The filesystem mirrors that Terraform reads.

    Those that its CLI configuration names; if it names no way of installation, the "implied local mirror
    directories" of https://developer.hashicorp.com/terraform/cli/config/config-file.
    """
    text = _configuration_text()
    if "provider_installation" in text:
        return [Path(path).expanduser() for path in _MIRROR.findall(text)]
    home = Path.home()
    data_home = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    data_dirs = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(os.pathsep)
    shared = (Path(folder) / "terraform/plugins" for folder in (data_home, *data_dirs))
    return [folder for folder in (home / ".terraform.d/plugins", *shared) if folder.is_dir()]


def accepts(constraint: str, version: str) -> bool:
    """Whether a version such as 6.28.1 meets all parts of a constraint such as `>= 6.28.0, < 7`."""
    return SpecifierSet(constraint).contains(version, prereleases=True)


def terraform_name() -> str:
    return os.environ.get("TERRAFORM_BINARY_NAME") or "terraform"


def _configuration() -> Path:
    return Path(os.environ.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc")


def _configuration_text() -> str:
    try:
        return _configuration().read_text(encoding="utf-8")
    except OSError:
        return ""


def _versions(folder: Path) -> set[str]:
    """Reads both layouts: `VERSION/TARGET/` and `terraform-provider-NAME_VERSION_TARGET.zip`."""
    target = _target()
    prefix, suffix = f"terraform-provider-{folder.name}_", f"_{target}.zip"
    unpacked = {path.parent.name for path in folder.glob(f"*/{target}")}
    packed = {path.name[len(prefix) : -len(suffix)] for path in folder.glob(f"{prefix}*{suffix}")}
    return unpacked | packed


def _target() -> str:
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64", "i386": "386", "i686": "386"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


@cache
def _registry_answers() -> bool:
    connection = http.client.HTTPSConnection(REGISTRY, timeout=_REGISTRY_SECONDS)
    try:
        connection.request("GET", "/.well-known/terraform.json")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
