"""`config_inter_cloud.json`: where the readers of other clouds answer, and with which token.

    {"connections": {"azure_l3_to_aws_l4_hot_reader": {"url": "https://…", "token": "…"}, …}}

It holds secrets, so only its owner may read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosstwin.errors import Failure, did_you_mean
from crosstwin.readers.private_file import alone, write_private

DEFAULT_FILE = "config_inter_cloud.json"
_CONNECTIONS = "connections"
_HOT_READER = "_hot_reader"
_LAST_ENTRY = "_hot_reader_last_entry"


@dataclass(frozen=True, slots=True)
class Connection:
    """One reader: its URL, and the token that it accepts."""

    url: str
    token: str = field(repr=False)


def connection_id(hot_cloud: str, layer_4: str, *, last: bool) -> str:
    """The id of the connection from layer 4 on one cloud to the reader of a history, or of the last entry."""
    return f"{hot_cloud}_l3_to_{layer_4}_l4{_LAST_ENTRY if last else _HOT_READER}"


def connection_ids(path: Path, *, last: bool) -> tuple[str, ...]:
    """The connections of the file to readers of histories, or of last entries. Raises Failure."""
    suffix = _LAST_ENTRY if last else _HOT_READER
    return tuple(name for name in _connections(_read(path), path) if name.endswith(suffix))


def read_connection(path: Path, name: str) -> Connection:
    """The connection of that id.

    Raises Failure if there is no such file, or no such connection in it, or one without url or token.
    """
    connections = _connections(_read(path), path)
    if name not in connections:
        hint = did_you_mean(name, connections) or f"; it has {', '.join(connections) or 'none'}"
        raise Failure(f"{path} has no connection {name}{hint}")
    connection = connections[name]
    return Connection(_text(connection, "url", path, name), _text(connection, "token", path, name))


def save_connections(path: Path, connections: Mapping[str, Connection]) -> None:
    """Adds the connections to the file, or replaces those of the same id; all else in it is kept.

    The file appears whole or not at all, readable by its owner only, whatever its mode was before.
    Raises Failure if the file that exists is not of this form (it stays as it is) or cannot be written.
    """
    with alone(path):
        document = _read(path) if path.exists() else {_CONNECTIONS: {}}
        saved = _connections(document, path)
        for name, connection in connections.items():
            before = saved.get(name)
            kept = before if isinstance(before, dict) else {}
            saved[name] = {**kept, "url": connection.url, "token": connection.token}
        write_private(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Failure(
            f"{path} does not exist; write it where the twin is deployed: crosstwin export"
        ) from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError):  # its message may quote what is in the file
        raise Failure(f"{path} is not valid JSON") from None
    if not isinstance(document, dict):
        raise Failure(f"{path}: expected an object with {_CONNECTIONS}")
    return document


def _connections(document: dict[str, Any], path: Path) -> dict[str, Any]:
    connections = document.get(_CONNECTIONS)
    if not isinstance(connections, dict):
        raise Failure(f"{path}: {_CONNECTIONS}: expected an object with connections by their ids")
    return connections


def _text(connection: Any, key: str, path: Path, name: str) -> str:
    value = connection.get(key) if isinstance(connection, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise Failure(f"{path}: the connection {name} has no {key}")
    return value.strip()
