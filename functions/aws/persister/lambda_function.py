"""The persister on AWS: stores one event in a record of the hot table, however often it comes."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

from hotread.log import log
from hotread.record import DEVICE_FIELD, ID_FIELD
from twin_persister import declared, settings
from twin_persister.record import Rules, record_of
from twin_persister.table import HotTable, connect

_settings = settings.from_environment()
_rules = Rules(
    declared.load(Path(__file__).parent),
    future_tolerance=_settings.future_tolerance,
    most_elements=_settings.most_elements,
)
_table = HotTable(connect(), _settings.table_name)


def lambda_handler(event: Any, _context: Any) -> dict[str, str]:
    """The key of the record: `{"iotDeviceId": …, "id": …}`. Raises InvalidEvent, ConflictingEvent."""
    record = record_of(event, _rules, now=time.time_ns())
    key = {DEVICE_FIELD: str(record[DEVICE_FIELD]), ID_FIELD: str(record[ID_FIELD])}
    outcome = _table.store(record)
    log(logging.INFO, "record", outcome=outcome, device=key[DEVICE_FIELD], id=key[ID_FIELD])
    return key
