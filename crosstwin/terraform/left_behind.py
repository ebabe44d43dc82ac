"""Stacks that are deployed, and no longer in twin.yaml: no deployment of the others changes them."""

from __future__ import annotations

import json
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
    # A folder of its own, which holds no state: there, -reconfigure loses none.
    with tempfile.TemporaryDirectory(prefix="crosstwin-states-") as place:
        if (config := folder / aws_emulator.CONFIG).is_file():
            shutil.copy(config, place)
        for stack in stacks:
            own = {name: _of(stack, folder.name, value) for name, value in settings.items()}
            block = {"terraform": {"backend": {backend: own}}}
            (Path(place) / "backend.tf.json").write_text(json.dumps(block))
            _run(terraform, place, "init", "-input=false", "-no-color", "-reconfigure")
            pulled = _run(terraform, place, "state", "pull")
            yield stack, json.loads(pulled) if pulled.strip() else {}


def _of(stack: str, other: str, value: Any) -> Any:
    """A backend's setting for a stack, from that for another: `factory/l3-aws.tfstate`, `factory/l3-aws`."""
    if not isinstance(value, str) or "/" not in value:
        return value
    folder, _, name = value.rpartition("/")
    return f"{folder}/{name.replace(other, stack)}" if name.removesuffix(".tfstate") == other else value


def _run(terraform: Path, place: str, *arguments: str) -> str:
    done = run([str(terraform), *arguments], folder=Path(place))
    if done.returncode != 0:
        raise Failure(f"{terraform.name} {arguments[0]} failed: {error_lines(done)[0]}")
    return done.stdout
