"""Where a checkout's `make` and tests get Terraform's CLI configuration on machines without a registry.

Prints the path of one that names the machine's mirror of providers; nothing where Terraform needs none.
The program itself looks for no mirror: it goes by Terraform's own configuration.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")  # OpenTofu's has providers of its own
ROOT = Path(__file__).resolve().parents[1]


def configuration() -> Path | None:
    """$TF_CLI_CONFIG_FILE if it exists, else one in .build/ for a mirror that is found, else None."""
    own = Path(os.environ.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc")
    if own.is_file():
        return own
    mirror = next(_mirrors(), None)
    if mirror is None:
        return None
    folders = (folder for registry in REGISTRIES for folder in (mirror / registry).glob("*/*"))
    providers = sorted(folder.relative_to(mirror) for folder in folders)
    mirrored = ", ".join(f'"{provider.as_posix()}"' for provider in providers)
    # The registry serves the others alone: Terraform asks every source that may hold a provider, and fails if
    # one of them cannot be reached.
    text = f"""\
provider_installation {{
  filesystem_mirror {{
    path    = "{mirror.as_posix()}"
    include = [{mirrored}]
  }}
  direct {{
    exclude = [{mirrored}]
  }}
}}
"""
    file = ROOT / ".build" / "terraform.tfrc"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return file


def _mirrors() -> Iterator[Path]:
    """Folders with one of a registry: in $TF_PLUGIN_MIRROR, else where machine images keep one."""
    named = os.environ.get("TF_PLUGIN_MIRROR")
    for folder in (Path(named),) if named else (Path("/opt"), Path("/usr/local/share"), Path("/usr/share")):
        for found in (folder, *sorted(folder.glob("*")), *sorted(folder.glob("*/*"))):
            if any((found / registry).is_dir() for registry in REGISTRIES):
                yield found


if __name__ == "__main__":
    sys.stdout.write(str(configuration() or ""))
