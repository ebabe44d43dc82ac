"""A gRPC server in Firestore's place that fails on demand: faults that no emulator can be made to have."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.cloud.firestore_v1.types import Document, RunQueryRequest, RunQueryResponse
from grpc import StatusCode

HANG = "hang"
BREAK_OFF = "break off"  # one document, then the stream ends as if the connection had
LATE = "late"  # one document, a second late


class FailingFirestore:
    """Answers each query by the next of `faults`: a status code, HANG, BREAK_OFF or LATE. Then with nothing.

    Queries for a device in `of_device` always have that fault.
    """

    def __init__(self, tls: grpc.ServerCredentials | None = None) -> None:
        self.faults: list[StatusCode | str] = []
        self.of_device: dict[str, StatusCode | str] = {}
        self.queries: list[RunQueryRequest] = []
        self.metadata: list[dict[str, str]] = []  # of each query
        self._server = grpc.server(ThreadPoolExecutor(4))
        handler = grpc.unary_stream_rpc_method_handler(
            self._run_query,
            request_deserializer=RunQueryRequest.deserialize,
            response_serializer=RunQueryResponse.serialize,
        )
        self._server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler("google.firestore.v1.Firestore", {"RunQuery": handler}),)
        )
        port = (
            self._server.add_secure_port("127.0.0.1:0", tls)
            if tls
            else self._server.add_insecure_port("127.0.0.1:0")
        )
        self.address = f"127.0.0.1:{port}"

    def __enter__(self) -> FailingFirestore:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(grace=None)

    def fail(self, *faults: StatusCode | str) -> None:
        """Sets the faults of the coming queries and forgets the past ones."""
        self.faults = list(faults)
        self.queries = []

    def _run_query(
        self, request: RunQueryRequest, context: grpc.ServicerContext
    ) -> Iterator[RunQueryResponse]:
        self.queries.append(request)
        self.metadata.append(dict(context.invocation_metadata()))
        fault = self.of_device.get(_device(request)) or (self.faults.pop(0) if self.faults else None)
        while fault == HANG and context.is_active():
            time.sleep(0.05)
        if isinstance(fault, StatusCode):
            context.abort(fault, "secret internals of the store")
        if fault == LATE:
            time.sleep(1)
        now = datetime.now(UTC)
        response: dict[str, Any] = {"read_time": now}
        if fault in (BREAK_OFF, LATE):
            name = f"{request.parent}/hot/first"
            fields = {"id": {"string_value": "2026-01-15T10:00:00Z"}, "n": {"integer_value": 1}}
            response["document"] = Document(name=name, fields=fields, create_time=now, update_time=now)
        yield RunQueryResponse(response)
        if fault == BREAK_OFF:
            context.abort(StatusCode.UNAVAILABLE, "the stream broke")


def _device(request: RunQueryRequest) -> str:
    where = request.structured_query.where
    first = where.composite_filter.filters[0] if where.composite_filter.filters else where
    device: str = first.field_filter.value.string_value
    return device
