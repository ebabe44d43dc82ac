"""How the Firestore emulator is found on a machine, and what is said where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crosstwin.local import firestore_emulator, gcp
from crosstwin.local.firestore_emulator import JAR_VARIABLE, find_firestore_emulator, why_no_emulator

JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither Java nor gcloud, and an empty home."""
    for name in (JAR_VARIABLE, "JAVA_HOME", "CLOUDSDK_ROOT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(firestore_emulator, "_PREFIXES", ())


def program(path: Path, exit_code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


def jar(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path


def test_all_that_a_bare_machine_lacks_is_reported(tmp_path: Path) -> None:
    assert find_firestore_emulator() is None
    missing = why_no_emulator()
    assert "Java" in missing
    assert "gcloud components install cloud-firestore-emulator" in missing
    assert JAR_VARIABLE in missing
    assert gcp.why_not() == missing
    with pytest.raises(FileNotFoundError, match="Java"), gcp.running_reader(tmp_path, "token"):
        pytest.fail("it runs")


def test_only_what_is_lacking_is_named(tmp_path: Path) -> None:
    program(tmp_path / "bin/java")
    assert "Java" not in why_no_emulator()


def test_a_java_that_does_not_run_is_none(tmp_path: Path) -> None:
    jar(tmp_path / "home/google-cloud-sdk" / JAR)
    program(tmp_path / "bin/java", exit_code=1)
    assert why_no_emulator() == "not found: Java (neither $JAVA_HOME nor the PATH has one that runs)"


def test_the_emulator_of_the_sdk_that_gcloud_belongs_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = jar(tmp_path / "sdk" / JAR)
    gcloud = program(tmp_path / "sdk/bin/gcloud")
    program(tmp_path / "jdk/bin/java")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gcloud").symlink_to(gcloud)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "jdk"))
    found = find_firestore_emulator()
    assert found
    assert (found.jar, found.java) == (expected, tmp_path / "jdk/bin/java")
    assert why_no_emulator() == ""


def test_the_newest_jar_of_the_firebase_cli(tmp_path: Path) -> None:
    program(tmp_path / "bin/java")
    cache = tmp_path / "home/.cache/firebase/emulators"
    for age, version in enumerate(["1.19.8", "1.9.1"]):
        os.utime(jar(cache / f"cloud-firestore-emulator-v{version}.jar"), (1_000 - age, 1_000 - age))
    found = find_firestore_emulator()
    assert found
    assert found.jar.name == "cloud-firestore-emulator-v1.19.8.jar"


def test_a_named_jar_counts_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin/java")
    jar(tmp_path / "home/google-cloud-sdk" / JAR)
    monkeypatch.setenv(JAR_VARIABLE, str(tmp_path / "absent.jar"))
    assert find_firestore_emulator() is None
    monkeypatch.setenv(JAR_VARIABLE, str(jar(tmp_path / "own.jar")))
    found = find_firestore_emulator()
    assert found
    assert found.jar == tmp_path / "own.jar"
