"""Google's Firestore emulator: found on this machine, and run without gcloud."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import requests

from crosstwin.local.process import free_port, running

JAR_VARIABLE = "FIRESTORE_EMULATOR_JAR"
_JAR_IN_SDK = Path("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
_MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
_SDK_FOLDERS = ("google-cloud-sdk", "google-cloud-cli")
_PREFIXES = (
    "/usr/lib",
    "/usr/share",
    "/usr/local",
    "/usr/local/share",
    "/opt",
    "/opt/homebrew/share",
    "/snap",
)


@dataclass(frozen=True, slots=True)
class FirestoreEmulator:
    """What it takes to run the emulator. `java` is not run through gcloud, whose `start` leaves it behind."""

    java: Path
    jar: Path


def find_firestore_emulator() -> FirestoreEmulator | None:
    """This machine's emulator: the jar that $FIRESTORE_EMULATOR_JAR names, else one that is installed."""
    java, jar = _find_java(), _find_jar()
    return FirestoreEmulator(java, jar) if java and jar else None


def why_no_emulator() -> str:
    """What is missing to run the emulator; "" if nothing."""
    lacking = []
    if _find_java() is None:
        lacking.append("Java (neither $JAVA_HOME nor the PATH has one that runs)")
    if _find_jar() is None:
        lacking.append(
            "the Firestore emulator's jar (`gcloud components install cloud-firestore-emulator`, "
            f"or ${JAR_VARIABLE})"
        )
    return f"not found: {' and '.join(lacking)}" if lacking else ""


@contextmanager
def running_emulator(folder: Path) -> Iterator[str]:
    """An empty emulator until the block ends. Yields `host:port`, the value of FIRESTORE_EMULATOR_HOST.

    Its log is in `folder`. It holds any number of projects and databases, in memory.
    Raises FileNotFoundError saying what is missing.
    """
    emulator = find_firestore_emulator()
    if emulator is None:
        raise FileNotFoundError(why_no_emulator())
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = [str(emulator.java), "-cp", str(emulator.jar), _MAIN_CLASS, "start", "--host=127.0.0.1"]
    with running(
        "the Firestore emulator",
        [*command, f"--port={port}"],
        ready=lambda: _answers(address),
        log=folder / "firestore-emulator.log",
    ):
        # Its first answer over HTTP takes seconds on a busy machine, which a reader does not wait.
        query = {"structuredQuery": {"from": [{"collectionId": "none"}], "limit": 1}}
        requests.post(
            f"http://{address}/v1/projects/none/databases/none/documents:runQuery",
            json=query,
            headers={"Authorization": "Bearer owner"},
            timeout=60,
        ).raise_for_status()
        yield address


def _answers(address: str) -> bool:
    try:
        return requests.get(f"http://{address}/", timeout=1).ok
    except requests.RequestException:
        return False


def _find_java() -> Path | None:
    home = os.environ.get("JAVA_HOME")
    candidates = (shutil.which("java", path=str(Path(home) / "bin")) if home else None, shutil.which("java"))
    return next((Path(candidate) for candidate in candidates if candidate and _runs(candidate)), None)


@cache
def _runs(java: str) -> bool:
    # macOS has a /usr/bin/java that only says where to get one.
    try:
        done = subprocess.run([java, "-version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _find_jar() -> Path | None:
    return next((jar for jar in _jars() if jar.is_file()), None)


def _jars() -> Iterator[Path]:
    if named := os.environ.get(JAR_VARIABLE):
        # A jar that someone names is used, or reported as missing; no other one is.
        yield Path(named).expanduser()
        return
    if root := os.environ.get("CLOUDSDK_ROOT_DIR"):
        yield Path(root) / _JAR_IN_SDK
    if gcloud := shutil.which("gcloud"):
        yield Path(gcloud).resolve().parents[1] / _JAR_IN_SDK
    for prefix in (*map(Path, _PREFIXES), Path.home()):
        for folder in _SDK_FOLDERS:
            yield prefix / folder / _JAR_IN_SDK
    # The Firebase CLI keeps each version that it has fetched.
    cached = Path.home().glob(".cache/firebase/emulators/cloud-firestore-emulator-v*.jar")
    yield from sorted(cached, key=lambda jar: jar.stat().st_mtime, reverse=True)
