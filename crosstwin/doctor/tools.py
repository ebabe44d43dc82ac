"""Programs: Python, Node.js, cdktf, Terraform or OpenTofu, and its providers."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from crosstwin.clouds import CLOUDS
from crosstwin.clouds.aws import EMULATED_VERSIONS
from crosstwin.doctor.check import Check
from crosstwin.packages.node import find_node
from crosstwin.packages.places import node_command, npm_install, npm_version
from crosstwin.terraform import finding
from crosstwin.terraform.finding import find_terraform
from crosstwin.terraform.running import run
from crosstwin.twin.deployment import Deployment

_SECONDS = 30
_DEPLOYING = "cdktf deploy, crosstwin plan"


def tools(deployment: Deployment | None) -> Iterator[Check]:
    yield Check(
        "Python",
        "the crosstwin command",
        version=platform.python_version(),
        where=sys.executable,
        needed=True,
    )
    yield _node()
    yield _cdktf()
    terraform = find_terraform()
    yield _terraform(terraform, deployment)
    for provider, constraint in _providers(deployment).items():
        yield _provider(terraform, provider, constraint, needed=deployment is not None)


def _node() -> Check:
    enables = "cdktf, and crosstwin synth and plan (jsii runs on it)"
    node = find_node()
    return Check("Node.js", enables, needed=True, version=node.version, where=node.path, missing=node.missing)


def _cdktf() -> Check:
    enables = "cdktf deploy; without it, terraform in the folders that crosstwin synth writes"
    path = node_command("cdktf")
    if path is None:
        return Check("cdktf", enables, needed=True, missing=f"not installed: {npm_install('cdktf-cli')}")
    return Check("cdktf", enables, needed=True, version=npm_version(Path(path)), where=path)


def _terraform(executable: Path | None, deployment: Deployment | None) -> Check:
    if executable is None:
        return Check("Terraform", _DEPLOYING, needed=True, missing=finding.why_not())
    try:
        done = run([str(executable), "version", "-json"], seconds=_SECONDS)
        version = str(json.loads(done.stdout)["terraform_version"])
    except (OSError, ValueError, KeyError, TypeError):
        version = ""
    s3 = deployment is not None and deployment.state.backend == "s3"
    wanted = finding.TERRAFORM_WITH_S3_STATE if s3 else finding.TERRAFORM
    missing = ""
    if not version:
        missing = f"`{executable.name} version -json` printed no version"
    elif not finding.accepts(wanted, version):
        missing = f"{wanted} is needed" + (" for a state on S3" if s3 else "")
    name = finding.product().name
    return Check(name, _DEPLOYING, needed=True, version=version, where=str(executable), missing=missing)


def _providers(deployment: Deployment | None) -> dict[str, str]:
    """The providers of the deployment's stacks, with the versions they accept; without one, the demo's."""
    if deployment is None:
        return {"hashicorp/aws": EMULATED_VERSIONS}
    return {
        provider.source: provider.versions
        for name, cloud in CLOUDS.items()
        if any(stack.endswith(f"-{name}") for stack in deployment.stack_names)
        for provider in cloud.providers(deployment.section(name), deployment.use_of(name))
    }


def _provider(terraform: Path | None, name: str, constraint: str, *, needed: bool) -> Check:
    mirrored = finding.mirrored(name)
    fitting = [version for version in mirrored if finding.accepts(constraint, version)]
    version, where, missing = (fitting or list(mirrored) or [""])[-1], "", ""
    if terraform is None:
        missing = "no Terraform to look for it with"
    elif not mirrored:
        missing = finding.why_not(name)
        where = "" if missing else f"{finding.product().registry}, or a network mirror"
    else:
        where = str(mirrored[version])
        # Terraform asks nobody else for a provider that a mirror holds.
        missing = "" if fitting else f"{constraint} is needed"
    return Check(f"provider {name}", _DEPLOYING, needed, version, where, missing)
