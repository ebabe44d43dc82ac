"""The examples of existing hot stores, deployed as their twin.yaml says: readers over filled stores.

Layers 3 and 4 of all twins are one Terraform configuration, so that one apply deploys them. AWS is the real
provider over ministack. The providers of Azure and Google Cloud plan and apply by their schemas, and their
functions run here, with the settings that the apply gave them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from crosstwin.local import azure, gcp
from crosstwin.local.aws import AwsEmulator
from crosstwin.local.process import free_port
from crosstwin.readers.hot_stores.firestore import EMULATOR_VARIABLE
from crosstwin.stacks.app import build
from tests.example_stores import Example
from tests.modules import schema_provider
from tests.modules.schema_provider import Provider

Json = Any
Read = Callable[[Provider, str, Json], Json]


@dataclass(frozen=True, slots=True)
class Emulators:
    aws: AwsEmulator
    cosmos: azure.CosmosEmulator
    firestore: str  # host:port


@dataclass(frozen=True, slots=True)
class Place:
    """Where the functions of an example on Azure or Google Cloud answer on this machine."""

    ports: tuple[int, int]
    urls: tuple[str, str]  # of histories, of last entries

    @classmethod
    def choose(cls, cloud: str) -> Place:
        ports = free_port(), free_port()
        paths = azure.HOT_READER_PATH, azure.HOT_READER_LAST_ENTRY_PATH
        if cloud == "azure":  # one app
            ports = ports[0], ports[0]
        first, second = (
            f"http://127.0.0.1:{port}{path if cloud == 'azure' else '/'}"
            for port, path in zip(ports, paths, strict=True)
        )
        return cls(ports, (first, second))


def answering_from(cosmos: azure.CosmosEmulator) -> Read:
    """A `schema_provider.read` that has the address and the partition keys of the emulator."""
    from azure.cosmos import CosmosClient

    by_schema = schema_provider.read

    def read(provider: Provider, terraform_type: str, arguments: Json) -> Json:
        state = by_schema(provider, terraform_type, arguments)
        if terraform_type == "azapi_resource":
            names = re.findall("/sqlDatabases/(.+)/containers/(.+)", arguments["resource_id"])
            if not names:
                address = {"documentEndpoint": cosmos.endpoint}
                return {**state, "output": schema_provider.dynamic({"properties": address})}
            ((database, container),) = names
            with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
                found = client.get_database_client(database).get_container_client(container).read()
            resource = {"partitionKey": {"paths": found["partitionKey"]["paths"]}}
            state["output"] = schema_provider.dynamic({"properties": {"resource": resource}})
        return state

    return read


def configuration(examples: Sequence[Example], places: Mapping[str, Place], folder: Path) -> Json:
    """The stacks of all twins as one configuration. Connectors ask the functions of this machine."""
    merged: dict[str, Any] = {"terraform": {"required_providers": {}}, "provider": {}, "module": {}}
    for example in examples:
        outdir = folder / "twins" / example.name / "cdktf.out"
        build(example.twin, outdir)
        names = "hot_reader_url", "hot_reader_last_entry_url"
        outputs = dict(zip(names, places[example.name].urls, strict=True))
        outputs["inter_cloud_token"] = f"${{module.{example.name}-hot-reader.inter_cloud_token}}"
        for stack in (outdir / "stacks").iterdir():
            text = (stack / "cdk.tf.json").read_text(encoding="utf-8")
            for file in ("assets/", "aws-config"):
                text = text.replace(f'"{file}', f'"{stack}/{file}')
            for name, value in outputs.items():
                text = text.replace(
                    f"${{data.terraform_remote_state.l3-{example.cloud}.outputs.{name}}}", value
                )
            found = json.loads(text)
            merged["terraform"]["required_providers"] |= found["terraform"]["required_providers"]
            merged["provider"] |= found["provider"]
            for key, module in found.get("module", {}).items():
                merged["module"][f"{example.name}-{key}"] = module
    return merged


@dataclass(frozen=True, slots=True)
class Deployed:
    """`state` has the values of resources that the apply has made, by address."""

    emulators: Emulators
    places: Mapping[str, Place]
    state: Mapping[str, Json]
    folder: Path
    # What Terraform says of a plan that fails, by module and the keys of `records` that have other values.
    refused_plan: Callable[[str, dict[str, str]], str]

    @contextmanager
    def reader(self, example: Example) -> Iterator[Asking]:
        """The running readers of an example."""
        if example.cloud == "aws":
            yield self._on_aws(example)
            return
        place, folder = self.places[example.name], self.folder / example.name
        folder.mkdir(exist_ok=True)
        connector = f"{example.name}-{example.cloud}-data-connector"
        token, running = {"azure": self._azure, "gcp": self._gcp}[example.cloud](example, folder, place)
        with running:
            yield Asking(self.emulators.aws, place.urls, token, (connector, f"{connector}-last-entry"))

    def _on_aws(self, example: Example) -> Asking:
        names = "hot-reader", "hot-reader-last-entry"
        first, second = (
            self._resource(example, f'aws_lambda_function_url.reader["{name}"]')["function_url"]
            for name in names
        )
        aws = self.emulators.aws
        token = self._resource(example, 'terraform_data.inter_cloud_token["1"]')["triggers_replace"]["value"]
        functions = f"{example.name}-{names[0]}", f"{example.name}-{names[1]}"
        return Asking(aws, (aws.function_url(first), aws.function_url(second)), token, functions)

    def _azure(self, example: Example, folder: Path, place: Place) -> tuple[str, Any]:
        secret, settings = (
            self._resource(example, f"azapi_resource_action.{name}")
            for name in ("token_secret", "app_settings")
        )
        token = secret["body"]["value"]["properties"]["value"]
        variables = settings["body"]["value"]["properties"]
        # As the platform resolves it.
        assert variables["INTER_CLOUD_TOKEN"].endswith("secrets/inter-cloud-token-1)")
        assert secret["resource_id"].endswith("/secrets/inter-cloud-token-1")
        # The emulator has no identities.
        variables |= {"INTER_CLOUD_TOKEN": token, "COSMOS_KEY": self.emulators.cosmos.key}
        return token, azure.running_function_app(folder, variables, place.ports[0])

    def _gcp(self, example: Example, folder: Path, place: Place) -> tuple[str, Any]:
        token = self._resource(example, "google_secret_manager_secret_version.token")["secret_data"]
        return token, self._running_on_gcp(example, folder, place, token)

    @contextmanager
    def _running_on_gcp(self, example: Example, folder: Path, place: Place, token: str) -> Iterator[None]:
        platform = {"GOOGLE_CLOUD_PROJECT": example.project, EMULATOR_VARIABLE: self.emulators.firestore}
        one, other = (
            self._resource(example, f'google_cloudfunctions2_function.reader["{name}"]')
            for name in ("hot-reader", "hot-reader-last-entry")
        )
        with (
            _cloud_function(one, folder, place.ports[0], platform, token),
            _cloud_function(other, folder, place.ports[1], platform, token),
        ):
            yield

    def _resource(self, example: Example, address: str) -> Json:
        return self.state[f"module.{example.name}-hot-reader.{address}"]


def _cloud_function(function: Json, folder: Path, port: int, platform: Mapping[str, str], token: str) -> Any:
    ((build_config,), (service,)) = function["build_config"], function["service_config"]
    (secret,) = service["secret_environment_variables"]
    variables = {**service["environment_variables"], **platform, secret["key"]: token}
    return gcp.running_function(folder, build_config["entry_point"], variables, port)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks readers over HTTP, and as TwinMaker: by invoking the reader on AWS, or the connector to it.

    Each pair is that of histories and that of last entries.
    """

    aws: AwsEmulator
    urls: tuple[str, str]
    token: str
    functions: tuple[str, str]

    def http(self, body: Json, *, last: bool = False) -> Json:
        headers = {"X-Inter-Cloud-Token": self.token}
        response = requests.post(self.urls[last], json=body, headers=headers, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()

    def twinmaker(self, event: Json, *, last: bool = False) -> Json:
        invoke = self.aws.client("lambda").invoke
        response = invoke(FunctionName=self.functions[last], Payload=json.dumps(event))
        answer = json.loads(response["Payload"].read())
        assert not response.get("FunctionError"), answer
        return answer


def resources(state: Path) -> dict[str, Json]:
    """The values of resources by address, out of a state file. `terraform show` starts each provider."""
    found: dict[str, Json] = {}
    for resource in json.loads(state.read_text(encoding="utf-8"))["resources"]:
        name = ".".join(filter(None, (resource.get("module"), resource["type"], resource["name"])))
        for instance in resource["instances"]:
            key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
            found[name + key] = instance["attributes"]
    return found
