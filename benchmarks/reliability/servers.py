"""The hosts of the fault matrix: what a connector is told to ask, and what it must never ask."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from crosstwin.local.process import free_port
from tests.contract.functions.connector.server import Behaviour, MisbehavingServer, serving, unanswered_port


@dataclass(frozen=True, slots=True)
class Place:
    """What all faults share: the authority that connectors trust, and a host that no token may reach."""

    authority: trustme.CA
    ca_bundle: str
    elsewhere: MisbehavingServer

    @property
    def elsewhere_url(self) -> str:
        return self.elsewhere.url.replace("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a connector is told to ask; `http` is the server there, None if none serves."""

    url: str
    http: MisbehavingServer | None = None


Start = Callable[[Place], AbstractContextManager[Server]]


@contextmanager
def running_place(folder: Path) -> Iterator[Place]:
    authority = trustme.CA()
    bundle = folder / "ca.pem"
    bundle.write_bytes(authority.cert_pem.bytes())
    with serving() as elsewhere:
        elsewhere.will(lambda handler: handler.send_error(418))
        yield Place(authority, str(bundle), elsewhere)


def misbehaving(*behaviours: Behaviour) -> Start:
    """A server that answers the requests in turn; the last behaviour stays."""

    @contextmanager
    def start(_: Place) -> Iterator[Server]:
        with serving() as server:
            server.will(*behaviours)
            yield Server(server.url, server)

    return start


@contextmanager
def refused(_: Place) -> Iterator[Server]:
    yield Server(f"http://127.0.0.1:{free_port()}/")


@contextmanager
def no_connection(_: Place) -> Iterator[Server]:
    with unanswered_port() as port:
        yield Server(f"http://127.0.0.1:{port}/")


@contextmanager
def no_such_name(_: Place) -> Iterator[Server]:
    # RFC 2606 keeps .invalid free of names.
    yield Server("https://hot-reader.invalid/api/hot-reader")


@contextmanager
def expired_certificate(place: Place) -> Iterator[Server]:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with _serving_tls(
        place.authority.issue_cert(
            "127.0.0.1", not_before=yesterday - timedelta(days=90), not_after=yesterday
        )
    ) as server:
        yield server


@contextmanager
def wrong_name(place: Place) -> Iterator[Server]:
    with _serving_tls(place.authority.issue_cert("127.0.0.1")) as server:
        yield Server(server.url.replace("127.0.0.1", "localhost"), server.http)


@contextmanager
def unknown_authority(_: Place) -> Iterator[Server]:
    with _serving_tls(trustme.CA().issue_cert("127.0.0.1")) as server:
        yield server


@contextmanager
def _serving_tls(certificate: trustme.LeafCert) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with serving(context) as server:
        server.will(lambda handler: handler.send_error(418))
        yield Server(server.url, server)
