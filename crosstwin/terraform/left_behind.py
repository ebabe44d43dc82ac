"""Stacks that are deployed, and no longer in twin.yaml: no deployment of the others changes them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from crosstwin.clouds import aws_emulator
from crosstwin.errors import Failure
from crosstwin.terraform.outputs import local_states
from crosstwin.terraform.running import error_lines, run
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import CLOUDS

DEFAULT_WORKSPACE = "default"  # Terraform's own name for it
# All that a twin can have.
STACKS = ("l2-aws", *(f"l3-{cloud}" for cloud in CLOUDS), *(f"l4-{cloud}" for cloud in CLOUDS))


def left_behind(deployment: Deployment, outdir: Path, terraform: Path) -> list[str]:
    """The stacks with resources in a state of this twin, beside those of twin.yaml, which `outdir` has.

    A local state is read from its file, a remote one by Terraform. Raises Failure if one cannot be read.
    """
    gone = [name for name in STACKS if name not in deployment.stack_names]
    if deployment.state.backend == "local":
        states = local_states(deployment, outdir)
        return [name for name in gone if states.get(name, {}).get("resources")]
    folder = outdir / "stacks" / deployment.stack_names[0]
    return [name for name, state in _remote_states(folder, gone, terraform) if state.get("resources")]


def _remote_states(
    folder: Path, stacks: list[str], terraform: Path
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The states beside that of the stack in `folder`, in the same backend, by stack."""
    ((backend, settings),) = json.loads((folder / "cdk.tf.json").read_text())["terraform"]["backend"].items()
    workspace = _workspace(folder)
    # A folder of its own, which holds no state: there, -reconfigure loses none.
    with tempfile.TemporaryDirectory(prefix="crosstwin-states-") as place:
        if (config := folder / aws_emulator.CONFIG).is_file():
            shutil.copy(config, place)
        for stack in stacks:
            own = {name: _of(stack, folder.name, value) for name, value in settings.items()}
            block = {"terraform": {"backend": {backend: own}}}
            (Path(place) / "backend.tf.json").write_text(json.dumps(block))
            _run(terraform, place, "init", "-input=false", "-no-color", "-reconfigure")
            # Terraform fails to initialize in a workspace that has no state, and to read from it may make it.
            known = _run(terraform, place, "workspace", "list").replace("*", " ").split()
            pulled = (
                _run(terraform, place, "state", "pull", workspace=workspace) if workspace in known else ""
            )
            yield stack, json.loads(pulled) if pulled.strip() else {}


def _of(stack: str, other: str, value: Any) -> Any:
    """A backend's setting for a stack, from that for another: `factory/l3-aws.tfstate`, `factory/l3-aws`."""
    if not isinstance(value, str) or "/" not in value:
        return value
    folder, _, name = value.rpartition("/")
    return f"{folder}/{name.replace(other, stack)}" if name.removesuffix(".tfstate") == other else value


def _workspace(folder: Path) -> str:
    """Terraform's workspace in a folder: TF_WORKSPACE, else what `terraform workspace select` chose."""
    if chosen := os.environ.get("TF_WORKSPACE"):
        return chosen
    file = Path(folder, os.environ.get("TF_DATA_DIR") or ".terraform", "environment")
    return file.read_text(encoding="utf-8").strip() if file.is_file() else DEFAULT_WORKSPACE


def _run(terraform: Path, place: str, *arguments: str, workspace: str = DEFAULT_WORKSPACE) -> str:
    done = run([str(terraform), *arguments], folder=Path(place), environment={"TF_WORKSPACE": workspace})
    if done.returncode != 0:
        raise Failure(f"{terraform.name} {arguments[0]} failed: {error_lines(done)[0]}")
    return done.stdout
