"""YAML itself: what is not a mapping of unique keys, or is broken, is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstwin.errors import TwinFileError
from crosstwin.twin import deployment
from tests.unit.crosstwin.good_twin import GOOD, change, refusal


def test_duplicate_keys_are_refused() -> None:
    text = change("  layer_4_provider: aws\n", "  layer_4_provider: aws\n  layer_4_provider: azure\n")

    assert refusal(text) == "twin.yaml:5: providers.layer_4_provider: given twice, first on line 4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "twin.yaml: the file is empty"),
        ("# nothing yet\n", "twin.yaml: the file is empty"),
        ("- a\n", "twin.yaml:1: a mapping of keys"),
        ("a: [1\nb: {", "twin.yaml:2: not valid YAML: while parsing a flow sequence"),
        ("a: [1\nb: 2", "that begins on line 1, did not find expected ',' or ']'; column 2 of `b: 2`"),
        (
            "a: 1\nb: [\n",
            "while parsing a flow node, did not find expected node content, where the file ends",
        ),
        (f"a: '{'x' * 200}' y", f"of `a: '{'x' * 96}…`"),
        ("a: 1\n\tb: 2\n", "twin.yaml:2: not valid YAML"),
        ("a: 1\n---\nb: 1\n", "twin.yaml:2: not valid YAML: expected a single document"),
        ("a: &a\n  - *a\n", "a[0]: an alias (*) that contains itself"),
        ("on: 1\n", "twin.yaml:1: the key on is not text in YAML; put it in quotes"),
        ("? [a]\n: 1\n", "twin.yaml:1: a key that is a list or mapping"),
        ("a: !!python/name:os.system\n", "twin.yaml:1: not valid YAML"),
    ],
)
def test_refuses_what_is_no_mapping(text: str, expected: str) -> None:
    assert expected in refusal(text)


def test_refuses_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "twin.yaml"
    file.write_bytes(b"digital_twin_name: f\xe4ctory\n")

    with pytest.raises(TwinFileError, match="not UTF-8 text"):
        deployment.load(file)


def test_anchors_and_merge_keys_work_and_keep_their_lines() -> None:
    shared = GOOD.replace("{temperature: double, status: string}", "&shared {temperature: double}")
    text = shared.replace("{rpm: integer}", "{<<: *shared, rpm: integr}")

    message = refusal(text)

    assert message.startswith('twin.yaml:11: devices[1].properties.rpm: "integr" is not a property type')
    assert deployment.parse(text.replace("integr}", "integer}")).devices[1].properties == {
        "temperature": "double",
        "rpm": "integer",
    }
