"""The connector's environment, checked once at start: one error names everything that is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crosstwin_contract.token import accepted_tokens
from crosstwin_contract.url import fits_header, parse_reader_url
from remote_reader.settings import RemoteSettings

CLOUDS = ("aws", "azure", "gcp")
# One more attempt: the next run comes soon enough.
_MAX_RETRIES = 1
_HASH = re.compile(r"[0-9a-f]{64}")
# What the host sets functionTimeout of host.json to; the module does.
_TIMEOUT = "AzureFunctionsJobHost__functionTimeout"
_DEFAULT_TIMEOUT = 300
_TIMEOUT_FORM = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})")
# Of a run's time, what it uses: then it stops, and the next run goes on.
_USED = 0.8


class SettingsError(Exception):
    """The app settings are at fault; the message names each, and no value of a token."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`readers` has one for each cloud with hot data. `run_seconds` is how long a run may take."""

    digital_twins_url: str
    graph_url: str
    readers: Mapping[str, RemoteSettings]
    allow_deletions: str
    client_id: str | None
    run_seconds: float


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Raises SettingsError."""
    faults: list[str] = []
    variables = {name: value.strip() for name, value in environment.items()}

    def required(name: str) -> str:
        value = variables.get(name, "")
        if not value:
            faults.append(f"{name} is missing or empty")
        return value

    def url(name: str, value: str) -> str:
        try:
            return parse_reader_url(value).url if value else ""
        except ValueError as error:
            faults.append(f"{name}: {error}")
            return ""

    digital_twins, graph = (url(name, required(name)) for name in ("DIGITAL_TWINS_URL", "GRAPH_URL"))
    for name in ("GRAPH_SCHEDULE", "REFRESH_SCHEDULE"):  # the host reads them, as %NAME%
        required(name)
    readers = {}
    for cloud, address in _reader_urls(required("REMOTE_READER_URLS"), faults).items():
        name = f"INTER_CLOUD_TOKEN_{cloud.upper()}"
        token = _newest_token(name, required(name), faults)
        checked = url(f"REMOTE_READER_URLS: {cloud}", address)
        readers[cloud] = RemoteSettings(checked, token, max_retries=_MAX_RETRIES)
    allowed = variables.get("ALLOW_DELETIONS", "")
    if allowed and not _HASH.fullmatch(allowed):
        faults.append("ALLOW_DELETIONS is not a hash of 64 hexadecimal digits")
    run_seconds = _USED * _timeout(variables.get(_TIMEOUT, ""), faults)
    if faults:
        raise SettingsError("; ".join(faults))
    client_id = variables.get("AZURE_CLIENT_ID") or None
    return Settings(digital_twins.rstrip("/"), graph, readers, allowed, client_id, run_seconds)


def _reader_urls(text: str, faults: list[str]) -> dict[str, str]:
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        faults.append("REMOTE_READER_URLS is not a JSON object of URLs by cloud")
        return {}
    for cloud in found.keys() - {*CLOUDS}:
        faults.append(f"REMOTE_READER_URLS: {cloud:.40} is not one of {', '.join(CLOUDS)}")
    return {cloud: found[cloud] for cloud in CLOUDS if cloud in found}


def _newest_token(name: str, text: str, faults: list[str]) -> str:
    if not text:
        return ""
    try:
        newest = accepted_tokens(text, name)[0]
    except ValueError as error:
        faults.append(str(error))
        return ""
    if not fits_header(newest):
        faults.append(f"{name}: a token contains a character that no HTTP header can carry")
    return newest


def _timeout(text: str, faults: list[str]) -> float:
    if not text:
        return _DEFAULT_TIMEOUT
    match = _TIMEOUT_FORM.fullmatch(text)
    if match is None:
        faults.append(f"{_TIMEOUT} is not a time as hh:mm:ss")
        return _DEFAULT_TIMEOUT
    hours, minutes, seconds = map(int, match.groups())
    return hours * 3600 + minutes * 60 + seconds
