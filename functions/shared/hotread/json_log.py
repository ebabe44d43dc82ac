"""Log lines as JSON, where the runtime does not write them. The readers on AWS do not have this module."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from crosstwin_contract.times import with_z

_STANDARD_FIELDS = set(logging.makeLogRecord({}).__dict__)


class JsonFormatter(logging.Formatter):
    """For clouds whose runtime has no JSON formatter. `severity` is what Google Cloud Logging reads."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {key: value for key, value in record.__dict__.items() if key not in _STANDARD_FIELDS}
        line = {
            "timestamp": with_z(datetime.fromtimestamp(record.created, UTC).isoformat()),
            "severity": record.levelname,
            "message": record.getMessage(),
            **fields,
        }
        return json.dumps(line, default=str)


class FieldsInMessage(logging.Filter):
    """Writes a record's fields into its message: the Functions host passes on nothing else of a record."""

    _formatter = JsonFormatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._formatter.format(record), None
        return True
