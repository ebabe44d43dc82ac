"""A whole twin on this machine: AWS in its emulator, the other clouds' readers as local servers."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crosstwin.console import step
from crosstwin.errors import Failure
from crosstwin.local import aws as local_aws
from crosstwin.local.azure_twins import RunningDigitalTwins, running_digital_twins
from crosstwin.local.deploying import deploy
from crosstwin.local.reader import RunningReader, local_clouds, reader_settings
from crosstwin.local.twin_files import write_state, write_twin_file
from crosstwin.packages.functions import build
from crosstwin.terraform.finding import find_terraform, why_not
from crosstwin.terraform.outputs import state_file
from crosstwin.twin import deployment as deployments
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

FOREIGN: Mapping[Cloud, Any] = {name: module for name, module in local_clouds().items() if name != "aws"}
TWIN_FILE = "twin.yaml"


@dataclass(frozen=True, slots=True)
class TwinMakerFunctions:
    """The two Lambdas that TwinMaker invokes for the devices of one cloud, by name."""

    history: str
    last_entry: str


@dataclass(frozen=True, slots=True)
class RunningTwin:
    """A twin that answers. `readers` and `functions` hold the clouds that run, `missing` why others do not.

    `terraform` is what deployed it, None where the same functions were started without deploying.
    `functions` is empty and `digital_twins` is there where layer 4 is Azure. `stop_reader` ends the reader of
    a foreign cloud, as an outage would.
    """

    deployment: Deployment
    folder: Path
    aws: local_aws.AwsEmulator
    readers: Mapping[Cloud, RunningReader]
    functions: Mapping[Cloud, TwinMakerFunctions]
    missing: Mapping[Cloud, str]
    terraform: Path | None
    stop_reader: Callable[[Cloud], None]
    digital_twins: RunningDigitalTwins | None = None

    @property
    def twin_file(self) -> Path:
        return self.folder / TWIN_FILE


@contextmanager
def running_twin(twin_file: Path, folder: Path) -> Iterator[RunningTwin]:
    """Deploys the twin of `twin_file` into emulators, until the block ends.

    The emulators' addresses go into a copy of the file in `folder`, beside logs, state and cdktf.out.
    Devices of a cloud that cannot run here are left out.
    Raises TwinFileError, Failure, ServerFailedError.
    """
    wanted = deployments.load(twin_file)
    missing = {
        cloud: reason
        for cloud in wanted.hot_clouds
        if cloud in FOREIGN and (reason := FOREIGN[cloud].why_not())
    }
    if set(missing) == set(wanted.hot_clouds):
        raise Failure("\n".join(f"{cloud} cannot run here: {reason}" for cloud, reason in missing.items()))
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with step("start AWS (ministack)"):
            aws = stack.enter_context(local_aws.running_aws(folder))
        deployment = write_twin_file(twin_file, folder / TWIN_FILE, aws, wanted, missing)
        readers: dict[Cloud, RunningReader] = {}
        running: dict[Cloud, ExitStack] = {}
        for cloud in (cloud for cloud in deployment.hot_clouds if cloud in FOREIGN):
            with step(f"start the hot reader on {cloud}"):
                running[cloud] = stack.enter_context(ExitStack())
                readers[cloud] = running[cloud].enter_context(
                    FOREIGN[cloud].running_reader(
                        folder / cloud, secrets.token_urlsafe(32), settings=reader_settings(deployment)
                    )
                )
            write_state(
                folder / state_file(deployment, f"l3-{cloud}"), readers[cloud], deployment.token_generation
            )
        terraform = find_terraform() if not why_not() else None
        twin = RunningTwin(
            deployment, folder, aws, readers, {}, missing, terraform, lambda cloud: running[cloud].close()
        )
        twin = _deploy(twin) if terraform else _start_without_deploying(twin)
        if deployment.providers.layer_4_provider == "azure":
            with step("start Azure Digital Twins and its connector"):
                running_twins = running_digital_twins(folder / "l4-azure", deployment, twin.readers)
                twin = replace(twin, functions={}, digital_twins=stack.enter_context(running_twins))
        yield twin


def _deploy(twin: RunningTwin) -> RunningTwin:
    deployment, twin_name = twin.deployment, twin.deployment.digital_twin_name
    stacks = [name for name in deployment.stack_names if name.endswith("-aws")]
    if not stacks or twin.terraform is None:
        return twin
    deploy(deployment, twin.folder, twin.terraform, stacks)
    readers, functions = dict(twin.readers), {}
    for cloud in deployment.foreign_clouds:
        connector = f"{twin_name}-{cloud}-data-connector"
        functions[cloud] = TwinMakerFunctions(connector, f"{connector}-last-entry")
    if "l3-aws" in stacks:
        outputs = json.loads((twin.folder / state_file(deployment, "l3-aws")).read_text())["outputs"]
        exported = {name: output["value"] for name, output in outputs.items()}
        readers["aws"] = RunningReader(
            cloud="aws",
            hot_reader_url=twin.aws.function_url(exported["hot_reader_url"]),
            hot_reader_last_entry_url=twin.aws.function_url(exported["hot_reader_last_entry_url"]),
            inter_cloud_token=exported["inter_cloud_token"],
            put=twin.aws.writer(exported["hot_store_table_name"]).put,
        )
        functions["aws"] = TwinMakerFunctions(
            exported["hot_reader_arn"].rpartition(":")[2],
            exported["hot_reader_last_entry_arn"].rpartition(":")[2],
        )
    return replace(twin, readers=readers, functions=functions)


def _start_without_deploying(twin: RunningTwin) -> RunningTwin:
    deployment = twin.deployment
    readers, functions = dict(twin.readers), {}
    connected = twin.readers if deployment.providers.layer_4_provider == "aws" else {}
    for cloud, reader in connected.items():
        name = f"{cloud}-data-connector"
        functions[cloud] = TwinMakerFunctions(name, f"{name}-last-entry")
        variables = {
            "DIGITAL_TWIN_INFO": deployment.digital_twin_info(cloud),
            "INTER_CLOUD_TOKEN": reader.inter_cloud_token,
        }
        with step(f"start the connector to {cloud}"):
            for suffix, url in (
                ("", reader.hot_reader_url),
                ("-last-entry", reader.hot_reader_last_entry_url),
            ):
                local_aws.create_function(
                    twin.aws,
                    f"{name}{suffix}",
                    build(f"aws/digital-twin-data-connector{suffix}"),
                    {**variables, "REMOTE_READER_URL": url},
                )
    if "aws" in deployment.hot_clouds:
        with step("start the hot reader on aws"):
            readers["aws"] = local_aws.create_reader(
                twin.aws,
                secrets.token_urlsafe(32),
                deployment.digital_twin_info("aws"),
                settings=reader_settings(deployment),
            )
        state = twin.folder / state_file(deployment, "l3-aws")
        write_state(state, readers["aws"], deployment.token_generation)
        functions["aws"] = TwinMakerFunctions(local_aws.HOT_READER, local_aws.HOT_READER_LAST_ENTRY)
    return replace(twin, readers=readers, functions=functions)
