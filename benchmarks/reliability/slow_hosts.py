"""The hosts of this machine that a slow client must not stop, each with a normal request.

No store runs behind the readers: the request is one that they refuse once they have read its body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks.reliability.runnable import Runnable
from crosstwin.local import aws, azure, gcp
from crosstwin.local.azure import CosmosEmulator
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import API_VERSION, DigitalTwins
from crosstwin.local.process import free_port
from crosstwin.local.reader import RunningReader
from crosstwin.local.serving import serving
from crosstwin.page.server import serving_page
from crosstwin.twin import deployment

TOKEN = "token-of-the-slow-clients"
Host = tuple[str, Callable[[], None]]
_TWIN = f"""
digital_twin_name: factory
providers: {{layer_3_hot_provider: aws, layer_4_provider: aws, layer_5_provider: aws}}
aws: {{region: {aws.REGION}}}
devices: [{{id: pump-7, properties: {{rpm: integer}}}}]
"""


@contextmanager
def aws_host(folder: Path) -> Iterator[Host]:
    """ministack, with a Function URL."""
    with aws.running_reader(folder, TOKEN) as reader:
        yield reader.hot_reader_url, _refused(reader.hot_reader_url)


@contextmanager
def azure_host(folder: Path) -> Iterator[Host]:
    variables = azure.reader_variables(CosmosEmulator(f"http://127.0.0.1:{free_port()}", azure.KEY), TOKEN)
    with azure.running_function_app(folder, variables) as address:
        yield address + azure.HOT_READER_PATH, _refused(address + azure.HOT_READER_PATH)


@contextmanager
def gcp_host(folder: Path) -> Iterator[Host]:
    """gunicorn of Google's functions framework, behind the front end."""
    variables = gcp.reader_variables(f"127.0.0.1:{free_port()}", TOKEN)
    with gcp.running_function(folder, "hot_reader", variables) as url:
        yield url, _refused(url)


@contextmanager
def digital_twins(_: Path) -> Iterator[Host]:
    """The emulator of Azure Digital Twins."""
    with serving(DigitalTwins(Options()).wsgi) as url:
        yield url, _answered(f"{url}/models?api-version={API_VERSION}")


@contextmanager
def page(_: Path) -> Iterator[Host]:
    """The local page's own server."""
    reader = RunningReader("aws", "http://127.0.0.1/", "http://127.0.0.1/", TOKEN, print)
    with serving_page(deployment.parse(_TWIN), {"aws": reader}) as url:
        yield url, _answered(url)


HOSTS = {
    "AWS: ministack": Runnable(aws_host, (aws,)),
    "Azure: the Functions host": Runnable(azure_host, (azure,)),
    "Google Cloud: the functions framework": Runnable(gcp_host, (gcp,)),
    "the emulator of Azure Digital Twins": Runnable(digital_twins, ()),
    "the local page": Runnable(page, ()),
}


def _refused(url: str) -> Callable[[], None]:
    def ask() -> None:
        answer = requests.post(url, json={}, headers={"X-Inter-Cloud-Token": TOKEN}, timeout=60)
        assert answer.status_code == 400, answer.text

    return ask


def _answered(url: str) -> Callable[[], None]:
    def ask() -> None:
        requests.get(url, timeout=60).raise_for_status()

    return ask
