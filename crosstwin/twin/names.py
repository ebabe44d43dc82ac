"""The rules of names in twin.yaml: no module, provider or store rejects later what they accept.

TwinMaker's rules are those of its API's model (botocore's `iottwinmaker`), with which tests compare them.
"""

from __future__ import annotations

import re

from crosstwin_contract.digital_twins import HOT_PROVIDER, OBSERVED_AT, RELATIONSHIP
from crosstwin_contract.record_fields import RECORD_FIELDS

# Entities: devices and places. In full: TwinMaker's own pattern leaves its end open.
ENTITY_ID = r"^[a-zA-Z0-9][a-zA-Z_\-0-9.:]*[a-zA-Z0-9]$"
ENTITY_ID_LENGTH = 128
# Properties, components and functions.
NAME = r"^[a-zA-Z_\-0-9]+$"
NAME_LENGTH = 256
# What people read: entity names, units and constants' strings.
FREE_TEXT = r"^[^\x00-\x1f\x7f]+$"
FREE_TEXT_LENGTH = 256
# A device type is a part of a TwinMaker component type id and of an Azure Digital Twins model id.
TYPE_NAME = r"^[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$"
TYPE_NAME_LENGTH = 64
# DTDL, version 3: https://azure.github.io/opendigitaltwins-dtdl/DTDL/v3/DTDL.v3.html
DTDL_NAME = re.compile(r"[a-zA-Z]([a-zA-Z0-9_]*[a-zA-Z0-9])?")
# What each device has from the models that modules/azure-digital-twins derives its model from.
DTDL_INHERITED = (RELATIONSHIP, HOT_PROVIDER, OBSERVED_AT)

# A telemetry property `rpm` also makes the attribute `rpmLatest`, which has to meet the same limit.
LATEST_SUFFIX = "Latest"
PROPERTY_NAME_LENGTH = NAME_LENGTH - len(LATEST_SUFFIX)
# The component of an entity that is a device itself; further ones are `component_of` it.
COMPONENT = "telemetry"
# What the component type com.amazon.iottwinmaker.alarm.basic has: the alarm's state, and its own external id.
ALARM_STATUS, ALARM_KEY = "alarm_status", "alarm_key"
# GetEntity returns this many: https://docs.aws.amazon.com/general/latest/gr/iot-twinmaker.html
COMPONENTS_OF_AN_ENTITY = 30


def why_no_name(name: str) -> str:
    """Why a name of a property, constant, component or device type cannot be used anywhere; "" if it can."""
    if name in RECORD_FIELDS:
        return f"a property may not be called {name}: every record has that field"
    if name == "__proto__":
        # JavaScript, in which CDKTF runs, takes it for an object's prototype.
        return "__proto__ cannot be a name here: CDKTF would lose it"
    return ""


def why_not_in_layer_4(name: str, layer_4: str) -> str:
    """Why the twin service cannot have a property of that name; "" if it can."""
    if layer_4 != "azure":
        return ""
    if not DTDL_NAME.fullmatch(name):
        return f"{name} cannot be a property in Azure Digital Twins: {_DTDL}"
    if name in DTDL_INHERITED:
        return f"{name} cannot be a property in Azure Digital Twins: each device has one of that name already"
    return ""


def why_no_type_in_layer_4(name: str, layer_4: str) -> str:
    """Why the twin service cannot have a device type of that name; "" if it can."""
    if layer_4 == "azure" and not DTDL_NAME.fullmatch(name):
        return f"{name} cannot be a device type in Azure Digital Twins: {_DTDL}"
    return ""


_DTDL = "letters, digits and '_' only, starting with a letter, ending with a letter or digit"
