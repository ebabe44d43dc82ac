"""Finds the Terraform or OpenTofu CLI, and whether it can get a provider, by what the CLI itself goes by."""

from __future__ import annotations

import http.client
import os
import platform
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from crosstwin.terraform.running import run, terraform_name

# The versions that the stacks accept. Those of providers are in crosstwin/clouds/.
# Terraform and OpenTofu number alike here: both let a variable's validation look at other variables since 1.9
# (https://github.com/opentofu/opentofu/pull/2216), and both have S3's own lock, without a DynamoDB table,
# since 1.10 (https://github.com/opentofu/opentofu/issues/599).
TERRAFORM = ">= 1.9"
TERRAFORM_WITH_S3_STATE = ">= 1.10"

_VERSION_SECONDS = 30
_REGISTRY_SECONDS = 3.0
_MIRROR = re.compile(r'filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Product:
    """Which of the two a CLI is: it decides where a provider such as `hashicorp/aws` comes from."""

    name: str
    registry: str


_TERRAFORM = Product("Terraform", "registry.terraform.io")
_OPENTOFU = Product("OpenTofu", "registry.opentofu.org")
REGISTRIES = (_TERRAFORM.registry, _OPENTOFU.registry)


def find_terraform() -> Path | None:
    """The CLI that $TERRAFORM_BINARY_NAME names (as for cdktf), else `terraform` on the PATH, else None.

    An absolute path, since it runs in the folders of stacks.
    """
    executable = shutil.which(terraform_name())
    return None if executable is None else Path(executable).absolute()


def product() -> Product:
    """What the CLI says it is, whatever its name. Without a CLI, Terraform."""
    executable = find_terraform()
    return _TERRAFORM if executable is None else _product_of(executable)


@cache
def _product_of(executable: Path) -> Product:
    try:
        done = run([str(executable), "version"], seconds=_VERSION_SECONDS)
    except (OSError, TimeoutError):
        return _TERRAFORM
    return _OPENTOFU if done.stdout.startswith(_OPENTOFU.name) else _TERRAFORM


def why_no_cli() -> str:
    """Why there is no CLI to run; "" if there is one."""
    if find_terraform() is not None:
        return ""
    missing = f"no Terraform CLI: `{terraform_name()}` is not on the PATH"
    if "TERRAFORM_BINARY_NAME" not in os.environ and shutil.which("tofu"):
        return f"{missing}; `tofu` is: to use it, set the variable TERRAFORM_BINARY_NAME=tofu"
    return missing


def why_not(*providers: str) -> str:
    """What is missing to run Terraform with these providers (default `hashicorp/aws`); "" if nothing."""
    if missing := why_no_cli():
        return missing
    lacking = [name for name in providers or ("hashicorp/aws",) if not can_get(name)]
    if not lacking:
        return ""
    configuration = _configuration()
    where = " and ".join(map(str, mirrors())) or (
        f"no filesystem mirror in {product().name}'s CLI configuration"
        if configuration.is_file()
        else f"{product().name} has no CLI configuration: {configuration} does not exist"
    )
    registry = product().registry
    return f"no Terraform provider {', '.join(lacking)}: {where}, and {registry} does not answer"


def can_get(provider: str) -> bool:
    """Whether `terraform init` finds e.g. `hashicorp/aws`: in a mirror, or else in the registry.

    Assumed of a network mirror, which is not asked.
    """
    return (
        bool(mirrored(provider))
        or "network_mirror" in _configuration_text()
        or _registry_answers(product().registry)
    )


def mirrored(provider: str) -> dict[str, Path]:
    """The versions of a provider that mirrors hold for this platform, oldest first, each with its mirror."""
    folder = f"{product().registry}/{provider}"
    held = {version: mirror for mirror in mirrors() for version in _versions(mirror / folder)}
    return {version: held[version] for version in sorted(held, key=Version)}


def mirrors() -> list[Path]:
    """The filesystem mirrors that the CLI reads.

    Those that its CLI configuration names; if it names no way of installation, the "implied local mirror
    directories" of https://developer.hashicorp.com/terraform/cli/config/config-file. OpenTofu reads one more
    (implicitProviderSource in its cmd/tofu/provider_source.go, 1.11).
    """
    text = _configuration_text()
    if "provider_installation" in text:
        return [Path(path).expanduser() for path in _MIRROR.findall(text)]
    home = Path.home()
    data_home = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    data_dirs = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(os.pathsep)
    shared = [Path(folder) / "terraform/plugins" for folder in (data_home, *data_dirs)]
    if product() is _OPENTOFU and os.environ.get("XDG_DATA_HOME"):
        shared.insert(0, Path(data_home) / "opentofu/plugins")
    return [folder for folder in (home / ".terraform.d/plugins", *shared) if folder.is_dir()]


def accepts(constraint: str, version: str) -> bool:
    """Whether a version such as 6.28.1 meets all parts of a constraint such as `>= 6.28.0, < 7`."""
    return SpecifierSet(constraint).contains(version, prereleases=True)


def _configuration() -> Path:
    """OpenTofu's own file comes before Terraform's (configFile in its internal/command/cliconfig, 1.11)."""
    if named := os.environ.get("TF_CLI_CONFIG_FILE"):
        return Path(named)
    terraforms, own = Path.home() / ".terraformrc", Path.home() / ".tofurc"
    if product() is _TERRAFORM or (terraforms.exists() and not own.exists()):
        return terraforms
    settings = os.environ.get("XDG_CONFIG_HOME")
    return own if own.exists() or not settings else Path(settings) / "opentofu/tofurc"


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
def _registry_answers(registry: str) -> bool:
    connection = http.client.HTTPSConnection(registry, timeout=_REGISTRY_SECONDS)
    try:
        connection.request("GET", "/.well-known/terraform.json")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
