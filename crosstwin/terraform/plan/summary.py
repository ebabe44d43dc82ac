"""Converts the JSON of `terraform show -json PLAN` into a summary. Runs no process."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crosstwin.terraform.plan.fields import Marks, changed_fields, secrets, without
from crosstwin.terraform.plan.model import ACTIONS, Action, Change, Code, Output, StackPlan
from crosstwin.terraform.plan.refusals import refusals
from crosstwin.terraform.plan.tokens import token_note
from crosstwin.terraform.plan.twinmaker import TEMPLATE, entity_changes
from crosstwin.terraform.plan.twins import GRAPH, twin_changes

# The guard of crosstwin/stacks/placeholders.py: no resource of the twin, and it is never applied.
PLACEHOLDER_GUARD = "terraform_data.placeholder-outputs"

_REASONS = {
    "replace_because_tainted": "its creation had failed half-way",
    "replace_because_cannot_update": "it cannot be updated in place",
    "replace_by_request": "asked for",
    "replace_by_triggers": "something that it depends on changes",
    "delete_because_no_resource_config": "no longer in the stack",
    "delete_because_wrong_repetition": "no longer in the stack",
    "delete_because_count_index": "no longer in the stack",
    "delete_because_each_key": "no longer in the stack",
    "delete_because_no_module": "its module is no longer in the stack",
    "delete_because_no_move_target": "what it was to become is not in the stack",
}

# The hash of a Lambda's package, and what changes only because the package does.
_LAMBDA_HASH = "source_code_hash"
_WITH_THE_PACKAGE = {_LAMBDA_HASH, "code_sha256", "filename", "source_code_size", "last_modified"}

# Packages in a bucket or container are named by their SHA-256.
_PACKAGE_OBJECTS = {"azurerm_storage_blob", "google_storage_bucket_object"}
_PACKAGE_NAME = re.compile(r"([0-9a-f]{64})(?:\.zip|/.*\.zip)")
_WITH_THE_OBJECT = {"name", "source", "source_md5hash", "content_md5", "detect_md5hash", "md5hash", "crc32c"}
_WITH_THE_OBJECT |= {"id", "url", "self_link", "media_link", "output_name", "generation", "source_content"}
_SHOWN_DIGITS = 4
_GRAPH_FILE = "the file of the graph is written again; no twin is replaced by it"


def summarize(
    stack: str,
    plan: Mapping[str, Any],
    *,
    placeholders_for: Sequence[str] = (),
    never_applied: Sequence[str] = (),
    allow_deletions: str | None = None,
    clouds: Mapping[str, str | None] | None = None,
) -> StackPlan:
    """The plan of one stack. `plan` is Terraform's JSON plan, format 1.x.

    `clouds` are those of `twinmaker.entity_changes`; the rest goes into the result.
    """
    resources = plan.get("resource_changes") or []
    outputs = plan.get("output_changes") or {}
    known_secrets = frozenset(_secrets([*resources, *(plan.get("resource_drift") or [])], outputs))
    changes = [
        change
        for resource in resources
        if resource.get("mode") != "data" and resource["address"] != PLACEHOLDER_GUARD
        if (change := _change(resource, known_secrets))
    ]
    changes.sort(key=lambda change: (ACTIONS.index(change.action), change.address))
    changed_outputs = tuple(
        output for name in sorted(outputs) if (output := _output(name, outputs[name], known_secrets))
    )
    return StackPlan(
        stack,
        tuple(changes),
        changed_outputs,
        tuple(placeholders_for),
        tuple(never_applied),
        refusals=tuple(refusals(resources)),
        twins=twin_changes(resources, allow_deletions) or entity_changes(resources, clouds),
        token=token_note(resources),
    )


def _secrets(resources: Sequence[Mapping[str, Any]], outputs: Mapping[str, Any]) -> Iterator[str]:
    for change in (*(resource["change"] for resource in resources), *outputs.values()):
        yield from secrets(change.get("before"), change.get("before_sensitive"))
        yield from secrets(change.get("after"), change.get("after_sensitive"))


def _action(resource: Mapping[str, Any]) -> Action | None:
    """None if it does not change. A replacement has both actions, in either order."""
    change = resource["change"]
    actions = set(change["actions"])
    named: dict[str, Action] = {"delete": "destroy", "forget": "forget", "update": "update"}
    if {"create", "delete"} <= actions:
        return "replace"
    for action, name in named.items():
        if action in actions:
            return name
    if "create" in actions:
        # Terraform's "create then forget" leaves the old object behind.
        return "replace" if "forget" in actions else "create"
    if change.get("importing"):
        return "import"
    return "move" if resource.get("previous_address") else None


def _change(resource: Mapping[str, Any], known_secrets: frozenset[str]) -> Change | None:
    action = _action(resource)
    if action is None:
        return None
    change = resource["change"]
    reason = _REASONS.get(resource.get("action_reason", ""), "")
    if previous := resource.get("previous_address"):
        reason = "; ".join(part for part in (f"was {previous}", reason) if part)
    if action not in ("update", "replace"):
        return Change(action, resource["address"], resource["type"], reason)
    fields = changed_fields(
        change.get("before"),
        change.get("after"),
        _marks(change),
        [tuple(path) for path in change.get("replace_paths") or ()],
    )
    code, of_the_code = _code(resource)
    if resource["address"].endswith(GRAPH):
        # `twins` says what becomes of each twin and model: what is replaced is the file that lists them.
        fields = [field for field in fields if not field.path.startswith(("source_content", "id", "url"))]
        reason = reason if fields else _GRAPH_FILE
    if TEMPLATE.search(resource["address"]):
        fields = [field for field in fields if not field.path.startswith("content.")]
    if code:
        fields = [field for field in fields if field.path not in of_the_code]
    return Change(
        action,
        resource["address"],
        resource["type"],
        reason,
        tuple(without(field, known_secrets) for field in fields),
        code,
    )


def _output(name: str, change: Mapping[str, Any], known_secrets: frozenset[str]) -> Output | None:
    actions: dict[str, Action] = {"create": "create", "delete": "destroy", "update": "update"}
    action = next((actions[one] for one in change["actions"] if one in actions), None)
    changed = changed_fields({name: change.get("before")}, {name: change.get("after")}, _named(name, change))
    if action is None or not changed:
        return None
    return Output(action, without(changed[0], known_secrets))


def _marks(change: Mapping[str, Any]) -> Marks:
    return Marks(
        change.get("before_sensitive"), change.get("after_sensitive"), change.get("after_unknown") or False
    )


def _named(name: str, change: Mapping[str, Any]) -> Marks:
    marks = _marks(change)
    return Marks({name: marks.before_sensitive}, {name: marks.after_sensitive}, {name: marks.after_unknown})


def _code(resource: Mapping[str, Any]) -> tuple[Code | None, set[str]]:
    """The change of a function's package, and the fields that change only because of it."""
    change = resource["change"]
    before, after = change.get("before") or {}, change.get("after") or {}
    if resource["type"] in _PACKAGE_OBJECTS:
        old, new = (_PACKAGE_NAME.fullmatch(str(one.get("name"))) for one in (before, after))
        if old and new and old[1] != new[1]:
            return Code(_function_name(resource), *_shortened(old[1], new[1])), _WITH_THE_OBJECT
        return None, set()
    old_hash, new_hash = before.get(_LAMBDA_HASH), after.get(_LAMBDA_HASH)
    if not isinstance(old_hash, str) or old_hash == new_hash:
        return None, set()
    if (change.get("after_unknown") or {}).get(_LAMBDA_HASH) is True:
        new_hash = None
    elif not isinstance(new_hash, str):
        return None, set()
    digits = _shortened(_hexadecimal(old_hash), new_hash and _hexadecimal(new_hash))
    return Code(_function_name(resource), *digits), _WITH_THE_PACKAGE


def _function_name(resource: Mapping[str, Any]) -> str:
    """`hot-reader` of `module.l3.aws_lambda_function.reader["hot-reader"]`, as its folder is called."""
    index = resource.get("index")
    if isinstance(index, str):
        return index
    if resource["type"] in _PACKAGE_OBJECTS and resource.get("module_address"):
        return str(resource["module_address"]).rpartition("module.")[2]
    before = resource["change"].get("before") or {}
    return str(before.get("function_name") or resource.get("name") or resource["address"])


def _hexadecimal(text: str) -> str:
    """AWS writes SHA-256 in base64; other tools write it in hexadecimal."""
    try:
        return base64.b64decode(text, validate=True).hex() or text
    except ValueError:
        return text


def _shortened(before: str, after: str | None) -> tuple[str, str | None]:
    """The fewest digits by which they differ, but at least four."""
    if after is None:
        return f"{before[:_SHOWN_DIGITS]}…", None
    digits = _SHOWN_DIGITS
    while before[:digits] == after[:digits] and digits < max(len(before), len(after)):
        digits += 1
    return f"{before[:digits]}…", f"{after[:digits]}…"
