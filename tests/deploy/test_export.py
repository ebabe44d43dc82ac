"""What `crosstwin export` and `crosstwin token` hand over is what the deployed connectors and readers use."""

from __future__ import annotations

import json

import pytest

from crosstwin.local.twin import RunningTwin
from crosstwin.readers.inter_cloud_config import connection_id, read_connection
from crosstwin.terraform.finding import why_not
from tests.deploy.command import crosstwin

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")


def test_dt_data_connector_reads_remote_url_from_config(mixed_twin: RunningTwin) -> None:
    """A connector of the deployed layer 4 has the URL and token of its connection in the file."""
    file = mixed_twin.folder / "config_inter_cloud.json"
    crosstwin(mixed_twin, "export", "--output", str(file))
    assert mixed_twin.deployment.foreign_clouds
    for cloud in mixed_twin.deployment.foreign_clouds:
        for last, suffix in ((False, ""), (True, "-last-entry")):
            connection = read_connection(file, connection_id(cloud, "aws", last=last))
            variables = mixed_twin.aws.client("lambda").get_function_configuration(
                FunctionName=f"factory-{cloud}-data-connector{suffix}"
            )["Environment"]["Variables"]
            assert variables["REMOTE_READER_URL"] == connection.url
            assert variables["INTER_CLOUD_TOKEN"] == connection.token


def test_the_file_reaches_the_readers(mixed_twin: RunningTwin) -> None:
    file = mixed_twin.folder / "config_inter_cloud.json"
    crosstwin(mixed_twin, "export", "--output", str(file))
    for device in mixed_twin.deployment.devices:
        answer = crosstwin(mixed_twin, "query", device.id, "--last", "--json", "--config", str(file))
        assert isinstance(json.loads(answer)["propertyValues"], dict)


def test_the_token_that_is_shown_is_the_readers(mixed_twin: RunningTwin) -> None:
    generation = str(mixed_twin.deployment.token_generation)
    for cloud, reader in mixed_twin.readers.items():
        lines = [line.split() for line in crosstwin(mixed_twin, "token", cloud, "--reveal").splitlines()]
        assert lines[1] == ["generation", generation]
        assert lines[2][:2] == ["accepted", generation]
        assert lines[-1] == ["token", reader.inter_cloud_token]
