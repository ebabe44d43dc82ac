"""A fourth cloud is added by adding files: no existing one changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crosstwin.packages import functions
from crosstwin.packages.places import ROOT
from tests.deploy.test_wheel import copy_wheels, run
from tests.unit.stacks.twin import AWS

_CLOUD = """
from typing import ClassVar

from pydantic import Field

from crosstwin.clouds.base import HotCloud, Provider, Section
from crosstwin.clouds.package import HOTREAD, Package


class Stratus(Section):
    zone: str = Field(description="a zone such as north-1")


class StratusCloud(HotCloud[Stratus]):
    name = "stratus"
    synonyms = ("nimbus",)
    title = "Stratus Cloud"
    store = "Cirrus"
    section = Stratus
    section_description = "a mapping with zone"
    module = ("stratus_hot_reader", "StratusHotReader")
    outputs = ("hot_reader_url", "hot_reader_last_entry_url", "inter_cloud_token")
    readers: ClassVar = {"hot_reader_package": "stratus/hot-reader"}
    packages: ClassVar = {"stratus/hot-reader": Package({"stratus/hot-reader": "", **HOTREAD})}

    def providers(self, section, use):
        return (Provider("example/stratus", ">= 1, < 2", {"zone": section.zone}),)

    def inputs(self, section):
        return {"zone": section.zone}

    def credentials(self):
        return "$STRATUS_TOKEN", ""


CLOUD = StratusCloud()
"""
_LOCAL = """
from crosstwin.local.reader import Emulator


def why_not():
    return "no emulator of Cirrus is installed"


def emulator():
    return Emulator("cirrus-emulator", version="1.2")
"""
_STORE = """
from crosstwin.readers.hot_stores.deployed import DeployedStore


class Writer:
    def put(self, records):
        self.records = list(records)


def deployed(deployment):
    return DeployedStore(f"Cirrus of {deployment.stratus.zone}", Writer())
"""
# As `cdktf get` writes them, but for what a synthesis does not use.
_BINDINGS = """
import cdktf


class StratusHotReader(cdktf.TerraformModule):
    def __init__(self, scope, id_, *, skip_asset_creation_from_local_modules=None, **inputs):
        source = "./modules/stratus-hot-reader"
        super().__init__(scope, id_, source=source, skip_asset_creation_from_local_modules=True)
        for name, value in inputs.items():
            if value is not None:
                self.add_override(name, value)
"""
_TWIN = f"""\
digital_twin_name: factory
providers: {{layer_3_hot_provider: stratus, layer_4_provider: aws, layer_5_provider: aws}}
devices:
  - id: sensor-1
    properties: {{temperature: double}}
stratus: {{zone: north-1}}
{AWS}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to which only files are added."""
    project = tmp_path / "project"
    leftovers = shutil.ignore_patterns("__pycache__", ".terraform*")
    for name in ("crosstwin", "functions", "modules", ".gen"):
        shutil.copytree(ROOT / name, project / name, ignore=leftovers)
    functions.build("aws/digital-twin-data-connector")  # so that its dependencies need no fetching
    copy_wheels(project / ".build" / "wheels")
    for name, text in {
        "crosstwin/clouds/stratus.py": _CLOUD,
        "crosstwin/local/stratus.py": _LOCAL,
        "crosstwin/readers/hot_stores/on_stratus.py": _STORE,
        ".gen/stratus_hot_reader/__init__.py": _BINDINGS,
        "modules/stratus-hot-reader/main.tf": 'variable "zone" { type = string }\n',
        "functions/stratus/hot-reader/main.py": "def handle(request): ...\n",
    }.items():
        file = project / name
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return project


def crosstwin(project: Path, *arguments: str) -> str:
    return run(sys.executable, "-m", "crosstwin", *arguments, cwd=project)


def test_a_fourth_cloud_needs_only_new_files(project: Path) -> None:
    (project / "twin.yaml").write_text(_TWIN)

    listed = crosstwin(project, "synth")

    assert [line.split()[0] for line in listed.splitlines()] == ["l3-stratus", "l4-aws"]
    stacks = project / "cdktf.out" / "stacks"
    stack = json.loads((stacks / "l3-stratus" / "cdk.tf.json").read_text())
    assert stack["provider"] == {"stratus": [{"zone": "north-1"}]}
    assert stack["terraform"]["required_providers"]["stratus"]["source"] == "example/stratus"
    module = stack["module"]["hot-reader"]
    assert module["zone"] == "north-1"
    assert (stacks / "l3-stratus" / module["hot_reader_package"]).is_file()
    assert (stacks / "l3-stratus" / module["source"] / "main.tf").is_file()
    assert "hot_reader_url" in stack["output"]

    layer_4 = json.loads((stacks / "l4-aws" / "cdk.tf.json").read_text())
    assert layer_4["module"]["stratus-connector"]["hot_cloud"] == "stratus"
    assert "l3-stratus" in layer_4["data"]["terraform_remote_state"]


def test_the_other_commands_know_it(project: Path) -> None:
    (project / "twin.yaml").write_text(_TWIN)
    program = (
        "from crosstwin.doctor.credentials import credentials\n"
        "from crosstwin.twin.deployment import load, parse\n"
        "from crosstwin.errors import TwinFileError\n"
        "print([check.name for check in credentials(load())])\n"
        "text = open('twin.yaml').read()\n"
        "for right, wrong in (('provider: stratus', 'provider: nimbus'), ('zone', 'zome')):\n"
        "    try:\n"
        "        parse(text.replace(right, wrong))\n"
        "    except TwinFileError as error:\n"
        "        print(error)\n"
    )

    told = run(sys.executable, "-c", program, cwd=project)

    assert "credentials of stratus" in told
    assert "is not a provider (aws, azure, gcp, stratus); did you mean stratus?" in told
    assert "unknown key; did you mean zone?" in told


def test_the_command_line_takes_its_name(project: Path) -> None:
    (project / "twin.yaml").write_text(_TWIN)
    assert "sensor-1" in crosstwin(project, "list", "--cloud", "stratus")
    assert "Cirrus of north-1" in crosstwin(project, "put", "sensor-1", "temperature=21.5")
    program = (
        "from crosstwin.cli.app import main\n"
        "for arguments in (['token', 'stratus'], ['local', 'stratus'], ['local', 'stratos'], ['doctor']):\n"
        "    try: main(arguments)\n"
        "    except SystemExit: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True, check=True
    )
    assert "l3-stratus is not deployed" in done.stderr
    assert "no emulator of Cirrus is installed" in done.stderr
    assert "stratus" in done.stderr.split("stratos", 1)[1]
    assert "cirrus-emulator" in done.stdout


def test_the_page_names_it_as_people_do(project: Path) -> None:
    (project / "twin.yaml").write_text(_TWIN)
    program = (
        "import json\n"
        "from crosstwin.local.reader import RunningReader\n"
        "from crosstwin.page.twin import description\n"
        "from crosstwin.twin.deployment import load\n"
        "readers = {'stratus': RunningReader('stratus', '', '', '', print)}\n"
        "print(json.dumps(description(load(), readers)))\n"
    )
    described = json.loads(run(sys.executable, "-c", program, cwd=project))
    assert described["devices"][0]["cloud"] == "stratus"
    assert described["clouds"]["stratus"] == {"name": "Stratus Cloud", "store": "Cirrus"}
