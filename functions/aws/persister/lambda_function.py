"""The persister on AWS: stores one event as a record of the hot table, however often it comes."""

from __future__ import annotations

import logging
from typing import Any

from hotread.env import require_env
from hotread.log import log
from hotread.store import DEVICE_FIELD, ID_FIELD
from twin_persister.record import record_of
from twin_persister.table import HotTable, connect

require_env("DIGITAL_TWIN_INFO")
_table = HotTable(connect(), require_env("DYNAMODB_TABLE_NAME"))


def lambda_handler(event: Any, _context: Any) -> dict[str, str]:
    """The key of the record: `{"iotDeviceId": …, "id": …}`. Raises InvalidEvent, ConflictingEvent."""
    record = record_of(event)
    key = {DEVICE_FIELD: str(record[DEVICE_FIELD]), ID_FIELD: str(record[ID_FIELD])}
    outcome = _table.store(record)
    log(logging.INFO, "record", outcome=outcome, device=key[DEVICE_FIELD], id=key[ID_FIELD])
    return key
