"""A twin.yaml, of which a pull request has one, ends as a message of its line, however it is made."""

from __future__ import annotations

import pytest

from crosstwin.twin import yaml_places
from tests.unit.crosstwin.good_twin import refusal

TENFOLD = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"x0: &x0 [a]\n{TENFOLD}",
            "twin.yaml:7: more than 1,000,000 values, with each alias (*) as all that it stands for",
            id="aliases of aliases",
        ),
        pytest.param("a: b\nc: " + "[" * 200_000, "twin.yaml:2: nested more than 100 levels", id="lists"),
        pytest.param("{a: " * 20_000, "twin.yaml:1: nested more than 100 levels", id="mappings"),
        pytest.param("- " * 20_000, "twin.yaml:1: nested more than 100 levels", id="block lists"),
    ],
)
def test_what_would_take_the_memory_or_the_stack_is_refused(text: str, expected: str) -> None:
    assert expected in refusal(text)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2001-02-30", "timestamp"),
        ("9" * 5_000, "int"),
        ("!!int x", "int"),
        ("!!float x", "float"),
        ("!!bool x", "bool"),
        ("!!timestamp x", "timestamp"),
    ],
)
def test_a_value_that_yaml_cannot_make_is_reported_with_its_place(value: str, kind: str) -> None:
    message = refusal(f"places:\n- id: {value}\n")

    assert message.startswith("twin.yaml:2: places[0].id: ")
    assert f"is not a valid {kind} of YAML; put it in quotes" in message


def test_an_alias_that_many_devices_share_is_read() -> None:
    shared = "".join(f"- {{id: d{n}, properties: *p}}\n" for n in range(1_000))
    document = yaml_places.parse(f"p: &p {{a: double, b: double}}\ndevices:\n{shared}", "twin.yaml")

    assert document.data["devices"][999] == {"id": "d999", "properties": {"a": "double", "b": "double"}}
