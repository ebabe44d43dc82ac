"""`console` blocks of the documentation: commands after `$ `, each with the output that it prints.

A block is run in a folder of its own, in which the page's first whole twin.yaml is deployed, or that of the
quick start: its stacks have outputs, but nothing runs. `…` in the output stands for what varies: any
characters within a line, any lines if it is alone on its line. A comment above a block changes what is there:

    <!-- console: with "hot_provider: azur" instead of "hot_provider: azure" -->
    <!-- console: with readers -->
    <!-- console: in the demo -->
"""

from __future__ import annotations

import io
import json
import re
import shlex
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from crosstwin.cli.app import main
from crosstwin.packages.places import ROOT
from crosstwin.twin.deployment import Deployment, load

COLUMNS = 110
QUICK_START = ROOT / "docs" / "index.md"
TOKEN = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
PAGES = [
    ROOT / "README.md",
    *(
        page
        for page in sorted((ROOT / "docs").rglob("*.md"))
        if page.parent.name not in ("reference", "decisions")
    ),
]
READERS, DEMO = "with readers", "in the demo"
_BLOCK = re.compile(
    r"(?:^ *<!-- console: (?P<how>[^\n]*) -->\n+)?^(?P<indent> *)```console\n(?P<text>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)
_TWIN = re.compile(r"^( *)```yaml\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_INSTEAD = re.compile(r'with "(?P<new>[^"]+)" instead of "(?P<old>[^"]+)"')
_COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)
_VARIABLES = ("CROSSTWIN_FILE", "CROSSTWIN_TOKEN", "CROSSTWIN_DEBUG", "CDKTF_OUTDIR", "NO_COLOR")


@dataclass(frozen=True, slots=True)
class Step:
    command: str
    printed: str


@dataclass(frozen=True, slots=True)
class Block:
    """`how` is the comment above it ("" without one), `twin` the text of twin.yaml."""

    page: str
    line: int
    how: str
    twin: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks() -> list[Block]:
    return [block for page in PAGES for block in _of_page(page)]


def _of_page(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    twin = _twin(text) or _twin(QUICK_START.read_text(encoding="utf-8"))
    found = []
    for match in _BLOCK.finditer(text):
        parts = _COMMAND.split(_dedented(match["text"], match["indent"]))
        assert not parts[0], f"{name}: a console block starts with a command"
        steps = tuple(Step(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True))
        line = text.count("\n", 0, match.start("text"))
        found.append(Block(name, line, match["how"] or "", twin, steps))
    return found


def _twin(text: str) -> str:
    return next((_dedented(m[2], m[1]) for m in _TWIN.finditer(text) if "digital_twin_name:" in m[2]), "")


def _dedented(text: str, indent: str) -> str:
    return re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)


def prepare(block: Block, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Makes the folder the working folder, with the page's twin as if it were deployed from there."""
    for name in _VARIABLES:
        patch.delenv(name, raising=False)
    patch.setenv("COLUMNS", str(COLUMNS))
    patch.setenv("TERMINAL_WIDTH", str(COLUMNS))  # typer's own, for its usage errors
    patch.chdir(folder)
    file = folder / "twin.yaml"
    file.write_text(block.twin, encoding="utf-8")
    deployment = load(file)
    for stack, outputs in _outputs(deployment).items():
        write_state(folder, deployment, stack, outputs)
    if instead := _INSTEAD.fullmatch(block.how):
        changed = block.twin.replace(instead["old"], instead["new"])
        assert changed != block.twin, f"{block}: {instead['old']} is not in twin.yaml"
        file.write_text(changed, encoding="utf-8")
    else:
        assert block.how in ("", READERS, DEMO), f"{block}: {block.how!r} is not known"


def _outputs(deployment: Deployment) -> dict[str, dict[str, str]]:
    urls = {
        "aws": "https://example.lambda-url.eu-central-1.on.aws",
        "azure": "https://example.azurewebsites.net/api/hot-reader",
        "gcp": "https://example-ew.a.run.app",
    }
    found = {
        f"l3-{cloud}": {
            "hot_reader_url": urls[cloud],
            "hot_reader_last_entry_url": f"{urls[cloud]}-last-entry",
            "inter_cloud_token": TOKEN,
        }
        for cloud in deployment.hot_clouds
    }
    return {**found, "l4-aws": {"workspace_id": deployment.digital_twin_name}}


def write_state(folder: Path, deployment: Deployment, stack: str, outputs: Mapping[str, str]) -> None:
    generation = deployment.token_generation
    instances = [
        {"index_key": str(n), "attributes": {}} for n in range(max(1, generation - 1), generation + 1)
    ]
    state = {
        "version": 4,
        "terraform_version": "1.10.0",
        "outputs": {name: {"value": value, "type": "string"} for name, value in outputs.items()},
        "resources": [{"type": "terraform_data", "name": "inter_cloud_token", "instances": instances}],
    }
    file = folder / "state" / deployment.digital_twin_name / f"{stack}.tfstate"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(state))


def run(command: str) -> str:
    """What a command prints on stdout and stderr, in this process."""
    program, *arguments = shlex.split(command)
    assert program == "crosstwin", f"{command}: only crosstwin is run"
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed), pytest.raises(SystemExit):
        main(arguments)
    return "\n".join(line.rstrip() for line in printed.getvalue().splitlines()) + "\n"


def fits(shown: str, printed: str) -> bool:
    """Whether the output of a command is the one that a page shows."""
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in shown.splitlines()
    )
    return re.fullmatch(pattern, printed) is not None


def check(block: Block) -> None:
    """Runs the block, and compares. The message of a failure has what was printed, to be copied."""
    for step in block.steps:
        printed = run(step.command)
        assert fits(step.printed, printed), (
            f"{block}: `{step.command}` prints\n\n{printed}\nThe page shows\n\n{step.printed}"
        )
