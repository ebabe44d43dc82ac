"""Answers as Infinity's backend parser makes rows of them: a gjson path, else JSONata, then the columns.

JSONata is that of npm. The Go library of the plugin knows less: HISTORY says what was tried with that one.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

from crosstwin.packages.places import ROOT

_PROGRAM = """
const jsonata = require("jsonata");
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
Promise.all(asked.map(({selector, answer}) => jsonata(selector).evaluate(answer)))
  .then((found) => process.stdout.write(JSON.stringify(found.map((one) => one === undefined ? null : one))));
"""


def evaluated(asked: Iterable[tuple[str, Any]]) -> list[Any]:
    """What each selector gives of its answer; one process for all, because starting it takes longest."""
    done = subprocess.run(
        ["node", "-e", _PROGRAM],
        cwd=ROOT,
        input=json.dumps([{"selector": selector, "answer": answer} for selector, answer in asked]),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def frames(asked: Iterable[tuple[Mapping[str, Any], Any]]) -> list[list[dict[str, Any]]]:
    """The rows that each query makes of its answer."""
    asked = list(asked)
    # A path of gjson that is just a key is a path of JSONata too.
    roots = evaluated((query["root_selector"], answer) for query, answer in asked)
    return [
        [
            {column["text"]: _at(row, column["selector"]) for column in query["columns"]}
            for row in (root if isinstance(root, list) else [root])
        ]
        for (query, _), root in zip(asked, roots, strict=True)
    ]


def _at(row: Any, path: str) -> Any:
    """A gjson path of keys; `*` is the first key."""
    for key in path.split("."):
        if not isinstance(row, dict) or not row:
            return None
        row = next(iter(row.values())) if key == "*" else row.get(key)
    return row


def framed_type(rows: Iterable[Mapping[str, Any]], column: str) -> str:
    """The type that Infinity's framer gives a column: that of its first value, if the others fit.

    A list or a map is JSON text to it, and so is each value of a column in which one comes first; a value of
    another type than the first is dropped. Either is an AssertionError here.
    """
    names = {bool: "boolean", int: "number", float: "number", str: "string"}
    found = [value for row in rows if (value := row[column]) is not None]
    types = {names.get(type(value), "JSON") for value in found}
    assert len(types) == 1, f"{column}: {found}"
    assert "JSON" not in types, f"{column}: {found}"
    return types.pop()
