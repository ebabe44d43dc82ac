"""A GCP hot reader whose environment is incomplete does not start, and says what it lacks."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from crosstwin.local import gcp
from crosstwin.local.process import ServerFailedError
from tests.contract.functions.asking import TOKEN
from tests.contract.functions.gcp.conftest import SOURCE

REQUIRED = ("DIGITAL_TWIN_INFO", "INTER_CLOUD_TOKEN", "FIRESTORE_DATABASE", "FIRESTORE_COLLECTION")


@pytest.fixture
def variables() -> dict[str, str]:
    return gcp.reader_variables("127.0.0.1:1", TOKEN)


@pytest.mark.parametrize("value", [None, "", " \t"], ids=["missing", "empty", "blank"])
@pytest.mark.parametrize("name", REQUIRED)
def test_gcp_hot_reader_require_env(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str, value: str | None
) -> None:
    monkeypatch.syspath_prepend(str(SOURCE))
    for each, complete in variables.items():
        monkeypatch.setenv(each, complete)
    if value is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, value)
    with pytest.raises(EnvironmentError, match=name):
        runpy.run_path(str(SOURCE / "main.py"))


def test_gcp_hot_reader_does_not_serve_without_its_environment(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    variables["FIRESTORE_COLLECTION"] = ""
    with (
        pytest.raises(ServerFailedError, match="FIRESTORE_COLLECTION is missing or empty"),
        gcp.running_function(tmp_path, "hot_reader", variables),
    ):
        pytest.fail("it serves")


def test_gcp_hot_reader_does_not_serve_without_a_token(tmp_path: Path, variables: dict[str, str]) -> None:
    variables["INTER_CLOUD_TOKEN"] = " , "
    with (
        pytest.raises(ServerFailedError, match="INTER_CLOUD_TOKEN contains no token"),
        gcp.running_function(tmp_path, "hot_reader", variables),
    ):
        pytest.fail("it serves")
