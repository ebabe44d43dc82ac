"""The metrics that modules take from logs are of fields that the readers log."""

from __future__ import annotations

import re

import pytest

from tests.modules.conftest import MODULES
from tests.unit.core.query_log import QUERY_FIELDS

# How a field is named in each cloud's filters; `level` and `severity` come from the log's own format.
FIELDS = {
    "aws-hot-reader/metrics.tf": (r"\$\.(\w+)", "level"),
    "gcp-hot-reader/metrics.tf": (r"jsonPayload\.(\w+)", "severity"),
    "azure-hot-reader/monitoring.tf": (r"line\.(\w+)", "severity"),
}


@pytest.mark.parametrize("file", FIELDS)
def test_metrics_are_of_fields_that_each_query_logs(file: str) -> None:
    pattern, level = FIELDS[file]
    used = set(re.findall(pattern, (MODULES / file).read_text()))
    assert used >= {"store_ms", "duration_ms"}
    assert used <= {*QUERY_FIELDS, level}
