"""The tables of docs/grafana.md, made from the matrix. `python -m tests.grafana.docs_table` rewrites them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import get_args

from crosstwin.deployment_fields import CLOUDS
from crosstwin.grafana.matrix import (
    GRAFANAS,
    NO_GCP_TWIN,
    Layer4,
    Layer5,
    Pattern,
    hot_reader_combinations,
    patterns,
)
from crosstwin.packages import ROOT

PAGE = ROOT / "docs/grafana.md"
REWRITE_COMMAND = "python -m tests.grafana.docs_table"
_NAMES = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}


def _table(first: str, rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    heads = [f"{grafana.product}, `{layer_5}`" for layer_5, grafana in GRAFANAS.items()]
    lines = [(first, heads), ("---", ["---"] * len(heads)), *rows]
    return "\n".join(f"| {' | '.join([name, *cells])} |" for name, cells in lines)


def _hot_readers() -> str:
    there = dict.fromkeys(hot_reader_combinations(), Pattern.HOT_READERS)
    return _table(
        "Layer 3",
        ((_NAMES[cloud], [there[cloud, layer_5] for layer_5 in GRAFANAS]) for cloud in CLOUDS),
    )


def _twins() -> str:
    def besides(layer_4: Layer4, layer_5: Layer5) -> Pattern:
        return next(one for one in patterns(layer_4, layer_5) if one is not Pattern.HOT_READERS)

    return _table(
        "Layer 4",
        [
            *(
                (_NAMES[cloud], [besides(cloud, layer_5) for layer_5 in GRAFANAS])
                for cloud in get_args(Layer4)
            ),
            (f"Google Cloud: refused, since {NO_GCP_TWIN}", [""] * len(GRAFANAS)),
            ("takes the files by", [grafana.loading for grafana in GRAFANAS.values()]),
        ],
    )


TABLES: dict[str, Callable[[], str]] = {"layer 3 and layer 5": _hot_readers, "layer 4 and layer 5": _twins}


def with_tables(text: str) -> str:
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
        if not re.search(pattern, text, flags=re.DOTALL):
            raise ValueError(f"{PAGE}: there is no place for the table of {name}")
        made = f"{begin}{table()}\n{end}"
        text = re.sub(pattern, lambda _, made=made: made, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
