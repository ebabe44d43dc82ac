"""Layer 3 on Google Cloud: the hot readers beside a Firestore collection."""

from __future__ import annotations

from constructs import Construct
from gcp_hot_reader import GcpHotReader

from crosstwin.stacks.base import DeploymentStack, in_use
from crosstwin.stacks.providers import use_gcp
from crosstwin.twin.deployment import Deployment

NAME = "l3-gcp"
OUTPUTS = (
    "hot_reader_url",
    "hot_reader_last_entry_url",
    "inter_cloud_token",
    "hot_store_database",
    "hot_store_collection",
)


class L3GcpStack(DeploymentStack):
    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        super().__init__(scope, NAME, deployment)
        gcp = in_use(deployment.gcp)
        use_gcp(self, gcp)
        store = gcp.existing_hot_store
        reader = GcpHotReader(
            self,
            "hot-reader",
            **self.function_inputs("gcp"),
            token_generation=deployment.token_generation,
            hot_reader_package=self.package("gcp/hot-reader"),
            existing_hot_store=None if store is None else store.model_dump(),
            deletion_protection=deployment.deletion_protection,
            project=gcp.project,
            region=gcp.region,
        )
        self.export(reader, OUTPUTS)
