"""The folders of crosstwin/, and the modules of each function, import each other in one direction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT

PACKAGES = [ROOT / "crosstwin", *sorted({file.parent for file in (ROOT / "functions").rglob("*.py")})]


def imports(package: Path) -> Iterator[tuple[str, str, str]]:
    """Each import between two rooms of the package: the room that imports, the other one, and the line.

    A room is a folder, or a module that is in none. In a function's folder without an __init__.py, modules
    import each other by their own names. What stands in a function or under TYPE_CHECKING counts too, and so
    does a name that is given to import_module.
    """
    prefix = f"{package.name}." if (package / "__init__.py").exists() else ""
    rooms = {one.stem for one in package.iterdir()}
    for file in sorted(package.rglob("*.py")):
        room = file.relative_to(package).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _modules(node):
                other = name.removeprefix(prefix).partition(".")[0]
                if name.startswith(prefix) and other in rooms - {room}:
                    place = f"{file.relative_to(package.parent)}:{getattr(node, 'lineno', 0)}"
                    yield room, other, f"{place} imports {name}"


def _modules(node: ast.AST) -> list[str]:
    """The modules that a statement or a call of import_module names; of an f-string, its beginning."""
    match node:
        case ast.Import(names=names):
            return [one.name for one in names]
        case ast.ImportFrom(module=str(module), level=0, names=names):
            return [f"{module}.{one.name}" for one in names]
        case ast.Call(func=ast.Name("import_module"), args=[ast.Constant(str(name)), *_]):
            return [name]
        case ast.Call(
            func=ast.Name("import_module"), args=[ast.JoinedStr([ast.Constant(str(name)), *_]), *_]
        ):
            return [name]
    return []


def circle(package: Path) -> list[str]:
    """The imports of one circle between rooms; none if there is no circle."""
    found = list(imports(package))
    rooms: dict[str, set[str]] = {}
    for room, other, _ in found:
        rooms.setdefault(room, set()).add(other)
    try:
        TopologicalSorter(rooms).prepare()
    except CycleError as error:
        # Each room of it is imported by the next.
        steps = {(later, earlier) for earlier, later in zip(error.args[1], error.args[1][1:], strict=False)}
        return [line for room, other, line in found if (room, other) in steps]
    return []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package.relative_to(ROOT)))
def test_no_room_imports_one_that_depends_on_it(package: Path) -> None:
    found = circle(package)
    assert not found, "\n".join(["these imports are a circle:", *found])


@pytest.mark.parametrize(
    "line",
    [
        "from shop.store.till import Till",
        "from shop import store",
        "import shop.store.till",
        "if TYPE_CHECKING:\n    from shop.store import till",
        "def sell():\n    from shop.store import till",
        "import_module('shop.store.till')",
        "import_module(f'shop.store.{name}')",
    ],
)
def test_a_circle_is_found_however_it_is_imported(tmp_path: Path, line: str) -> None:
    shop = tmp_path / "shop"
    for file, text in {
        "__init__.py": "",
        "store/till.py": "from shop.money import Coin",
        "street.py": "from shop.store.till import Till",
        "money.py": line,
    }.items():
        (shop / file).parent.mkdir(parents=True, exist_ok=True)
        (shop / file).write_text(text)
    assert len(circle(shop)) == 2
    assert any(found.startswith("shop/money.py:") for found in circle(shop))
    (shop / "money.py").write_text("")
    assert circle(shop) == []


def test_a_circle_is_found_between_modules_without_a_package(tmp_path: Path) -> None:
    (tmp_path / "till.py").write_text("from money import Coin")
    (tmp_path / "money.py").write_text("def count():\n    from till import Till")
    assert len(circle(tmp_path)) == 2
