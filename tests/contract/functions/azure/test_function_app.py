"""How the Function App starts, and how it gets access to Cosmos DB."""

from __future__ import annotations

import re
import runpy
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
import requests
import trustme
from remote_reader.errors import RemoteReaderError
from remote_reader.query import Query, Trace
from remote_reader.reader import RemoteHotReader
from remote_reader.settings import RemoteSettings

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.reader import RunningReader
from crosstwin.packages import functions
from crosstwin.readers.client import ReaderError
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from crosstwin.readers.http import HttpReader
from tests.contract.functions.asking import TOKEN, record
from tests.contract.functions.azure.conftest import ROOT, SOURCE
from tests.contract.functions.azure.identity_endpoint import Queries, running_identity_endpoint
from tests.contract.functions.newest_record import newest_record
from tests.store_gate import StoreGate, running_gate

VARIABLES = {
    "DIGITAL_TWIN_INFO": "{}",
    "INTER_CLOUD_TOKEN": TOKEN,
    "COSMOS_ENDPOINT": "http://127.0.0.1:1",
    "COSMOS_DATABASE": "d",
    "COSMOS_CONTAINER": "c",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, cosmos_store: ModuleType) -> pytest.MonkeyPatch:
    """Everything that the Function App requires."""
    monkeypatch.syspath_prepend(str(SOURCE))
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def start() -> None:
    runpy.run_path(str(SOURCE / "function_app.py"))


@pytest.mark.parametrize("value", [None, "", "  "], ids=["missing", "empty", "blank"])
@pytest.mark.parametrize("name", VARIABLES)
def test_fails_to_start_without_a_required_variable(
    environment: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(EnvironmentError, match=f"the environment variable {name} is missing or empty"):
        start()


def test_an_app_that_fails_to_start_answers_404_and_says_why_in_its_log(
    cosmos: CosmosEmulator, tmp_path: Path
) -> None:
    """As on Azure: the host goes on without functions. Both callers name that beside a wrong URL."""
    variables = {**azure.reader_variables(cosmos, TOKEN), "INTER_CLOUD_TOKEN": " "}
    with azure.running_function_app(tmp_path, variables) as address:
        url = address + azure.HOT_READER_PATH
        assert requests.post(url, timeout=30).status_code == 404
        assert "INTER_CLOUD_TOKEN is missing or empty" in (tmp_path / "function-app.log").read_text()
        with pytest.raises(ReaderError) as from_command:
            HttpReader(url, TOKEN).ask({})
        query = Query(trace=Trace("0" * 32, sampled=False), deadline=time.monotonic() + 10)
        with pytest.raises(RemoteReaderError) as from_connector:
            RemoteHotReader(RemoteSettings(url, TOKEN), source_cloud="aws").ask({}, query)
    for message in (from_command.value.hint, str(from_connector.value)):
        assert message is not None
        assert re.search("function app.* failed to start", message)


def test_a_key_vault_reference_is_no_token(environment: pytest.MonkeyPatch) -> None:
    reference = "@Microsoft.KeyVault(SecretUri=https://factory.vault.azure.net/secrets/inter-cloud-token)"
    environment.setenv("INTER_CLOUD_TOKEN", reference)
    with pytest.raises(ValueError, match="Key Vault reference that could not be resolved") as raised:
        start()
    assert "factory" not in str(raised.value)


def test_routes_are_those_of_the_terraform_outputs(reader: RunningReader) -> None:
    outputs = (ROOT / "modules" / "azure-hot-reader" / "outputs.tf").read_text()
    paths = re.findall(r'"https://[^"]*?(/api/[^"]*)"', outputs)
    assert paths == [azure.HOT_READER_PATH, azure.HOT_READER_LAST_ENTRY_PATH]
    address = reader.hot_reader_url.removesuffix(azure.HOT_READER_PATH)
    statuses = [requests.post(address + path, timeout=30).status_code for path in paths]
    assert statuses == [401, 401]
    for path in ("/hot-reader", "/api", "/api/other"):
        assert requests.post(address + path, timeout=30).status_code == 404


@pytest.mark.parametrize("last_entry", [False, True])
def test_a_chunked_query_reaches_the_reader_without_its_body(reader: RunningReader, last_entry: bool) -> None:
    """The host takes a body only with a Content-Length, which the contract therefore asks for."""
    url = reader.hot_reader_last_entry_url if last_entry else reader.hot_reader_url
    response = requests.post(url, data=iter([b"{}"]), headers={"X-Inter-Cloud-Token": TOKEN}, timeout=30)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "EMPTY_BODY")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_reach_the_contract(reader: RunningReader, method: str) -> None:
    asked = [
        requests.request(method, reader.hot_reader_url, headers=headers, timeout=30).status_code
        for headers in ({}, {"X-Inter-Cloud-Token": TOKEN})
    ]
    assert asked == [401, 405]


