from __future__ import annotations

import string

import pytest
from crosstwin_contract.token import accepted_tokens, is_accepted
from hotread.env import require_env
from hypothesis import given
from hypothesis import strategies as st

NAME = "CROSSTWIN_TEST_VARIABLE"
tokens = st.text(string.ascii_letters + string.digits + "+/=-_.", min_size=1)


def test_require_env_raises_on_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    with pytest.raises(EnvironmentError, match=NAME):
        require_env(NAME)


def test_require_env_raises_on_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "")
    with pytest.raises(EnvironmentError, match=NAME):
        require_env(NAME)


def test_require_env_raises_on_whitespace_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " \t\n")
    with pytest.raises(EnvironmentError, match=NAME):
        require_env(NAME)


def test_require_env_returns_the_value_without_spaces_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " table \n")
    assert require_env(NAME) == "table"


@given(st.lists(tokens, min_size=1, max_size=3), st.integers(0, 2))
def test_every_accepted_token_is_accepted(accepted: list[str], which: int) -> None:
    presented = accepted[which % len(accepted)]
    assert is_accepted(presented, accepted_tokens(" , ".join(accepted)))


@given(tokens, st.text(max_size=40))
def test_no_other_token_is_accepted(accepted: str, presented: str) -> None:
    first = presented.split(",", maxsplit=1)[0].strip(" \t")
    assert is_accepted(presented, (accepted,)) == (first == accepted)


@pytest.mark.parametrize("presented", [None, "", " ", ",", "\ud800", "abc"])
def test_what_is_no_token_is_refused(presented: str | None) -> None:
    assert not is_accepted(presented, ("abcd",))


def test_the_first_of_several_header_values_counts() -> None:
    assert is_accepted("right, wrong", ("right",))
    assert not is_accepted("wrong, right", ("right",))


@pytest.mark.parametrize("space", ["\xa0", "\x85", "\u2003", "\x0b", "\x1c", "\n"])
def test_a_token_with_what_http_does_not_call_a_space_is_refused(space: str) -> None:
    assert not is_accepted(f"right{space}", ("right",))
    assert not is_accepted(f"{space}right", ("right",))
    assert is_accepted(" \tright\t ", ("right",))


def test_tokens_are_given_newest_first() -> None:
    assert accepted_tokens("new,old") == ("new", "old")


@pytest.mark.parametrize("text", ["", " ", ",", " , ,", "@Microsoft.KeyVault(SecretUri=https://x)"])
def test_a_reader_without_a_token_does_not_start(text: str) -> None:
    with pytest.raises(ValueError, match="INTER_CLOUD_TOKEN"):
        accepted_tokens(text)
