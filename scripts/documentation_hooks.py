"""Pages of the site whose source is not in docs/: modules' READMEs, CONTRIBUTING and CHANGELOG."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
MERMAID = ROOT / "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the modules' pages into the navigation, and says which version and repository the site is of."""
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
    config.copyright = f"Crosstwin {version('crosstwin')}"
    if repository := _repository():
        # Not repo_url: with it, each page asks GitHub for the repository's stars.
        config.extra["repository"] = repository
        config.edit_uri = f"{repository}/edit/main/docs/"
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages whose source is not in docs/."""
    for readme in _module_readmes():
        text = re.sub(r"\]\(\.\./([a-z-]+)/README\.md", r"](\1.md", readme.read_text())
        text = text.replace("](../../docs/", "](../")
        # HCL has no page: it is in the repository.
        repository = config.extra.get("repository")
        there = f"{repository}/blob/main/modules/{readme.parent.name}"
        example = rf"[\1]({there}/\2)" if repository else r"`\2`"
        text = re.sub(r"\[([^\]]+)\]\((examples/[^)]+)\)", example, text)
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


def on_pre_page(page: Page, *, config: MkDocsConfig, **_: Any) -> Page:
    """Leads "Edit this page" to the source of a page that is not in docs/."""
    if (repository := config.extra.get("repository")) and (source := _source(page.file.src_uri)):
        page.edit_url = f"{repository}/edit/main/{source}"
    return page


def _source(page: str) -> str | None:
    if page.startswith("modules/"):
        return f"{page.removesuffix('.md')}/README.md"
    return {"contributing.md": "CONTRIBUTING.md", "changelog.md": "CHANGELOG.md"}.get(page)


def _repository() -> str | None:
    """The address of the repository whose workflow builds the site, or of the clone's origin."""
    if name := os.environ.get("GITHUB_REPOSITORY"):
        return f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    command = ["git", "-C", str(ROOT), "remote", "get-url", "origin"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.fullmatch(r"(?:https://|git@)(github\.com)[/:]([\w.-]+/[\w.-]+?)(?:\.git)?\s*", done.stdout)
    return f"https://{found[1]}/{found[2]}" if found else None


def _module_readmes() -> list[Path]:
    return sorted(ROOT.glob("modules/*/README.md"))


def _page(config: MkDocsConfig, path: str, text: str) -> File:
    return File.generated(config, path, content=text)
