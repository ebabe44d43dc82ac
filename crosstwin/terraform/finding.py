"""Finds the Terraform CLI and, for machines without a registry, a folder of providers."""

from __future__ import annotations

import http.client
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REGISTRY = "registry.terraform.io"
REGISTRY_TIMEOUT_SECONDS = 3.0
CONFIG_NAME = "terraform-cli.tfrc"


@dataclass(frozen=True, slots=True)
class Terraform:
    """A Terraform CLI of this machine.

    `mirror` is a filesystem mirror (the folder that holds `registry.terraform.io/`), or None where
    Terraform is left to find providers as it usually does.
    """

    executable: Path
    mirror: Path | None

    def environment(self, folder: Path) -> dict[str, str]:
        """Variables to add to the environment of `terraform` and `cdktf`.

        Where a mirror was found, a CLI configuration that names it is written into `folder`. The user's own
        configuration stays in force otherwise, unless $TF_CLI_CONFIG_FILE names a file that does not exist.
        """
        variables = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
        own = os.environ.get("TF_CLI_CONFIG_FILE")
        if self.mirror is None and (not own or Path(own).is_file()):
            return variables
        folder.mkdir(parents=True, exist_ok=True)
        config = folder.resolve() / CONFIG_NAME
        config.write_text(self._configuration(), encoding="utf-8")
        return variables | {"TF_CLI_CONFIG_FILE": str(config)}

    def versions(self, provider: str) -> tuple[str, ...]:
        """Versions of e.g. `hashicorp/aws` that the mirror holds for this platform, oldest first."""
        return () if self.mirror is None else _versions(self.mirror / REGISTRY / provider)

    def has_provider(self, provider: str) -> bool:
        """Whether `terraform init` can get e.g. `hashicorp/aws`: from the mirror, or else the registry."""
        return bool(self.versions(provider)) or _registry_answers()

    def _configuration(self) -> str:
        if self.mirror is None:
            return ""
        held = ", ".join(f'"{REGISTRY}/{name}"' for name in _providers(self.mirror))
        # The registry is left for the other providers alone: Terraform asks every source that may hold a
        # provider, and fails if one of them cannot be reached.
        return (
            "provider_installation {\n"
            f'  filesystem_mirror {{\n    path = "{self.mirror.as_posix()}"\n    include = [{held}]\n  }}\n'
            f"  direct {{\n    exclude = [{held}]\n  }}\n"
            "}\n"
        )


def find_terraform() -> Terraform | None:
    """The CLI that $TERRAFORM_BINARY_NAME names (as for cdktf), else `terraform` on the PATH, else None."""
    executable = shutil.which(os.environ.get("TERRAFORM_BINARY_NAME") or "terraform")
    return None if executable is None else Terraform(Path(executable), _find_mirror())


def why_not(*providers: str) -> str:
    """What is missing to run Terraform with these providers (default `hashicorp/aws`); "" if nothing."""
    terraform = find_terraform()
    if terraform is None:
        name = os.environ.get("TERRAFORM_BINARY_NAME") or "terraform"
        return f"no Terraform CLI: `{name}` is not on the PATH"
    lacking = [name for name in providers or ("hashicorp/aws",) if not terraform.has_provider(name)]
    if not lacking:
        return ""
    where = f"not in the mirror {terraform.mirror}" if terraform.mirror else "no provider mirror was found"
    return (
        f"no Terraform provider {', '.join(lacking)}: {where}, and {REGISTRY} does not answer; "
        "$TF_PLUGIN_MIRROR may name a filesystem mirror"
    )


def _find_mirror() -> Path | None:
    return next((folder for folder in _candidates() if _providers(folder)), None)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("TF_PLUGIN_MIRROR"):
        yield Path(named).expanduser().resolve()
    home = Path.home()
    # Where Terraform itself looks: "implied local mirror directories" in its CLI configuration docs.
    data_home = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    data_dirs = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(os.pathsep)
    yield Path.cwd() / "terraform.d/plugins"
    yield home / ".terraform.d/plugins"
    yield data_home / "terraform/plugins"
    yield from (Path(folder) / "terraform/plugins" for folder in data_dirs if folder)
    # Where machine images tend to keep one.
    for prefix in (Path("/opt"), Path("/usr/local/share"), Path("/usr/share"), Path("/usr/local/lib")):
        for pattern in (REGISTRY, f"*/{REGISTRY}", f"*/*/{REGISTRY}"):
            yield from sorted(found.parent for found in prefix.glob(pattern))


def _providers(mirror: Path) -> tuple[str, ...]:
    """Names such as `hashicorp/aws`, of those that run on this machine."""
    root = mirror / REGISTRY
    return tuple(
        str(folder.relative_to(root))
        for folder in sorted(root.glob("*/*"))
        if folder.is_dir() and _versions(folder)
    )


def _versions(folder: Path) -> tuple[str, ...]:
    """Reads both layouts: `VERSION/TARGET/` and `terraform-provider-NAME_VERSION_TARGET.zip`."""
    target = _target()
    unpacked = {path.parent.name for path in folder.glob(f"*/{target}")}
    prefix, suffix = f"terraform-provider-{folder.name}_", f"_{target}.zip"
    packed = {
        path.name.removeprefix(prefix).removesuffix(suffix) for path in folder.glob(f"{prefix}*{suffix}")
    }
    return tuple(sorted(unpacked | packed, key=_version_key))


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else -1 for part in version.replace("-", ".").split("."))


def _target() -> str:
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64", "i386": "386", "i686": "386"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


@cache
def _registry_answers() -> bool:
    connection = http.client.HTTPSConnection(REGISTRY, timeout=REGISTRY_TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/.well-known/terraform.json")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
