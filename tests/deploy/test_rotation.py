"""The shared token, raised by two generations while a client goes on asking with the first one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import yaml

from crosstwin.console import step
from crosstwin.local.twin import RunningTwin
from crosstwin.packages.places import ROOT
from crosstwin.readers.inter_cloud_config import read_connection
from crosstwin.terraform.finding import why_not
from crosstwin.terraform.outputs import reader_outputs
from crosstwin.twin import deployment as deployments
from tests.cdktf import environment
from tests.deploy.command import crosstwin, run_terraform

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")

QUESTION = {
    "target_layer": "L3-hot",
    "payload": {
        "iotDeviceId": "pump-7",
        "selectedProperties": ["rpm"],
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
    },
}


@dataclass
class Rotation:
    """A deployed twin, and the token of each generation that was deployed so far."""

    twin: RunningTwin
    tokens: dict[int, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.twin.readers["aws"].hot_reader_url

    def status(self, generation: int) -> int:
        return ask(self.url, self.tokens[generation])

    def deploy(self, generation: int) -> None:
        """As an operator does: the number in twin.yaml, then the stack again."""
        document = yaml.safe_load(self.twin.twin_file.read_text())
        document["token_generation"] = generation
        self.twin.twin_file.write_text(yaml.safe_dump(document, sort_keys=False))
        with step("main.py"):
            done = subprocess.run(
                [sys.executable, str(ROOT / "main.py")],
                cwd=ROOT,
                env={
                    **os.environ,
                    **environment(self.twin.twin_file),
                    "CDKTF_OUTDIR": str(self.twin.folder / "cdktf.out"),
                },
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 0, done.stdout + done.stderr
        with step("terraform apply"):
            assert run_terraform(self.twin, "l3-aws", "apply", "-auto-approve") == 0
        self.remember(generation)

    def remember(self, generation: int) -> None:
        deployment = deployments.load(self.twin.twin_file)
        outdir = self.twin.folder / "cdktf.out"
        self.tokens[generation] = reader_outputs(deployment, "aws", outdir).inter_cloud_token


def ask(url: str, token: str) -> int:
    headers = {"X-Inter-Cloud-Token": token}
    return requests.post(url, json=QUESTION, headers=headers, timeout=30).status_code


@contextmanager
def asking(url: str, token: str) -> Iterator[list[int]]:
    """A client that asks without a pause until the block ends. Yields the statuses; 0 is no answer."""
    statuses: list[int] = []
    finished = threading.Event()

    def go_on() -> None:
        while not finished.is_set():
            try:
                status = ask(url, token)
                # ministack stops a function's process under a request when its environment changes, which
                # AWS does not do; a connector asks again on 502, and so does this client, once.
                statuses.append(ask(url, token) if status == 502 else status)
            except requests.RequestException:
                statuses.append(0)
            time.sleep(0.02)

    client = threading.Thread(target=go_on)
    client.start()
    try:
        yield statuses
    finally:
        finished.set()
        client.join()


@pytest.fixture(scope="module")
def rotation(aws_only_twin: RunningTwin) -> Rotation:
    """Generation 1 is deployed. The tests below run in their order, each from where the last one left it."""
    started = Rotation(aws_only_twin)
    started.remember(1)
    return started


@pytest.fixture(scope="module")
def exported(rotation: Rotation) -> Path:
    """What `crosstwin export` writes of the deployed generation 1."""
    crosstwin(rotation.twin, "export")
    return rotation.twin.folder / "config_inter_cloud.json"


def test_hot_reader_url_persisted_on_deploy(rotation: Rotation, exported: Path) -> None:
    assert stat.S_IMODE(exported.stat().st_mode) == 0o600
    connection = read_connection(exported, "aws_l3_to_aws_l4_hot_reader")
    assert connection.url == rotation.url
    assert connection.token == rotation.tokens[1]
    assert ask(connection.url, connection.token) == 200


def test_function_url_saved_to_config_inter_cloud(rotation: Rotation, exported: Path) -> None:
    """Of both functions, by the id that the Function URLs have on AWS."""
    for name, function in (
        ("aws_l3_to_aws_l4_hot_reader", "factory-hot-reader"),
        ("aws_l3_to_aws_l4_hot_reader_last_entry", "factory-hot-reader-last-entry"),
    ):
        client = rotation.twin.aws.client("lambda")
        deployed = client.get_function_url_config(FunctionName=function)["FunctionUrl"]
        assert read_connection(exported, name).url == rotation.twin.aws.function_url(deployed)


def test_no_request_fails_while_the_token_is_raised(rotation: Rotation) -> None:
    with asking(rotation.url, rotation.tokens[1]) as statuses:
        rotation.deploy(2)
        during = len(statuses)
        # What was kept warm from before the change may answer for a while: those that follow count too.
        while len(statuses) < during + 20:
            time.sleep(0.05)
    print(f"{during} requests while it was raised, {len(statuses) - during} after")  # noqa: T201
    assert during >= 20
    assert set(statuses) == {200}
    assert rotation.tokens[2] != rotation.tokens[1]
    assert rotation.status(2) == 200


def test_two_raises_later_the_first_token_is_refused(rotation: Rotation) -> None:
    if 2 not in rotation.tokens:
        rotation.deploy(2)
    rotation.deploy(3)
    assert len(set(rotation.tokens.values())) == 3
    assert {generation: rotation.status(generation) for generation in (1, 2, 3)} == {1: 401, 2: 200, 3: 200}
