"""The page's own files, and the library that draws its charts."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from crosstwin.packages.places import NODE_MODULES, npm_install

STATIC = Path(__file__).parent / "static"
ECHARTS = NODE_MODULES / "echarts" / "dist" / "echarts.min.js"


def why_not() -> str:
    """What is missing to serve the page; "" if nothing."""
    if not find_spec("werkzeug"):
        return "werkzeug is not installed: pip install 'crosstwin[local]'"
    if ECHARTS.is_file():
        return ""
    install = npm_install("echarts", is_command=False)
    return f"echarts, which draws its charts, is not installed: {install}"


def find_file(name: str) -> Path | None:
    """The file of a name such as `page.js`; None for any file that is not the page's."""
    files = {path.name: path for path in (*STATIC.iterdir(), ECHARTS)}
    return files.get(name)
