"""Layer 2 on AWS: deployed on request, over the hot table of l3-aws."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crosstwin.stacks.app import build, note_missing_states
from crosstwin.twin import deployment
from tests.unit.stacks.test_providers import EMULATOR
from tests.unit.stacks.twin import PLACEHOLDER, Twin, synthesize, twin_yaml

Synthesized = Callable[[str], Twin]


def with_layer_2(text: str) -> str:
    return text.replace("layer_3_hot_provider", "layer_2_provider: AWS, layer_3_hot_provider")


PASSED_ON = with_layer_2(twin_yaml("aws"))


def test_reads_the_tables_name_and_waits_for_its_stack(synthesized: Synthesized) -> None:
    twin = synthesized(PASSED_ON)
    module = twin.modules("l2-aws")["processor"]

    assert twin.stacks == ["l2-aws", "l3-aws", "l4-aws"]
    assert twin.manifest["l2-aws"]["dependencies"] == ["l3-aws"]
    assert module["source"] == "./modules/aws-processor"
    assert module["hot_store_table_name"] == (
        "${data.terraform_remote_state.l3-aws.outputs.hot_store_table_name}"
    )
    assert "depends_on" not in module
    (backend,) = twin.json("l3-aws")["terraform"]["backend"].values()
    read = twin.json("l2-aws")["data"]["terraform_remote_state"]
    assert {name: one["config"]["path"] for name, one in read.items()} == {"l3-aws": backend["path"]}
    assert sorted(twin.json("l2-aws")["output"]) == ["dead_letter_queue_url", "processor_arn"]


def test_is_left_out_unless_asked_for(synthesized: Synthesized) -> None:
    assert synthesized(twin_yaml("aws")).stacks == ["l3-aws", "l4-aws"]


def test_without_a_function_of_its_own_a_twin_gets_the_default_processor(synthesized: Synthesized) -> None:
    twin = synthesized(PASSED_ON)
    module = twin.modules("l2-aws")["processor"]

    assert module["processor_package"].endswith("/default-processor.zip")
    assert module["persister_package"].endswith("/persister.zip")
    for name in ("processor_package", "persister_package"):
        assert (twin.folder("l2-aws") / module[name]).is_file()


def test_a_twins_own_function_is_packed_beside_the_wrapper(tmp_path: Path) -> None:
    """From a folder relative to the file, whatever the working folder is."""
    (tmp_path / "twin/own").mkdir(parents=True)
    (tmp_path / "twin/own/process.py").write_text("def process(event):\n    return event\n")
    (tmp_path / "twin/twin.yaml").write_text(PASSED_ON + "processor: own\n")

    build(deployment.load(tmp_path / "twin/twin.yaml"), tmp_path / "cdktf.out")

    twin = Twin(tmp_path / "cdktf.out")
    package = twin.folder("l2-aws") / twin.modules("l2-aws")["processor"]["processor_package"]
    with zipfile.ZipFile(package) as archive:
        assert archive.read("process.py") == (tmp_path / "twin/own/process.py").read_bytes()
        assert b"user_process" in archive.read("lambda_function.py")


def test_with_placeholders_it_can_be_planned_and_not_applied(tmp_path: Path) -> None:
    build(deployment.parse(PASSED_ON), tmp_path / "cdktf.out", ["l3-aws"])
    stack = Twin(tmp_path / "cdktf.out").json("l2-aws")

    assert "data" not in stack, "no state is read"
    module = stack["module"]["processor"]
    assert module["hot_store_table_name"] == f"{PLACEHOLDER}-l3-aws-hot-store-table-name"
    # Else the plan would look for a table of that name: its data source waits for the guard.
    assert module["depends_on"] == ["terraform_data.placeholder-outputs"]


def test_a_missing_layer_3_is_reported_for_both_that_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note_missing_states(deployment.parse(PASSED_ON), tmp_path / "cdktf.out", ())
    assert "deploy it before l2-aws and l4-aws, or together" in capsys.readouterr().err


def test_over_an_emulator_its_queue_is_there_too(tmp_path: Path) -> None:
    twin = synthesize(with_layer_2(twin_yaml("aws", more=EMULATOR)), tmp_path / "cdktf.out")
    (provider,) = twin.json("l2-aws")["provider"]["aws"]
    (file,) = provider["shared_config_files"]
    # It is the endpoint of all services.
    assert (twin.folder("l2-aws") / file).read_text() == "[default]\nendpoint_url = http://127.0.0.1:4566\n"
