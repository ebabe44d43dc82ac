"""config_inter_cloud.json: written so that only its owner reads it, and read with errors that help."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from crosstwin.errors import Failure
from crosstwin.readers.inter_cloud_config import Connection, connection_id, read_connection, save_connections

HOT = "azure_l3_to_aws_l4_hot_reader"
LAST = "azure_l3_to_aws_l4_hot_reader_last_entry"
SECRET = "secret-of-the-tests"
CONNECTION = Connection("https://a.example.com/hot-reader", SECRET)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config_inter_cloud.json"


def written(file: Path) -> Any:
    return json.loads(file.read_text())


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_ids_name_the_clouds_and_the_reader() -> None:
    assert connection_id("azure", "aws", last=False) == HOT
    assert connection_id("azure", "aws", last=True) == LAST


def test_save_inter_cloud_connection_creates_file(file: Path) -> None:
    save_connections(file, {HOT: CONNECTION})
    assert written(file) == {"connections": {HOT: {"url": CONNECTION.url, "token": SECRET}}}
    assert mode(file) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert read_connection(file, HOT) == CONNECTION
    assert SECRET not in repr(CONNECTION)


def test_save_inter_cloud_connection_updates_existing(file: Path) -> None:
    other = {"url": "https://b.example.com", "token": "other"}
    file.write_text(
        json.dumps(
            {"note": 1, "connections": {HOT: {"url": "old", "token": "old", "owner": "ops"}, "other": other}}
        )
    )
    file.chmod(0o644)
    save_connections(file, {HOT: CONNECTION, LAST: Connection("https://a.example.com/last", SECRET)})
    assert written(file) == {
        "note": 1,
        "connections": {
            HOT: {"url": CONNECTION.url, "token": SECRET, "owner": "ops"},
            "other": other,
            LAST: {"url": "https://a.example.com/last", "token": SECRET},
        },
    }
    assert mode(file) == 0o600


def test_a_link_stays_a_link_to_the_file(file: Path) -> None:
    target = file.parent / "elsewhere.json"
    file.symlink_to(target)
    save_connections(file, {HOT: CONNECTION})
    assert file.is_symlink()
    assert read_connection(target, HOT) == CONNECTION


def test_a_save_that_fails_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_connections(file, {HOT: CONNECTION})
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Failure, match="cannot be written: No space left"):
        save_connections(file, {LAST: CONNECTION})
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not valid JSON"),
        (f'{{"token": "{SECRET}"', "is not valid JSON"),
        ("[]", "expected an object with connections"),
        ("{}", "connections: expected an object"),
        ('{"connections": []}', "connections: expected an object"),
    ],
)
def test_a_file_of_another_form_is_reported_and_kept(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    for act in (lambda: read_connection(file, HOT), lambda: save_connections(file, {HOT: CONNECTION})):
        with pytest.raises(Failure, match=told) as caught:
            act()
        assert SECRET not in str(caught.value)
    assert file.read_text() == text


def test_inter_cloud_config_missing_raises(file: Path) -> None:
    with pytest.raises(
        Failure, match=r"config_inter_cloud.json does not exist; write it .*: crosstwin export"
    ):
        read_connection(file, HOT)


def test_inter_cloud_config_missing_connection_raises(file: Path) -> None:
    save_connections(file, {HOT: CONNECTION})
    with pytest.raises(Failure, match=f"no connection {LAST}; did you mean {HOT}"):
        read_connection(file, LAST)
    with pytest.raises(Failure, match=f"no connection xyz; it has {HOT}"):
        read_connection(file, "xyz")


@pytest.mark.parametrize("url", [None, "", "  ", 7])
def test_inter_cloud_config_missing_url_raises(file: Path, url: object) -> None:
    write(file, {"token": SECRET} if url is None else {"url": url, "token": SECRET})
    with pytest.raises(Failure, match=f"the connection {HOT} has no url") as caught:
        read_connection(file, HOT)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("token", [None, "", "  ", ["a"]])
def test_inter_cloud_config_missing_token_raises(file: Path, token: object) -> None:
    write(file, {"url": CONNECTION.url} if token is None else {"url": CONNECTION.url, "token": token})
    with pytest.raises(Failure, match=f"the connection {HOT} has no token"):
        read_connection(file, HOT)


def write(file: Path, connection: object) -> None:
    file.write_text(json.dumps({"connections": {HOT: connection}}))


def _save(file: Path, number: int) -> None:
    save_connections(file, {f"{number}_l3_to_aws_l4_hot_reader": CONNECTION})


def test_connections_that_are_saved_at_the_same_time_are_all_kept(file: Path) -> None:
    """Another process's connection was lost when both read the file before either wrote it."""
    numbers = range(20)
    with ThreadPoolExecutor(len(numbers)) as pool:
        list(pool.map(lambda number: _save(file, number), numbers))
    assert set(written(file)["connections"]) == {f"{number}_l3_to_aws_l4_hot_reader" for number in numbers}
