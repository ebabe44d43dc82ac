"""`devices_from`: more devices in a CSV file, for spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crosstwin.console import counted
from crosstwin.errors import Problem, did_you_mean
from crosstwin.twin.yaml_places import Document, Rows

COLUMNS = ("id", "type", "parent", "hot_provider", "name", "component_of", "component")
_NEEDED = ("id", "type")


def with_devices(document: Document) -> tuple[Document, list[Problem]]:
    """The document with the devices of `devices_from` after its own, and what is wrong with that file.

    An empty cell is a key that is left out. The names of files in problems are relative to the working
    folder, as the document's is.
    """
    named = document.data.get("devices_from")
    own = document.data.get("devices", [])
    if not isinstance(named, str) or not named.strip() or not isinstance(own, list):
        return document, []
    file = Path(document.file).parent / named
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return document, [document.problem(("devices_from",), f"there is no file {file}")]
    except OSError as error:
        return document, [document.problem(("devices_from",), f"{file} cannot be read: {error.strerror}")]
    except UnicodeDecodeError:
        return document, [Problem(str(file), None, "", "not UTF-8 text")]
    rows, problems = _rows(text, str(file))
    if not (rows or own or problems):
        problems.append(Problem(str(file), None, "", "a header without devices"))
    document = replace(
        document,
        data={**document.data, "devices": [*own, *(row for _, row in rows)]},
        rows=Rows(str(file), len(own), tuple(line for line, _ in rows)),
    )
    return document, problems


def devices(data: Mapping[str, Any], file: Path) -> list[dict[str, Any]]:
    """The devices of a file that was read without a fault, those of its CSV file included."""
    document, _ = with_devices(Document(str(file), data, {}))
    return list(document.data["devices"])


def _rows(text: str, file: str) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """Each device with its line, and what is wrong with the file as a table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    header: list[str] = []
    line = 0
    try:
        for cells in reader:
            line, first = reader.line_num, line + 1  # a quoted cell may go over several lines
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                if problems := [Problem(file, first, "", message) for message in _faults(header)]:
                    return [], problems
            elif len(cells) != len(header):
                message = f"{counted(len(cells), 'cell')}, but the header has {len(header)}"
                problems.append(Problem(file, first, "", message))
            else:
                texts = (cell.strip() for cell in cells)
                rows.append((first, {name: text for name, text in zip(header, texts, strict=True) if text}))
    except csv.Error as error:
        problems.append(Problem(file, reader.line_num, "", f"not valid CSV: {error}"))
    if not header:
        problems.append(Problem(file, None, "", f"no header; expected {','.join(COLUMNS[:5])}"))
    return rows, problems


def _faults(header: list[str]) -> list[str]:
    # As spreadsheets write it in countries with a decimal comma.
    if len(header) == 1 and (separator := next((one for one in ";\t|" if one in header[0]), None)):
        return [f"cells are separated by {separator!r}; expected commas"]
    faults = [
        f"{name!r} is not a column{did_you_mean(name, COLUMNS) or ';'} known are {', '.join(COLUMNS)}"
        for name in header
        if name not in COLUMNS
    ]
    faults += [f"the column {name} is there twice" for name in COLUMNS if header.count(name) > 1]
    faults += [f"the column {name} is missing" for name in _NEEDED if name not in header]
    return faults
