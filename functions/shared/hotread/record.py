"""A record of telemetry, as a store has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin_contract.record_fields import RECORD_FIELDS

# {"iotDeviceId": "<device>", "id": "<ISO 8601 UTC time>", "<property>": <value>, …}
# A value is bool, int, float, Decimal, str, list, dict, or None for "no value".
Record = Mapping[str, Any]

DEVICE_FIELD, ID_FIELD = RECORD_FIELDS
# Of a record whose `id` others of its device may have as well: its name in the store, which orders those. No
# property has this name.
NAME_FIELD = ""
