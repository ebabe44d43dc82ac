"""AWS IoT TwinMaker's dataReaderByComponentType: the values of all devices of a type, over all clouds."""

from twin_component_type.handler import lambda_handler

__all__ = ["lambda_handler"]
