"""A front end: passes on a request to the server behind it once the whole of it has arrived.

`python -P -m crosstwin.local.front <port> <port behind>`, both on 127.0.0.1.

Google's functions framework serves with gunicorn, which gives each connection that has sent something one of
its few threads, and reads from it without a time limit. gunicorn is made for a proxy in front of it that
buffers requests (https://docs.gunicorn.org/en/latest/deploy.html).
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

import h11

from crosstwin.local.request_time import request_seconds

_RECEIVED_AT_ONCE = 64 * 1024  # bytes
_LARGEST_HEAD = 64 * 1024  # bytes
# Of a request to Cloud Run over HTTP/1: https://cloud.google.com/run/quotas
_LARGEST_REQUEST = 32 * 1024 * 1024  # bytes


class _RefusedError(Exception):
    """The request is answered here: with this status line, after which the connection closes."""


class _Requests:
    """The whole requests of one connection, one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._rest = b""

    async def next(self, seconds: float) -> bytes:
        """The bytes of the next request; none where the client has no further one. Raises _RefusedError."""
        framing = h11.Connection(h11.SERVER, max_incomplete_event_size=_LARGEST_HEAD)
        received = bytearray()
        try:
            async with asyncio.timeout(seconds):
                data = self._rest or await self._reader.read(_RECEIVED_AT_ONCE)
                while data:
                    received += data
                    framing.receive_data(data)
                    if _is_whole(framing):
                        self._rest = framing.trailing_data[0]
                        return bytes(received[: len(received) - len(self._rest)])
                    if len(received) > _LARGEST_REQUEST:
                        raise _RefusedError("413 Content Too Large")
                    if framing.they_are_waiting_for_100_continue:
                        go_on = h11.InformationalResponse(status_code=100, headers=[])
                        self._writer.write(framing.send(go_on) or b"")
                    data = await self._reader.read(_RECEIVED_AT_ONCE)
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


async def _pass_on(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """The server's answers, as they come, until it closes the connection."""
    with suppress(OSError):
        while data := await answers.read(_RECEIVED_AT_ONCE):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: int) -> None:
    requests, server, answering = _Requests(reader, writer), None, None
    try:
        while request := await requests.next(request_seconds()):
            if server is None:
                answers, server = await asyncio.open_connection("127.0.0.1", behind)
                answering = asyncio.create_task(_pass_on(answers, writer))
            server.write(request)
            await server.drain()
        if server is not None and answering is not None:
            server.write_eof()
            await answering
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
