"""A reader's answer: told from what is none, and put into the form that TwinMaker documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hotread.query import LastEntryQuery, parse_history, parse_last_entry
from hotread.values import to_twinmaker

from twin_connector.errors import InvalidReaderResponse

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two queries: how it is checked, and the form of `propertyValues` in its answer."""

    name: str
    parse: Callable[..., LastEntryQuery]
    form: type[list[Any] | dict[str, Any]]


HISTORY = Kind("history", parse_history, list)
LAST_ENTRY = Kind("last entry", parse_last_entry, dict)


def decode_answer(body: bytes, kind: Kind) -> Answer:
    """The JSON object with `propertyValues` in the form of `kind`. Raises InvalidReaderResponse."""
    if not body.strip():
        raise InvalidReaderResponse("an empty body")
    try:
        answer = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidReaderResponse("JSON that is nested too deeply") from None
    except ValueError:  # of which UnicodeDecodeError is one; its text would quote the body
        what = "an HTML page" if body.lstrip()[:1] == b"<" else f"{len(body)} bytes that are not JSON"
        raise InvalidReaderResponse(what) from None
    if not isinstance(answer, dict):
        raise InvalidReaderResponse("JSON that is not an object")
    if "propertyValues" not in answer:
        raise InvalidReaderResponse("an object without propertyValues")
    if not isinstance(answer["propertyValues"], kind.form):
        form = "a list" if kind.form is list else "a map"
        raise InvalidReaderResponse(f"propertyValues that is not {form}, the form of a {kind.name}")
    return answer


def for_twinmaker(answer: Mapping[str, Any]) -> Answer:
    """An answer over HTTP as TwinMaker reads it: camelCase value keys, and only the fields it knows.

    What the given answer holds is changed.

    Raises InvalidReaderResponse naming what is not in the form.
    """
    try:
        to_twinmaker(answer)
    except ValueError as error:
        raise InvalidReaderResponse(str(error)) from None
    known = {"propertyValues": answer["propertyValues"]}
    if answer.get("nextToken"):
        known["nextToken"] = answer["nextToken"]
    return known


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")
