"""YAML with the line of each value, and errors for mistakes that YAML accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from crosstwin.errors import Problem, TwinFileError

Path = tuple[str | int, ...]

_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"
# libyaml's where PyYAML has it: five times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_SHOWN = 100  # characters of a line
# libyaml ends the program at some ten thousand levels, and Python's parts at a thousand.
_MOST_LEVELS = 100
# With each alias (*) as all that it stands for: nine lines can stand for a thousand million nodes.
_MOST_NODES = 1_000_000
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Rows:
    """Devices of a CSV file: `lines[n]` is the line of the device at index `start + n` of `devices`."""

    file: str
    start: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The plain data of a YAML file, and the line of every key and list item in it.

    The devices of a CSV file that it names stand in `data` after its own, from `rows.start` on.
    """

    file: str
    data: Any
    lines: Mapping[Path, int]
    rows: Rows | None = None

    def problem(self, path: Path, message: str, unsupported_provider: bool = False) -> Problem:
        """The problem at `path`, or at the nearest existing parent of it."""
        if (row := self._row(path)) is not None and self.rows is not None:
            return Problem(self.rows.file, row, show(path[2:]), message, unsupported_provider)
        return Problem(self.file, self.line(path), show(path), message, unsupported_provider)

    def line(self, path: Path) -> int | None:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def place(self, path: Path) -> str:
        """The place of a device, place or type in messages: `devices[2]`, `places[0]`, `fleet.csv:7`."""
        row = self._row(path)
        return show(path) if row is None or self.rows is None else f"{self.rows.file}:{row}"

    def _row(self, path: Path) -> int | None:
        if self.rows is None or path[:1] != ("devices",) or len(path) < 2 or not isinstance(path[1], int):
            return None
        number = path[1] - self.rows.start
        return self.rows.lines[number] if 0 <= number < len(self.rows.lines) else None


def parse(text: str | bytes, file: str) -> Document:
    """Read one YAML document.

    Raises TwinFileError for broken YAML, for keys given twice (YAML itself would silently keep
    the last) and for keys that are not text (`on:` is a boolean, `7:` a number).
    """
    try:
        if (fault := _too_much(text)) is not None:
            raise TwinFileError([Problem(file, *fault)])
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            return Document(file, None, {})
        _refuse(file, _faults(root, (), ()))
        try:
            data = loader.construct_document(root)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            # What makes values raises whatever Python raises: 2026-02-30, a number of 5,000 digits.
            _refuse(file, _invalid(root, ()))
            raise
    except yaml.reader.ReaderError as error:
        raise TwinFileError([Problem(file, None, "", f"not UTF-8 text: {error.reason}")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        raise TwinFileError([Problem(file, line, "", f"not valid YAML: {_cause(error, text)}")]) from error
    # After construction, so that the values of a merge key (<<) have lines too.
    return Document(file, data, {(): _line(root), **dict(_lines(root, ()))})


def _refuse(file: str, faults: Iterator[tuple[Path, int, str]]) -> None:
    """Raises TwinFileError if there are faults."""
    problems = [Problem(file, line, show(path), message) for path, line, message in faults]
    if problems:
        raise TwinFileError(problems) from None


def _cause(error: yaml.MarkedYAMLError, text: str | bytes) -> str:
    """What PyYAML says, where the part that it could not read begins, and the line with the column."""
    context, mark = error.context, error.problem_mark
    if context and mark and error.context_mark and error.context_mark.line != mark.line:
        context += f" that begins on line {error.context_mark.line + 1}"
    cause = ", ".join(part for part in (context, error.problem) if part)
    if mark is None:
        return cause
    lines = (text if isinstance(text, str) else text.decode(errors="replace")).split("\n")
    line = lines[mark.line].rstrip() if mark.line < len(lines) else ""
    if not line:
        return f"{cause}, where the file ends" if mark.line >= len(lines) - 1 else cause
    shown = line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"
    return f"{cause}; column {mark.column + 1} of `{shown}`"


def show(path: Path) -> str:
    """`devices[2].hot_provider`; a key that is not a plain word is quoted."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f'["{part}"]'
    return text


def _too_much(text: str | bytes) -> tuple[int, str, str] | None:
    """The line, the path and the message of a document that would take the program's memory or its stack."""
    sizes: dict[str, int] = {}
    begun: list[tuple[str | None, int]] = []
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionStartEvent):
                begun.append((event.anchor, nodes))
            nodes += sizes.get(event.anchor or "", 1) if isinstance(event, yaml.AliasEvent) else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            if anchor is not None:
                sizes[anchor] = nodes - before
        line = event.start_mark.line + 1 if event.start_mark else 1
        if len(begun) > _MOST_LEVELS:
            return line, "", f"nested more than {_MOST_LEVELS} levels deep"
        if nodes > _MOST_NODES:
            return (
                line,
                "",
                f"more than {_MOST_NODES:,} values, with each alias (*) as all that it stands for",
            )
    return None


def _invalid(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int, str]]:
    """The scalars that YAML takes for a date, a number and so on, and that are not valid ones."""
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _invalid(item, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _invalid(value, (*path, key.value))
    elif node.tag not in (_STRING, _NULL):
        try:
            _Loader("").construct_object(node)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            kind = node.tag.rpartition(":")[2]
            yield path, _line(node), f"{node.value!r:.40} is not a valid {kind} of YAML; put it in quotes"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _faults(node: yaml.Node, path: Path, parents: tuple[yaml.Node, ...]) -> Iterator[tuple[Path, int, str]]:
    if node in parents:
        yield path, _line(node), "an alias (*) that contains itself"
        return
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _faults(item, (*path, index), (*parents, node))
    if not isinstance(node, yaml.MappingNode):
        return
    first_line: dict[str, int] = {}
    for key, value in node.value:
        if key.tag == _MERGE:
            continue
        if not isinstance(key, yaml.ScalarNode):
            yield path, _line(key), "a key that is a list or mapping; keys are text"
            continue
        name = key.value
        if key.tag != _STRING:
            yield path, _line(key), f"the key {name} is not text in YAML; put it in quotes"
        elif name in first_line:
            yield (*path, name), _line(key), f"given twice, first on line {first_line[name]}"
        else:
            first_line[name] = _line(key)
        yield from _faults(value, (*path, name), (*parents, node))


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), _line(item)
            yield from _lines(item, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), _line(key)
            yield from _lines(value, (*path, key.value))
