"""The Lambda: its environment at cold start, then one query an invocation."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any

from crosstwin_contract.token import fits_header
from crosstwin_contract.url import parse_reader_url
from hotread.env import require_env
from remote_reader.settings import RemoteSettings
from twin_connector.errors import ConfigurationError
from twin_connector.handler import handler_of

# The zip has no charset-normalizer on purpose (docs/decisions/0015), and requests warns of that.
warnings.filterwarnings("ignore", "Unable to find acceptable character detection dependency")

from twin_component_type.clouds import HotReader, LocalCloud, RemoteCloud  # noqa: E402
from twin_component_type.reader import COMPONENT_TYPE, ComponentTypeReader  # noqa: E402
from twin_component_type.roster import Roster  # noqa: E402


def _clouds(text: str) -> dict[str, HotReader]:
    """HOT_READERS: `{"aws": {"function": "…"}, "azure": {"url": "https://…", "token": "…"}}`."""
    try:
        found = json.loads(text)
        return {cloud: _cloud(settings) for cloud, settings in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Without the cause, whose text may hold a token.
        raise ConfigurationError(f"HOT_READERS is at fault: {type(error).__name__}") from None


def _cloud(settings: Mapping[str, Any]) -> HotReader:
    if "function" in settings:
        return LocalCloud(settings["function"])
    if not fits_header(settings["token"]):
        raise ValueError
    return RemoteCloud(RemoteSettings(url=parse_reader_url(settings["url"]).url, token=settings["token"]))


lambda_handler = handler_of(
    COMPONENT_TYPE,
    ComponentTypeReader(
        Roster(require_env("ROSTER_BUCKET"), require_env("ROSTER_KEY")), _clouds(require_env("HOT_READERS"))
    ),
)
