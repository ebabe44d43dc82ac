"""dynalite, a DynamoDB on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from hotread_aws.dynamodb import DynamoDB, connect

from crosstwin.local.process import accepts_connections, free_port, running
from crosstwin.packages.places import node_command

DYNALITE = node_command("dynalite")


@contextmanager
def running_dynalite(folder: Path) -> Iterator[str]:
    """Its endpoint, until the block ends. Its log is in `folder`."""
    assert DYNALITE, "dynalite is not installed: npm ci"
    port = free_port()
    command = [DYNALITE, "--port", str(port), "--host", "127.0.0.1", "--createTableMs", "0"]
    with running("dynalite", command, ready=lambda: accepts_connections(port), log=folder / "dynalite.log"):
        yield f"http://127.0.0.1:{port}"


def aws_variables(url: str) -> dict[str, str]:
    """The environment that makes a Lambda's SDK ask an emulator."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def readers_client(url: str) -> DynamoDB:
    """The client that a hot reader makes in a Lambda."""
    with patch.dict(os.environ, aws_variables(url)):
        return connect()
