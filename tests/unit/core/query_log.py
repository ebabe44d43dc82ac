"""The fields of the log line that each query has, on every cloud."""

from __future__ import annotations

QUERY_FIELDS = {
    "message",
    "trace_id",
    "route",
    "duration_ms",
    "store_ms",
    "pages",
    "rows",
    "devices",
    "outcome",
}
