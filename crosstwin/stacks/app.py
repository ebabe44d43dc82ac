"""Writes the stacks of twin.yaml as folders that plain `terraform` can run."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Collection
from contextlib import redirect_stderr, suppress
from pathlib import Path

from crosstwin.clouds import CLOUDS, aws_emulator
from crosstwin.console import fail, note, warn
from crosstwin.errors import Failure, TwinFileError
from crosstwin.packages.places import ROOT
from crosstwin.stacks.base import DeploymentStack
from crosstwin.stacks.cdk import App
from crosstwin.stacks.hot_reader import HotReaderStack
from crosstwin.stacks.l2_aws import L2AwsStack
from crosstwin.stacks.l4_aws import L4AwsStack
from crosstwin.stacks.l4_azure import L4AzureStack
from crosstwin.stacks.literals import literals
from crosstwin.terraform.outputs import output_folder, state_file
from crosstwin.twin.deployment import Deployment, load
from crosstwin.twin.fields import Cloud
from crosstwin.twin.producers import (
    PLACEHOLDERS_VARIABLE,
    asked_for_placeholders,
    consumers_of,
    producers,
)

# In a module's folder, but not part of the module: its tests, and the files of Terraform runs there.
_NOT_THE_MODULE = shutil.ignore_patterns("tests", ".*", "*.tfstate", "*.tfstate.*")


def main() -> int:
    """What `cdktf` runs, by main.py or `python -m crosstwin.stacks.app`. Returns the exit code."""
    try:
        deployment = load()
        # cdktf gives Terraform the shell's variables as they are.
        if reason := contradiction(deployment):
            raise Failure(reason)
        placeholders_for = asked_for_placeholders(deployment)
        # cdktf marks each line on stderr with [ERROR]: notes are not errors.
        with redirect_stderr(sys.stdout):
            for warning in deployment.warnings:
                warn(warning)
            build(deployment, placeholders_for=placeholders_for)
            note_missing_states(deployment, output_folder(), placeholders_for)
    except TwinFileError as error:
        for problem in error.problems:
            fail(str(problem))
        return 1
    except Failure as error:
        fail(str(error))
        return 1
    return 0


def contradiction(deployment: Deployment) -> str:
    """What leads a Terraform that others start away from the emulator of these stacks; "" if nothing."""
    aws = deployment.aws
    if aws is None or aws.endpoint_url is None:
        return ""
    names = aws_emulator.preceding(aws.endpoint_url)
    if not names or not any(stack.endswith("-aws") for stack in deployment.stack_names):
        return ""
    return (
        f"Terraform prefers your shell's {', '.join(names)} to aws.endpoint_url ({aws.endpoint_url}): "
        f"run `unset {' '.join(names)}`"
    )


def build(
    deployment: Deployment, outdir: Path | None = None, placeholders_for: Collection[str] = ()
) -> dict[str, Path]:
    """Write the stacks that the deployment asks for into `outdir` (else CDKTF_OUTDIR, else cdktf.out).

    In layers 2 and 4, placeholders take the place of the outputs of the stacks in `placeholders_for`.
    Returns the file of each stack, relative to that folder.
    """
    deployment = literals(deployment)
    app = new_app(outdir)
    hot_readers: dict[Cloud, DeploymentStack] = {
        cloud: HotReaderStack(app, deployment, CLOUDS[cloud]) for cloud in deployment.deployed_clouds
    }
    if deployment.providers.layer_2_provider == "aws":
        L2AwsStack(app, deployment, hot_readers["aws"], placeholders_for)
    layer_4 = L4AwsStack if deployment.providers.layer_4_provider == "aws" else L4AzureStack
    layer_4(app, deployment, hot_readers, placeholders_for)
    keep_states_private(Path(app.outdir).parent, deployment)
    return synthesize(app)


def new_app(outdir: Path | None = None) -> App:
    """An App that writes to `outdir`, else to where the CLI says (CDKTF_OUTDIR), else to cdktf.out."""
    folder = (outdir or output_folder()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # Stack traces, which annotations in the manifest carry, name paths of this machine.
    return App(outdir=str(folder), stack_traces=False)


def synthesize(app: App) -> dict[str, Path]:
    """Write the stacks, and beside each the modules and files that it names, so that its folder stands alone.

    Returns the file of each stack, relative to the App's folder.

    CDKTF's own way (TerraformModuleAsset) copies every module of cdktf.json into every stack, with tests and
    a `.terraform` of gigabytes, leaves another copy in the temporary folder at each run, and gives `source`
    a hash of their common folder. So the stacks keep the modules' plain relative sources.
    """
    app.synth()
    outdir = Path(app.outdir)
    manifest = json.loads((outdir / "manifest.json").read_text())
    files = {name: Path(stack["synthesizedStackPath"]) for name, stack in manifest["stacks"].items()}
    for file in (outdir / relative for relative in files.values()):
        modules = json.loads(file.read_text()).get("module", {}).values()
        shutil.rmtree(file.parent / "modules", ignore_errors=True)
        for source in sorted({module["source"] for module in modules}):
            shutil.copytree(ROOT / source, file.parent / source, ignore=_NOT_THE_MODULE)
    for stack in app.node.children:
        if isinstance(stack, DeploymentStack):
            folder = (outdir / files[stack.node.id]).parent
            (folder / aws_emulator.CONFIG).unlink(missing_ok=True)  # of a twin.yaml that named an emulator
            for name, text in stack.files.items():
                (folder / name).write_text(text, encoding="utf-8")
    return files


def note_missing_states(deployment: Deployment, outdir: Path, placeholders_for: Collection[str]) -> None:
    """Names the l3 stacks without state, if the state is local: other stacks in `outdir` cannot read them.

    For those who run Terraform in these folders themselves; `crosstwin plan` uses placeholders.
    """
    if deployment.state.backend != "local":
        return
    files = {name: state_file(deployment, name) for name in producers(deployment)}
    missing = [name for name, file in files.items() if not (outdir.resolve().parent / file).exists()]
    switch = f"{PLACEHOLDERS_VARIABLE}={','.join(missing)}"
    for name in missing:
        if name not in placeholders_for:
            consumers = " and ".join(consumers_of(deployment, name))
            note(
                f"{name} has no state yet ({files[name]}): deploy it before {consumers}, or together; "
                f"to plan without it: crosstwin plan, or {switch}"
            )


def keep_states_private(folder: Path, deployment: Deployment) -> None:
    """A local state holds the shared tokens in clear text, and Terraform lets everyone read its files."""
    if deployment.state.backend != "local":
        return
    states = (folder / state_file(deployment, "any")).parent
    states.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(PermissionError):  # another user's, who shares it
        states.chmod(0o700)
        for file in states.glob("*.tfstate*"):
            file.chmod(0o600)


if __name__ == "__main__":
    sys.exit(main())
