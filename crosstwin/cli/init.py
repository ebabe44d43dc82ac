"""`crosstwin init`: the files of a new twin, in a folder of its own."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from crosstwin.cli.choices import CloudName, one_of
from crosstwin.console import note, output, warn
from crosstwin.errors import Failure
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import parse
from crosstwin.twin.schema import schema_text
from crosstwin.twin.starter import starter_device, starter_text

DEVICE = "pump-7:rpm=integer,running=boolean"
IGNORED = (
    "cdktf.out/\nstate/\n.terraform/\n*.tfstate*\nconfig_inter_cloud.json\ntokens.env\ncdktf.log\n.venv/\n"
)


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Created if it does not exist.")] = Path(),
    *,
    name: Annotated[
        str | None, typer.Option(help="The name of the twin. Default: the name of the folder.")
    ] = None,
    clouds: Annotated[
        list[CloudName] | None,
        typer.Option(
            "--cloud",
            parser=one_of(CloudName),
            help="A cloud with hot data; the first is the one of devices that name none. Default: aws.",
        ),
    ] = None,
    layer_4: Annotated[
        str, typer.Option("--layer-4", help="The cloud of the digital twin: aws or azure.")
    ] = "aws",
    devices: Annotated[
        list[str] | None,
        typer.Option(
            "--device",
            metavar="ID:PROPERTY=TYPE,…",
            help=f"A device and its properties, ID@CLOUD:… for one on another cloud. Default: {DEVICE}.",
        ),
    ] = None,
) -> None:
    """Write a twin.yaml, and what cdktf, git and GitHub need beside it.

    In a terminal, the command asks for what no option gives. It never overwrites a file.

    Examples:

        crosstwin init factory

        crosstwin init factory --cloud azure --cloud gcp --device press-2@gcp:force=double
    """
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    name = name or _asked(asks, "Name of the twin", _name_of(folder))
    hot = [cloud.value for cloud in clouds or ()] or _asked(asks, "Clouds with hot data", "aws").replace(
        ",", " "
    ).split()
    wanted = devices or _asked(asks, "Devices (ID:PROPERTY=TYPE,…)", DEVICE).split()
    described = [starter_device(text) for text in wanted]
    unknown = [cloud for cloud in hot if cloud not in set(CloudName)]
    if unknown:
        raise Failure(f"{unknown[0]} is not a cloud; expected {', '.join(CloudName)}")
    text = starter_text(name, hot[0], layer_4, described)
    deployment = parse(text)  # before anything is written
    files = {
        "twin.yaml": text,
        "twin.schema.json": schema_text(),
        "cdktf.json": json.dumps(_cdktf(name), indent=2) + "\n",
        "requirements.txt": _requirements(),
        ".gitignore": IGNORED,
        ".github/workflows/plan.yml": _plan_workflow(),
    }
    if (folder / "twin.yaml").exists():
        raise Failure(f"{folder / 'twin.yaml'} exists; nothing was written")
    existing = [path for path in files if (folder / path).exists()]
    written = [path for path in files if path not in existing]
    for path in written:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(files[path], encoding="utf-8")
    out = output()
    out.print(f"wrote {', '.join(written)} in {folder.resolve()}", soft_wrap=True)
    if unused := [cloud for cloud in hot if deployment.section(cloud) is None]:
        note(f"no device has its hot data on {' or '.join(unused)} yet, so twin.yaml has no such section")
    if existing:
        warn(f"left as they were: {', '.join(existing)}")
    out.print("\nNext, in that folder:\n")
    for command in ("validate", "demo twin.yaml"):
        out.print(f"  crosstwin {command}", soft_wrap=True)
    out.print(f"  cdktf deploy {' '.join(deployment.stack_names)}", soft_wrap=True)


def _asked(asks: bool, question: str, default: str) -> str:
    return str(typer.prompt(question, default=default)) if asks else default


def _name_of(folder: Path) -> str:
    """A name that twin.yaml accepts, from the folder's."""
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).lstrip("-0123456789")[:32].rstrip("-")
    return name if len(name) > 1 else "factory"


def _cdktf(name: str) -> dict[str, str]:
    return {
        "language": "python",
        "app": "python -m crosstwin.stacks.app",
        "projectId": name,
        "sendCrashReports": "false",
    }


def _requirements() -> str:
    number = version("crosstwin")
    return (
        "# If your package index does not have this version, name the wheel of the release instead:\n"
        f"# crosstwin @ https://…/crosstwin-{number}-py3-none-any.whl\n"
        f"crosstwin=={number}\n"
    )


def _plan_workflow() -> str:
    """The project's own, with the program of requirements.txt."""
    text = (ROOT / ".github/workflows/plan.yml").read_text(encoding="utf-8")
    own = "      - run: make environment\n"
    install = "      - run: python3 -m venv .venv && .venv/bin/pip install --requirement requirements.txt\n"
    return text.replace(own, install).replace(" See docs/operations.md.", "")
