"""What the store does when Firestore throttles, fails or cannot be reached."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests
import trustme
from crosstwin_contract.records import RecordMapping
from hotread.errors import StoreNotIndexed, StoreThrottled

from crosstwin.local import gcp
from crosstwin.local.process import free_port
from tests.contract.functions.asking import TOKEN
from tests.contract.functions.gcp.conftest import ROOT, SOURCE, database_at
from tests.contract.functions.gcp.failing_firestore import (
    BREAK_OFF,
    BREAK_OFF_CHUNKED,
    DEADLINE_EXCEEDED,
    DRIP,
    FAIL_LATER,
    FAILED_PRECONDITION,
    FRONT_END_BUSY,
    HANG,
    INTERNAL,
    LATE,
    NO_INDEX,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    UNAUTHENTICATED,
    UNAVAILABLE,
    FailingFirestore,
)
from tests.contract.functions.newest_record import newest_record
from tests.contract.functions.scripted_store import certified
from tests.contract.readers.served import importable

LONGEST_WAIT = 8.0  # seconds, of the 30 that a function has

PAYLOAD = {
    "iotDeviceId": "d",
    "selectedProperties": ["n"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T11:00:00Z",
}


@pytest.fixture(scope="module")
def failing_firestore() -> Iterator[FailingFirestore]:
    with FailingFirestore() as server:
        yield server


def read_page(firestore_store: ModuleType, address: str, limit: int | None = None) -> Any:
    store = firestore_store.FirestoreStore(database_at(address), "hot")
    return store.page("d", "2026", "2027", descending=False, properties=["n"], limit=limit, continuation=None)


def test_throttling_is_reported_at_once(
    firestore_store: ModuleType, failing_firestore: FailingFirestore
) -> None:
    store = firestore_store.FirestoreStore(database_at(failing_firestore.address), "hot")
    failing_firestore.fail(RESOURCE_EXHAUSTED, FRONT_END_BUSY)
    with pytest.raises(StoreThrottled):
        read_page(firestore_store, failing_firestore.address)
    with pytest.raises(StoreThrottled):
        newest_record(store, "d", ["n"])
    assert len(failing_firestore.queries) == 2


@pytest.mark.parametrize("fault", [INTERNAL, UNAVAILABLE, DEADLINE_EXCEEDED])
def test_a_short_outage_is_bridged(
    firestore_store: ModuleType, failing_firestore: FailingFirestore, fault: str
) -> None:
    failing_firestore.fail(fault, fault)
    assert read_page(firestore_store, failing_firestore.address).records == []
    assert len(failing_firestore.queries) == 3


@pytest.mark.parametrize("fault", [BREAK_OFF, BREAK_OFF_CHUNKED, FAIL_LATER])
def test_an_answer_that_breaks_off_is_resumed_after_the_last_record(
    firestore_store: ModuleType, failing_firestore: FailingFirestore, fault: str
) -> None:
    failing_firestore.fail(fault)
    page = read_page(firestore_store, failing_firestore.address, limit=5)
    assert [row["n"] for row in page.records] == [1]
    first, second = failing_firestore.queries
    assert "startAt" not in first
    assert second["startAt"]["values"][0] == {"stringValue": "2026-01-15T10:00:00Z"}
    assert second["limit"] == 4


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (PERMISSION_DENIED, "403 PERMISSION_DENIED"),
        (UNAUTHENTICATED, "401 UNAUTHENTICATED"),  # of a token that is not the metadata server's
        (FAILED_PRECONDITION, "400 FAILED_PRECONDITION"),  # of a database in Datastore mode, not of an index
    ],
)
def test_what_will_not_get_better_is_not_tried_again(
    firestore_store: ModuleType, failing_firestore: FailingFirestore, fault: str, message: str
) -> None:
    failing_firestore.fail(*[fault] * 9)
    with pytest.raises(Exception, match=message):
        read_page(firestore_store, failing_firestore.address)
    assert len(failing_firestore.queries) == 1


_OVER_TLS = """
import sys
from firestore_rest import Firestore
from firestore_store import FirestoreStore
from metadata_server import MetadataServer

store = FirestoreStore(Firestore(sys.argv[1], "", "of-the-twin", MetadataServer()), "hot")
for _ in range(2):
    page = store.page("d", "2026", "2027", descending=False, properties=["n"], limit=1, continuation=None)
    print([record["n"] for record in page.records])
