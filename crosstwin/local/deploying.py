"""Deploys stacks into an emulator of AWS: by Terraform itself, with its AWS provider started once a stack.

Terraform starts a provider four times for an apply, and each start of this one takes some 3 s of processor
time. Here, Terraform uses one that runs, in the mode that it documents for debugging providers.
Source: https://developer.hashicorp.com/terraform/plugin/debugging
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, redirect_stderr
from pathlib import Path

from crosstwin.errors import Failure
from crosstwin.local.applied import errors, following
from crosstwin.local.process import running
from crosstwin.packages.node import why_no_node
from crosstwin.terraform.finding import REGISTRIES
from crosstwin.terraform.plan.terraform import initialize
from crosstwin.terraform.running import run
from crosstwin.twin.deployment import Deployment

LOG = "terraform.log"  # in the twin's folder
# A step shows its title while it runs, and what is reported of it.
Step = Callable[[str], AbstractContextManager[Callable[[str], None]]]

_PROVIDER = ".terraform/providers/*/hashicorp/aws/*/*/terraform-provider-aws*"
_REATTACH = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")
_APPLY = ("apply", "-auto-approve", "-input=false", "-json", "-refresh=false")  # nothing exists yet
# Go's garbage collector runs when the heap is five times as large as what lives, instead of twice.
_GO = {"GOGC": "400"}
_PROVIDER_VARIABLES = {
    **_GO,
    # In this mode it logs each request, with the variables of functions and so with tokens.
    **{f"TF_LOG_{part}": "OFF" for part in ("PROVIDER", "PROVIDER_AWS", "SDK", "SDK_PROTO")},
    # One that runs is configured more than once, which fails with such a bundle. The emulator has no TLS.
    "AWS_CA_BUNDLE": "",
}
_MOST_LINES = 20


def deploy(deployment: Deployment, folder: Path, terraform: Path, stacks: Sequence[str], step: Step) -> None:
    """Writes the stacks into `folder`/cdktf.out and applies them one after another. All output is in LOG.

    Raises Failure with Terraform's errors.
    """
    if reason := why_no_node():
        raise Failure(reason)
    log = folder / LOG
    with step("write the stacks"), log.open("a", encoding="utf-8") as written, redirect_stderr(written):
        from crosstwin.stacks.app import build  # it loads cdktf

        build(deployment, folder / "cdktf.out")
    folders = {stack: folder / "cdktf.out" / "stacks" / stack for stack in stacks}
    with step("initialize Terraform"):
        for place in folders.values():
            initialize(terraform, place)
    for stack, place in folders.items():
        with (
            step(f"deploy {stack}") as report,
            _provider(place) as variables,
            following(log, report),
        ):
            _apply(terraform, place, log, variables)


@contextmanager
def _provider(place: Path) -> Iterator[Mapping[str, str]]:
    """The running AWS provider of an initialized stack. Yields the variables that make Terraform use it.

    It runs in the folder of the stack, from where the paths of the functions' packages are.
    """
    executable = next(iter(sorted(place.glob(_PROVIDER))), None)
    if executable is None:
        raise Failure(f"terraform init in {place} installed no AWS provider")

    with tempfile.TemporaryDirectory(prefix="crosstwin-provider-") as folder:
        log = (
            Path(folder) / "provider.log"
        )  # which does not stay: another version may log tokens all the same

        def reattach() -> str:
            found = _REATTACH.search(log.read_text(encoding="utf-8", errors="replace"))
            if not found:
                return ""
            (address,) = json.loads(found[1]).values()
            # The provider names Terraform's registry alone; OpenTofu looks for the one of its own.
            return json.dumps({f"{registry}/hashicorp/aws": address for registry in REGISTRIES})

        with running(
            "Terraform's AWS provider",
            [str(executable), "-debug"],
            ready=lambda: bool(reattach()),
            log=log,
            env=_PROVIDER_VARIABLES,
            cwd=place,
        ):
            yield {**_GO, "TF_REATTACH_PROVIDERS": reattach()}


def _apply(terraform: Path, place: Path, log: Path, variables: Mapping[str, str]) -> None:
    with log.open("ab") as output:
        before = output.tell()
        done = run([str(terraform), *_APPLY], folder=place, environment=variables, log=output)
    if done.returncode != 0:
        lines = log.read_bytes()[before:].decode(errors="replace").splitlines()
        why = "\n".join((errors(lines) or lines)[:_MOST_LINES])
        raise Failure(
            f"terraform apply of {place.name} ended with exit code {done.returncode} ({log}):\n{why}"
        )
