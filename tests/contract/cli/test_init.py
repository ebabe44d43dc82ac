"""`crosstwin init`, `validate` and `deploy`: a twin in a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from crosstwin.twin.deployment import load
from tests.contract.cli.conftest import Crosstwin

FILES = [".github", ".gitignore", "cdktf.json", "requirements.txt", "twin.schema.json", "twin.yaml"]


@pytest.fixture
def new(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that does not exist yet, in the working folder."""
    monkeypatch.delenv("CROSSTWIN_FILE", raising=False)
    return folder / "Zwilling Süd"


@pytest.fixture
def made(new: Path, crosstwin: Crosstwin, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, after `crosstwin init`."""
    assert crosstwin("init", new.name).code == 0
    monkeypatch.chdir(new)
    return new


def test_init_writes_a_twin_that_is_valid(new: Path, crosstwin: Crosstwin) -> None:
    done = crosstwin("init", new.name)
    assert done.code == 0, done.err
    assert sorted(path.name for path in new.iterdir()) == FILES
    twin = load(new / "twin.yaml")
    assert twin.digital_twin_name == "zwilling-sud"
    assert twin.stack_names == ("l3-aws", "l4-aws")
    assert [device.id for device in twin.devices] == ["pump-7"]
    assert "cdktf deploy l3-aws l4-aws" in done.out
    # What other commands write there with tokens in it.
    ignored = (new / ".gitignore").read_text().splitlines()
    assert {"state/", "config_inter_cloud.json", "tokens.env"} <= {*ignored}


def test_validate_says_what_the_file_describes(made: Path, crosstwin: Crosstwin) -> None:
    assert crosstwin("validate").out == (
        "twin.yaml is valid: zwilling-sud with 1 device; stacks l3-aws, l4-aws\n"
    )


@pytest.mark.parametrize(
    ("folder_name", "name"),
    [("Plant_1", "plant-1"), ("4 pumps", "pumps"), ("42", "factory"), ("é", "factory")],
)
def test_a_twin_has_the_name_of_its_folder(
    tmp_path: Path, crosstwin: Crosstwin, folder_name: str, name: str
) -> None:
    assert crosstwin("init", str(tmp_path / folder_name)).code == 0
    assert load(tmp_path / folder_name / "twin.yaml").digital_twin_name == name


def test_init_takes_clouds_and_devices(new: Path, crosstwin: Crosstwin) -> None:
    options = (
        "--name",
        "plant",
        "--cloud",
        "azure",
        "--cloud",
        "gcp",
        "--device",
        "press-2@gcp:force=double",
    )
    assert crosstwin("init", new.name, *options, "--device", "pump-7:rpm=long").code == 0
    twin = load(new / "twin.yaml")
    assert twin.digital_twin_name == "plant"
    assert twin.stack_names == ("l3-azure", "l3-gcp", "l4-aws")
    assert {device.id: twin.hot_cloud(device) for device in twin.devices} == {
        "press-2": "gcp",
        "pump-7": "azure",
    }


def test_a_twin_has_the_sections_of_the_clouds_in_use(new: Path, crosstwin: Crosstwin) -> None:
    options = ("--cloud", "azure", "--cloud", "gcp", "--device", "press-2@gcp:force=double")
    done = crosstwin("init", new.name, *options)
    twin = yaml.safe_load((new / "twin.yaml").read_text(encoding="utf-8"))
    assert twin.keys() & {"aws", "azure", "gcp"} == {"aws", "gcp"}
    assert "no device has its hot data on azure yet" in done.err


def test_init_overwrites_nothing(new: Path, crosstwin: Crosstwin) -> None:
    new.mkdir()
    (new / ".gitignore").write_text("mine\n", encoding="utf-8")
    done = crosstwin("init", new.name)
    assert "left as they were: .gitignore" in done.err
    assert (new / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    before = (new / "twin.yaml").read_bytes()
    again = crosstwin("init", new.name, "--name", "other")
    assert (again.code, (new / "twin.yaml").read_bytes()) == (1, before)
    assert "twin.yaml exists; nothing was written" in again.err


NO_DEVICES = ("pump-7", "pump-7:rpm", "pump-7:=long", "pump-7:rpm=", "pump-7:rpm=long,")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--name", "Factory!"), "digital_twin_name"),
        *((("--device", text), "expected a device as ID:PROPERTY=TYPE") for text in NO_DEVICES),
        (("--device", "pump-7:rpm=float"), "float"),
        (("--device", "pump-7@aqua:rpm=long"), "aqua"),
        (("--cloud", "awz"), "aws"),
    ],
)
def test_init_with_a_wrong_option_writes_nothing(
    options: tuple[str, ...], message: str, new: Path, crosstwin: Crosstwin
) -> None:
    done = crosstwin("init", new.name, *options)
    assert done.code != 0
    assert message in done.err
    assert "Traceback" not in done.err
    assert not new.exists()


def test_the_workflow_of_a_new_twin_installs_the_program(made: Path, crosstwin: Crosstwin) -> None:
    text = (made / ".github/workflows/plan.yml").read_text(encoding="utf-8")
    assert "make environment" not in text
    steps = yaml.safe_load(text)["jobs"]["plan"]["steps"]
    assert any("pip install --requirement requirements.txt" in step.get("run", "") for step in steps)
    assert json.loads((made / "cdktf.json").read_text(encoding="utf-8"))["app"] == (
        "python -m crosstwin.stacks.app"
    )


def test_validate_reports_each_error_with_its_line(made: Path, crosstwin: Crosstwin) -> None:
    text = (made / "twin.yaml").read_text(encoding="utf-8")
    (made / "twin.yaml").write_text(
        text.replace("integer", "float").replace("boolean", "bool"), encoding="utf-8"
    )
    done = crosstwin("validate")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("twin.yaml:9: ") == 2


def test_validate_takes_less_than_half_a_second(made: Path) -> None:
    script = (
        "import time, sys; sys.argv = ['crosstwin', 'validate']\n"
        "from crosstwin.cli import main\n"
        "try: main()\nfinally: print(time.process_time())"
    )
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=made, capture_output=True, text=True, check=True
        )
        runs.append(float(done.stdout.splitlines()[-1]))
    assert min(runs) < 0.5


def test_deploy_prints_the_command_of_cdktf_and_does_not_succeed(made: Path, crosstwin: Crosstwin) -> None:
    done = crosstwin("deploy")
    assert (done.code, done.out) == (2, "cdktf deploy l3-aws l4-aws\n")
    assert "nothing was deployed" in done.err
    assert crosstwin("deploy", "l3-aws").out == "cdktf deploy l3-aws\n"
    assert "did you mean l3-aws?" in crosstwin("deploy", "l3-awz").told
