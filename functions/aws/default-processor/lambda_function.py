"""The processor of a twin that has none of its own: passes telemetry on to the persister as it came."""

from twin_processor.event import encode
from twin_processor.handler import make_handler

lambda_handler = make_handler(encode)
