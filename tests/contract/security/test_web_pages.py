"""A page that is open in a browser cannot reach the emulators, which run code that they are sent."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from crosstwin.local import aws, azure

# The path and the body of a request for which a browser asks no permission first, or gets it.
REQUESTS = {
    "aws": ("/2015-03-31/functions", {"FunctionName": "of-a-page"}),
    "azure": ("/dbs", {"id": "of-a-page"}),
}
PAGES = {
    "a page of another site": {"Origin": "https://site.example"},
    "a page in a sandbox": {"Origin": "null"},
    "a link or an image": {"Sec-Fetch-Site": "cross-site"},
    "a site whose name resolves to this machine": {"Host": "site.example:{port}"},
}


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    if missing := aws.why_not() or azure.why_not():
        pytest.skip(missing)
    with ExitStack() as stack:
        urls = {
            "aws": stack.enter_context(aws.running_aws(tmp_path_factory.mktemp("aws"))).endpoint_url,
            "azure": stack.enter_context(azure.running_cosmos(tmp_path_factory.mktemp("azure"))).endpoint,
        }
        yield {cloud: urlsplit(url).port or 0 for cloud, url in urls.items()}


def status(port: int, method: str, path: str, body: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    given = {name: value.format(port=port) for name, value in headers.items()}
    connection.request(method, path, body, {"Content-Type": "text/plain", **given})
    return connection.getresponse().status


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
@pytest.mark.parametrize("cloud", REQUESTS)
def test_an_emulator_does_not_answer(ports: dict[str, int], cloud: str, method: str, page: str) -> None:
    path, body = REQUESTS[cloud]

    assert status(ports[cloud], method, path, json.dumps(body), PAGES[page]) == 403


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST"])
@pytest.mark.parametrize("cloud", REQUESTS)
def test_an_emulator_answers_the_programs_of_this_machine(
    ports: dict[str, int], cloud: str, host: str
) -> None:
    path = {"aws": "/_ministack/health", "azure": "/dbs"}[cloud]

    assert status(ports[cloud], "GET", path, "", {"Host": host}) == 200
