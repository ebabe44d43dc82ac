"""The tables of docs/grafana.md, made from what is written. Run: python -m tests.unit.grafana.docs_table"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from crosstwin.errors import UnsupportedCloudError
from crosstwin.grafana.matrix import GRAFANAS, Pattern
from crosstwin.packages.places import ROOT
from crosstwin.twin.fields import CLOUDS
from tests.unit.grafana.conftest import twin, written

PAGE = ROOT / "docs/grafana.md"
REWRITE_COMMAND = "python -m tests.unit.grafana.docs_table"
_NAMES = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}


def _table(first: str, rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    heads = [f"{grafana.product}, `{layer_5}`" for layer_5, grafana in GRAFANAS.items()]
    lines = [(first, heads), ("---", ["---"] * len(heads)), *rows]
    return "\n".join(f"| {' | '.join([name, *cells])} |" for name, cells in lines)


def _written(layer_3: str, layer_4: str, layer_5: str, *, readers: bool) -> str:
    """The patterns that are written, of the hot readers or besides."""
    found = [part.pattern for part in written(twin(layer_3, layer_4, layer_5)).parts]
    return ", ".join(pattern for pattern in found if (pattern is Pattern.HOT_READERS) == readers)


def _readers(cloud: str) -> list[str]:
    return [_written(cloud, "aws", layer_5, readers=True) for layer_5 in GRAFANAS]


def _twin_service(cloud: str) -> list[str]:
    try:
        return [_written("aws", cloud, layer_5, readers=False) for layer_5 in GRAFANAS]
    except UnsupportedCloudError as error:
        reason = re.search("layer 4: (.*?);", str(error))
        return [reason[1] if reason else str(error), *["–"] * (len(GRAFANAS) - 1)]  # noqa: RUF001 - as tables do


TABLES: dict[str, Callable[[], str]] = {
    "layer 3 and layer 5": lambda: _table("Layer 3", ((_NAMES[cloud], _readers(cloud)) for cloud in CLOUDS)),
    "layer 4 and layer 5": lambda: _table(
        "Layer 4", ((_NAMES[cloud], _twin_service(cloud)) for cloud in CLOUDS)
    ),
}


def with_tables(text: str) -> str:
    for name, table in TABLES.items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not (begin and end):
            raise ValueError(f"{PAGE}: there is no place for the table of {name}")
        text = f"{before}{begin}{table()}\n{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
