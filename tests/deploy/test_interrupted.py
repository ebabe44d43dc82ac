"""Terraform is interrupted in its midst, as by Ctrl-C: the state is unlocked, the next plan needs nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from crosstwin.local import aws
from crosstwin.packages.places import node_command
from crosstwin.terraform.finding import why_not
from tests.unit.stacks.twin import synthesize

MISSING = why_not() or aws.why_not()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"nothing can be planned here: {MISSING}")

BUCKET = "factory-state"
LOCAL_LOCK = "state/factory/.l3-aws.tfstate.lock.info"
_CROSSTWIN = "from crosstwin.cli import main; main()"
# `crosstwin deploy` is not a command: what `crosstwin demo` runs, with its handling of signals.
_DEPLOY = """
from pathlib import Path
from crosstwin.cli import app
from tests.cdktf import cdktf

def deploy():
    folder = Path.cwd()
    arguments = ["deploy", "l3-aws", "--auto-approve", "--skip-provider-lock"]
    cdktf(arguments, twin_file=folder / "twin.yaml", folder=folder, log=folder / "cdktf.log")

app.app = app.typer.Typer()
app.app.command()(deploy)
app.main([])
"""


@dataclass(frozen=True, slots=True)
class SlowAws:
    """An emulator of AWS behind a server that holds requests back until `answers`: a plan waits for them."""

    emulator: aws.AwsEmulator
    url: str
    answers: threading.Event


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[aws.AwsEmulator]:
    with aws.running_aws(tmp_path_factory.mktemp("aws")) as running:
        yield running


@pytest.fixture
def slow_aws(emulator: aws.AwsEmulator) -> Iterator[SlowAws]:
    answers = threading.Event()

    class Delay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answers.wait(120)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            url = emulator.endpoint_url + self.path
            answer = requests.post(url, data=body, headers=dict(self.headers), timeout=60)
            self.send_response(answer.status_code)
            for name, value in (*answer.headers.items(), ("Content-Length", str(len(answer.content)))):
                if name.lower() in ("content-type", "x-amzn-requestid", "content-length"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Delay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield SlowAws(emulator, f"http://127.0.0.1:{server.server_port}", answers)
        answers.set()
        server.shutdown()


def write_twin(folder: Path, endpoint_url: str, **more: Any) -> None:
    twin = {
        "digital_twin_name": "factory",
        "providers": {"layer_3_hot_provider": "aws", "layer_4_provider": "aws", "layer_5_provider": "aws"},
        "devices": [{"id": "pump-7", "properties": {"rpm": "integer"}}],
        "aws": {"region": aws.REGION, "endpoint_url": endpoint_url},
        **more,
    }
    (folder / "twin.yaml").write_text(yaml.safe_dump(twin))


def start(folder: Path, *arguments: str, program: str = _CROSSTWIN) -> subprocess.Popen[str]:
    # A shell's background job ignores interrupts, and so would what it starts.
    interruptible = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    path = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-c", interruptible + program, *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": path,
            "TF_LOG": "WARN",
            "TF_LOG_PATH": str(folder / "terraform.log"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def interrupt(
    process: subprocess.Popen[str],
    number: signal.Signals,
    locked: Callable[[], bool],
    interrupted: Callable[[], bool],
    slow_aws: SlowAws,
) -> str:
    """Sends a signal once the state is locked. The requests are answered when Terraform has it."""
    wait_until(locked, process)
    process.send_signal(number)
    wait_until(interrupted, process)
    time.sleep(0.5)
    assert process.poll() is None, "it did not wait for Terraform"
    assert locked()
    slow_aws.answers.set()
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "waiting for Terraform to end" in err
    assert not locked()
    return err


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not reached():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def says(log: Path, text: str) -> Callable[[], bool]:
    return lambda: log.exists() and text in log.read_text()


def test_a_plan_over_a_state_on_s3_that_is_interrupted_leaves_it_unlocked(
    tmp_path: Path, slow_aws: SlowAws
) -> None:
    s3 = slow_aws.emulator.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": aws.REGION})
    write_twin(tmp_path, slow_aws.url, state={"backend": "s3", "bucket": BUCKET, "region": aws.REGION})
    twin = synthesize((tmp_path / "twin.yaml").read_text(), tmp_path / "cdktf.out")
    reached = {
        **twin.json("l3-aws")["terraform"]["backend"]["s3"],
        "endpoints": {"s3": slow_aws.emulator.endpoint_url},
        "use_path_style": True,
        "access_key": "test",
        "secret_key": "test",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": True,
    }
    # `crosstwin plan` writes the stack again, and leaves this beside it.
    override = {"terraform": {"backend": {"s3": reached}}}
    (twin.folder("l3-aws") / "override.tf.json").write_text(json.dumps(override))

    def locked() -> bool:
        objects = s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        return any(found["Key"].endswith(".tflock") for found in objects)

    process = start(tmp_path, "plan", "l3-aws")
    stopped = says(tmp_path / "terraform.log", "initiating interrupt sequence")
    interrupt(process, signal.SIGINT, locked, stopped, slow_aws)
    assert process.returncode == 130

    process = start(tmp_path, "plan", "l3-aws")
    out, err = process.communicate(timeout=120)
    assert process.returncode == 2, out + err


@pytest.mark.nightly
def test_a_plan_over_a_local_state_that_is_terminated_leaves_it_unlocked(
    tmp_path: Path, slow_aws: SlowAws
) -> None:
    write_twin(tmp_path, slow_aws.url)
    process = start(tmp_path, "plan", "l3-aws")
    stopped = says(tmp_path / "terraform.log", "initiating interrupt sequence")
    interrupt(process, signal.SIGTERM, (tmp_path / LOCAL_LOCK).exists, stopped, slow_aws)
    assert process.returncode == 143


@pytest.mark.nightly
@pytest.mark.skipif(node_command("cdktf") is None, reason="cdktf is not installed")
def test_a_deployment_by_cdktf_that_is_interrupted_leaves_the_state_unlocked(
    tmp_path: Path, slow_aws: SlowAws
) -> None:
    write_twin(tmp_path, slow_aws.url)
    process = start(tmp_path, program=_DEPLOY)
    stopped = says(tmp_path / "cdktf.log", "Interrupt received")
    interrupt(process, signal.SIGINT, (tmp_path / LOCAL_LOCK).exists, stopped, slow_aws)
    assert process.returncode == 130
    assert "Apply complete" not in (tmp_path / "cdktf.log").read_text()
