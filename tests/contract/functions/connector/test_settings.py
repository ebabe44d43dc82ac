"""The environment of the connector: whatever is wrong fails at start, by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from remote_reader.settings import RemoteSettings
from twin_connector.answer import HISTORY
from twin_connector.errors import ConfigurationError, UnsupportedProviderError
from twin_connector.handler import connector
from twin_connector.settings import LocalSettings, load_settings

from tests.contract.functions.connector.events import TOKEN

ROOT = Path(__file__).parents[4]
URL = "https://reader.example/api/hot-reader"
ENTRY_POINTS = ["digital-twin-data-connector", "digital-twin-data-connector-last-entry"]


def twin_info(**providers: Any) -> str:
    return json.dumps({"config": {"digital_twin_name": "factory"}, "config_providers": providers})


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A complete environment of the remote route, for a test to break."""
    monkeypatch.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="azure", layer_4_provider="aws"))
    monkeypatch.setenv("REMOTE_READER_URL", URL)
    monkeypatch.setenv("INTER_CLOUD_TOKEN", TOKEN)
    return monkeypatch


def test_remote_settings_with_defaults(remote: pytest.MonkeyPatch) -> None:
    assert load_settings() == RemoteSettings(URL, TOKEN, timeout_seconds=10, max_retries=3)


def test_remote_settings_as_set(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("REMOTE_READER_TIMEOUT_SECONDS", "2.5")
    remote.setenv("REMOTE_READER_MAX_RETRIES", " 0 ")
    assert load_settings() == RemoteSettings(URL, TOKEN, timeout_seconds=2.5, max_retries=0)


def test_dual_validation_url_set_but_same_provider(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="aws", layer_4_provider="aws"))
    remote.setenv("LOCAL_HOT_READER_NAME", "factory-hot-reader")
    assert load_settings() == LocalSettings("factory-hot-reader")


def test_the_local_route_needs_the_local_reader(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="aws", layer_4_provider="aws"))
    with pytest.raises(EnvironmentError, match="LOCAL_HOT_READER_NAME"):
        load_settings()


@pytest.mark.parametrize("text", [None, "", "  "])
def test_missing_inter_cloud_token_env(remote: pytest.MonkeyPatch, text: str | None) -> None:
    if text is None:
        remote.delenv("INTER_CLOUD_TOKEN")
    else:
        remote.setenv("INTER_CLOUD_TOKEN", text)
    with pytest.raises(EnvironmentError, match="INTER_CLOUD_TOKEN"):
        connector(HISTORY)


def test_a_token_of_separators_only_is_none(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("INTER_CLOUD_TOKEN", " , ,")
    with pytest.raises(ConfigurationError, match="INTER_CLOUD_TOKEN"):
        load_settings()


def test_the_newest_of_several_tokens_is_sent(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("INTER_CLOUD_TOKEN", f"{TOKEN}, older-token")
    settings = load_settings()
    assert isinstance(settings, RemoteSettings)
    assert settings.token == TOKEN


@pytest.mark.parametrize("text", ["sécret", "se cret", "sec\rret", "sec\nret"])
def test_a_token_that_no_header_can_carry_fails_at_start_and_is_not_shown(
    remote: pytest.MonkeyPatch, text: str
) -> None:
    remote.setenv("INTER_CLOUD_TOKEN", text)
    with pytest.raises(ConfigurationError, match="INTER_CLOUD_TOKEN") as raised:
        load_settings()
    assert text not in str(raised.value)


def test_the_settings_do_not_show_the_token(remote: pytest.MonkeyPatch) -> None:
    assert TOKEN not in repr(load_settings())


def test_config_providers_missing_l3_hot_raises(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_4_provider="aws"))
    with pytest.raises(ConfigurationError, match=r"config_providers\.layer_3_hot_provider is missing"):
        connector(HISTORY)


def test_config_providers_missing_l4_raises(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="azure"))
    with pytest.raises(ConfigurationError, match=r"config_providers\.layer_4_provider is missing"):
        connector(HISTORY)


def test_config_providers_invalid_provider_raises(remote: pytest.MonkeyPatch) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider="azur", layer_4_provider="aws"))
    with pytest.raises(UnsupportedProviderError, match=r"layer_3_hot_provider.*azur.*azure"):
        connector(HISTORY)


@pytest.mark.parametrize("value", ["", "   "])
def test_config_providers_empty_value_raises(remote: pytest.MonkeyPatch, value: str) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", twin_info(layer_3_hot_provider=value, layer_4_provider="aws"))
    with pytest.raises(ConfigurationError, match="layer_3_hot_provider is empty"):
        connector(HISTORY)


def test_digital_twin_info_is_required(remote: pytest.MonkeyPatch) -> None:
    remote.delenv("DIGITAL_TWIN_INFO")
    with pytest.raises(EnvironmentError, match="DIGITAL_TWIN_INFO"):
        load_settings()


@pytest.mark.parametrize(("text", "told"), [("{", "not JSON"), ("[]", "not a JSON object")])
def test_digital_twin_info_that_is_no_object(remote: pytest.MonkeyPatch, text: str, told: str) -> None:
    remote.setenv("DIGITAL_TWIN_INFO", text)
    with pytest.raises(ConfigurationError, match=f"DIGITAL_TWIN_INFO is {told}"):
        load_settings()


