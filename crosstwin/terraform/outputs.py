"""The outputs of a deployed stack: from its local state file, else by `terraform output`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crosstwin.errors import Failure
from crosstwin.terraform.finding import find_terraform, why_no_cli
from crosstwin.terraform.running import error_lines, run
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

OUTDIR_VARIABLE = "CDKTF_OUTDIR"
DEFAULT_OUTDIR = "cdktf.out"
_TERRAFORM_SECONDS = 120


@dataclass(frozen=True, slots=True)
class ReaderOutputs:
    """What an l3 stack exports for those who ask its readers."""

    hot_reader_url: str
    hot_reader_last_entry_url: str
    inter_cloud_token: str = field(repr=False)


def reader_outputs(deployment: Deployment, cloud: Cloud, outdir: Path | None = None) -> ReaderOutputs:
    """The readers of one cloud. Raises Failure if its stack is not deployed.

    A reader that was deployed by other means is in twin.yaml, and its token in the environment.
    """
    if reader := deployment.readers.get(cloud):
        token = os.environ.get(reader.environment_variable, "").strip()
        if not token:
            raise Failure(f"set {reader.environment_variable} to the token of the reader on {cloud}")
        return ReaderOutputs(reader.hot_reader_url, reader.hot_reader_last_entry_url, token)
    stack = f"l3-{cloud}"
    outputs = stack_outputs(deployment, stack, outdir)
    endpoint_url = deployment.aws.endpoint_url if cloud == "aws" and deployment.aws else None

    def url(name: str) -> str:
        exported = required(outputs, name, stack)
        return on_emulator(exported, endpoint_url) if endpoint_url else exported

    return ReaderOutputs(
        url("hot_reader_url"),
        url("hot_reader_last_entry_url"),
        required(outputs, "inter_cloud_token", stack),
    )


def required(outputs: Mapping[str, Any], name: str, stack: str) -> str:
    """One output, a text. Raises Failure if it is not there."""
    value = outputs.get(name)
    if not isinstance(value, str) or not value.strip():
        known = ", ".join(outputs) or "none"
        raise Failure(f"{stack} has no output {name} (it has: {known}); deploy it: cdktf deploy {stack}")
    return value


def on_emulator(function_url: str, endpoint_url: str) -> str:
    """The address at which an emulator at `endpoint_url` serves a Function URL.

    It says `https://<id>.lambda-url.<region>.on.aws/`, as AWS does, where it cannot be reached: a
    request (with the token) would leave for the real cloud. Other URLs stay as they are.
    """
    host = urlsplit(function_url).hostname or ""
    if ".lambda-url." not in host or not host.endswith(".on.aws"):
        return function_url
    return f"{endpoint_url.rstrip('/')}/_aws/lambda-url/{host.split('.')[0]}/"


def stack_outputs(deployment: Deployment, stack: str, outdir: Path | None = None) -> dict[str, Any]:
    """All outputs of a stack by name. Some are secrets.

    `outdir` is the folder that `cdktf synth` writes (default: CDKTF_OUTDIR, else cdktf.out).
    Raises Failure if the stack is not deployed, or if Terraform cannot read its state.
    """
    outdir = outdir or output_folder()
    if deployment.state.backend == "local":
        return _from_file(outdir.parent / state_file(deployment, stack), stack)
    return _from_terraform(outdir / "stacks" / stack, stack)


def stack_state(deployment: Deployment, stack: str) -> dict[str, Any]:
    """The whole Terraform state of a stack (version 4), with its secrets. As for `stack_outputs`."""
    outdir = output_folder()
    if deployment.state.backend == "local":
        return _state_of_file(outdir.parent / state_file(deployment, stack), stack)
    pulled = _ask_terraform(outdir / "stacks" / stack, stack, "state", "pull")
    if not pulled.strip():
        raise Failure(f"{stack} is not deployed: it has no state; deploy it: cdktf deploy {stack}")
    return _checked_state(pulled, f"terraform state of {stack}")


def local_states(deployment: Deployment, outdir: Path) -> dict[str, dict[str, Any]]:
    """The local states of this twin by stack, also of stacks that are not in twin.yaml any more."""
    files = (outdir.parent / state_file(deployment, "any")).parent.glob("l[0-9]-*.tfstate")
    return {file.stem: _state_of_file(file, file.stem) for file in sorted(files)}


def output_folder() -> Path:
    return Path(os.environ.get(OUTDIR_VARIABLE) or DEFAULT_OUTDIR)


def state_file(deployment: Deployment, stack: str) -> str:
    """A local state file, relative to the folder that holds cdktf.out.

    In a folder for each twin, so that two twins in one checkout cannot overwrite each other's.
    """
    return f"state/{deployment.digital_twin_name}/{stack}.tfstate"


def _from_file(path: Path, stack: str) -> dict[str, Any]:
    outputs = _values(_state_of_file(path, stack).get("outputs"), str(path))
    if not outputs:
        raise Failure(
            f"{stack} is not deployed: its state {path} has no outputs; deploy it: cdktf deploy {stack}"
        )
    return outputs


def _state_of_file(path: Path, stack: str) -> dict[str, Any]:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise Failure(
            f"{stack} is not deployed from this folder ({path} does not exist); "
            f"deploy it: cdktf deploy {stack}"
        ) from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from error
    return _checked_state(text, str(path))


def _checked_state(text: str | bytes, place: str) -> dict[str, Any]:
    try:
        state = json.loads(text)
    except ValueError as error:
        raise Failure(f"{place} is not a Terraform state: {error}") from error
    if not isinstance(state, dict) or state.get("version") != 4:
        raise Failure(f"{place} is not a Terraform state of version 4")
    return state


def _from_terraform(folder: Path, stack: str) -> dict[str, Any]:
    try:
        printed = json.loads(_ask_terraform(folder, stack, "output", "-json", "-no-color"))
        outputs = _values(printed, f"terraform output of {stack}")
    except ValueError:
        raise Failure(f"terraform output of {stack} printed no JSON") from None
    if not outputs:
        raise Failure(f"{stack} is not deployed: its state has no outputs; deploy it: cdktf deploy {stack}")
    return outputs


def _ask_terraform(folder: Path, stack: str, *arguments: str) -> str:
    """What a terraform command prints in the folder of a stack."""
    if not folder.is_dir():
        raise Failure(
            f"{folder}, from which the state of {stack} is read, does not exist; "
            f"write it: crosstwin synth {stack}"
        )
    terraform = find_terraform()
    if terraform is None:
        raise Failure(f"the state of {stack} is remote, and there is nothing to read it with: {why_no_cli()}")
    asked = f"{terraform.name} {arguments[0]} of {stack}"
    try:
        done = run([str(terraform), *arguments], folder=folder, seconds=_TERRAFORM_SECONDS)
    except TimeoutError:
        raise Failure(f"{asked} took longer than {_TERRAFORM_SECONDS} s") from None
    if done.returncode != 0:
        initialize = f"{terraform.name} -chdir={folder} init"
        raise Failure(f"{asked} failed: {error_lines(done)[0]}\nIs it initialized? {initialize}")
    return done.stdout


def _values(outputs: Any, place: str) -> dict[str, Any]:
    if not isinstance(outputs, dict) or not all(isinstance(one, dict) for one in outputs.values()):
        raise Failure(f"{place}: expected outputs by name")
    return {name: one.get("value") for name, one in outputs.items()}
