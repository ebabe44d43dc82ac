"""A Terraform module as data: its blocks, and the expressions in them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import hcl2

Kind = Literal["resource", "data"]
KINDS: tuple[Kind, Kind] = ("resource", "data")
Json = Any


@dataclass(frozen=True, slots=True)
class Module:
    """A module's HCL as python-hcl2 reads it: block type -> list of blocks, of all files together.

    Strings keep their quotes, expressions are `${…}`, blocks carry `__is_block__`.
    """

    name: str
    content: Mapping[str, list[Json]]

    @classmethod
    def load(cls, folder: Path) -> Module:
        return cls.parse(
            folder.name, [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.tf"))]
        )

    @classmethod
    def parse(cls, name: str, texts: Iterable[str]) -> Module:
        content: dict[str, list[Json]] = {}
        for text in texts:
            for block_type, blocks in items(hcl2.loads(text)):
                content.setdefault(block_type, []).extend(blocks)
        return cls(name, content)

    def copy(self) -> Module:
        """One that can be changed without the other."""
        return Module(self.name, copy.deepcopy(dict(self.content)))

    def labelled(self, block_type: str) -> dict[str, Json]:
        """Blocks with one label, by it: variables, outputs, checks, modules."""
        blocks = self.content.get(block_type, [])
        return {unquoted(label): body for block in blocks for label, body in items(block)}

    def resources(self, kind: Kind) -> Iterator[tuple[str, str, Json]]:
        """Type, name and body of each resource or data source; those in `check` blocks too."""
        blocks = list(self.content.get(kind, []))
        if kind == "data":
            for body in self.labelled("check").values():
                blocks += body.get("data", [])
        for block in blocks:
            for terraform_type, named in items(block):
                for name, body in items(named):
                    yield unquoted(terraform_type), unquoted(name), body

    def resource(self, kind: Kind, terraform_type: str, name: str) -> Json:
        """The body of one. KeyError if there is none."""
        found = {(type_, name_): body for type_, name_, body in self.resources(kind)}
        return found[terraform_type, name]

    def locals(self) -> dict[str, Json]:
        return {name: value for block in self.content.get("locals", []) for name, value in items(block)}

    def required_providers(self) -> dict[str, Json]:
        return {
            name: value
            for terraform in self.content.get("terraform", [])
            for providers in terraform.get("required_providers", [])
            for name, value in items(providers)
        }

    def waits_for(self, output: str) -> set[str]:
        """What an output names in `depends_on`."""
        return {reference[2:-1] for reference in self.labelled("output")[output].get("depends_on", [])}

    def expressions(self) -> Iterator[tuple[str, str, set[str]]]:
        """Where each expression is, its text, and the iterators of the dynamic blocks around it."""
        for block_type, blocks in self.content.items():
            for block in blocks:
                yield from _expressions(block_type, block, set())


def items(block: Json) -> Iterator[tuple[str, Json]]:
    """A block's arguments, without what python-hcl2 notes about it."""
    return ((key, value) for key, value in block.items() if not (key.startswith("__") and key.endswith("__")))


def unquoted(label: str) -> str:
    return label.strip('"')


def is_block(value: Json) -> bool:
    """Whether an argument was written as a block (`a { … }`) and not as a value (`a = …`)."""
    members = value if isinstance(value, list) else []
    return bool(members) and all(isinstance(member, dict) and "__is_block__" in member for member in members)


def _expressions(where: str, value: Json, iterators: set[str]) -> Iterator[tuple[str, str, set[str]]]:
    if isinstance(value, str):
        yield where, value, iterators
    elif isinstance(value, list):
        for element in value:
            yield from _expressions(where, element, iterators)
    elif isinstance(value, dict):
        for key, inner in items(value):
            if key == "ignore_changes":
                continue  # names of the resource's own arguments
            if "${" in key or key.startswith("("):
                yield where, key, iterators
            names = (
                {unquoted(label) for each in inner for label, _ in items(each)} if key == "dynamic" else set()
            )
            yield from _expressions(f"{where}.{unquoted(key)}", inner, iterators | names)


TRAVERSAL = re.compile(r"(?<![\w.\-])([A-Za-z_][\w-]*)((?:\s*\.\s*(?:[\w-]+|\*)|\[[^\[\]]*\])+)(?!\s*\()")
_FOR = re.compile(r"\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b")


def references(expression: str) -> Iterator[tuple[str, list[str]]]:
    """What an expression refers to, as root and names; not the variables of its own `for` loops.

    >>> list(references('"${azurerm_key_vault.main[0].id}/x.y"'))
    [('azurerm_key_vault', ['main', 'id'])]
    """
    code = code_of(expression)
    loops = {name for match in _FOR.finditer(code) for name in match.groups() if name}
    for root, path in TRAVERSAL.findall(code):
        if root not in loops:
            yield root, names_of(path)


def names_of(path: str) -> list[str]:
    """The names in `.a[0].b["c"].*.d`: a, b, d. What stands in brackets selects one of many."""
    return [name for name in re.findall(r"[\w-]+", re.sub(r"\[[^\[\]]*\]", "", path)) if not name.isdigit()]


def code_of(text: str) -> str:
    """What of an expression is code: literal text goes, what stands in `${…}` inside it stays.

    >>> code_of('"a.b ${var.c} d.e"').split()
    ['var.c']
    """
    out: list[str] = []
    modes = ["code"]  # the innermost last: code, or the text of a string
    position = 0
    while position < len(text):
        character, pair = text[position], text[position : position + 2]
        step = 1
        if pair in ("${", "%{"):
            modes.append("code")
            step = 2
        elif modes[-1] == "text":
            if character == "\\" or text[position : position + 3] in ("$${", "%%{"):
                step = 3 if character in "$%" else 2
            elif character == '"':
                modes.pop()
        elif character == '"':
            modes.append("text")
        elif character == "{":
            modes.append("code")
        elif character == "}" and len(modes) > 1:
            modes.pop()
        out.append(character if modes[-1] == "code" and character not in '"{}' and step == 1 else " ")
        position += step
    return "".join(out)
