"""Three clouds' hot readers over HTTP, with the core's own code, and the roster in an emulator's bucket."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from hotread.answer import history
from hotread.http import HttpRequest, serve
from remote_reader.settings import RemoteSettings
from twin_component_type.clouds import RemoteCloud
from twin_component_type.reader import COMPONENT_TYPE, ComponentTypeReader
from twin_component_type.roster import Roster
from twin_connector.handler import Handler, handler_of

from crosstwin.local import aws as local_aws
from tests.contract.functions.connector.events import TOKEN
from tests.contract.functions.connector.server import MisbehavingServer, answer, serving
from tests.unit.core.memory_store import MemoryStore

CLOUDS = ("aws", "azure", "gcp")
BUCKET, KEY = "factory-twinmaker-000000000000", "crosstwin/roster.json"


@dataclass
class Clouds:
    """A reader on each cloud; `down` are those that answer 503, `asked` what each was asked."""

    servers: dict[str, MisbehavingServer]
    stores: dict[str, MemoryStore]
    s3: Any
    handler: Handler
    down: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def behaviour(self, cloud: str) -> Callable[[Any], None]:
        def behave(handler: Any) -> None:
            received = handler.test.received[-1]
            self.asked.append((cloud, json.loads(received.body)["payload"]))
            if cloud in self.down:
                answer(b"no", 503)(handler)
                return
            request = HttpRequest("POST", dict(received.headers), lambda: received.body)
            response = serve(request, read=history, store=self.stores[cloud], tokens=(TOKEN,))
            answer(response.body, response.status, response.headers)(handler)

        return behave

    def write_roster(self, types: dict[str, Any]) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=KEY, Body=json.dumps(types).encode())


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[local_aws.AwsEmulator]:
    if missing := local_aws.why_not():
        pytest.skip(missing)
    with local_aws.running_aws(tmp_path_factory.mktemp("bucket")) as aws:
        aws.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": local_aws.REGION}
        )
        yield aws


@pytest.fixture
def clouds(emulator: local_aws.AwsEmulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clouds]:
    for name, value in (
        ("AWS_ENDPOINT_URL_S3", emulator.endpoint_url),
        ("AWS_DEFAULT_REGION", local_aws.REGION),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ):
        monkeypatch.setenv(name, value)
    with ExitStack() as running:
        servers = {cloud: running.enter_context(serving()) for cloud in CLOUDS}
        remote = {
            cloud: RemoteCloud(RemoteSettings(url=server.url, token=TOKEN, max_retries=0))
            for cloud, server in servers.items()
        }
        reader = ComponentTypeReader(Roster(BUCKET, KEY), remote)
        stores = {cloud: MemoryStore([], page_size=50) for cloud in CLOUDS}
        made = Clouds(servers, stores, emulator.client("s3"), handler_of(COMPONENT_TYPE, reader))
        for cloud, server in servers.items():
            server.will(*[made.behaviour(cloud)] * 500)
        yield made
