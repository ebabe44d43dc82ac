"""Layer 4 on AWS: routing by infrastructure."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from crosstwin.stacks.app import new_app, note_missing_states
from crosstwin.stacks.app import synthesize as write
from crosstwin.stacks.l4_aws import L4AwsStack
from crosstwin.twin import deployment
from tests.unit.stacks.test_providers import EMULATOR
from tests.unit.stacks.twin import FLEET_TWIN, PLACEHOLDER, Twin, synthesize, twin_yaml

Synthesized = Callable[[str], Twin]

THREE_CLOUDS = twin_yaml(
    "azure",
    devices="""\
  - {id: pump-7, hot_provider: gcp, properties: {rpm: integer}}
  - {id: press-2, hot_provider: aws, properties: {force: double}}
""",
)


def test_dt_data_connector_no_remote_url_when_same_provider(synthesized: Synthesized) -> None:
    """TwinMaker invokes the hot reader itself: no connector, no URL, no token."""
    stack = synthesized(twin_yaml("aws")).json("l4-aws")

    assert list(stack["module"]) == ["twinmaker"]
    assert "remote_reader_url" not in json.dumps(stack)
    assert "inter_cloud_token" not in json.dumps(stack)
    assert stack["module"]["twinmaker"]["devices"]["sensor-1"] == {
        "cloud": "aws",
        "properties": {"temperature": "double", "status": "string"},
    }
    assert stack["module"]["twinmaker"]["readers"] == {
        "aws": {
            "data_reader_arn": "${data.terraform_remote_state.l3-aws.outputs.hot_reader_arn}",
            "attribute_reader_arn": "${data.terraform_remote_state.l3-aws.outputs.hot_reader_last_entry_arn}",
        }
    }


@pytest.mark.parametrize("cloud", ["azure", "gcp"])
def test_dt_data_connector_injects_remote_url_when_different(cloud: str, synthesized: Synthesized) -> None:
    """The connector reads the producer's outputs, from the state that the producer writes."""
    twin = synthesized(twin_yaml(cloud))
    stack = twin.json("l4-aws")
    producer = f"l3-{cloud}"
    connector = stack["module"][f"{cloud}-connector"]

    assert connector["source"] == "./modules/aws-twin-connector"
    assert connector["hot_cloud"] == cloud
    outputs = f"data.terraform_remote_state.{producer}.outputs"
    assert connector["remote_reader_url"] == f"${{{outputs}.hot_reader_url}}"
    assert connector["remote_reader_last_entry_url"] == f"${{{outputs}.hot_reader_last_entry_url}}"
    assert connector["inter_cloud_token"] == f"${{{outputs}.inter_cloud_token}}"
    assert "local_hot_reader_name" not in connector, "its role may invoke nothing"
    assert twin.json(producer)["output"].keys() >= {
        "hot_reader_url",
        "hot_reader_last_entry_url",
        "inter_cloud_token",
    }
    (backend,) = twin.json(producer)["terraform"]["backend"].values()
    assert stack["data"]["terraform_remote_state"][producer]["config"]["path"] == backend["path"]


def test_each_foreign_cloud_has_its_own_pair_and_each_device_its_cloud(synthesized: Synthesized) -> None:
    modules = synthesized(THREE_CLOUDS).modules("l4-aws")

    assert sorted(modules) == ["azure-connector", "gcp-connector", "twinmaker"]
    clouds = {device: facts["cloud"] for device, facts in modules["twinmaker"]["devices"].items()}
    assert clouds == {"sensor-1": "azure", "pump-7": "gcp", "press-2": "aws"}
    readers = {
        cloud: (arns["data_reader_arn"], arns["attribute_reader_arn"])
        for cloud, arns in modules["twinmaker"]["readers"].items()
    }
    local = "data.terraform_remote_state.l3-aws.outputs"
    assert readers == {
        "azure": (
            "${module.azure-connector.data_connector_arn}",
            "${module.azure-connector.data_connector_last_entry_arn}",
        ),
        "gcp": (
            "${module.gcp-connector.data_connector_arn}",
            "${module.gcp-connector.data_connector_last_entry_arn}",
        ),
        "aws": (f"${{{local}.hot_reader_arn}}", f"${{{local}.hot_reader_last_entry_arn}}"),
    }


