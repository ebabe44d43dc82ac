"""JSON as the contract has it: UTF-8, finite numbers, each key once, no half of a character."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

# The escape of a surrogate. Most bodies have none, and then nothing more needs to be looked at.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class InvalidJson(ValueError):
    """The body is not such JSON; the message says why and quotes nothing of it but a key."""


def loads(body: bytes, *, check_keys: bool = True) -> Any:
    """The value that the body holds. Raises InvalidJson.

    `json.loads` alone takes NaN, half of a surrogate pair, and the last of two values under one key. The last
    check looks at each object, which takes as long as parsing: see `holds_strings` for large bodies.
    """
    invalid = f"{len(body)} bytes that are not valid JSON"
    try:
        text = body.decode()  # json.loads would guess UTF-16 and let raw surrogates through
        value = (_CHECKING_KEYS if check_keys else _TAKING_KEYS).decode(text)
        if "\\" in text and _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except InvalidJson:
        raise
    except RecursionError:
        raise InvalidJson("JSON that is nested too deeply") from None
    except UnicodeEncodeError:
        raise InvalidJson("JSON with a lone surrogate, which is not a character") from None
    except UnicodeDecodeError:
        raise InvalidJson(f"{invalid}: they are not UTF-8") from None
    except json.JSONDecodeError as error:  # its own text would quote the body
        raise InvalidJson(f"{invalid} (line {error.lineno}, column {error.colno})") from None
    except ValueError:
        raise InvalidJson(f"{invalid}: NaN, Infinity, or an integer of more than 4,300 digits") from None
    return value


def loads_error(body: bytes) -> Any:
    """The value that the body of an error holds, a `?` in place of each lone surrogate; None: it is not JSON.

    An error is shown whatever else of it is not valid. A lone surrogate has no encoding: a
    Lambda of Python 3.12 that raises or logs it crashes.
    Source: https://github.com/aws/aws-lambda-python-runtime-interface-client (lambda_runtime_marshaller.py)
    """
    try:
        return json.loads(json.dumps(json.loads(body), ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return None


def holds_strings(body: bytes, count: int) -> bool:
    """Whether a body of valid JSON has no escapes and exactly so many strings, keys included.

    Then a value with that many strings, made of the body, lost none of them to a key that is there twice.
    """
    return b"\\" not in body and body.count(b'"') == 2 * count


def _refuse_constant(name: str) -> NoReturn:
    """Refuses NaN and Infinity, which Python's parser takes and JSON does not have."""
    raise ValueError(f"{name} is not a JSON value")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise InvalidJson(f"JSON with the key {twice!r:.60} twice in one object")
    return members


# json.loads would make one for each body.
_CHECKING_KEYS = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_refuse_constant)
_TAKING_KEYS = json.JSONDecoder(parse_constant=_refuse_constant)
