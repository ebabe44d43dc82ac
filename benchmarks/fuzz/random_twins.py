"""Random twin.yaml documents, and random changes of them: small ones, so that Terraform can deploy them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Document = dict[str, Any]
Change = Callable[[Random, Document], object]

CLOUDS = ("aws", "azure", "gcp")
_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
_PROPERTIES = ("temperature", "rpm", "status", "running", "position", "tags")
_TYPES: tuple[Any, ...] = (
    *("double", "integer", "long", "string", "boolean"),
    {"type": "double", "unit": "kN"},
    {"type": "list", "of": "double"},
    {"type": "map", "of": "string"},
)
REGIONS = {
    "aws": ("region", ("eu-central-1", "eu-west-1")),
    "azure": ("location", ("westeurope", "northeurope")),
    "gcp": ("region", ("europe-west1", "europe-west4")),
}
_SECTIONS: Mapping[str, Document] = {
    "aws": {"region": "eu-central-1"},
    "azure": {"location": "westeurope", "subscription_id": _SUBSCRIPTION},
    "gcp": {"project": "factory-test", "region": "europe-west1"},
}
_STORES: Mapping[str, Document] = {
    "aws": {"table_name": "telemetry"},
    "azure": {
        "resource_group_name": "plant",
        "account_name": "plant-telemetry",
        "database_name": "plant",
        "container_name": "telemetry",
    },
    "gcp": {"database": "plant", "collection": "telemetry"},
}


def document(random: Random) -> Document:
    """A twin of a few devices. Most are valid."""
    twin: Document = {
        "digital_twin_name": "factory",
        "providers": {
            "layer_3_hot_provider": random.choice(CLOUDS),
            "layer_4_provider": random.choice(("aws", "azure")),
            "layer_5_provider": random.choice(CLOUDS),
        },
        "places": [{"id": "plant"}, {"id": "line-1", "parent": "plant"}][: random.randrange(3)],
        "devices": [],
        "deletion_protection": random.random() < 0.6,
        **copy.deepcopy(dict(_SECTIONS)),
    }
    for cloud in CLOUDS:
        if random.random() < 0.2:
            twin[cloud]["existing_hot_store"] = copy.deepcopy(_STORES[cloud])
    for _ in range(random.randint(1, 4)):
        add_device(random, twin)
    if random.random() < 0.5:
        add_type(random, twin)
    return twin


def changed(random: Random, twin: Document) -> tuple[Document, list[str]]:
    """Another document, and the names of the changes that made it of the first."""
    after = copy.deepcopy(twin)
    names = []
    for _ in range(random.choice((1, 1, 2, 3))):
        weighted = [change for change, weight in CHANGES.items() for _ in range(weight)]
        change = random.choice(weighted)
        change(random, after)
        names.append(change.__name__)
    return after, names


def add_device(random: Random, twin: Document) -> None:
    device: Document = {"id": f"device-{random.randrange(1000)}", "properties": _properties(random)}
    if random.random() < 0.6:
        device["hot_provider"] = random.choice(CLOUDS)
    if twin.get("device_types") and random.random() < 0.5:
        del device["properties"]
        device["type"] = random.choice(list(twin["device_types"]))
    if twin["places"] and random.random() < 0.5:
        device["parent"] = random.choice(twin["places"])["id"]
    elif twin["devices"] and random.random() < 0.2:
        device |= {"component_of": random.choice(twin["devices"])["id"], "component": "part"}
    twin["devices"].append(device)


def remove_device(random: Random, twin: Document) -> None:
    twin["devices"].remove(random.choice(twin["devices"]))
    if not twin["devices"]:
        add_device(random, twin)


def rename_device(random: Random, twin: Document) -> None:
    random.choice(twin["devices"])["id"] = f"renamed-{random.randrange(1000)}"


def name_device(random: Random, twin: Document) -> None:
    random.choice(twin["devices"])["name"] = f"Device {random.randrange(1000)}"


def move_device(random: Random, twin: Document) -> None:
    random.choice(twin["devices"])["hot_provider"] = random.choice(CLOUDS)


def put_device(random: Random, twin: Document) -> None:
    device = random.choice(twin["devices"])
    device.pop("parent", None)
    if twin["places"] and "component_of" not in device:
        device["parent"] = random.choice(twin["places"])["id"]


def change_properties(random: Random, twin: Document) -> None:
    kinds = [*twin.get("device_types", {}).values(), *(one for one in twin["devices"] if "properties" in one)]
    if kinds:
        kind = random.choice(kinds)
        name = random.choice(_PROPERTIES)
        if name in kind["properties"] and len(kind["properties"]) > 1 and random.random() < 0.5:
            del kind["properties"][name]
        else:
            kind["properties"][name] = copy.deepcopy(random.choice(_TYPES))


def change_constants(random: Random, twin: Document) -> None:
    kinds = [*twin.get("device_types", {}).values(), *(one for one in twin["devices"] if "properties" in one)]
    if kinds:
        random.choice(kinds)["constants"] = {"maker": random.choice(("ACME", 7, 2.5, True, "x ${y}"))}


def add_type(random: Random, twin: Document) -> None:
    name = f"kind{random.randrange(3)}"
    twin.setdefault("device_types", {})[name] = {"properties": _properties(random)}
    for device in twin["devices"]:
        if "constants" not in device and random.random() < 0.4:
            device.pop("properties", None)
            device["type"] = name


def remove_type(_: Random, twin: Document) -> None:
    types = twin.pop("device_types", {})
    for device in twin["devices"]:
        if kind := device.pop("type", None):
            device["properties"] = copy.deepcopy(types[kind]["properties"])


def add_place(random: Random, twin: Document) -> None:
    place = {"id": f"place-{random.randrange(1000)}"}
    if twin["places"] and random.random() < 0.5:
        place["parent"] = random.choice(twin["places"])["id"]
    twin["places"].append(place)


def remove_place(random: Random, twin: Document) -> None:
    """With what is in it one level up."""
    if twin["places"]:
        place = random.choice(twin["places"])
        twin["places"].remove(place)
        for one in [*twin["places"], *twin["devices"]]:
            if one.get("parent") == place["id"]:
                del one["parent"]


def change_layer_3(random: Random, twin: Document) -> None:
    twin["providers"]["layer_3_hot_provider"] = random.choice(CLOUDS)


def change_layer_4(random: Random, twin: Document) -> None:
    twin["providers"]["layer_4_provider"] = random.choice(("aws", "azure"))


def change_layer_5(random: Random, twin: Document) -> None:
    twin["providers"]["layer_5_provider"] = random.choice((*CLOUDS, "grafana-cloud"))


def change_store(random: Random, twin: Document) -> None:
    cloud = random.choice(CLOUDS)
    if twin[cloud].pop("existing_hot_store", None) is None or random.random() < 0.3:
        twin[cloud]["existing_hot_store"] = copy.deepcopy(_STORES[cloud])


def change_records(random: Random, twin: Document) -> None:
    for cloud in CLOUDS:
        if store := twin[cloud].get("existing_hot_store"):
            options = ({"values": "payload"}, {"device_format": "D#{device}"}, {"time_separator": " "})
            store["records"] = dict(random.choice(options))


def change_readers(random: Random, twin: Document) -> None:
    cloud = random.choice(CLOUDS)
    if twin.setdefault("readers", {}).pop(cloud, None) is None:
        twin["readers"][cloud] = {
            "hot_reader_url": f"https://{cloud}.example.com/hot-reader",
            "hot_reader_last_entry_url": f"https://{cloud}.example.com/last",
            "token_variable": f"{cloud}_token",
        }


def change_token(random: Random, twin: Document) -> None:
    twin["token_generation"] = max(1, twin.get("token_generation", 1) + random.choice((1, 1, 2, -1)))


def change_protection(_: Random, twin: Document) -> None:
    twin["deletion_protection"] = not twin["deletion_protection"]


def change_region(random: Random, twin: Document) -> None:
    cloud = random.choice(CLOUDS)
    key, values = REGIONS[cloud]
    twin[cloud][key] = random.choice(values)


def change_name(_: Random, twin: Document) -> None:
    twin["digital_twin_name"] = "plant-b" if twin["digital_twin_name"] == "factory" else "factory"


def change_options(random: Random, twin: Document) -> None:
    cloud, section = random.choice(
        (
            ("aws", {"max_concurrency": 5}),
            ("aws", {"alarm_actions": ["arn:aws:sns:eu-central-1:123456789012:oncall"]}),
            ("gcp", {"alarm_actions": ["projects/factory-test/notificationChannels/7"]}),
            ("azure", {"digital_twins": {"refresh_seconds": 120}}),
            ("azure", {"digital_twins": {"empty": True}}),
            ("azure", {"resource_group_name": "plant"}),
        )
    )
    if section.keys() <= twin[cloud].keys():
        for key in section:
            del twin[cloud][key]
    else:
        twin[cloud] |= copy.deepcopy(section)


def change_layer_2(random: Random, twin: Document) -> None:
    if twin["providers"].pop("layer_2_provider", None) is None:
        twin["providers"]["layer_2_provider"] = "aws"
    twin["future_tolerance_seconds"] = random.choice((0, 600))


CHANGES: Mapping[Change, int] = {
    add_device: 3,
    remove_device: 4,
    rename_device: 3,
    name_device: 1,
    move_device: 4,
    put_device: 2,
    change_properties: 3,
    change_constants: 2,
    add_type: 1,
    remove_type: 1,
    add_place: 1,
    remove_place: 2,
    change_layer_3: 2,
    change_layer_4: 2,
    change_layer_5: 1,
    change_store: 1,
    change_records: 2,
    change_readers: 2,
    change_token: 2,
    change_protection: 2,
    change_region: 1,
    change_name: 1,
    change_options: 2,
    change_layer_2: 1,
}


def _properties(random: Random) -> Document:
    names = random.sample(_PROPERTIES, random.randint(1, 3))
    return {name: copy.deepcopy(random.choice(_TYPES)) for name in names}


def break_(random: Random, twin: Document) -> tuple[Document, str]:
    """An invalid document, and the key that the error must name."""
    after = copy.deepcopy(twin)
    device = random.choice(after["devices"])
    cases: list[tuple[str, Callable[[], object]]] = [
        ("digital_twin_name", lambda: after.update(digital_twin_name="Factory!")),
        ("layer_4_provider", lambda: after["providers"].update(layer_4_provider="gcp")),
        ("token_generation", lambda: after.update(token_generation=0)),
        ("hot_provider", lambda: device.update(hot_provider="ibm")),
        ("parent", lambda: device.update(parent="nowhere")),
        ("component_of", lambda: device.update(component_of="nobody", component="part")),
        ("type", lambda: device.update(type="no-such-type")),
        ("id", lambda: device.update(id="-x")),
        ("id", lambda: after["devices"].append(copy.deepcopy(device))),
        ("deletion_protection", lambda: after.update(deletion_protection="sometimes")),
        ("colour", lambda: device.update(colour="red")),
        ("temperature", lambda: device.update(properties={"temperature": "float"})),
        ("region", lambda: after["aws"].update(region="eu-centrl-1")),
        ("subscription_id", lambda: after["azure"].update(subscription_id="x")),
        ("readers", lambda: after.update(readers={"ibm": {}})),
        ("state", lambda: after.update(state={"backend": "ftp"})),
        ("devices", lambda: after.update(devices=[])),
        (after["providers"]["layer_4_provider"], lambda: after.pop(after["providers"]["layer_4_provider"])),
    ]
    key, spoil = random.choice(cases)
    spoil()
    return after, key