"""


@pytest.fixture
def metadata_server() -> Iterator[tuple[str, list[str]]]:
    """Google Cloud's, as each function has it, and the paths that it was asked for."""
    asked: list[str] = []
    answers = {
        "/computeMetadata/v1/project/project-id": b"p",
        "/computeMetadata/v1/instance/service-accounts/default/token": json.dumps(
            {"access_token": "token-of-google", "expires_in": 3599, "token_type": "Bearer"}
        ).encode(),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Metadata-Flavor"] == "Google"
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(answers[self.path])))
            self.end_headers()
            self.wfile.write(answers[self.path])

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize("is_trusted", [True, False], ids=["trusted", "unknown authority"])
def test_firestore_is_asked_over_tls_with_googles_token_and_the_database(
    tmp_path: Path, metadata_server: tuple[str, list[str]], is_trusted: bool
) -> None:
    """As in the cloud, where no emulator's address is set."""
    authority = trustme.CA()
    roots = tmp_path / "roots.pem"
    (authority if is_trusted else trustme.CA()).cert_pem.write_to_path(str(roots))
    with FailingFirestore(certified(authority, "localhost")) as server:
        server.fail(LATE, LATE)
        done = subprocess.run(
            [sys.executable, "-c", _OVER_TLS, f"https://{server.address.replace('127.0.0.1', 'localhost')}"],
            env={
                "SSL_CERT_FILE": str(roots),
                "GCE_METADATA_HOST": metadata_server[0],
                "PYTHONPATH": os.pathsep.join([str(SOURCE), str(ROOT / "functions/shared")]),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    if not is_trusted:
        assert done.returncode == 1
        assert not server.queries
        return
    assert done.stdout == "[1]\n[1]\n", done.stderr
    assert {headers["authorization"] for headers in server.headers} == {"Bearer token-of-google"}
    assert set(server.paths) == {"/v1/projects/p/databases/of-the-twin/documents:runQuery"}
    assert len(metadata_server[1]) == 2  # one project, and one token


def test_a_function_that_gets_no_token_says_so(
    firestore_store: ModuleType, failing_firestore: FailingFirestore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GCE_METADATA_HOST", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    with importable(SOURCE):
        from firestore_rest import connect
    store = firestore_store.FirestoreStore(connect("d"), "hot")
    with pytest.raises(Exception, match="the metadata server does not answer"):
        newest_record(store, "d", ["n"])


@pytest.mark.parametrize("refused", [1, 2])
def test_a_token_that_firestore_refuses_is_replaced_once(
    firestore_store: ModuleType,
    failing_firestore: FailingFirestore,
    metadata_server: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    refused: int,
) -> None:
    """After a machine was suspended, its monotonic clock says that an expired token is good for long."""
    address, asked = metadata_server
    monkeypatch.setenv("GCE_METADATA_HOST", address)
    with importable(SOURCE):
        from firestore_rest import Firestore
        from metadata_server import MetadataServer
    database = Firestore(f"http://{failing_firestore.address}", "p", "d", MetadataServer())
    store = firestore_store.FirestoreStore(database, "hot")
    failing_firestore.fail(*[UNAUTHENTICATED] * refused)
    if refused == 1:
        assert newest_record(store, "d", ["n"]) is None
    else:
        with pytest.raises(Exception, match="401 UNAUTHENTICATED"):
            newest_record(store, "d", ["n"])
    assert len(asked) == 2


@pytest.fixture(scope="module")
def outages(firestore_store: ModuleType) -> dict[str, tuple[BaseException | None, float]]:
    """How a page fails, and after how many seconds, in outages of four kinds, waited for side by side."""

    def fail(address: str) -> tuple[BaseException | None, float]:
        started = time.monotonic()
        try:
            read_page(firestore_store, address)
        except Exception as error:
            return error, time.monotonic() - started
        return None, time.monotonic() - started

    with (
        FailingFirestore() as hanging,
        FailingFirestore() as dripping,
        socket.socket() as silent,
        ThreadPoolExecutor() as threads,
    ):
        hanging.fail(HANG)
        dripping.fail(DRIP)
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        addresses = {
            "hanging": hanging.address,
            "dripping": dripping.address,
            "refused": f"127.0.0.1:{free_port()}",
            "silent": f"127.0.0.1:{silent.getsockname()[1]}",
        }
        return dict(zip(addresses, threads.map(fail, addresses.values()), strict=True))


@pytest.mark.parametrize(
    ("outage", "expected"),
    [
        ("hanging", TimeoutError),
        ("dripping", TimeoutError),
        ("refused", ConnectionRefusedError),
        ("silent", TimeoutError),
    ],
)
def test_an_unreachable_firestore_is_an_error_in_time(
    outages: dict[str, tuple[BaseException | None, float]], outage: str, expected: type[BaseException]
) -> None:
    error, seconds = outages[outage]
    assert isinstance(error, expected)
    assert seconds < LONGEST_WAIT


@pytest.fixture(scope="module")
def failing_reader(
    failing_firestore: FailingFirestore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The function itself, over the server that fails. It needs no emulator."""
    variables = gcp.reader_variables(failing_firestore.address, TOKEN)
    with gcp.running_function(tmp_path_factory.mktemp("failing"), "hot_reader", variables) as url:
        yield url


def ask(url: str) -> requests.Response:
    body = {"target_layer": "L3-hot", "payload": PAYLOAD}
    return requests.post(url, json=body, headers={"X-Inter-Cloud-Token": TOKEN}, timeout=30)


def test_gcp_hot_reader_throttled(failing_reader: str, failing_firestore: FailingFirestore) -> None:
    failing_firestore.fail(RESOURCE_EXHAUSTED)
    response = ask(failing_reader)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert response.json()["error"]["code"] == "STORE_THROTTLED"


def test_handles_firestore_error(failing_reader: str, failing_firestore: FailingFirestore) -> None:
    failing_firestore.fail(PERMISSION_DENIED)
    response = ask(failing_reader)
    assert response.status_code == 500
    assert response.json()["error"] == {"code": "STORE_FAILED", "message": "the hot store could not be read"}
    assert ask(failing_reader).status_code == 200  # the next query is not affected


def test_a_collection_without_the_index_is_named_by_its_fields(
    firestore_store: ModuleType, failing_firestore: FailingFirestore
) -> None:
    failing_firestore.fail(NO_INDEX)
    mapping = RecordMapping.parse({"device": "meta.device", "time": "at"})
    store = firestore_store.FirestoreStore(database_at(failing_firestore.address), "hot", mapping)
    with pytest.raises(StoreNotIndexed, match=r"no index for queries by meta\.device and at"):
        newest_record(store, "d", ["n"])
