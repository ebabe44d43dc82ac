"""What the pages show is what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve

from crosstwin.cli.app import COMMANDS
from crosstwin.packages.places import ROOT
from crosstwin.twin import deployment
from tests.unit.core.memory_store import MemoryStore

DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md"))


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page, without the indentation that a block in a list has."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


TWINS = [
    pytest.param(block, id=f"{page.relative_to(DOCS)}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page, "yaml"))
    if "digital_twin_name:" in block
]
PARTS = [
    pytest.param(block, id=f"{page.relative_to(DOCS)}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page, "yaml"))
    if set(yaml.safe_load(block)) <= set(deployment.Deployment.model_fields)
    and "digital_twin_name:" not in block
]


@pytest.mark.parametrize("twin", TWINS)
def test_a_twin_on_a_page_is_accepted(twin: str) -> None:
    deployment.parse(twin)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_twin_on_a_page_is_accepted_within_one(part: str) -> None:
    whole: dict[str, Any] = {
        "digital_twin_name": "factory",
        "providers": {"layer_3_hot_provider": "aws", "layer_4_provider": "aws", "layer_5_provider": "aws"},
        "devices": [{"id": "pump-7", "properties": {"rpm": "integer"}}],
        "aws": {"region": "eu-central-1"},
        "azure": {"location": "westeurope", "subscription_id": "00000000-0000-0000-0000-000000000000"},
    }
    deployment.parse(yaml.safe_dump(whole | yaml.safe_load(part)))


def test_the_pages_show_twins() -> None:
    assert len(TWINS) >= 4
    assert len(PARTS) >= 4


def test_the_contract_shows_a_request_and_its_answers() -> None:
    request, history_answer, newest_answer = (
        json.loads(block) for block in blocks(DOCS / "contract.md", "json")[:3]
    )
    device = request["payload"]["iotDeviceId"]
    store = MemoryStore([{"iotDeviceId": device, "id": "2026-01-15T10:30:00Z", "rpm": 900}])
    for read, shown in ((history, history_answer), (last_entry, newest_answer)):
        asked = HttpRequest("POST", {"X-Inter-Cloud-Token": "t"}, lambda: json.dumps(request).encode())
        response = serve(asked, read=read, store=store, tokens=("t",))
        assert response.status == 200
        assert json.loads(response.body) == shown


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_a_command_on_a_page_exists(page: Path) -> None:
    named = set(re.findall(r"(?:^|[ `;])crosstwin ([a-z]+)", "\n".join(_code(page)), flags=re.MULTILINE))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_a_file_of_the_project_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(
        r"`((?:crosstwin|docs|examples|functions|modules|scripts|tests)/[\w./-]+)`", page.read_text()
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.name)
def test_a_target_of_make_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", "\n".join(_code(page)))) <= targets


def _code(page: Path) -> list[str]:
    text = page.read_text()
    return re.findall(r"`([^`\n]+)`", text) + blocks(page, "sh")
