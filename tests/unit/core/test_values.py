from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from crosstwin_contract.telemetry import UnfitValueError
from crosstwin_contract.values import VALUE_KEYS, Caller, DataType
from crosstwin_contract.writing import fits_dynamodb
from hotread.sizes import encoded_size
from hotread.values import data_value
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (True, {"BooleanValue": True}),
        (7, {"IntegerValue": 7}),
        (-(2**31), {"IntegerValue": -(2**31)}),
        (2**31, {"LongValue": 2**31}),
        (Decimal("7"), {"IntegerValue": 7}),
        (Decimal("7.5"), {"DoubleValue": 7.5}),
        (7.0, {"DoubleValue": 7.0}),
        ("on", {"StringValue": "on"}),
        ([1, "a"], {"ListValue": [{"IntegerValue": 1}, {"StringValue": "a"}]}),
        ({"x": 1.5}, {"MapValue": {"x": {"DoubleValue": 1.5}}}),
    ],
)
def test_property_type_mapping(stored: Any, expected: dict[str, Any]) -> None:
    assert data_value(stored, None, Caller.HTTP) == expected


@pytest.mark.parametrize(
    ("stored", "declared", "expected"),
    [
        (20, "DOUBLE", {"doubleValue": 20.0}),
        (Decimal("20"), "DOUBLE", {"doubleValue": 20.0}),
        (20.0, "INTEGER", {"integerValue": 20}),
        (20, "LONG", {"longValue": 20}),
        (False, "BOOLEAN", {"booleanValue": False}),
        ("20", "STRING", {"stringValue": "20"}),
    ],
)
def test_the_declared_type_decides(stored: Any, declared: str, expected: dict[str, Any]) -> None:
    assert data_value(stored, DataType(declared), Caller.TWINMAKER) == expected


def test_the_declared_type_of_elements_decides() -> None:
    declared = DataType("LIST", DataType("MAP", DataType("DOUBLE")))
    assert data_value([{"x": 1}], declared, Caller.HTTP) == {
        "ListValue": [{"MapValue": {"x": {"DoubleValue": 1.0}}}]
    }


@pytest.mark.parametrize(
    ("stored", "expected"),
    [(2**63, 2.0**63), (-(2**63) - 1, -(2.0**63)), (Decimal(2**64), 2.0**64), (2**63 - 1, None)],
)
def test_an_undeclared_number_beyond_64_bits_is_a_double(stored: Any, expected: float | None) -> None:
    found = data_value(stored, None, Caller.HTTP)
    assert found == ({"LongValue": stored} if expected is None else {"DoubleValue": expected})
    assert expected is None or isinstance(found["DoubleValue"], float)


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        ("20", "DOUBLE"),
        (True, "DOUBLE"),
        (True, "INTEGER"),
        (20.5, "INTEGER"),
        (2**31, "INTEGER"),
        (2**63, "LONG"),
        (1, "BOOLEAN"),
        (20, "STRING"),
        ("a", "LIST"),
        (["a"], "MAP"),
        (math.nan, "DOUBLE"),
        (math.inf, "INTEGER"),
        (10**400, "DOUBLE"),
        (math.nan, None),
        (Decimal("NaN"), None),
        (10**400, None),
        (b"x", None),
        ([None], None),
    ],
)
def test_an_unfit_value_is_an_error_that_does_not_tell_it(stored: Any, declared: str | None) -> None:
    with pytest.raises(UnfitValueError) as refused:
        data_value(stored, DataType(declared) if declared else None, Caller.HTTP)
    assert "20" not in str(refused.value)


stored_values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(stored_values)
def test_the_size_is_an_upper_bound_inside_a_lambda_response(value: Any) -> None:
    text = json.dumps(data_value(value, None, Caller.HTTP), separators=(",", ":"))
    longest_key = max(len(keys[0]) for keys in VALUE_KEYS.values())
    # json.dumps of the text adds the backslashes, and two quotation marks around it.
    assert len(json.dumps(text)) - 2 <= encoded_size(value) + longest_key + len('{\\"\\":}')


@pytest.mark.parametrize("sign", ["", "-"])
def test_dynamodb_holds_its_largest_and_its_smallest_number(sign: str) -> None:
    largest, smallest = f"{sign}9.{'9' * 37}E+125", f"{sign}1E-130"
    assert fits_dynamodb(Decimal(largest))
    assert fits_dynamodb(Decimal(smallest))
    assert not fits_dynamodb(Decimal(f"{sign}1E+126"))
    assert not fits_dynamodb(Decimal(f"{sign}9.{'9' * 37}E-131"))
