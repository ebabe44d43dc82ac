"""What the tests of the Azure and the GCP hot reader have in common."""

from __future__ import annotations

# Variables of a hot reader, and what its functions find in their environment. Of the platform's time, a fifth
# stays for the answer.
QUERY_SETTINGS = [
    (
        {},
        {
            "QUERY_TIMEOUT_SECONDS": "8",
            "LAST_ENTRY_RECORDS": "20",
            "LAST_ENTRY_HOURS": "24",
            "FUTURE_TOLERANCE_SECONDS": "600",
        },
    ),
    (
        {
            "timeout_seconds": 60,
            "query_timeout_seconds": 50,
            "last_entry_records": 7,
            "last_entry_hours": 48,
            "future_tolerance_seconds": 0,
        },
        {
            "QUERY_TIMEOUT_SECONDS": "48",
            "LAST_ENTRY_RECORDS": "7",
            "LAST_ENTRY_HOURS": "48",
            "FUTURE_TOLERANCE_SECONDS": "0",
        },
    ),
    ({"timeout_seconds": 1}, {"QUERY_TIMEOUT_SECONDS": "1"}),
]
