"""What a processor or persister lacks is named when it starts, before any event."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from twin_persister import settings
from twin_processor.errors import PersisterError, UserFunctionError
from twin_processor.persister import Persister

from crosstwin.packages.places import ROOT
from tests.contract.functions.connector.server import answer, serving
from tests.contract.functions.loading import load_module

VARIABLES = {
    "default-processor": ("DIGITAL_TWIN_INFO", "PERSISTER_LAMBDA_NAME"),
    "processor_wrapper": ("DIGITAL_TWIN_INFO", "PERSISTER_LAMBDA_NAME"),
    "persister": ("DIGITAL_TWIN_INFO", "DYNAMODB_TABLE_NAME"),
}


@pytest.fixture(autouse=True)
def _users_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "process.py").write_text("def process(event):\n    return event\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "process", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    for name in {name for names in VARIABLES.values() for name in names}:
        monkeypatch.setenv(name, "{}")


def start(function: str) -> None:
    """As Lambda's cold start does."""
    load_module(ROOT / "functions/aws" / function / "lambda_function.py")


def refusal(function: str) -> str:
    with pytest.raises(OSError, match="environment variable") as raised:
        start(function)
    return str(raised.value)


@pytest.mark.parametrize("function", VARIABLES)
def test_starts_with_its_environment(function: str) -> None:
    start(function)


@pytest.mark.parametrize(("function", "name"), [(key, name) for key in VARIABLES for name in VARIABLES[key]])
def test_does_not_start_without_its_environment(
    function: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("", " "):
        monkeypatch.setenv(name, value)
        assert refusal(function) == f"the environment variable {name} is missing or empty"
    monkeypatch.delenv(name)
    assert refusal(function) == f"the environment variable {name} is missing or empty"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DIGITAL_TWIN_INFO", "[]", "DIGITAL_TWIN_INFO is not a JSON object"),
        ("DIGITAL_TWIN_INFO", "factory", "DIGITAL_TWIN_INFO is not a JSON object"),
        *(
            (
                "FUTURE_TOLERANCE_SECONDS",
                value,
                f"FUTURE_TOLERANCE_SECONDS is '{value}'; expected an integer from 0 to 86400",
            )
            for value in ("10m", "-1", "86401")
        ),
    ],
)
def test_a_persister_does_not_start_with_what_it_cannot_read(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert refusal("persister") == f"the environment variable {message}"


@pytest.mark.parametrize(
    ("info", "most"),
    [
        ("{}", None),
        ('{"config_providers": {"layer_4_provider": "azure"}}', None),
        ('{"config_providers": {"layer_4_provider": "aws"}}', 50),
    ],
)
def test_where_twinmaker_reads_the_persister_takes_as_many_elements_as_it(
    info: str, most: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITAL_TWIN_INFO", info)
    monkeypatch.setenv("FUTURE_TOLERANCE_SECONDS", "60")
    found = settings.from_environment()
    assert (found.most_elements, found.future_tolerance) == (most, 60)


def test_default_processor_require_env_digital_twin_info(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGITAL_TWIN_INFO")
    assert "DIGITAL_TWIN_INFO is missing" in refusal("default-processor")


def test_default_processor_require_env_persister_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERSISTER_LAMBDA_NAME")
    assert "PERSISTER_LAMBDA_NAME is missing" in refusal("default-processor")


def test_processor_wrapper_require_env_persister_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERSISTER_LAMBDA_NAME")
    assert "PERSISTER_LAMBDA_NAME is missing" in refusal("processor_wrapper")


def test_processor_wrapper_fail_fast_on_missing_persister(monkeypatch: pytest.MonkeyPatch) -> None:
    """At start, so that no event is processed that nothing could store."""
    monkeypatch.setenv("PERSISTER_LAMBDA_NAME", "  ")
    assert "PERSISTER_LAMBDA_NAME is missing or empty" in refusal("processor_wrapper")


def test_a_process_py_without_the_function_is_reported_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "process.py").write_text("def proces(event):\n    return event\n")
    with pytest.raises(UserFunctionError, match=r"process.py has no function process\(event\)"):
        start("processor_wrapper")


def test_a_persisters_error_with_half_of_a_character_is_reported_with_its_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url.removesuffix("/api/hot-reader"))
        error = {"errorMessage": "pump\ud800: unknown", "errorType": "InvalidEvent"}
        server.will(answer(error, headers={"X-Amz-Function-Error": "Unhandled"}))
        with pytest.raises(PersisterError, match=r"InvalidEvent: pump\?: unknown$"):
            Persister("persister").store(b"{}", "pump")
