"""What must be true of every answer, whatever was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import requests
import schemathesis

from benchmarks.fuzz.readers import LONGEST, FuzzedReader, Request
from benchmarks.fuzz.records import named, shown
from crosstwin.local.azure import KEY
from crosstwin.packages.places import ROOT
from tests.contract.readers.conftest import PREVIOUS_TOKEN, TOKEN

_ATTEMPTS = 5
_UNTOLD = [
    *(secret.encode() for secret in (TOKEN, PREVIOUS_TOKEN, KEY)),
    b"Traceback",
    b'File "',
    b"site-packages",
    b"127.0.0.1",
    str(ROOT).encode(),
]


@cache
def specification() -> Any:
    """docs/openapi.yaml, as schemathesis reads it."""
    return schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yaml")


def ask(readers: Sequence[FuzzedReader], request: Request) -> list[requests.Response]:
    """Every reader's answer, each checked, and all of them the same.

    Raises AssertionError naming the reader; requests.Timeout where one takes too long.
    """
    responses = []
    for reader in readers:
        with note_of(f"{reader.name}, asked with {request!r:.900}"):
            response = sent(reader, request)
            check(request, response)
            responses.append(response)
            assert _comparable(response) == _comparable(responses[0])
    return responses


def sent(reader: FuzzedReader, request: Request) -> requests.Response:
    """The answer; of a reader that had no time for some of many devices, the next one, as it asks for."""
    for _ in range(_ATTEMPTS):
        response = reader.send(request)
        if b'"TIME_LIMIT"' not in response.content:
            break
    return response


@contextmanager
def note_of(text: str) -> Iterator[None]:
    """Adds a note to an error of the block."""
    try:
        yield
    except Exception as error:
        error.add_note(text)
        raise


def check(request: Request, response: requests.Response) -> None:
    assert response.status_code < 500, response.text
    assert b'"STORE_FAILED"' not in response.content, response.text
    assert response.elapsed.total_seconds() < LONGEST
    specification()[request.path]["POST"].validate_response(response)
    strangers = shown(response.content) - named(request.body)
    assert not strangers, f"shows records of {strangers}"
    check_entries(response)
    sent = request.body + repr(request.headers).encode()
    told = [text for text in untold(response) if text not in sent]
    assert not told, f"tells {told}: {response.text[:500]}"


def check_entries(response: requests.Response) -> None:
    """Of many devices, each entry holds records of its own device alone."""
    for entry in response.json().get("devices", ()):
        strangers = shown(json.dumps(entry).encode()) - {entry.get("iotDeviceId")}
        assert not strangers, f"the entry of {entry.get('iotDeviceId')!r:.60} shows records of {strangers}"
        assert entry.get("error", {}).get("code") != "STORE_FAILED", entry


def untold(response: requests.Response) -> list[bytes]:
    """What an answer tells and should not: secrets, and the inside of a program."""
    return [text for text in _UNTOLD if text in response.content]


def _comparable(response: requests.Response) -> tuple[int, Any]:
    """Status and answer, or the error's code: its message names the first of several faults in a row."""
    answer = response.json()
    for told in (answer, *answer.get("devices", ())):
        if "error" in told:
            told["error"] = told["error"]["code"]
    return response.status_code, answer.get("error", answer)
