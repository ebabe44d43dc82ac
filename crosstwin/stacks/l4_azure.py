"""Layer 4 on Azure: Azure Digital Twins, and the functions that keep its twins at the newest values."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from azure_digital_twins import AzureDigitalTwins
from constructs import Construct

from crosstwin.clouds import azure
from crosstwin.stacks import described
from crosstwin.stacks.base import MODULE
from crosstwin.stacks.cdk import TerraformStack
from crosstwin.stacks.consumer import ConsumerStack
from crosstwin.twin.deployment import Deployment, in_use
from crosstwin.twin.fields import Cloud

NAME = "l4-azure"
OUTPUTS = ("digital_twins_host", "digital_twins_id", "tenant_id", "models", "graph_hash")


class L4AzureStack(ConsumerStack):
    """`producers` are the l3 stacks, by cloud; for the rest see ConsumerStack.

    The cloud of the twins is read as the others are: over HTTPS.
    """

    def __init__(
        self,
        scope: Construct,
        deployment: Deployment,
        producers: Mapping[Cloud, TerraformStack],
        placeholders_for: Collection[str] = (),
    ) -> None:
        super().__init__(scope, NAME, deployment, producers.values(), placeholders_for)
        self.use(azure.CLOUD)
        section = in_use(deployment.azure)
        wanted = section.digital_twins
        readers = {cloud: self.outputs_of(cloud) for cloud in deployment.hot_clouds}
        twins = AzureDigitalTwins(
            self,
            "digital-twins",
            **MODULE,
            digital_twin_name=deployment.digital_twin_name,
            tags=self.tags,
            location=section.location,
            resource_group_name=section.resource_group_name,
            **described.graph(deployment),
            remote_reader_last_entry_urls={
                cloud: outputs.get_string("hot_reader_last_entry_url") for cloud, outputs in readers.items()
            },
            inter_cloud_tokens={
                cloud: outputs.get_string("inter_cloud_token") for cloud, outputs in readers.items()
            },
            data_connector_package=self.package("azure/digital-twin-data-connector"),
            refresh_seconds=wanted.refresh_seconds,
            existing_instance=wanted.existing_instance.model_dump() if wanted.existing_instance else None,
            data_history=wanted.data_history.model_dump() if wanted.data_history else None,
            reader_principal_ids=wanted.reader_principal_ids or None,
            allow_deletions=wanted.allow_deletions,
            alarms={"actions": list(section.alarm_actions)},
            deletion_protection=deployment.deletion_protection,
        )
        self.export(twins, (*OUTPUTS, "data_history_uri") if wanted.data_history else OUTPUTS)
