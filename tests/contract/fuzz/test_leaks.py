"""The token is in no log of a reader, whatever happens, and in no command line of what crosstwin starts."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
import requests

from benchmarks.fuzz.lambdas import SCHEME, lambdas
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, LONGEST, FuzzedReader, Request
from benchmarks.fuzz.records import HOUR
from crosstwin.clouds.aws_options import client_options
from crosstwin.local import azure, gcp
from crosstwin.local.aws import HOT_READER, REGION
from crosstwin.local.azure import KEY, CosmosEmulator
from crosstwin.local.process import free_port
from tests.contract.readers.conftest import CLOUDS, PREVIOUS_TOKEN, TOKEN

pytestmark = pytest.mark.xdist_group("fuzz")

# Of the tokens, what shows even if only their beginning does; and the key of the store.
SECRETS = (TOKEN[:12], PREVIOUS_TOKEN, KEY)
SOUND = {"iotDeviceId": "pump-7", "selectedProperties": ["n"], **HOUR}
DECLARED = {"n": {"definition": {"dataType": {"type": "STRING"}}}}


def body(payload: object) -> bytes:
    return json.dumps({"target_layer": "L3-hot", "payload": payload}).encode()


# What each is answered with, by a reader whose store works.
REQUESTS = {
    "a query": (Request(HISTORY, body(SOUND)), 200),
    "a last entry": (Request(LAST_ENTRY, body(SOUND)), 200),
    "the token before": (Request(HISTORY, body(SOUND), {"X-Inter-Cloud-Token": PREVIOUS_TOKEN}), 200),
    "a token that is nearly right": (Request(HISTORY, body(SOUND), {"X-Inter-Cloud-Token": TOKEN[:-1]}), 401),
    "another method": (Request(HISTORY, b"", method="GET"), 405),
    "no JSON": (Request(HISTORY, b"{"), 400),
    "a faulty query": (Request(HISTORY, body({**SOUND, "endTime": "never"})), 400),
    "a value of another type": (Request(HISTORY, body({**SOUND, "properties": DECLARED})), 400),
}


@pytest.mark.parametrize("name", ["lambda", *CLOUDS])
def test_the_token_is_in_no_log(request: pytest.FixtureRequest, name: str) -> None:
    found = request.getfixturevalue("deployed_lambda" if name == "aws" else "readers")
    reader = next((reader for reader in found if reader.name == name), None)
    if reader is None:
        pytest.skip(f"no {name} reader on this machine")
    for sent, status in REQUESTS.values():
        assert reader.send(sent).status_code == status
    _check(_log_of(reader), "history query")


@pytest.mark.parametrize("cloud", ["lambda", "azure", "gcp"])
def test_the_token_is_in_no_log_of_a_reader_whose_store_is_down(tmp_path: Path, cloud: str) -> None:
    if cloud in CLOUDS and (missing := CLOUDS[cloud][1]()):
        pytest.skip(f"no {cloud} reader on this machine: {missing}")
    sent, _ = REQUESTS["a query"]
    with _without_a_store(cloud, tmp_path) as (session, url):
        response = session.post(url, data=sent.body, headers=dict(sent.headers), timeout=LONGEST)
    assert response.status_code == 500
    _check(_text_of(tmp_path), "STORE_FAILED")


def test_the_token_is_in_no_command_line(
    readers: list[FuzzedReader], deployed_lambda: list[FuzzedReader]
) -> None:
    deployed_lambda[0].send(REQUESTS["a query"][0])  # its process starts with its first request
    commands = _descendants(os.getpid())
    programs = {
        "lambda": "dynalite",
        "azure": "azure_host",
        "gcp": "functions_framework",
        "aws": "ministack",
    }
    for reader in {reader.name: reader for reader in (*readers, *deployed_lambda)}:
        assert any(programs[reader] in command for command in commands)
    assert [command for command in commands for secret in SECRETS if secret in command] == []


@contextmanager
def _without_a_store(cloud: str, folder: Path) -> Iterator[tuple[requests.Session, str]]:
    """A reader whose store's address nobody listens on, and its URL. Its log is in `folder`."""
    address, tokens = f"127.0.0.1:{free_port()}", f"{TOKEN},{PREVIOUS_TOKEN}"
    with requests.Session() as session, ExitStack() as stack:
        if cloud == "lambda":
            session.mount(SCHEME, stack.enter_context(lambdas(f"http://{address}", tokens, folder)))
            yield session, SCHEME + HOT_READER
        elif cloud == "azure":
            variables = azure.reader_variables(CosmosEmulator(f"http://{address}", KEY), tokens)
            app = stack.enter_context(azure.running_function_app(folder, variables))
            yield session, app + azure.HOT_READER_PATH
        else:
            variables = gcp.reader_variables(address, tokens)
            yield session, stack.enter_context(gcp.running_function(folder, "hot_reader", variables))


def _check(log: str, evidence: str) -> None:
    assert evidence in log, "the log is not the one of what was asked"
    assert [line for line in log.splitlines() for secret in SECRETS if secret in line] == []


def _log_of(reader: FuzzedReader) -> str:
    """What runs for a reader has logged, Lambda's log streams included."""
    if reader.name != "aws":
        return _text_of(reader.folder)
    endpoint = "{0.scheme}://{0.netloc}".format(urlsplit(reader.local.hot_reader_url))
    client = boto3.client("logs", **client_options(REGION, endpoint))
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{HOT_READER}")
    events = [event["message"] for page in pages for event in page["events"]]
    return _text_of(reader.folder) + "\n".join(events)


def _text_of(folder: Path) -> str:
    return "\n".join(log.read_text(errors="replace") for log in folder.rglob("*.log"))


def _descendants(pid: int) -> list[str]:
    """The command lines of a process's children, and theirs."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    found: list[str] = []
    parents = {str(pid)}
    while parents:
        children = [row for row in rows if row[1] in parents]
        found += [row[2] for row in children]
        parents = {row[0] for row in children}
    return found
