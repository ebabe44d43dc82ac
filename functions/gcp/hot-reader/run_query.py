"""Firestore's RunQuery, read as it comes: the client library's objects take ten times as long as the values.

The client library builds the queries; the generated messages are read without its wrappers. Some of its
names here are private: requirements.txt fixes its version.
Source: https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#runqueryrequest
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import grpc  # type: ignore[import-untyped]
import grpc.experimental  # type: ignore[import-untyped]
from crosstwin_contract.stored_times import Instant
from google.api_core.exceptions import ServiceUnavailable, from_grpc_error
from google.api_core.gapic_v1 import routing_header
from google.api_core.retry import Retry, if_exception_type
from google.cloud.firestore import Client, Query
from google.cloud.firestore_v1._helpers import decode_value
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import RunQueryRequest, RunQueryResponse, StructuredQuery
from google.cloud.firestore_v1.types.document import Value

# The last attempt starts in second 3 at the latest and gets what is left of the 5 seconds. The two
# must be at least a second apart, or an attempt would have no time.
_RETRY = Retry(predicate=if_exception_type(ServiceUnavailable), initial=0.1, maximum=1.0, timeout=3.0)
_TIMEOUT = 5.0  # seconds a query may take; the client's own default is 5 minutes
_METHOD = "/google.firestore.v1.Firestore/RunQuery"
_REQUEST, _RESPONSE = RunQueryRequest.pb(), RunQueryResponse.pb()
_NULL = Value.pb()(null_value=0)
_PLAIN = frozenset(("string_value", "double_value", "integer_value", "boolean_value"))
_TYPE = "__type__"  # of a map that is a vector

Document = Any  # the generated message google.firestore.v1.Document


@dataclass(frozen=True, slots=True)
class Place:
    """Where a query goes on: after this document, by the value that its query orders by."""

    value: Any  # the generated message google.firestore.v1.Value
    name: str


class RunQuery:
    """Queries of a client's database, by its channel, which is opened with the first query."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._opening = threading.Lock()
        self._channel: grpc.Channel = None
        self._call: Callable[..., Any] | None = None

    def read(
        self, query: Query, order: Sequence[str], most: int, largest: int, after: Place | None = None
    ) -> tuple[list[Document], Place | None]:
        """The first documents, up to `most`, after a place; and where to go on, if there may be more.

        `order` is the path of the field that the query orders by. It ends behind the document with which
        the documents are over `largest` bytes. Where the stream breaks, it goes on after the last document.
        Raises google.api_core's exceptions.
        """
        parent, _ = query._parent._parent_info()
        structured = StructuredQuery.pb(query._to_protobuf())
        deadline = time.monotonic() + _TIMEOUT
        found: list[Document] = []

        def read_rest() -> Place | None:
            size = 0
            place = place_of(found[-1], order) if found else after
            if len(found) == most:  # the stream broke behind the last document
                return place
            request = _REQUEST(parent=parent, structured_query=structured)
            request.structured_query.limit.value = most - len(found)
            if place is not None:
                _start_after(request.structured_query, place)
            for document in self._documents(request, deadline - time.monotonic()):
                found.append(document)
                size += document.ByteSize()
                if size > largest:
                    return place_of(document, order)
            # Up to the stream's end, which the limit brings: grpcio keeps 22 KB of one that is cancelled.
            return place_of(found[-1], order) if len(found) == most else None

        last: Place | None = _RETRY(read_rest)()
        return found, last

    def _documents(self, request: Any, seconds: float) -> Iterator[Document]:
        routing = routing_header.to_grpc_metadata((("parent", request.parent),))  # type: ignore[no-untyped-call]
        metadata = [*self._client._rpc_metadata, routing]
        stream = self._stub()(request, timeout=seconds, metadata=metadata)
        try:
            for response in stream:
                if response.HasField("document"):
                    yield response.document
        except grpc.RpcError as error:
            raise from_grpc_error(error) from error  # type: ignore[no-untyped-call]
        finally:
            stream.cancel()

    def _stub(self) -> Callable[..., Any]:
        # The first query can be one for many devices, in as many threads.
        with self._opening:
            if self._call is None:
                self._channel = _channel(self._client)  # one that nothing refers to closes
                self._call = self._channel.unary_stream(
                    _METHOD,
                    request_serializer=_REQUEST.SerializeToString,
                    response_deserializer=_RESPONSE.FromString,
                )
            return self._call

    def fields(self, document: Document, native_time: Sequence[str] = ()) -> dict[str, Any]:
        """Plain values. A timestamp, place, reference or bytes stays the client's object: no telemetry.

        `native_time` is the path of the record's time. A timestamp there is an Instant: the client's object
        takes as long as all else about a record.
        """
        return self._plain(document.fields, native_time)

    def _plain(self, fields: Any, native_time: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first = native_time[0] if native_time else None
        for name, value in fields.items():
            kind = value.WhichOneof("value_type")
            if kind in _PLAIN:
                found[name] = getattr(value, kind)
            elif kind == "timestamp_value" and name == first:
                time = value.timestamp_value
                found[name] = Instant(time.seconds * 1_000_000 + time.nanos // 1000)
            elif kind == "map_value" and _TYPE not in value.map_value.fields:
                found[name] = self._plain(value.map_value.fields, native_time[1:] if name == first else ())
            else:
                found[name] = decode_value(value, self._client)
        return found


def _channel(client: Client) -> grpc.Channel:
    """As the client opens it, but streams are read by the thread that asks.

    Else each document is handed over by another thread, which takes longer than all else about a history.
    """
    options = [
        (grpc.experimental.ChannelOptions.SingleThreadedUnaryStream, 1),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.max_receive_message_length", -1),
    ]
    if client._emulator_host is not None:
        return grpc.insecure_channel(client._emulator_host, options)
    return FirestoreGrpcTransport.create_channel(
        client._target, credentials=client._credentials, options=options
    )


def place_of(document: Document, order: Sequence[str]) -> Place:
    """Where a document stands in the order of the field at the path `order`. A missing field is null."""
    fields = document.fields
    value = _NULL
    for name in order:
        # fields[name] of a missing name would add it to the document.
        value = fields.get(name, _NULL)
        fields = value.map_value.fields
    return Place(value, document.name)


def _start_after(structured: Any, place: Place) -> None:
    """Two documents may have one time, so their names count as well, as in the client's own cursors."""
    direction = structured.order_by[-1].direction
    name = structured.order_by.add()
    name.field.field_path = "__name__"
    name.direction = direction
    structured.start_at.before = False
    structured.start_at.values.add().CopyFrom(place.value)
    structured.start_at.values.add().reference_value = place.name
