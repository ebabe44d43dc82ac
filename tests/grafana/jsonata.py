"""Answers as Infinity's backend parser makes rows of them: a gjson path, else JSONata, then the columns.

JSONata is that of npm. The Go library of the plugin knows less: HISTORY says what was tried with that one.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

from crosstwin.packages import ROOT

_PROGRAM = """
const jsonata = require("jsonata");
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
Promise.all(asked.map(({selector, answer}) => jsonata(selector).evaluate(answer)))
  .then((found) => process.stdout.write(JSON.stringify(found.map((one) => one === undefined ? null : one))));
"""


def evaluated(selector: str, answers: Iterable[Any]) -> list[Any]:
    """The selector's result for each answer; one process for all, because starting it takes longest."""
    asked = [{"selector": selector, "answer": answer} for answer in answers]
    done = subprocess.run(
        ["node", "-e", _PROGRAM],
        cwd=ROOT,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def frames(query: Mapping[str, Any], answers: list[Any]) -> list[list[dict[str, Any]]]:
    """The rows of each answer, by the query's selector and columns."""
    selector = query["root_selector"]
    roots = (
        [answer[selector] for answer in answers]
        if selector == "propertyValues"
        else evaluated(selector, answers)
    )
    return [
        [
            {column["text"]: _at(row, column["selector"]) for column in query["columns"]}
            for row in (root if isinstance(root, list) else [root])
        ]
        for root in roots
    ]


def _at(row: Any, path: str) -> Any:
    """A gjson path of keys; `*` is the first key."""
    for key in path.split("."):
        if not isinstance(row, dict) or not row:
            return None
        row = next(iter(row.values())) if key == "*" else row.get(key)
    return row
