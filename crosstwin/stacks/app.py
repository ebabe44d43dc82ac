"""From constructs to a folder that plain `terraform` can run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from cdktf import App

from crosstwin.console import note
from crosstwin.packages.functions import ROOT
from crosstwin.terraform.outputs import output_folder, state_file
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.producers import PLACEHOLDERS_VARIABLE, consumers_of, producers

# What lies in a module's folder beside the module: its tests, and what a Terraform run there leaves behind.
_NOT_THE_MODULE = shutil.ignore_patterns("tests", ".*", "*.tfstate", "*.tfstate.*")


def new_app(outdir: Path | None = None) -> App:
    """An App that writes to `outdir`, else to where the CLI says (CDKTF_OUTDIR), else to cdktf.out."""
    folder = (outdir or output_folder()).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    # Stack traces, which annotations in the manifest carry, name paths of this machine.
    return App(outdir=str(folder), stack_traces=False)


def synthesize(app: App) -> None:
    """Write the stacks, and beside each the modules that it names, so that its folder stands alone.

    CDKTF's own way (TerraformModuleAsset) copies every module of cdktf.json into every stack, with tests and
    a `.terraform` of gigabytes, leaves another copy in the temporary folder at each run, and gives `source`
    a hash of their common folder. So the stacks keep the modules' plain relative sources.
    """
    app.synth()
    outdir = Path(app.outdir)
    manifest = json.loads((outdir / "manifest.json").read_text())
    for stack in manifest["stacks"].values():
        file = outdir / stack["synthesizedStackPath"]
        modules = json.loads(file.read_text()).get("module", {}).values()
        shutil.rmtree(file.parent / "modules", ignore_errors=True)
        for source in sorted({module["source"] for module in modules}):
            shutil.copytree(ROOT / source, file.parent / source, ignore=_NOT_THE_MODULE)


def note_missing_states(app: App, deployment: Deployment, placeholders_for: Collection[str]) -> None:
    """Say which l3 stacks others will not find, where that can be seen: with local state files."""
    if deployment.state.backend != "local":
        return
    files = {name: state_file(deployment, name) for name in producers(deployment)}
    missing = [name for name, file in files.items() if not (Path(app.outdir).parent / file).exists()]
    switch = f"{PLACEHOLDERS_VARIABLE}={','.join(missing)}"
    for name in missing:
        if name not in placeholders_for:
            consumers = " and ".join(consumers_of(deployment, name))
            note(
                f"{name} has no state yet ({files[name]}), so {consumers} can only be deployed together with "
                f"it or after it; to plan without it: crosstwin plan, or {switch}"
            )