def test_the_app_needs_nothing_but_its_zip(tmp_path: Path) -> None:
    """No SDK of Cosmos DB: a cold start would take three times as long."""
    shutil.unpack_archive(functions.build("azure/hot-reader"), tmp_path)
    packages = tmp_path / ".python_packages/lib/site-packages"
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(packages)!r}]\n"
        "import function_app\n"
        "print(sorted(name for name in sys.modules if name.startswith('azure.') and name.count('.') == 1))"
    )
    done = subprocess.run(
        # -S: none of the packages that are installed here.
        [sys.executable, "-I", "-S", "-c", program],
        env={**VARIABLES, "COSMOS_ENDPOINT": "https://127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "['azure.functions']\n", done.stderr


def test_access_by_key_signs_with_it(cosmos_store: ModuleType, cosmos: CosmosEmulator) -> None:
    cosmos.create_container("d", "c")
    with running_gate(cosmos.endpoint) as gate:
        store = cosmos_store.CosmosStore(cosmos_store.connect(gate.endpoint, "d", "c", key=cosmos.key))
        assert newest_record(store, "x", ()) is None
    assert {unquote(asked.headers["authorization"])[:16] for asked in gate.asked} == {"type=master&ver="}


@pytest.fixture
def identity_endpoint() -> Iterator[Queries]:
    with running_identity_endpoint() as asked:
        yield asked


@pytest.fixture
def tls_gate(cosmos: CosmosEmulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoreGate]:
    """Over TLS: an identity's token is sent nowhere else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").configure_cert(context)
    (tmp_path / "ca.pem").write_bytes(authority.cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    cosmos.create_container("d", "c")
    with running_gate(cosmos.endpoint, tls=context) as gate:
        yield gate


@pytest.mark.parametrize("client_id", [None, "user-assigned"])
def test_access_without_a_key_is_by_managed_identity(
    cosmos_store: ModuleType,
    tls_gate: StoreGate,
    identity_endpoint: Queries,
    monkeypatch: pytest.MonkeyPatch,
    client_id: str | None,
) -> None:
    if client_id:
        monkeypatch.setenv("AZURE_CLIENT_ID", client_id)
    stored = record("d", "10:00:00Z", n=1)
    CosmosWriter(tls_gate.behind, "d", "c", azure.KEY).put([stored])
    store = cosmos_store.CosmosStore(cosmos_store.connect(tls_gate.endpoint, "d", "c"))
    for _ in range(2):
        assert newest_record(store, "d", ("iotDeviceId", "n")) == stored
    authorizations = {unquote(asked.headers["authorization"]) for asked in tls_gate.asked}
    assert authorizations == {"type=aad&ver=1.0&sig=identity-token"}
    (asked,) = identity_endpoint
    assert asked["resource"] == ["https://127.0.0.1"]
    assert asked.get("client_id") == ([client_id] if client_id else None)


def test_an_identitys_token_is_sent_over_tls_only(cosmos_store: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"http://127\.0\.0\.1:1 is not https"):
        cosmos_store.connect("http://127.0.0.1:1", "d", "c")


def test_requirements_are_locked_by_hashes() -> None:
    text = (SOURCE / "requirements.txt").read_text()
    for requirement in re.findall(r"^[a-z].*(?:\n    .*)*", text, flags=re.MULTILINE):
        assert re.match(r"[a-z0-9-]+==\S+ \\\n    --hash=sha256:", requirement), requirement
    assert re.findall(r"^(?:azure-functions|certifi)==", text, flags=re.MULTILINE)
    assert "/" not in text.partition("\nazure-functions")[0]
