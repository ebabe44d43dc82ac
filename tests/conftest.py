"""How `make test` shares the tests out among its workers, and the one browser of each.

A file's tests stay together, and so do the tests over a twin that is deployed once for several files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadGroupScheduling

from scripts.terraform_configuration import configuration

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Twins that several files share. What takes longest begins first, or one worker would end alone.
DEPLOYED_ONCE = ("aws_only_twin", "mixed_twin")
# They run Terraform with the AWS provider, those of deploy with many waits for it.
LONGEST = ("tests/deploy/", "tests/modules/test_aws_modules.py", "tests/modules/test_existing_stores.py")
# All of them, on two cores with Terraform, Java and a browser.
MINUTES = "9 to 12"
ANNOUNCED = pytest.StashKey[bool]()

# How long an example takes says how busy the machine is. Where CI is set, hypothesis has no limit either.
settings.register_profile("default", settings.get_profile("default"), deadline=None)

# Before a test module is imported: they ask then whether Terraform has its providers.
if file := configuration():
    os.environ["TF_CLI_CONFIG_FILE"] = str(file)


class GroupOrFile(LoadGroupScheduling):
    """Tests with the same `xdist_group` mark go to one worker; without one, those of the same file."""

    def _split_scope(self, nodeid: str) -> str:
        group: str = super()._split_scope(nodeid)
        return group.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One more than cores: Terraform's AWS provider waits 5 s for each Lambda and 25 s for a queue.

    `make unit`, whose tests do not wait, asks for `logical`.
    """
    return (os.cpu_count() or 1) + 1 if config.option.numprocesses == "auto" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupOrFile | None:
    return GroupOrFile(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Say before the first result how many tests there are and how long all of them take."""
    config: pytest.Config = node.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.stash.get(ANNOUNCED, False):  # each worker collects the same tests
        return
    config.stash[ANNOUNCED] = True
    reporter.write_line(f"\n{len(ids):,} test{'s' * (len(ids) != 1)}")
    if config.args == config.getini("testpaths"):
        reporter.write_line(
            f"All of them take {MINUTES} minutes on two cores. The slowest run first, so the count "
            "stands still for some minutes."
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for twin in set(DEPLOYED_ONCE).intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(twin))
    items.sort(key=_begins)


def _begins(item: pytest.Item) -> int:
    """When a test begins: those over shared twins first, then those of `LONGEST`, then all others."""
    shared = [twin in getattr(item, "fixturenames", ()) for twin in DEPLOYED_ONCE]
    return [*shared, *map(item.nodeid.startswith, LONGEST), True].index(True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from tests.running_browser import running_browser

    with running_browser() as running:
        yield running
