"""A gRPC server in front of the Firestore emulator that can throttle queries."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc  # type: ignore[import-untyped]

_SERVICE, _METHOD = "google.firestore.v1.Firestore", "RunQuery"


class FirestoreGate:
    """While `throttles` is set, a query is answered RESOURCE_EXHAUSTED, as Firestore does beyond a quota."""

    def __init__(self, emulator: str) -> None:
        self.throttles = False
        self._channel = grpc.insecure_channel(emulator)
        # Without serializers: the messages pass as the bytes that they are.
        self._call = self._channel.unary_stream(f"/{_SERVICE}/{_METHOD}")
        self._server = grpc.server(ThreadPoolExecutor(64))
        handler = grpc.unary_stream_rpc_method_handler(self._run_query)
        self._server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(_SERVICE, {_METHOD: handler}),)
        )
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"

    def _run_query(self, request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
        if self.throttles:
            context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "Quota exceeded.")
        try:
            yield from self._call(request, metadata=_passed_on(context))
        except grpc.RpcError as error:
            context.abort(error.code(), error.details())

    def __enter__(self) -> FirestoreGate:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop(grace=None)
        self._channel.close()


def _passed_on(context: grpc.ServicerContext) -> list[tuple[str, str | bytes]]:
    return [(name, value) for name, value in context.invocation_metadata() if name != "user-agent"]
