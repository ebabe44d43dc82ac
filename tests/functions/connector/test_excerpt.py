"""What of a body that is no answer may be in a log."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from twin_connector.excerpt import excerpt

from tests.functions.connector.events import TOKEN, history, last_entry


@pytest.mark.parametrize("form", [history, last_entry])
@pytest.mark.parametrize("cut", [1, 3, 7, 8, 20])
def test_a_broken_answer_shows_its_keys_only(form: Callable[..., object], cut: int) -> None:
    answer = json.dumps(form({"StringValue": "molten"}))
    told = excerpt(answer[:-cut].encode(), TOKEN)
    assert '"propertyValues": ' in told
    assert "molten" not in told
    assert "temperature" not in told or '"temperature": ' in told


@pytest.mark.parametrize(
    "body",
    [
        '{"DoubleValue": 23.5}',
        '{"DoubleValue": -2.35e+1',
        "{'DoubleValue': 23.5}",
        '{"StringValue": "23.5',
        '{"StringValue": "a\\"23.5"}',
        "[23.5, 23.5]",
        '"23.5"',
        "23.5",
        "-23.5",
        '{"BooleanValue": true, "note": hot23.5}',
    ],
)
def test_no_value_of_something_like_json_shows(body: str) -> None:
    told = excerpt(body.encode(), TOKEN)
    assert "3.5" not in told
    assert "true" not in told
    assert "hot" not in told


def test_other_text_shows_as_it_is_up_to_200_characters() -> None:
    assert excerpt(b"  <h1>502 Bad Gateway</h1>", TOKEN) == "<h1>502 Bad Gateway</h1>"
    assert len(excerpt(b"x" * 10_000, TOKEN)) == 200
    assert excerpt(b"caf\xe9 closed", TOKEN) == "caf\ufffd closed"


@pytest.mark.parametrize("before", [0, 150, 199])
def test_the_token_does_not_show_in_part(before: int) -> None:
    told = excerpt(b"x" * before + TOKEN.encode() + b"x" * 300, TOKEN)
    assert TOKEN[:8] not in told
