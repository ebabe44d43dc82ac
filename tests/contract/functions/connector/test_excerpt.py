"""What of a body that is no answer may be in a log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from crosstwin_contract.excerpt import excerpt, without_token

from tests.contract.functions.connector.events import TOKEN, history, last_entry


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


VALUES = ("23.5", "24.5", "molten", "hot", "true")


@pytest.mark.parametrize(
    "body",
    [
        "time,temperature,status\n2026-01-15T10:30:00Z,23.5,molten\n",
        "2026-01-15 10:30:00 temperature is 23.5, hot",
        'data: {"DoubleValue": 23.5}\n\ndata: {"DoubleValue": 24.5}\n\n',
        ')]}\'\n{"DoubleValue": 23.5}',
        'while(1);{"DoubleValue": 23.5}',
        "temperature: 23.5\nstatus: molten\n",
        "23.5 molten",
        "",
    ],
    ids=["CSV", "text", "event stream", "JSON with a prefix", "JSON with a loop", "YAML", "words", "empty"],
)
def test_a_body_without_structure_shows_nothing(body: str) -> None:
    assert excerpt(body.encode(), TOKEN) == ""


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<values><v t='24.5'>23.5</v><23.5/></values>", "<values><v>…</v>…</values>"),
        ("  <h1>502 Bad\r\nGateway</h1>", "<h1>…</h1>"),
        ("<!-- 23.5 --><v>molten", "…<v>…"),
        ("<v molten", "…"),
        ('\ufeff{"DoubleValue": 23.5}', '{"DoubleValue": …}'),
        ('{"23.5": "molten", "molten \\"hot\\"": 24.5}', "{…: …, …: …}"),
        ('{"a": "x\\"molten\\": 23.5", "b": true', '{"a": …, "b": …'),
    ],
)
def test_of_markup_and_json_the_names_show(body: str, shown: str) -> None:
    told = excerpt(body.encode(), TOKEN)
    assert told == shown
    assert not [value for value in VALUES if value in told]


def test_an_excerpt_is_short_and_takes_no_time() -> None:
    """Bodies that cost a regular expression 10 s and more: unclosed strings of escapes."""
    started = time.process_time()
    for unit in ('\\"', '"', "\\", '"\\', "<", "<a", '{"a":', "[", " ", '"a" '):
        for start in ("", "{", "[", "<", '{"'):
            assert len(excerpt((start + unit * 200_000).encode(), TOKEN)) <= 200
    assert time.process_time() - started < 1
    assert excerpt(b"{caf\xe9 closed", TOKEN) == "{… …"


@pytest.mark.parametrize(
    "altered",
    [
        TOKEN.replace("0", "%30"),
        TOKEN.replace("-", "%252D"),
        TOKEN.replace("T", "&#84;"),
        TOKEN.replace("n", "\\u006e"),
        TOKEN[:20] + "_" + TOKEN[20:],
        "-".join(TOKEN),
        TOKEN.upper(),
        TOKEN[5:25],
    ],
)
def test_a_token_in_another_spelling_shows_nothing(altered: str) -> None:
    assert without_token(f"You sent {altered}", TOKEN) == "…"
    told = excerpt(f'{{"{altered}": 1, "error": "{altered}"}}'.encode(), TOKEN)
    assert altered[:8] not in told


def test_other_text_than_the_token_stays() -> None:
    assert without_token(f"You sent {TOKEN}.", TOKEN) == "You sent ***."
    assert without_token("startTime is missing (100%)", TOKEN) == "startTime is missing (100%)"
    assert without_token("as it is", "") == "as it is"


@pytest.mark.parametrize("before", [0, 150, 199])
def test_the_token_does_not_show_in_part(before: int) -> None:
    told = excerpt(b"x" * before + TOKEN.encode() + b"x" * 300, TOKEN)
    assert TOKEN[:8] not in told
