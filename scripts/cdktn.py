"""Synthesizes the examples with CDK Terrain (`cdktn`), and compares with what cdktf writes: `make cdktn`.

CDK Terrain continues CDKTF. Its packages, its Node.js and the bindings that it writes stay in .build/cdktn.
The JSON of each stack must be equal but for the version in its metadata. Exit code 1: it is not.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".build/cdktn"
VERSION = "0.24.0"
# What cdktn 0.24 takes; requirements.lock has a newer one.
CONSTRUCTS = "constructs>=10.6,<10.8"
NODE = (22, 19)
NODE_PACKAGE = "22.23.3"
EXAMPLES = ("aws-only", "aws-processor", "azure-to-aws", "gcp-to-aws", "mixed")

SYNTHESIS = """
import sys
from pathlib import Path
if {successor}:
    import cdktn
    sys.modules["cdktf"] = cdktn
    sys.path.insert(0, {bindings!r})
from crosstwin.stacks.app import build
from crosstwin.twin.deployment import load
from crosstwin.twin.producers import producers
twin = load()
build(twin, Path({out!r}), producers(twin))
"""


def main() -> int:
    python = _python()
    bindings = _bindings(python)
    different = []
    for example in EXAMPLES:
        ours = _synthesized(Path(sys.executable), example, FOLDER / "cdktf.out", "")
        theirs = _synthesized(python, example, FOLDER / "cdktn.out", str(bindings))
        equal = ours == theirs
        sys.stdout.write(f"{example}: {', '.join(ours)}: {'equal' if equal else 'DIFFERENT'}\n")
        if not equal:
            different.append(example)
    if different:
        sys.stdout.write(f"compare .build/cdktn/cdktf.out with .build/cdktn/cdktn.out for {different[-1]}\n")
    return bool(different)


def _python() -> Path:
    """An environment with cdktn in front of the project's own."""
    python = FOLDER / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, f"cdktn=={VERSION}", CONSTRUCTS], check=True)
        (site,) = (FOLDER / "venv/lib").glob("python*/site-packages")
        (site / "zz-project.pth").write_text(
            f"{ROOT}\n{ROOT}/functions/shared\n{sysconfig.get_path('purelib')}\n"
        )
    return python


def _bindings(python: Path) -> Path:
    """The modules' bindings as `cdktn get` writes them."""
    project = FOLDER / "project"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir(parents=True)
    shutil.copy(ROOT / "cdktf.json", project)
    shutil.copytree(
        ROOT / "modules", project / "modules", ignore=shutil.ignore_patterns("tests", ".terraform*")
    )
    command = FOLDER / "node_modules/.bin/cdktn"
    if not command.exists():
        packages = [f"cdktn-cli@{VERSION}"]
        if _node_version() < NODE:
            machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
            packages.append(f"node-{platform.system().lower()}-{machine}@{NODE_PACKAGE}")
        subprocess.run(
            [
                str(shutil.which("npm")),
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                FOLDER,
                *packages,
            ],
            check=True,
        )
    nodes = [str(node.parent) for node in FOLDER.glob("node_modules/node-*/bin/node")]
    path = os.pathsep.join([*nodes, str(python.parent), os.environ["PATH"]])
    subprocess.run([command, "get", "--force"], cwd=project, env=os.environ | {"PATH": path}, check=True)
    return project / ".gen"


def _node_version() -> tuple[int, ...]:
    printed = subprocess.run(
        [str(shutil.which("node")), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return tuple(int(part) for part in printed.strip().lstrip("v").split("."))[:2]


def _synthesized(python: Path, example: str, out: Path, bindings: str) -> dict[str, Any]:
    """Each stack's JSON by name, without the version of the library that wrote it."""
    shutil.rmtree(out, ignore_errors=True)
    script = SYNTHESIS.format(successor=bool(bindings), bindings=bindings, out=str(out))
    twin = {"CROSSTWIN_FILE": str(ROOT / "examples" / example / "twin.yaml")}
    subprocess.run(
        [python, "-c", script], cwd=ROOT, env=os.environ | twin, check=True, stdout=subprocess.DEVNULL
    )
    stacks = {}
    for file in sorted(out.glob("stacks/*/cdk.tf.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        content["//"]["metadata"].pop("version")
        stacks[file.parent.name] = content
    return stacks


if __name__ == "__main__":
    sys.exit(main())
