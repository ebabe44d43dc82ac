"""Programs: Python, Node.js, cdktf, Terraform and its providers."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crosstwin.clouds import CLOUDS
from crosstwin.clouds.aws import EMULATED_VERSIONS
from crosstwin.doctor.check import Check
from crosstwin.local.process import node_command
from crosstwin.terraform import finding, versions
from crosstwin.terraform.finding import REGISTRY, Terraform, find_terraform
from crosstwin.twin.deployment import Deployment

_SECONDS = 30
_OLDEST_NODE = 20
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
    found = find_terraform()
    yield _terraform(found, deployment)
    for provider, constraint in _providers(deployment).items():
        yield _provider(found, provider, constraint, needed=deployment is not None)


def _node() -> Check:
    enables = "cdktf, and crosstwin synth and plan (jsii runs on it)"
    path = shutil.which("node")
    if path is None:
        return Check("Node.js", enables, needed=True, missing="node is not on the PATH")
    version = _printed(path, "--version").removeprefix("v")
    too_old = not version or int(version.partition(".")[0]) < _OLDEST_NODE
    missing = f"{_OLDEST_NODE} or newer is needed" if too_old else ""
    return Check("Node.js", enables, needed=True, version=version, where=path, missing=missing)


def _cdktf() -> Check:
    enables = "cdktf deploy; without it, terraform in the folders that crosstwin synth writes"
    path = node_command("cdktf")
    if path is None:
        return Check("cdktf", enables, needed=True, missing="not installed: npm ci")
    return Check("cdktf", enables, needed=True, version=npm_version(Path(path)), where=path)


def _terraform(found: Terraform | None, deployment: Deployment | None) -> Check:
    if found is None:
        return Check("Terraform", _DEPLOYING, needed=True, missing=finding.why_not())
    with tempfile.TemporaryDirectory() as folder:
        printed = _printed(str(found.executable), "version", "-json", **found.environment(Path(folder)))
    try:
        version = str(json.loads(printed)["terraform_version"])
    except (ValueError, KeyError, TypeError):
        version = ""
    s3 = deployment is not None and deployment.state.backend == "s3"
    wanted = versions.TERRAFORM_WITH_S3_STATE if s3 else versions.TERRAFORM
    missing = ""
    if not version:
        missing = "`terraform version -json` printed no version"
    elif not versions.accepts(wanted, version):
        missing = f"{wanted} is needed" + (" for a state on S3" if s3 else "")
    return Check(
        "Terraform", _DEPLOYING, needed=True, version=version, where=str(found.executable), missing=missing
    )


def _providers(deployment: Deployment | None) -> dict[str, str]:
    """The providers of the deployment's stacks, with the versions they accept; without one, the demo's."""
    if deployment is None:
        return {"hashicorp/aws": EMULATED_VERSIONS}
    return {
        provider.source: provider.versions
        for name, cloud in CLOUDS.items()
        if any(stack.endswith(f"-{name}") for stack in deployment.stack_names)
        for provider in cloud.providers(deployment)
    }


def _provider(found: Terraform | None, name: str, constraint: str, *, needed: bool) -> Check:
    held = found.versions(name) if found else ()
    fitting = [version for version in held if versions.accepts(constraint, version)]
    version, where, missing = (fitting or list(held) or [""])[-1], "", ""
    if found is None:
        missing = "no Terraform to look for it with"
    elif not held:
        missing = finding.why_not(name)
        where = "" if missing else REGISTRY
    elif not fitting:
        # Terraform asks nobody else for a provider that a mirror holds.
        where, missing = str(found.mirror), f"{constraint} is needed"
    elif _knows(found.mirror):
        where = str(found.mirror)
    else:
        where = f"{found.mirror}, for crosstwin's own commands; {REGISTRY} for cdktf and terraform"
        if not replace(found, mirror=None).has_provider(name):
            where = str(found.mirror)
            missing = (
                f"crosstwin's own commands find it, cdktf and terraform do not: {REGISTRY} does not answer, "
                "and Terraform's CLI configuration (TF_CLI_CONFIG_FILE) does not name this mirror"
            )
    return Check(
        f"provider {name}", _DEPLOYING, needed, version, "" if missing and not held else where, missing
    )


def _knows(mirror: Path | None) -> bool:
    """Whether Terraform by itself looks into the mirror: its CLI configuration names it, or it always does.

    https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    if mirror is None or mirror.parts[-2:] in (("terraform", "plugins"), (".terraform.d", "plugins")):
        return mirror is not None
    file = Path(os.environ.get("TF_CLI_CONFIG_FILE") or Path.home() / ".terraformrc")
    try:
        return str(mirror) in file.read_text(encoding="utf-8")
    except OSError:
        return False


def npm_version(command: Path) -> str:
    """The version of the npm package that a command in node_modules/.bin links into."""
    for folder in command.resolve().parents:
        file = folder / "package.json"
        if file.is_file() and (version := json.loads(file.read_text(encoding="utf-8")).get("version")):
            return str(version)
    return ""


def _printed(command: str, *arguments: str, **environment: str) -> str:
    """What a command prints on stdout; "" if it does not run."""
    try:
        done = subprocess.run(
            [command, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
