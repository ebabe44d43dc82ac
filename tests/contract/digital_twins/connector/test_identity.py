"""Azure Digital Twins and the blob are reached by the app's managed identity, over TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests.adapters
import trustme
from werkzeug.wrappers import Request, Response

from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins
from crosstwin.local.serving import serving
from tests.contract.digital_twins.connector.conftest import Clouds, World
from tests.contract.functions.azure.identity_endpoint import Queries, running_identity_endpoint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server whose certificate this process trusts."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    return context


@pytest.fixture
def identity_endpoint() -> Iterator[Queries]:
    import identity

    identity.identity.cache_clear()
    with running_identity_endpoint() as asked:
        yield asked
    identity.identity.cache_clear()


def kept(application: WSGIApplication, authorizations: set[str]) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        authorizations.add(environ.get("HTTP_AUTHORIZATION", ""))
        return application(environ, start_response)

    return answer


@pytest.mark.parametrize("client_id", [None, "user-assigned"])
def test_access_is_by_managed_identity(
    tls: ssl.SSLContext, identity_endpoint: Queries, client_id: str | None
) -> None:
    from graph_source import GraphSource
    from twins import DigitalTwins as Client

    seen: dict[str, set[str]] = {"twins": set(), "blob": set()}
    instance, clouds = DigitalTwins(Options(query_lag=0)), Clouds()
    World.set_graph(_only(clouds))
    with (
        serving(kept(instance.wsgi, seen["twins"]), tls=tls) as twins_url,
        serving(kept(clouds.wsgi, seen["blob"]), tls=tls) as blob_url,
    ):
        graph = GraphSource(f"{blob_url}/graph.json", client_id).load()
        client = Client(twins_url, client_id)
        client.create_models([model.interface for model in graph.models_by_base()])
        assert set(client.models()) == set(graph.models)
    assert seen == {"twins": {"Bearer identity-token"}, "blob": {"Bearer identity-token"}}
    assert {asked["resource"][0] for asked in identity_endpoint} == {
        *("https://storage.azure.com", "https://digitaltwins.azure.net"),
    }
    assert {asked.get("client_id", [None])[0] for asked in identity_endpoint} == {client_id}


def test_a_token_goes_to_no_other_host(tls: ssl.SSLContext, identity_endpoint: Queries) -> None:
    from graph_source import GraphSource, GraphUnreadable

    asked: set[str] = set()
    other = kept(Request.application(lambda _: Response("{}")), asked)
    with serving(other, tls=tls) as other_url:
        redirect = Request.application(lambda _: Response(status=307, headers={"Location": other_url}))
        with (
            serving(redirect, tls=tls) as url,
            pytest.raises(GraphUnreadable, match="the blob with the graph answered 307"),
        ):
            GraphSource(f"{url}/graph.json", None).load()
    assert asked == set()


def _only(clouds: Clouds) -> Any:
    """As much of a World as setting a graph needs."""
    from types import SimpleNamespace

    return SimpleNamespace(clouds=clouds)
