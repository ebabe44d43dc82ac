"""Full pages leave nothing behind: the end of each query's stream is read, and no stream is cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import grpc  # type: ignore[import-untyped]
import pytest
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.types import Document, RunQueryRequest, RunQueryResponse

from crosstwin.local import gcp

PAGE = 60  # documents
_MEMORY = Path("/proc/self/statm")


@pytest.fixture
def address() -> Iterator[str]:
    """A server in Firestore's place, which has as many documents as a query asks for."""
    now = datetime.now(UTC)

    def run(request: RunQueryRequest, _: grpc.ServicerContext) -> Iterator[RunQueryResponse]:
        for number in range(request.structured_query.limit):
            fields = {"id": {"string_value": f"2026-01-15T10:00:{number:02}Z"}}
            found = Document(name=f"hot/{number}", fields=fields, create_time=now, update_time=now)
            yield RunQueryResponse(read_time=now, document=found)

    handler = grpc.unary_stream_rpc_method_handler(
        run,
        request_deserializer=RunQueryRequest.deserialize,
        response_serializer=RunQueryResponse.serialize,
    )
    server = grpc.server(ThreadPoolExecutor(4))
    service = grpc.method_handlers_generic_handler("google.firestore.v1.Firestore", {"RunQuery": handler})
    server.add_generic_rpc_handlers((service,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(grace=None)


@pytest.mark.skipif(not _MEMORY.is_file(), reason="this system does not tell a process its memory")
def test_memory_stays_flat_over_full_pages(firestore_store: ModuleType, address: str) -> None:
    """With streams that were broken off behind a page's last document, it grew by 22 KB each."""
    client = gcp.emulator_client(address)
    queries = firestore_store.RunQuery(client)
    asked = client.collection("hot").where(filter=FieldFilter("iotDeviceId", "==", "pump-7")).order_by("id")

    def read(pages: int) -> int:
        """Reads pages. Returns the process's resident memory in pages of the system, of 4 KiB."""
        for _ in range(pages):
            found, after = queries.read(asked, ["id"], PAGE, 10**9)
            assert len(found) == PAGE
            assert after is not None
        return int(_MEMORY.read_text().split()[1])

    before = read(100)
    assert read(500) - before < 5 * 256
