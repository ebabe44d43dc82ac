"""Writes docs/reference/twin-yaml.md and cli.md from what they describe: `python scripts/reference.py`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from crosstwin.twin.deployment import Deployment

ROOT = Path(__file__).resolve().parents[1]
TWIN_YAML = ROOT / "docs" / "reference" / "twin-yaml.md"
CLI = ROOT / "docs" / "reference" / "cli.md"
FIELDS = "<!-- What follows is written by `make reference`. -->"


def twin_yaml() -> str:
    """The page, with the table of fields after the text that is written by hand."""
    text, mark, _ = TWIN_YAML.read_text().partition(FIELDS)
    rows = "\n".join(f"| `{path}` | {default} | {text} |" for path, default, text in twin_fields())
    return f"{text}{mark}\n\n| Field | Default | Value |\n|---|---|---|\n{rows}\n"


def twin_fields(model: type[BaseModel] = Deployment, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, default and description of each field, in the order of the model."""
    for name, field in model.model_fields.items():
        if field.description is None:  # `backend`, which says of what kind its section is
            continue
        path = f"{prefix}{field.alias or name}"
        yield path, _default(field.default), field.description.replace("|", r"\|")
        for section in _sections(field.annotation):
            kind = section.model_fields.get("backend")
            of_kind = "" if kind is None else f"({get_args(kind.annotation)[0]})"
            annotation = str(field.annotation)
            within = "[]" if annotation.startswith("tuple") else ".<name>" if "dict[" in annotation else ""
            yield from twin_fields(section, f"{path}{of_kind}{within}.")


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _sections(part)


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None or value in ((), {}) or isinstance(value, BaseModel):
        return ""
    return f"`{value}`"


def command_line() -> str:
    """What `--help` shows, by typer itself."""
    command = [sys.executable, "-m", "typer", "crosstwin.cli.app", "utils", "docs", "--name", "crosstwin"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.rstrip() + "\n"


if __name__ == "__main__":
    TWIN_YAML.write_text(twin_yaml())
    CLI.write_text(command_line())
