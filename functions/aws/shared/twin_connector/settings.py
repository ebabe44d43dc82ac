"""The connector's environment, checked once at cold start: what is wrong is named before any query."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from crosstwin_contract.token import accepted_tokens
from crosstwin_contract.url import fits_header, parse_reader_url
from hotread.env import require_env
from remote_reader.settings import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_SECONDS, RemoteSettings

from twin_connector.errors import ConfigurationError
from twin_connector.route import is_multi_cloud


class LocalSettings(NamedTuple):
    """The hot data is on this cloud: the hot reader to invoke, by function name or ARN."""

    hot_reader_name: str


def load_settings() -> LocalSettings | RemoteSettings:
    """The settings of the route that the environment asks for.

    Raises EnvironmentError naming a variable that is missing or empty, ConfigurationError naming one
    that is wrong. A variable that the route does not need is not looked at.
    """
    url = os.environ.get("REMOTE_READER_URL", "").strip()
    if not is_multi_cloud(_digital_twin_info(), url):
        return LocalSettings(require_env("LOCAL_HOT_READER_NAME"))
    return RemoteSettings(
        url=_checked_url(url),
        token=_newest_token(),
        timeout_seconds=_number("REMOTE_READER_TIMEOUT_SECONDS", DEFAULT_TIMEOUT_SECONDS, 0.1, 900),
        max_retries=_integer("REMOTE_READER_MAX_RETRIES", DEFAULT_MAX_RETRIES, 0, 10),
    )


def _digital_twin_info() -> Mapping[str, Any]:
    try:
        info = json.loads(require_env("DIGITAL_TWIN_INFO"))
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"DIGITAL_TWIN_INFO is not JSON: {error}") from None
    if not isinstance(info, dict):
        raise ConfigurationError("DIGITAL_TWIN_INFO is not a JSON object")
    return info


def _checked_url(url: str) -> str:
    try:
        return parse_reader_url(url).url
    except ValueError as error:
        raise ConfigurationError(f"REMOTE_READER_URL: {error}") from None


def _newest_token() -> str:
    try:
        newest = accepted_tokens(require_env("INTER_CLOUD_TOKEN"))[0]
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
    if not fits_header(newest):
        raise ConfigurationError(
            "INTER_CLOUD_TOKEN: a token contains a character that no HTTP header can carry"
        )
    return newest


def _number(name: str, default: float, least: float, most: float) -> float:
    text = os.environ.get(name, "").strip() or str(default)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise ConfigurationError(f"{name}: {text[:40]!r} is not a number from {least:g} to {most:g}")
    return value


def _integer(name: str, default: int, least: int, most: int) -> int:
    value = _number(name, default, least, most)
    if not value.is_integer():
        raise ConfigurationError(f"{name}: {value:g} is not an integer")
    return int(value)