def test_a_connector_knows_the_cloud_that_it_reads(synthesized: Synthesized) -> None:
    """Not the default of the file: the connector compares it with layer 4 to decide its route."""
    modules = synthesized(THREE_CLOUDS).modules("l4-aws")

    for cloud in ("azure", "gcp"):
        providers = json.loads(modules[f"{cloud}-connector"]["digital_twin_info"])["config_providers"]
        assert providers["layer_3_hot_provider"] == cloud
        assert providers["layer_4_provider"] == "aws"


def test_layer_4_is_deployed_after_all_it_reads(synthesized: Synthesized) -> None:
    twin = synthesized(THREE_CLOUDS)

    assert twin.stacks == ["l3-aws", "l3-azure", "l3-gcp", "l4-aws"]
    assert sorted(twin.manifest["l4-aws"]["dependencies"]) == ["l3-aws", "l3-azure", "l3-gcp"]
    assert not any(twin.manifest[f"l3-{cloud}"]["dependencies"] for cloud in ("aws", "azure", "gcp"))


def test_both_pairs_share_their_packages(synthesized: Synthesized) -> None:
    modules = synthesized(THREE_CLOUDS).modules("l4-aws")

    for name in ("data_connector_package", "data_connector_last_entry_package"):
        assert modules["azure-connector"][name] == modules["gcp-connector"][name]


def test_no_reference_of_cdktf_itself_crosses_stacks(synthesized: Synthesized) -> None:
    """Their names derive from construct paths, so a rename would break a live consumer."""
    twin = synthesized(THREE_CLOUDS)

    for stack in twin.stacks:
        assert "cross-stack" not in (twin.folder(stack) / "cdk.tf.json").read_text()


def test_can_be_synthesized_without_its_producers(tmp_path: Path) -> None:
    app = new_app(tmp_path / "cdktf.out")
    L4AwsStack(app, deployment.parse(THREE_CLOUDS), {})
    write(app)

    alone = Twin(tmp_path / "cdktf.out")
    assert alone.stacks == ["l4-aws"]
    assert sorted(alone.json("l4-aws")["data"]["terraform_remote_state"]) == ["l3-aws", "l3-azure", "l3-gcp"]


def test_twinmaker_is_left_out_for_an_emulator_with_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = synthesize(twin_yaml("gcp", more=EMULATOR), tmp_path / "cdktf.out")

    assert list(twin.modules("l4-aws")) == ["gcp-connector"]
    assert "crosstwin: l4-aws: aws-twinmaker is left out" in capsys.readouterr().err


def test_producers_without_state_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note_missing_states(deployment.parse(THREE_CLOUDS), tmp_path / "cdktf.out", ())

    told = capsys.readouterr().err
    for cloud in ("aws", "azure", "gcp"):
        assert f"crosstwin: l3-{cloud} has no state yet (state/factory/l3-{cloud}.tfstate)" in told
    assert "CROSSTWIN_PLACEHOLDER_OUTPUTS=l3-aws,l3-azure,l3-gcp" in told


def test_producers_with_state_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state/factory/l3-gcp.tfstate"
    state.parent.mkdir(parents=True)
    state.write_text("{}")

    note_missing_states(deployment.parse(twin_yaml("gcp")), tmp_path / "cdktf.out", ())

    assert capsys.readouterr().err == ""


def test_producers_with_placeholders_are_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note_missing_states(deployment.parse(THREE_CLOUDS), tmp_path / "cdktf.out", ["l3-gcp"])

    assert "l3-gcp has no state yet" not in capsys.readouterr().err


def test_placeholders_are_for_the_stacks_that_are_named(tmp_path: Path) -> None:
    stack = synthesize(THREE_CLOUDS, tmp_path / "cdktf.out", ["l3-gcp"]).json("l4-aws")

    assert sorted(stack["data"]["terraform_remote_state"]) == ["l3-aws", "l3-azure"]
    over = {name for name, module in stack["module"].items() if PLACEHOLDER in json.dumps(module)}
    assert over == {"gcp-connector"}


