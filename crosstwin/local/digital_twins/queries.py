"""The part of the query language that Crosstwin and its dashboards use.

    SELECT * | <alias>.<property>, … FROM digitaltwins | relationships [<alias>]
    [WHERE <condition> [AND <condition>]…]

A condition is IS_OF_MODEL([<alias>,] '<dtmi>') or <alias>.<property> = '<string>'.
Source: https://learn.microsoft.com/azure/digital-twins/concepts-query-language
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from crosstwin.local.digital_twins.faults import Fault
from crosstwin.local.digital_twins.graph import Graph
from crosstwin.local.digital_twins.limits import LONGEST_QUERY

_QUERY = re.compile(
    r"\s*SELECT\s+(?P<select>.+?)\s+FROM\s+(?P<collection>digitaltwins|relationships)"
    r"(?:\s+(?!WHERE\b)(?P<alias>[A-Za-z][A-Za-z0-9_]*))?(?:\s+WHERE\s+(?P<where>.+?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_IS_OF_MODEL = re.compile(r"IS_OF_MODEL\(\s*(?:[A-Za-z]\w*\s*,\s*)?'(?P<model>[^']*)'\s*\)", re.IGNORECASE)
_EQUALS = re.compile(r"(?:[A-Za-z]\w*\.)?(?P<name>\$?[A-Za-z]\w*)\s*=\s*'(?P<value>(?:[^'\\]|\\.)*)'")
_COLUMN = re.compile(r"[A-Za-z]\w*\.(?P<name>\$?[A-Za-z]\w*)")
_Condition = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer. `charge` is in query units; here, of a made-up formula."""

    rows: list[dict[str, Any]]
    continuation: str | None
    charge: float


def run(graph: Graph, body: Any, page_size: int) -> Page:
    """Raises Fault 400: SqlQueryError for a query, BadRequest for a continuation token."""
    if not isinstance(body, dict):
        raise Fault(400, "SqlQueryError", "The query has to be an object with query.")
    if body.get("continuationToken") is not None:
        query, first = _continued(body["continuationToken"])
    else:
        query, first = str(body.get("query")), 0
    rows = list(_rows(graph, query))
    page = rows[first : first + page_size]
    end = first + len(page)
    token = base64.b64encode(json.dumps([query, end]).encode()).decode() if end < len(rows) else None
    return Page(page, token, round(1 + len(page) * 0.02, 2))


def _rows(graph: Graph, query: str) -> Iterable[dict[str, Any]]:
    match = _QUERY.fullmatch(query) if len(query) <= LONGEST_QUERY else None
    if match is None:
        raise _unknown()
    twins = match["collection"].lower() == "digitaltwins"
    conditions = [
        _condition(part, graph) for part in re.split(r"\s+AND\s+", match["where"] or "", flags=re.I) if part
    ]
    select = _selection(match["select"], match["alias"])
    for row in graph.seen_twins() if twins else graph.seen_relationships():
        if all(condition(row) for condition in conditions):
            yield select(row)


def _selection(text: str, alias: str | None) -> Callable[[dict[str, Any]], dict[str, Any]]:
    if text in ("*", alias):
        return dict
    columns = [_COLUMN.fullmatch(part.strip()) for part in text.split(",")]
    names = [column["name"] for column in columns if column]
    if len(names) != len(columns):
        raise _unknown()
    # A property that a twin does not have is not in its row.
    return lambda row: {name: row[name] for name in names if name in row}


def _condition(text: str, graph: Graph) -> _Condition:
    if match := _IS_OF_MODEL.fullmatch(text.strip()):
        model = match["model"]
        return lambda row: "$metadata" in row and graph.models.is_of(row["$metadata"]["$model"], model)
    if match := _EQUALS.fullmatch(text.strip()):
        name, value = match["name"], re.sub(r"\\(.)", r"\1", match["value"])
        return lambda row: row.get(name) == value
    raise _unknown()


def _continued(token: Any) -> tuple[str, int]:
    try:
        query, first = json.loads(base64.b64decode(token, validate=True))
        if isinstance(query, str) and type(first) is int and first > 0:
            return query, first
    except (TypeError, ValueError):
        pass
    raise Fault(400, "BadRequest", "The continuation token is invalid.")


def _unknown() -> Fault:
    return Fault(400, "SqlQueryError", "The query is invalid, or this emulator does not know its form.")
