"""AWS IoT TwinMaker's dataReaderByComponentType: the values of all devices of a type, over all clouds."""

from twin_component_type.handler import component_type_reader

lambda_handler = component_type_reader()
