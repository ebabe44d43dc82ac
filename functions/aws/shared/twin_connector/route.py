"""Whether the hot data is on another cloud: the providers say so and there is an address, never one alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twin_connector.errors import ConfigurationError, UnsupportedProviderError

PROVIDERS = ("aws", "azure", "gcp")
_CONFIG_PROVIDERS = "DIGITAL_TWIN_INFO: config_providers"


def is_multi_cloud(digital_twin_info: Mapping[str, Any], remote_reader_url: str | None) -> bool:
    """Whether to ask the remote reader: layers 3 and 4 are on different clouds, and it has an address.

    An address left over from an earlier deployment does not send queries, and the token, abroad.

    Raises ConfigurationError if a provider is missing, or the address is missing while the clouds
    differ; UnsupportedProviderError if a provider is unknown.
    """
    providers = digital_twin_info.get("config_providers")
    if not isinstance(providers, Mapping) or not providers:
        fault = "missing" if providers is None else "empty" if providers in ({}, [], "") else "not an object"
        raise ConfigurationError(f"{_CONFIG_PROVIDERS} is {fault}")
    hot = _provider(providers, "layer_3_hot_provider")
    twin = _provider(providers, "layer_4_provider")
    if hot == twin:
        return False
    if not (remote_reader_url or "").strip():
        raise ConfigurationError(
            f"REMOTE_READER_URL is missing or empty, but layer_3_hot_provider is {hot} "
            f"and layer_4_provider is {twin}"
        )
    return True


def _provider(providers: Mapping[str, Any], field: str) -> str:
    provider = providers.get(field)
    if provider is None or (isinstance(provider, str) and not provider.strip()):
        raise ConfigurationError(
            f"{_CONFIG_PROVIDERS}.{field} is {'missing' if provider is None else 'empty'}"
        )
    name = provider.strip().lower() if isinstance(provider, str) else repr(provider)
    if name not in PROVIDERS:
        import difflib  # only for a faulty setting: a cold start compiles and imports what it needs

        near = difflib.get_close_matches(name, PROVIDERS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(PROVIDERS)}"
        raise UnsupportedProviderError(f'{_CONFIG_PROVIDERS}.{field}: "{name:.40}" is not a provider; {hint}')
    return name
