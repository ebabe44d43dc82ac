"""The wheel holds what it needs: installed elsewhere, it writes the same stacks as a checkout."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from crosstwin.local import aws
from crosstwin.packages.places import ROOT, node_command
from crosstwin.terraform.finding import why_not
from tests.cdktf import QUIET
from tests.unit.stacks.test_folder import tree
from tests.unit.stacks.test_l4_aws import THREE_CLOUDS
from tests.unit.stacks.twin import synthesize

SOURCES = ("crosstwin", "functions", "modules", ".gen", "examples")
FILES = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "cdktf.json",
    "main.py",
    "package.json",
    ".github/workflows/plan.yml",
)


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("CDKTF_", "CROSSTWIN_"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**inherited, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel, and without the checkout.

    The wheel's dependencies are those of the tests' own environment, which installing again takes minutes.
    """
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".terraform*")
        )
    for name in FILES:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", built, source, cwd=built)
    (wheel,) = built.glob("crosstwin-*.whl")
    environment = built / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=built)
    python = environment / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=built)
    purelib = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=built).strip()
    # A line of a .pth file adds a folder, but not the .pth files in it: the editable checkout stays out.
    (Path(purelib) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Zwilling Süd"
    folder.mkdir()
    (folder / "twin.yaml").write_text(THREE_CLOUDS)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A user's cache that has the functions' dependencies already, so that nothing is fetched."""
    synthesize(THREE_CLOUDS, tmp_path / "checkout" / "cdktf.out")
    copy_wheels(tmp_path / "cache" / "crosstwin" / "wheels")
    return tmp_path / "cache"


def copy_wheels(target: Path) -> None:
    """The dependencies that were fetched. Another test may be fetching some, in a temporary folder there."""
    shutil.copytree(ROOT / ".build" / "wheels", target, ignore=shutil.ignore_patterns("tmp*"))


def assert_same(written: Path, expected: Path) -> None:
    assert tree(written) == tree(expected)
    assert filecmp.cmpfiles(written, expected, tree(expected), shallow=False)[1:] == ([], [])


def test_an_installed_wheel_synthesizes_what_a_checkout_does(python: Path, folder: Path, cache: Path) -> None:
    where = run(python, "-c", "import crosstwin; print(crosstwin.__file__)", cwd=folder)
    assert not Path(where).is_relative_to(ROOT)

    command = run(python.parent / "crosstwin", "synth", cwd=folder, XDG_CACHE_HOME=str(cache))
    written = dict(line.split() for line in command.splitlines())
    assert written["l4-aws"] == "cdktf.out/stacks/l4-aws/cdk.tf.json"
    assert_same(folder / "cdktf.out", folder.parent / "checkout" / "cdktf.out")
    assert sorted(path.name for path in folder.iterdir()) == ["cdktf.out", "state", "twin.yaml"]

    run(python, "-m", "crosstwin", "synth", "--output", "again", cwd=folder, XDG_CACHE_HOME=str(cache))
    assert_same(folder / "again", folder / "cdktf.out")


# What `crosstwin doctor` prints of npm's packages, without what it asks of a registry and the clouds.
MISSING = """
import json
from crosstwin.doctor.emulators import emulators
from crosstwin.doctor.tools import _cdktf
print(json.dumps({check.name: check.missing for check in (_cdktf(), *emulators())}))
"""


def test_an_installed_wheel_names_the_npm_packages_that_it_needs(python: Path, folder: Path) -> None:
    node = folder / "bin" / "node"
    node.parent.mkdir()
    node.symlink_to(shutil.which("node") or "/bin/false")
    where = {"PATH": str(node.parent), "XDG_CACHE_HOME": str(folder / "cache")}
    missing = json.loads(run(python, "-c", MISSING, cwd=folder, **where))
    versions = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, package, place in (
        ("cdktf", "cdktf-cli", "--global"),
        ("cosmosdb-server", "@vercel/cosmosdb-server", "--global"),
        ("echarts", "echarts", f"--prefix '{folder}/cache/crosstwin'"),
    ):
        assert missing[name].endswith(f"not installed: npm install {place} {package}@{versions[package]}")

    installed = folder / "cache/crosstwin/node_modules/echarts/dist"
    installed.mkdir(parents=True)
    (installed / "echarts.min.js").touch()
    assert json.loads(run(python, "-c", MISSING, cwd=folder, **where))["echarts"] == ""


def test_cdktf_runs_an_installed_wheel(python: Path, folder: Path, cache: Path) -> None:
    cdktf = node_command("cdktf")
    assert cdktf is not None
    config = {"language": "python", "app": "python -m crosstwin.stacks.app", "projectId": "twin"}
    (folder / "cdktf.json").write_text(json.dumps({**config, "sendCrashReports": "false"}))

    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    printed = run(
        cdktf, "synth", cwd=folder, PATH=path, XDG_CACHE_HOME=str(cache), CI="true", CHECKPOINT_DISABLE="1"
    )

    assert not [line for line in printed.splitlines() if "[ERROR]" in line and "state yet" in line]
    written = folder / "cdktf.out" / "stacks" / "l4-aws" / "cdk.tf.json"
    assert json.loads(written.read_text())["module"].keys() >= {"azure-connector", "gcp-connector"}


@pytest.mark.nightly
@pytest.mark.skipif(
    bool(why_not() or aws.why_not()), reason=f"nothing can be deployed: {why_not() or aws.why_not()}"
)
def test_a_twin_of_init_is_deployed_from_a_folder_of_its_own(
    python: Path, folder: Path, cache: Path, tmp_path: Path
) -> None:
    (folder / "twin.yaml").unlink()
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    variables = {**QUIET, "PATH": path, "XDG_CACHE_HOME": str(cache)}
    run(python.parent / "crosstwin", "init", cwd=folder, **variables)
    with aws.running_aws(tmp_path / "aws") as emulator:
        twin = folder / "twin.yaml"
        settings = f"aws: {{region: eu-central-1, endpoint_url: '{emulator.endpoint_url}'}}"
        twin.write_text(twin.read_text().replace("aws: {region: eu-central-1}", settings))
        deploy = ("deploy", "l3-aws", "l4-aws", "--auto-approve", "--skip-provider-lock")
        run(str(node_command("cdktf")), *deploy, cwd=folder, **variables)
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        run(python.parent / "crosstwin", "put", "pump-7", "rpm=1480", cwd=folder, **variables, **keys)
        newest = run(
            python.parent / "crosstwin", "query", "pump-7", "--last", "--json", cwd=folder, **variables
        )
    assert "1480" in newest
