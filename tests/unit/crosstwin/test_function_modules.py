"""The modules beside the functions' entry points."""

from __future__ import annotations

from collections import Counter

from crosstwin.packages.places import ROOT

_ENTRY_POINTS = {"function_app.py", "lambda_function.py", "main.py"}


def test_no_two_functions_have_a_module_of_one_name() -> None:
    """They are in no package: whoever imports both, as the tests do, would take one for the other."""
    files = [
        file.name
        for cloud in ("aws", "azure", "gcp")
        for file in (ROOT / "functions" / cloud).glob("*/*.py")
        if file.name not in _ENTRY_POINTS
    ]
    assert [name for name, count in Counter(files).items() if count > 1] == []
