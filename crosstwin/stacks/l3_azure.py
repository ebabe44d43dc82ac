"""Layer 3 on Azure: the hot readers beside a Cosmos DB container."""

from __future__ import annotations

from azure_hot_reader import AzureHotReader
from constructs import Construct

from crosstwin.stacks.base import DeploymentStack, in_use
from crosstwin.stacks.providers import use_azure
from crosstwin.twin.deployment import Deployment

NAME = "l3-azure"
OUTPUTS = (
    "hot_reader_url",
    "hot_reader_last_entry_url",
    "inter_cloud_token",
    "hot_store_endpoint",
    "hot_store_database_name",
    "hot_store_container_name",
)


class L3AzureStack(DeploymentStack):
    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        super().__init__(scope, NAME, deployment)
        azure = in_use(deployment.azure)
        use_azure(self, azure)
        store = azure.existing_hot_store
        reader = AzureHotReader(
            self,
            "hot-reader",
            **self.function_inputs("azure"),
            token_generation=deployment.token_generation,
            deletion_protection=deployment.deletion_protection,
            hot_reader_package=self.package("azure/hot-reader"),
            existing_hot_store=None if store is None else store.model_dump(),
            location=azure.location,
            resource_group_name=azure.resource_group_name,
        )
        self.export(reader, OUTPUTS)
