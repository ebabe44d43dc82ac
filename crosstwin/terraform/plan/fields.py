"""Compares a resource before and after, field by field.

The trees of marks are those of Terraform's JSON plan format (`before_sensitive`, `after_sensitive`,
`after_unknown`): true for a value and all below it, or an object or list of marks, or nothing.
https://developer.hashicorp.com/terraform/internals/json-format#change-representation
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crosstwin.terraform.plan.model import Field

Path = tuple[str | int, ...]

# Shorter ones would hide what they are found in by chance: "1", "true", a region.
_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Marks:
    """What Terraform says of a value without telling it."""

    before_sensitive: Any = False
    after_sensitive: Any = False
    after_unknown: Any = False

    def below(self, step: str | int) -> Marks:
        return Marks(
            _below(self.before_sensitive, step),
            _below(self.after_sensitive, step),
            _below(self.after_unknown, step),
        )


def changed_fields(before: Any, after: Any, marks: Marks, replace_paths: Sequence[Path] = ()) -> list[Field]:
    """The fields that differ, in the order of their paths."""
    changed = []
    for path, field in _differences((), before, after, marks):
        forces = any(path[: len(cause)] == cause or cause[: len(path)] == path for cause in replace_paths)
        changed.append(replace(field, path=_text(path), forces_replacement=forces))
    return changed


def secrets(value: Any, sensitive: Any) -> Iterator[str]:
    """The texts in a value that its marks call sensitive, and the parts of lists of tokens."""
    if sensitive is True:
        for text in _texts(value):
            yield from (part for part in {text, *text.split(",")} if len(part) >= _SHORTEST_SECRET)
    elif isinstance(sensitive, Mapping) and isinstance(value, Mapping):
        for key in sensitive:
            yield from secrets(value.get(key), sensitive[key])
    elif isinstance(sensitive, list) and isinstance(value, list):
        for item, mark in zip(value, sensitive, strict=False):
            yield from secrets(item, mark)


def without(field: Field, known_secrets: frozenset[str]) -> Field:
    """The field as a sensitive one, where a secret turns up in a value that no mark covers.

    Terraform loses marks where a provider copies a value, and in what was applied before it had them.
    """
    shown = [*_texts(field.before), *_texts(field.after)]
    if any(secret in text for text in shown for secret in known_secrets):
        return replace(field, before=None, after=None, sensitive=True)
    return field


def _differences(path: Path, before: Any, after: Any, marks: Marks) -> Iterator[tuple[Path, Field]]:
    if marks.before_sensitive is True or marks.after_sensitive is True:
        unknown = _any(marks.after_unknown)
        if unknown or before != after or marks.before_sensitive != marks.after_sensitive:
            yield path, Field("", sensitive=True, known_after_apply=unknown)
        return
    if marks.after_unknown is True:
        # What is below may be sensitive though the whole is not.
        hidden = _any(marks.before_sensitive) or _any(marks.after_sensitive)
        yield path, Field("", before=None if hidden else before, sensitive=hidden, known_after_apply=True)
        return
    before, after = _parsed(before, after)
    steps = _steps(before, after, marks)
    if steps is None:
        if before != after:
            yield path, Field("", before=before, after=after)
        return
    for step in steps:
        yield from _differences(
            (*path, step), _value_below(before, step), _value_below(after, step), marks.below(step)
        )


def _steps(before: Any, after: Any, marks: Marks) -> Sequence[str | int] | None:
    """The keys or indexes to look below; None where the two are compared as a whole."""
    trees = (marks.before_sensitive, marks.after_sensitive, marks.after_unknown)
    marked = any(_any(tree) for tree in trees)
    values = [value for value in (before, after) if value is not None]
    if values and all(isinstance(value, Mapping) for value in values):
        unknown = marks.after_unknown if isinstance(marks.after_unknown, Mapping) else {}
        if len(values) == 2 or marked:
            return sorted({*(before or {}), *(after or {}), *unknown})
        return None
    if values and all(isinstance(value, list) for value in values):
        lengths = [len(value) for value in (*values, marks.after_unknown) if isinstance(value, list)]
        nested = any(isinstance(item, Mapping | list) for value in values for item in value)
        if marked or (nested and len(values) == 2):
            return range(max(lengths))
    return None


def _parsed(before: Any, after: Any) -> tuple[Any, Any]:
    """Two JSON documents as what they say: policies and settings change in one place, not as a whole."""
    if not (isinstance(before, str) and isinstance(after, str) and before[:1] == after[:1] == "{"):
        return before, after
    try:
        return json.loads(before), json.loads(after)
    except ValueError:
        return before, after


def _below(tree: Any, step: str | int) -> Any:
    return tree if tree is True else (_value_below(tree, step) or False)


def _value_below(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _any(tree: Any) -> bool:
    if isinstance(tree, Mapping):
        return any(_any(below) for below in tree.values())
    if isinstance(tree, list):
        return any(_any(below) for below in tree)
    return tree is True


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield str(key)
            yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)


def _text(path: Path) -> str:
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.replace("_", "").replace("-", "").isalnum():
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step)}]"
    return text
