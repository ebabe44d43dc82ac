"""The fields of every record. By itself, as a connector's cold start compiles what it imports."""

from __future__ import annotations

RECORD_FIELDS = ("iotDeviceId", "id")  # of every record, so no telemetry is under them