def test_placeholders_show_a_plan_and_refuse_an_apply(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = synthesize(THREE_CLOUDS, tmp_path / "cdktf.out", ["l3-aws", "l3-azure", "l3-gcp"])

    stack = twin.json("l4-aws")
    assert "data" not in stack, "no state is read"
    assert "no state yet" not in capsys.readouterr().err
    azure = stack["module"]["azure-connector"]
    assert azure["remote_reader_url"] == f"https://{PLACEHOLDER}-l3-azure-hot-reader-url.invalid/"
    assert azure["inter_cloud_token"] == f"{PLACEHOLDER}-l3-azure-inter-cloud-token"
    assert stack["module"]["twinmaker"]["readers"]["aws"]["data_reader_arn"].endswith(
        f":function:{PLACEHOLDER}-l3-aws-hot-reader-arn"
    )
    # They refer to a resource whose creation fails.
    (guard,) = stack["resource"]["terraform_data"].values()
    assert guard["triggers_replace"] == {"word": "placeholder"}
    command = guard["provisioner"][0]["local-exec"]["command"]
    ran = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=False
    )  # as Terraform does
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("This plan has placeholder outputs.")
    for module in stack["module"].values():
        assert "depends_on" not in module, "Terraform would read its data sources in the apply only"


def test_dashboards_get_a_role_only_if_it_is_asked_for(synthesized: Synthesized) -> None:
    stack = synthesized(twin_yaml("aws")).json("l4-aws")
    assert "dashboard_access" not in stack["module"]["twinmaker"]
    assert "dashboard_role_arn" not in stack["output"]

    grafana = "arn:aws:iam::123456789012:role/grafana"
    asked = f"aws: {{region: eu-central-1, dashboard_access: {{trusted_principal_arns: ['{grafana}']}}}}\n"
    stack = synthesized(twin_yaml("aws", more=asked)).json("l4-aws")
    assert stack["module"]["twinmaker"]["dashboard_access"] == {"trusted_principal_arns": [grafana]}
    assert stack["output"]["dashboard_role_arn"] == {"value": "${module.twinmaker.dashboard_role_arn}"}


def test_the_workspace_bucket_is_protected_unless_twin_yaml_takes_it_off(synthesized: Synthesized) -> None:
    for more, deleted in (("", False), ("deletion_protection: false", True)):
        stack = synthesized(twin_yaml("aws", more=more)).json("l4-aws")
        assert stack["module"]["twinmaker"]["workspace_bucket_force_destroy"] is deleted


def test_types_places_and_components_reach_twinmaker(synthesized: Synthesized) -> None:
    module = synthesized(FLEET_TWIN).modules("l4-aws")["twinmaker"]

    assert module["device_types"] == {
        "press": {
            "properties": {"force": "double", "position": "list", "fault": "map"},
            "units": {"force": "kN"},
            "elements": {"position": "double", "fault": "string"},
            "constants": {
                "maker": {"type": "string", "value": "ACME"},
                "rated": {"type": "double", "value": "80.0"},
            },
        }
    }
    assert module["places"] == {
        "plant": {"name": "Plant North"},
        "line-1": {"name": "Straße 1", "parent": "plant"},
    }
    assert module["devices"] == {
        "press-1": {
            "type": "press",
            "cloud": "aws",
            "name": "Press 1",
            "parent": "line-1",
            "constants": {"rated": {"type": "double", "value": "100.5"}},
        },
        "press-2": {"type": "press", "cloud": "gcp", "component_of": "pump:7", "component": "press"},
        "pump:7": {"cloud": "aws", "properties": {"rpm": "integer"}, "units": {"rpm": "1/min"}},
    }
    assert "gcp-connector" in module["readers"]["gcp"]["data_reader_arn"]


def test_an_alarm_reaches_twinmaker(synthesized: Synthesized) -> None:
    text = FLEET_TWIN.replace("  press:\n", "  press:\n    alarm: true\n").replace(
        "    properties:\n", "    properties:\n      alarm_status: string\n", 1
    )
    assert synthesized(text).modules("l4-aws")["twinmaker"]["device_types"]["press"]["alarm"] is True


def test_all_devices_of_a_type_are_read_by_one_function(synthesized: Synthesized) -> None:
    """It asks the hot reader of each other cloud; the one on AWS is in `readers`."""
    stack = synthesized(FLEET_TWIN).json("l4-aws")
    module = stack["module"]["twinmaker"]
    assert module["component_type_reader_package"].endswith("component-type-reader.zip")
    outputs = "data.terraform_remote_state.l3-gcp.outputs"
    assert module["hot_readers"] == {
        "gcp": {"url": f"${{{outputs}.hot_reader_url}}", "token": f"${{{outputs}.inter_cloud_token}}"}
    }
    assert "component_type_reader_package" not in synthesized(twin_yaml("aws")).modules("l4-aws")["twinmaker"]
