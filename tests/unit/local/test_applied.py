"""What a deployment shows while it runs."""

from __future__ import annotations

import json
import time
from pathlib import Path

from crosstwin.local.applied import errors, following

ROLE = {"resource": {"addr": "module.hot-reader.aws_iam_role.reader"}, "action": "create"}
REGION = {"resource": {"addr": "module.hot-reader.data.aws_region.current"}, "action": "read"}
PLANNED = json.dumps({"type": "planned_change", "change": {}}) + "\n"
CREATED = json.dumps({"type": "apply_complete", "hook": ROLE}) + "\n"
READ = json.dumps({"type": "apply_complete", "hook": REGION}) + "\n"


def test_a_running_deployment_names_each_resource_as_it_is_created(tmp_path: Path) -> None:
    log = tmp_path / "terraform.log"
    log.write_text(CREATED)  # of an earlier deployment
    told: list[str] = []
    with following(log, told.append), log.open("a") as written:
        written.write(f"Initializing\n{PLANNED}{PLANNED}{READ}{CREATED[:20]}")
        written.flush()
        time.sleep(0.3)
        assert not told  # a line that is not complete says nothing yet
        written.write(CREATED[20:])
        written.flush()
        deadline = time.monotonic() + 10
        while not told and time.monotonic() < deadline:
            time.sleep(0.05)
        assert told == ["module.hot-reader.aws_iam_role.reader (1 of 2)"]
        written.write(CREATED)
        written.flush()
    assert told == [f"module.hot-reader.aws_iam_role.reader ({number} of 2)" for number in (1, 2)]


def test_the_errors_of_a_deployment_have_their_details() -> None:
    failed = {
        "@level": "error",
        "@message": "Error: creating a role",
        "diagnostic": {"summary": "creating a role", "detail": "status 500\n\nno such account"},
    }
    lines = [
        PLANNED.strip(),
        "not JSON",
        json.dumps(failed),
        json.dumps({"@level": "error", "@message": "Error: x"}),
    ]
    assert errors(lines) == ["Error: creating a role", "status 500", "no such account", "Error: x"]
