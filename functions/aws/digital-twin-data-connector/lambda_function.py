"""AWS IoT TwinMaker's dataReaderByEntity: the values in a time range, out of another cloud."""

from twin_connector.answer import HISTORY
from twin_connector.handler import connector

lambda_handler = connector(HISTORY)
