"""Pages of the site whose source is not in docs/: modules' READMEs, CONTRIBUTING and CHANGELOG."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
MERMAID = ROOT / "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages in the place of a pattern in the navigation, so that none is forgotten there."""
    folders = {
        "modules/*.md": [f"modules/{readme.parent.name}.md" for readme in _module_readmes()],
    }

    def expanded(item: Any) -> Any:
        if isinstance(item, list):
            return [expanded(part) for part in item]
        if isinstance(item, dict):
            return {title: expanded(part) for title, part in item.items()}
        return folders.get(item, item)

    config.nav = expanded(config.nav)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages whose source is not in docs/."""
    for readme in _module_readmes():
        text = re.sub(r"\]\(\.\./([a-z-]+)/README\.md", r"](\1.md", readme.read_text())
        text = text.replace("](../../docs/", "](../")
        files.append(_page(config, f"modules/{readme.parent.name}.md", text))
    for name in ("CONTRIBUTING", "CHANGELOG"):
        # Their links start at the project's folder, the site's at docs/.
        text = (ROOT / f"{name}.md").read_text().replace("](docs/", "](")
        files.append(_page(config, f"{name.lower()}.md", text))
    if not MERMAID.is_file():
        raise PluginError(f"{MERMAID} is missing: run `make environment`")
    files.append(File.generated(config, "assets/mermaid.js", abs_src_path=str(MERMAID)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Leads links to a module's README to its page."""
    return re.sub(r"\]\(\.\./((?:\.\./)*modules/[a-z-]+)/README\.md", r"](\1.md", markdown)


def _module_readmes() -> list[Path]:
    return sorted(ROOT.glob("modules/*/README.md"))


def _page(config: MkDocsConfig, path: str, text: str) -> File:
    return File.generated(config, path, content=text)
