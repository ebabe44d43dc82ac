"""The Lambda: its environment at cold start, then one query an invocation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crosstwin_contract.url import fits_header, parse_reader_url
from hotread.env import require_env
from remote_reader.settings import RemoteSettings
from twin_connector.errors import ConfigurationError
from twin_connector.handler import Handler, handler_of

if TYPE_CHECKING:
    from twin_component_type.clouds import HotReader


def component_type_reader() -> Handler:
    """The handler. Raises at once if the environment is at fault."""
    bucket, key, hot_readers = map(require_env, ("ROSTER_BUCKET", "ROSTER_KEY", "HOT_READERS"))
    from twin_component_type.reader import COMPONENT_TYPE, ComponentTypeReader
    from twin_component_type.roster import Roster

    return handler_of(COMPONENT_TYPE, ComponentTypeReader(Roster(bucket, key), _clouds(hot_readers)))


def _clouds(text: str) -> dict[str, HotReader]:
    """HOT_READERS: `{"aws": {"function": "…"}, "azure": {"url": "https://…", "token": "…"}}`."""
    try:
        return {cloud: _cloud(settings) for cloud, settings in json.loads(text).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # Without the cause, whose text may hold a token.
        raise ConfigurationError(f"HOT_READERS is at fault: {type(error).__name__}") from None


def _cloud(settings: Mapping[str, Any]) -> HotReader:
    from twin_component_type.clouds import LocalCloud, RemoteCloud

    if "function" in settings:
        return LocalCloud(settings["function"])
    if not fits_header(settings["token"]):
        raise ValueError
    return RemoteCloud(RemoteSettings(url=parse_reader_url(settings["url"]).url, token=settings["token"]))