@pytest.mark.parametrize(
    "url",
    [
        "http://reader.example/api",
        "http://localhost.reader.example/api",
        "http://127.0.0.1.reader.example/api",
        "http://10.0.0.7/api",
        "http://0.0.0.0/api",
        "http://[::]/api",
        "http://[2001:db8::1]/api",
        "http://127.1/api",
        "http://2130706433/api",
        "http://1270.0.0.1/api",
    ],
)
def test_plain_http_is_refused(remote: pytest.MonkeyPatch, url: str) -> None:
    remote.setenv("REMOTE_READER_URL", url)
    with pytest.raises(ConfigurationError, match=r"REMOTE_READER_URL.*plain HTTP"):
        load_settings()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/api",
        "http://127.0.0.2:8080/api",
        "http://localhost:1/",
        "http://LOCALHOST:1/",
        "http://[::1]:8080/api",
        "HTTPS://Reader.example",
        "https://[2001:db8::1]:8443/api?code=a%20b",
    ],
)
def test_https_and_loopback_are_accepted(remote: pytest.MonkeyPatch, url: str) -> None:
    remote.setenv("REMOTE_READER_URL", url)
    assert isinstance(load_settings(), RemoteSettings)


@pytest.mark.parametrize(
    "url",
    [
        "reader.example/api",
        "ftp://reader.example/api",
        "https://",
        "https:///api",
        "https://reader.example:port/",
        "https://user:pass@reader.example/",
        "http://127.0.0.1@reader.example/",
        "http://reader.example\\@127.0.0.1/",
        "https://reader.example/a b",
        "https://reader.example:65536/",
        "https://@reader.example/",
        "http://[::1%25eth0]/",
        "http://127.0.0.1\t.reader.example/",
        "http://127.0.0.1\u3002reader.example/",
        "https://r\u00e9ader.example/",
    ],
)
def test_a_url_that_is_none_or_hides_its_host_is_refused(remote: pytest.MonkeyPatch, url: str) -> None:
    remote.setenv("REMOTE_READER_URL", url)
    with pytest.raises(ConfigurationError, match="REMOTE_READER_URL") as raised:
        load_settings()
    assert "pass" not in str(raised.value).replace("password", "")


@pytest.mark.parametrize("text", ["0", "-1", "ten", "nan", "inf", "901"])
def test_a_timeout_out_of_bounds_is_refused(remote: pytest.MonkeyPatch, text: str) -> None:
    remote.setenv("REMOTE_READER_TIMEOUT_SECONDS", text)
    with pytest.raises(ConfigurationError, match="REMOTE_READER_TIMEOUT_SECONDS"):
        load_settings()


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "11"])
def test_a_number_of_retries_out_of_bounds_is_refused(remote: pytest.MonkeyPatch, text: str) -> None:
    remote.setenv("REMOTE_READER_MAX_RETRIES", text)
    with pytest.raises(ConfigurationError, match="REMOTE_READER_MAX_RETRIES"):
        load_settings()


def _import(entry_point: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Imports the Lambda's module in a process of its own, as a cold start does."""
    paths = [ROOT / "functions/aws" / entry_point, ROOT / "functions/aws/shared", ROOT / "functions/shared"]
    code = "import lambda_function, sys; print(lambda_function.lambda_handler.__name__, *sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "AWS_DEFAULT_REGION": "eu-central-1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_a_cold_start_without_environment_fails_by_name(entry_point: str) -> None:
    started = _import(entry_point)
    assert started.returncode != 0
    assert "DIGITAL_TWIN_INFO" in started.stderr


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
@pytest.mark.parametrize(
    ("hot", "imported", "spared"), [("azure", "requests", "boto3"), ("aws", "boto3", "requests")]
)
def test_a_cold_start_imports_only_what_its_route_needs(
    entry_point: str, hot: str, imported: str, spared: str
) -> None:
    started = _import(
        entry_point,
        DIGITAL_TWIN_INFO=twin_info(layer_3_hot_provider=hot, layer_4_provider="aws"),
        REMOTE_READER_URL=URL,
        INTER_CLOUD_TOKEN=TOKEN,
        LOCAL_HOT_READER_NAME="factory-hot-reader",
    )
    assert started.returncode == 0, started.stderr
    loaded = started.stdout.split()
    assert loaded[0] == "lambda_handler"
    assert imported in loaded
    assert spared not in loaded


# What only failures, queries of other kinds and readers need. Python compiles what a cold start imports.
SPARED = {
    "dataclasses",
    "crosstwin_contract.excerpt",
    "crosstwin_contract.telemetry",
    "hotread.store",
    "hotread.values",
    "remote_reader.failure",
}


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_a_cold_start_compiles_nothing_that_its_first_answer_does_not_need(entry_point: str) -> None:
    started = _import(
        entry_point,
        DIGITAL_TWIN_INFO=twin_info(layer_3_hot_provider="azure", layer_4_provider="aws"),
        REMOTE_READER_URL=URL,
        INTER_CLOUD_TOKEN=TOKEN,
    )
    assert started.returncode == 0, started.stderr
    assert SPARED.isdisjoint(started.stdout.split())
