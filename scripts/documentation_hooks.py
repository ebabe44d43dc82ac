"""Pages of the site that are made from what they describe: modules, command line, twin.yaml."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from crosstwin.twin.deployment import Deployment

ROOT = Path(__file__).resolve().parents[1]
MERMAID = ROOT / "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"
FIELDS = "<!-- fields of twin.yaml -->"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages in the place of a pattern in the navigation, so that none is forgotten there."""
    folders = {
        "modules/*.md": [f"modules/{readme.parent.name}.md" for readme in _module_readmes()],
    }

    def expanded(item: Any) -> Any:
        if isinstance(item, list):
            return [expanded(part) for part in item]
        if isinstance(item, dict):
            return {title: expanded(part) for title, part in item.items()}
        return folders.get(item, item)

    config.nav = expanded(config.nav)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages whose source is not in docs/."""
    for readme in _module_readmes():
        text = re.sub(r"\]\(\.\./([a-z-]+)/README\.md", r"](\1.md", readme.read_text())
        text = text.replace("](../../docs/", "](../")
        files.append(_page(config, f"modules/{readme.parent.name}.md", text))
    for name in ("CONTRIBUTING", "CHANGELOG"):
        # Their links start at the project's folder, the site's at docs/.
        text = (ROOT / f"{name}.md").read_text().replace("](docs/", "](")
        files.append(_page(config, f"{name.lower()}.md", text))
    files.append(_page(config, "reference/cli.md", _command_line()))
    if not MERMAID.is_file():
        raise PluginError(f"{MERMAID} is missing: run `make environment`")
    files.append(File.generated(config, "assets/mermaid.js", abs_src_path=str(MERMAID)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leads links to a module's README to its page, and puts the table of twin.yaml's fields in its place."""
    markdown = re.sub(r"\]\(\.\./((?:\.\./)*modules/[a-z-]+)/README\.md", r"](\1.md", markdown)
    if FIELDS not in markdown:
        return markdown
    rows = "\n".join(f"| `{path}` | {default} | {text} |" for path, default, text in twin_fields())
    return markdown.replace(FIELDS, f"| Field | Default | What it takes |\n|---|---|---|\n{rows}")


def twin_fields(model: type[BaseModel] = Deployment, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, default and description of each field, in the order of the model."""
    for name, field in model.model_fields.items():
        if field.description is None:  # `backend`, which says of what kind its section is
            continue
        path = f"{prefix}{name}"
        yield path, _default(field.default), field.description.replace("|", r"\|")
        for section in _sections(field.annotation):
            kind = section.model_fields.get("backend")
            of_kind = "" if kind is None else f"({get_args(kind.annotation)[0]})"
            in_list = "[]" if str(field.annotation).startswith("tuple") else ""
            yield from twin_fields(section, f"{path}{of_kind}{in_list}.")


def _sections(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _sections(part)


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None or isinstance(value, BaseModel):
        return ""
    return f"`{value}`"


def _module_readmes() -> list[Path]:
    return sorted(ROOT.glob("modules/*/README.md"))


def _page(config: MkDocsConfig, path: str, text: str) -> File:
    return File.generated(config, path, content=text)


def _command_line() -> str:
    """What `--help` tells, by typer itself."""
    command = [sys.executable, "-m", "typer", "crosstwin.cli.app", "utils", "docs", "--name", "crosstwin"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise PluginError(f"typer could not describe the command line: {done.stderr}")
    return done.stdout
