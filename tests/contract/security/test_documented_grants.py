"""docs/security.md lists what the modules grant, all of it and no more, each with its reason."""

from __future__ import annotations

import re
from collections import Counter

from crosstwin.packages.places import ROOT
from tests.contract.security.grants import Grant, all_grants

ROW = re.compile(r"^\| `([\w-]+)` \| `([\w-]+)` \| (`.+?`) \| (.+?) \|$", re.MULTILINE)


def documented() -> list[tuple[Grant, str]]:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    return [
        (Grant(module, name, action), why)
        for module, name, actions, why in ROW.findall(text)
        for action in re.findall(r"`([^`]+)`", actions)
    ]


def test_the_list_in_the_documentation_is_what_the_modules_grant() -> None:
    granted, told = Counter(all_grants()), Counter(grant for grant, _ in documented())
    assert told - granted == Counter(), "documented, but not granted"
    assert granted - told == Counter(), "granted, but not documented"
    assert {grant.module.partition("-")[0] for grant in granted} == {"aws", "azure", "gcp"}


def test_each_grant_has_a_reason() -> None:
    assert [grant for grant, why in documented() if len(why.split()) < 3] == []


def test_no_grant_is_a_wildcard_but_those_that_are_explained() -> None:
    reasons = {grant: why for grant, why in documented() if "*" in grant.action}
    assert {(grant.module, grant.name) for grant in reasons} == {
        ("aws-processor", "EncryptHotStore"),
        ("aws-twinmaker", "ReadWorkspace"),
        ("aws-twinmaker", "UseWorkspaceBucket"),
    }
