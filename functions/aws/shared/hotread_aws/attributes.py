"""DynamoDB's typed attributes, such as `{"S": "running"}` and `{"N": "20.5"}`, as plain values.

Most attributes are translated in the text of an answer, before it is parsed: `{"N":"20.5"}` becomes `20.5`.
That takes half the time of parsing an object for each attribute and looking into each.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from crosstwin_contract.values import LONG_LIMIT
from hotread.documented import objects

# The group is what becomes of an attribute. A quotation mark within a JSON string is escaped, so what matches
# is always an attribute; what does not, such as a string with escapes, is left to `_plain`. Strings are last:
# an item `{"N": {"S": "5"}}` would become `{"N":"5"}`, and then a number.
_IN_TEXT = (
    re.compile(r'\{"BOOL":(true|false)\}'),
    # Numbers of which a parser of JSON makes the same as `_number`.
    re.compile(r'\{"N":"(-?(?:0|[1-9][0-9]{0,16})(?:\.[0-9]{0,30}[1-9])?)"\}'),
    re.compile(r'\{"S":("[^"\\]*")\}'),
)
_LAST_KEY = "LastEvaluatedKey"
# Python's own numbers also take `1_000`, spaces and other digits. The largest is 9.9E+125.
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


def parse_answer(body: bytes, exact: str | None = None) -> dict[str, Any]:
    """DynamoDB's answer to a query. Its Items are plain records; its LastEvaluatedKey is left as it came.

    A number with a fraction under the name `exact` is a Decimal: it has up to 38 digits, a double 17.
    For an answer in another form it raises whatever its parsing does.
    """
    original = text = body.decode()
    for pattern in _IN_TEXT:
        # Every second piece is a group. `sub` takes five times as long.
        text = "".join(pattern.split(text))
    answer: dict[str, Any] = json.loads(text)
    records = objects(answer["Items"])
    has_last_key = _LAST_KEY in answer
    if has_last_key:
        answer[_LAST_KEY] = _last_key(original)
    # One brace opens the answer, and each record and key.
    if text.count("{") > 1 + len(records) + has_last_key:
        for item in records:
            for name, value in item.items():
                if type(value) is dict:
                    item[name] = _plain(value)
    if exact is not None and any(type(item.get(exact)) is float for item in records):
        for item, attributes in zip(records, json.loads(original)["Items"], strict=True):
            if type(item.get(exact)) is float:
                item[exact] = Decimal(attributes[exact]["N"])
    return answer


def _last_key(text: str) -> Any:
    if text.count(f'"{_LAST_KEY}"') > 1:  # the name or the value of an attribute, too
        return json.loads(text)[_LAST_KEY]
    start = text.index("{", text.index(f'"{_LAST_KEY}"'))
    return json.JSONDecoder().raw_decode(text, start)[0]


def plain_record(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item, whose attributes may be plain values already, as a record."""
    return {name: _plain(attribute) for name, attribute in item.items()}


def _plain(attribute: Any) -> Any:
    """An attribute as a plain value. Bytes, which telemetry has no use for, stay bytes."""
    if type(attribute) is not dict:
        return attribute  # translated already
    ((kind, value),) = attribute.items()
    return _of_kind(kind, value)


def _of_kind(kind: str, value: Any) -> Any:
    expected, plain = _KINDS[kind]
    if type(value) is not expected:
        raise TypeError
    return plain(value)


def _number(text: str) -> int | float:
    """A DynamoDB number, which has no type but its digits: whole where it fits 64 bits, else a double."""
    if not _NUMBER.fullmatch(text):
        raise ValueError
    if len(text) < 19 and text.lstrip("-").isdigit():
        return int(text)
    if "." in text and text[-1] in "123456789" and "E" not in text:
        return float(text)  # digits after the point, so it is not whole
    number = Decimal(text)
    whole = -LONG_LIMIT <= number < LONG_LIMIT and number == number.to_integral_value()
    return int(number) if whole else float(number)


# The type of each kind in JSON, and what becomes of it.
_KINDS: Mapping[str, tuple[type, Callable[[Any], Any]]] = {
    "S": (str, str),
    "N": (str, _number),
    "BOOL": (bool, bool),
    "NULL": (bool, lambda _: None),
    "M": (dict, plain_record),
    "L": (list, lambda items: [*map(_plain, items)]),
    "SS": (list, lambda items: [_of_kind("S", item) for item in items]),
    "NS": (list, lambda items: [_of_kind("N", item) for item in items]),
    "B": (str, base64.b64decode),
    "BS": (list, lambda items: [_of_kind("B", item) for item in items]),
}
