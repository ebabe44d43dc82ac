"""The tables of inputs and outputs in the READMEs of modules/, made from variables.tf and outputs.tf.

`python -m tests.modules.readme [MODULE …]` says which are out of step; with `--write` it rewrites them.
The tables are between two comment lines, BEGIN and END below; what is around them is written by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import hcl2

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "modules"
BEGIN = "<!-- BEGIN_TF_DOCS -->"
END = "<!-- END_TF_DOCS -->"
REWRITE_COMMAND = "python -m tests.modules.readme --write"


def variables(module: Path) -> dict[str, dict[str, Any]]:
    """The module's variables by name, in the order of variables.tf: description, type, default …

    A default of null is present with the value None; a required variable has no "default".
    """
    return dict(_blocks(module / "variables.tf", "variable"))


def outputs(module: Path) -> dict[str, dict[str, Any]]:
    """The module's outputs by name, in the order of outputs.tf."""
    return dict(_blocks(module / "outputs.tf", "output"))


def tables(module: Path) -> str:
    inputs = [
        (f"`{name}`", f"`{spec['type']}`", _default(spec), spec["description"])
        for name, spec in variables(module).items()
    ]
    exported = [
        (f"`{name}`", spec["description"] + (" Sensitive." if spec.get("sensitive") else ""))
        for name, spec in outputs(module).items()
    ]
    return "\n".join(
        [
            "### Inputs",
            "",
            *_table(("Name", "Type", "Default", "Description"), inputs),
            "",
            "### Outputs",
            "",
            *_table(("Name", "Description"), exported),
        ]
    )


def with_tables(module: Path) -> str:
    """The module's README with its tables made anew. ValueError if it has no place for them."""
    text = (module / "README.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{module.name}/README.md: the lines {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{tables(module)}\n{END}{after}"


def is_in_step(module: Path) -> bool:
    return with_tables(module) == (module / "README.md").read_text(encoding="utf-8")


def hcl_examples(module: Path) -> list[str]:
    """The ```hcl blocks of the module's README."""
    parts = (module / "README.md").read_text(encoding="utf-8").split("```hcl\n")[1:]
    return [part.partition("```")[0] for part in parts]


def documented_modules() -> list[Path]:
    return sorted(path.parent for path in MODULES.glob("*/README.md"))


def _blocks(file: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with file.open(encoding="utf-8") as source:
        parsed = hcl2.load(source)
    for block in parsed.get(kind, []):
        for name, spec in block.items():
            yield _text(name), {key: _text(value) for key, value in spec.items()}


def _text(value: Any) -> Any:
    """python-hcl2 keeps a string's quotes, and puts an expression such as a type into ${…}."""
    if not isinstance(value, str):
        return value
    if value.startswith('"'):
        return json.loads(value)
    return value.removeprefix("${").removesuffix("}") if value.startswith("${") else value


def _default(spec: dict[str, Any]) -> str:
    return f"`{json.dumps(spec['default'])}`" if "default" in spec else "required"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heads, ("---",) * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def main(arguments: list[str]) -> int:
    write = "--write" in arguments
    names = [argument for argument in arguments if argument != "--write"]
    stale = [
        module
        for module in documented_modules()
        if (not names or module.name in names) and not is_in_step(module)
    ]
    for module in stale:
        if write:
            (module / "README.md").write_text(with_tables(module), encoding="utf-8")
        sys.stdout.write(f"modules/{module.name}/README.md {'rewritten' if write else 'is out of step'}\n")
    return 0 if write or not stale else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
