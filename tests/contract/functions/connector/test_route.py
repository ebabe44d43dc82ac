"""Which reader is asked: the one of this cloud or the one of another."""

from __future__ import annotations

from typing import Any

import pytest
from twin_connector.errors import ConfigurationError, UnsupportedProviderError
from twin_connector.route import is_multi_cloud

URL = "https://reader.example/api"


def info(hot: Any = "azure", twin: Any = "aws") -> dict[str, Any]:
    return {"config_providers": {"layer_3_hot_provider": hot, "layer_4_provider": twin}}


def test_is_multi_cloud_no_url_returns_false() -> None:
    assert is_multi_cloud(info("aws"), None) is False


@pytest.mark.parametrize("url", ["", "   ", "\n"])
def test_is_multi_cloud_empty_url_returns_false(url: str) -> None:
    assert is_multi_cloud(info("aws"), url) is False


def test_is_multi_cloud_same_provider_returns_false() -> None:
    assert is_multi_cloud(info("aws"), URL) is False


def test_is_multi_cloud_different_provider_returns_true() -> None:
    assert is_multi_cloud(info("azure"), URL) is True


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({}, "missing"),
        ({"config_providers": None}, "missing"),
        ({"config_providers": {}}, "empty"),
        ({"config_providers": "aws"}, "not an object"),
        ({"config_providers": ["aws"]}, "not an object"),
    ],
)
def test_is_multi_cloud_missing_config_providers_raises(found: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigurationError, match=f"DIGITAL_TWIN_INFO: config_providers is {told}"):
        is_multi_cloud(found, URL)


@pytest.mark.parametrize("hot", ["AWS", " aws ", "Aws"])
def test_provider_names_ignore_case_and_spaces(hot: str) -> None:
    assert is_multi_cloud(info(hot), URL) is False


def test_dual_validation_url_missing_but_different_provider() -> None:
    with pytest.raises(ConfigurationError, match=r"REMOTE_READER_URL is missing.*azure.*aws"):
        is_multi_cloud(info("azure"), " ")


@pytest.mark.parametrize(("name", "near"), [("azur", "azure"), ("awss", "aws"), ("gpc", "gcp")])
def test_an_unknown_provider_is_named_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(
        UnsupportedProviderError, match=f'layer_3_hot_provider: "{name}".*did you mean {near}'
    ):
        is_multi_cloud(info(name), URL)


def test_a_provider_like_none_is_answered_with_all() -> None:
    with pytest.raises(UnsupportedProviderError, match="expected one of aws, azure, gcp"):
        is_multi_cloud(info(twin=42), URL)
