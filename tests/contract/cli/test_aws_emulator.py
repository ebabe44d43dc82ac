"""What AWS's emulator does beyond ministack."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from crosstwin.local import aws

REQUEST = (
    b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\n"
    b"X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}"
)


@pytest.mark.skipif(bool(aws.why_not()), reason=aws.why_not())
def test_answers_are_sent_in_one_piece(tmp_path: Path) -> None:
    """A client that closes its connection after the head has the body: what Terraform's provider rests on."""
    with (
        aws.running_aws(tmp_path) as emulator,
        socket.create_connection(("127.0.0.1", int(emulator.endpoint_url.rpartition(":")[2])), 30) as client,
    ):
        for _ in range(200):
            client.sendall(REQUEST)
            assert client.recv(65536).endswith(b'\r\n\r\n{"TableNames": []}')
