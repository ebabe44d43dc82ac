"""AWS IoT TwinMaker's attributePropertyValueReaderByEntity: the newest values, out of another cloud."""

from twin_connector.answer import LAST_ENTRY
from twin_connector.handler import connector

lambda_handler = connector(LAST_ENTRY)
