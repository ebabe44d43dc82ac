"""The readers' own client of DynamoDB's HTTP API: signature, credentials, addresses and faults."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zlib import crc32

import botocore
import pytest
import trustme
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import NoCredentialsError
from botocore.loaders import Loader
from hotread.errors import StoreThrottled
from hotread_aws import dynamodb
from hotread_aws.dynamodb import DynamoDBError, bundled_certificates, connect, endpoint

from tests.contract.functions.aws.scripted_dynamodb import found, refused, scripted_dynamodb
from tests.contract.functions.scripted_store import Answer, Scripted, certified
from tests.dynalite import aws_variables, readers_client

QUERY = {"TableName": "telemetry"}
LONGEST_WAIT = 8.0  # seconds that a reader has for a query


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted_dynamodb() as scripted:
        yield scripted


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb, "_LONGEST_WAIT", 0.0)


@pytest.fixture
def no_aws_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")
    for name in (*names, "AWS_ENDPOINT_URL_DYNAMODB", "AWS_CA_BUNDLE", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")


def test_a_query_is_a_signed_post_of_the_documented_api(server: Scripted) -> None:
    assert readers_client(server.url).query(QUERY) == {"Items": [], "Count": 0}
    (headers,) = server.received
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["x-amz-target"] == "DynamoDB_20120810.Query"
    assert headers["host"] == server.url.removeprefix("http://")
    day = headers["x-amz-date"][:8]
    assert headers["authorization"].startswith(
        f"AWS4-HMAC-SHA256 Credential=test/{day}/eu-central-1/dynamodb/aws4_request, SignedHeaders="
    )
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert {"host", "x-amz-date", "x-amz-target", "content-type"} <= set(signed)
    assert "x-amz-security-token" not in headers


def test_the_signature_is_that_of_botocore(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    readers_client(server.url).query(QUERY)
    (sent,) = server.received
    then = datetime.strptime(sent["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    monkeypatch.setattr(auth, "get_current_datetime", lambda: then)
    headers = {name: sent[name] for name in ("content-type", "x-amz-target")}
    request = AWSRequest("POST", server.url, headers=headers, data=json.dumps(QUERY).encode())
    auth.SigV4Auth(Credentials("test", "test"), "dynamodb", "eu-central-1").add_auth(request)
    assert sent["authorization"] == request.headers["Authorization"]


def test_headers_and_body_are_sent_in_one_piece(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    client = readers_client(server.url)
    sent: list[bytes] = []
    this_thread = threading.get_ident()
    send = socket.socket.sendall

    def recorded(connection: socket.socket, data: bytes) -> None:
        if threading.get_ident() == this_thread:  # and not the server's
            sent.append(data)
        send(connection, data)

    monkeypatch.setattr(socket.socket, "sendall", recorded)
    for _ in range(2):
        client.query(QUERY)
    assert len(sent) == 2
    assert all(
        message.startswith(b"POST / ") and message.endswith(json.dumps(QUERY).encode()) for message in sent
    )


@pytest.mark.usefixtures("no_aws_variables")
def test_a_session_token_of_the_environment_is_sent_and_signed(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**aws_variables(server.url), "AWS_SESSION_TOKEN": "of the session"}.items():
        monkeypatch.setenv(name, value)
    connect().query(QUERY)
    (headers,) = server.received
    assert headers["x-amz-security-token"] == "of the session"
    assert "x-amz-security-token" in headers["authorization"]


@pytest.fixture
def container() -> Iterator[tuple[str, list[str]]]:
    """A container's address of credentials that soon expire, and the authorizations it was asked with."""
    asked: list[str] = []

    class Credentials(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Authorization", ""))
            expiration = (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
            names = {"AccessKeyId": f"key-{len(asked)}", "SecretAccessKey": "s", "Token": "t"}
            body = json.dumps({**names, "Expiration": expiration}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    service = ThreadingHTTPServer(("127.0.0.1", 0), Credentials)
    threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}/credentials", asked
    service.shutdown()
    service.server_close()


@pytest.mark.usefixtures("no_aws_variables")
def test_credentials_of_a_containers_address_are_fetched_again_before_they_expire(
    server: Scripted, container: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = container
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)
    monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of the container")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    client = connect()
    client.query(QUERY)
    client.query(QUERY)
    keys = [headers["authorization"].partition("Credential=")[2].split("/")[0] for headers in server.received]
    assert keys[0] != keys[1]
    assert set(asked) == {"of the container"}


@pytest.mark.usefixtures("no_aws_variables")
def test_without_credentials_no_query_is_sent(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    client = connect()
    with pytest.raises(NoCredentialsError):
        client.query(QUERY)
    assert not server.received


@pytest.mark.usefixtures("no_aws_variables")
def test_the_endpoint_of_dynamodb_is_preferred_to_that_of_all_services(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://all:1")
    assert endpoint("eu-central-1") == "http://all:1"
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://dynamodb:2")
    assert endpoint("eu-central-1") == "http://dynamodb:2"


@pytest.mark.usefixtures("no_aws_variables")
def test_the_endpoint_of_each_region_is_that_of_botocores_data() -> None:
    partitions = Loader().load_data("endpoints")["partitions"]
    addresses = {
        region: f"https://dynamodb.{region}.{partition['dnsSuffix']}"
        for partition in partitions
        for region in partition["regions"]
    }
    assert len(addresses) > 30
    assert {region: endpoint(region) for region in addresses} == addresses


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    "fault",
    [
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        refused("InternalServerError", 500),
    ],
    ids=["throughput", "throttling", "internal"],
)
def test_a_passing_fault_is_bridged(server: Scripted, fault: Any) -> None:
    server.will(fault, found)
    assert readers_client(server.url).query(QUERY)["Items"] == []
    assert len(server.received) == 2


@pytest.mark.usefixtures("no_waits")
@pytest.mark.parametrize(
    ("fault", "expected", "message"),
    [
        (refused("ThrottlingException"), StoreThrottled, "throttling"),
        (refused("ThrottlingException", 500), StoreThrottled, "throttling"),
        (refused("InternalServerError", 500), DynamoDBError, "500 InternalServerError: table"),
    ],
    ids=["throttling", "throttling 500", "internal"],
)
def test_a_lasting_fault_is_an_error_after_two_attempts(
    server: Scripted, fault: Any, expected: type[Exception], message: str
) -> None:
    server.will(fault)
    with pytest.raises(expected, match=message):
        readers_client(server.url).query(QUERY)
    assert len(server.received) == 2


@pytest.mark.parametrize(
    "code", ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"]
)
def test_what_will_not_get_better_is_not_asked_again(server: Scripted, code: str) -> None:
    server.will(refused(code))
    with pytest.raises(DynamoDBError, match=code) as error:
        readers_client(server.url).query(QUERY)
    assert error.value.code == code
    assert len(server.received) == 1


@pytest.mark.usefixtures("no_waits")
def test_an_answer_without_its_checksum_is_asked_for_again(server: Scripted) -> None:
    def checked(checksum: int | str) -> Answer:
        return lambda handler: handler.answer(200, b'{"Items":[],"Count":0}', x_amz_crc32=str(checksum))

    right = crc32(b'{"Items":[],"Count":0}')
    server.will(checked(right + 1), checked(right))
    assert readers_client(server.url).query(QUERY)["Items"] == []
    assert len(server.received) == 2
    for wrong in (right + 1, -right, "", "no"):
        server.will(checked(wrong))
        with pytest.raises(HTTPException, match="checksum"):
            readers_client(server.url).query(QUERY)


def test_the_error_of_a_wrong_signature_does_not_show_what_was_signed(server: Scripted) -> None:
    """DynamoDB repeats the headers, and with them the session's token."""
    message = "The request signature does not match.\n\nx-amz-security-token:of the session"
    body = json.dumps({"__type": "c#InvalidSignatureException", "message": message}).encode()
    server.will(lambda handler: handler.answer(400, body))
    with pytest.raises(DynamoDBError, match=r"InvalidSignatureException: The request .*match\.$"):
        readers_client(server.url).query(QUERY)


def test_the_certificates_are_those_of_the_sdk() -> None:
    file = bundled_certificates()
    assert file == str(Path(botocore.__file__).with_name("cacert.pem"))
    assert ssl.create_default_context(cafile=file).get_ca_certs()


def test_without_the_sdk_the_certificates_of_the_system_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))  # the system's, to OpenSSL
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.setattr(dynamodb, "find_spec", lambda _: None)
    with scripted_dynamodb(certified(authority)) as server:
        readers_client(server.url).query(QUERY)
        assert len(server.received) == 1
