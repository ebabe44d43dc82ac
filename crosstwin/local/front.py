"""A front end: passes on a request to the server behind it once the whole of it has arrived.

`python -P -m crosstwin.local.front <port> <port behind>`, both on 127.0.0.1.

Google's functions framework serves with gunicorn, which gives each connection that has sent something one of
its few threads, and reads from it without a time limit. gunicorn is made for a proxy in front of it that
buffers requests (https://docs.gunicorn.org/en/latest/deploy.html).
"""

from __future__ import annotations

import asyncio
import sys

import h11

from crosstwin.local.request_time import request_seconds

_RECEIVED_AT_ONCE = 64 * 1024  # bytes
_LARGEST_HEAD = 64 * 1024  # bytes
# Of a request to Cloud Run over HTTP/1: https://cloud.google.com/run/quotas
_LARGEST_REQUEST = 32 * 1024 * 1024  # bytes


class _RefusedError(Exception):
    """The request is answered here: with this status line, after which the connection closes."""


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """The bytes of a whole request; none where the client sends none. Raises _RefusedError."""
    framing = h11.Connection(h11.SERVER, max_incomplete_event_size=_LARGEST_HEAD)
    received = bytearray()
    try:
        async with asyncio.timeout(request_seconds()):
            while data := await reader.read(_RECEIVED_AT_ONCE):
                received += data
                framing.receive_data(data)
                if _is_whole(framing):
                    return bytes(received[: len(received) - len(framing.trailing_data[0])])
                if len(received) > _LARGEST_REQUEST:
                    raise _RefusedError("413 Content Too Large")
                if framing.they_are_waiting_for_100_continue:
                    go_on = h11.InformationalResponse(status_code=100, headers=[])
                    writer.write(framing.send(go_on) or b"")
    except TimeoutError:
        raise _RefusedError("408 Request Timeout") from None
    except h11.RemoteProtocolError as error:
        raise _RefusedError(f"{error.error_status_hint} Bad Request") from None
    return b""


def _is_whole(framing: h11.Connection) -> bool:
    """Whether what was received has the end of a request. Raises RemoteProtocolError for anything else."""
    while (event := framing.next_event()) is not h11.NEED_DATA:
        if isinstance(event, h11.EndOfMessage):
            return True
    return False


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: int) -> None:
    """One request for each connection: gunicorn closes an idle one, maybe just as the next request comes."""
    server = None
    try:
        if request := await _request(reader, writer):
            answer, server = await asyncio.open_connection("127.0.0.1", behind)
            line = request.index(b"\n") + 1
            server.write(request[:line] + b"Connection: close\r\n" + request[line:])
            while data := await answer.read(_RECEIVED_AT_ONCE):
                writer.write(data)
                await writer.drain()
    except _RefusedError as refused:
        writer.write(f"HTTP/1.1 {refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
    except OSError:
        pass  # the client or the server is gone
    finally:
        for closing in (server, writer):
            if closing is not None:
                closing.close()


async def _main(port: int, behind: int) -> None:
    server = await asyncio.start_server(
        lambda reader, writer: _serve(reader, writer, behind), "127.0.0.1", port, backlog=1024
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2])))
