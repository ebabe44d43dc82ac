"""Function zips: what is in them, and that equal sources give equal bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from modulefinder import ModuleFinder
from pathlib import Path

import pytest

from crosstwin.clouds.package import Requirements
from crosstwin.packages import functions, wheels
from crosstwin.packages.functions import PACKAGES
from crosstwin.packages.places import ROOT
from crosstwin.packages.wheels import PackageError

CONNECTORS = ("aws/digital-twin-data-connector", "aws/digital-twin-data-connector-last-entry")


def entries(zip_file: Path) -> list[str]:
    with zipfile.ZipFile(zip_file) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def other_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The functions once more, in another folder, with other times and modes and with what Python leaves."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "functions", folder / "functions", ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "functions").rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        file.chmod(0o700)
    for leftover in ("shared/hotread/__pycache__/env.cpython-312.pyc", "aws/hot-reader/.DS_Store"):
        file = folder / "functions" / leftover
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"left over")
    return folder


@pytest.mark.parametrize("name", PACKAGES)
def test_equal_sources_give_equal_bytes_in_any_folder(name: str, other_checkout: Path) -> None:
    assert functions.build(name).read_bytes() == functions.build(name, other_checkout).read_bytes()


@pytest.mark.parametrize("name", PACKAGES)
def test_entries_are_sorted_with_fixed_times_and_modes(name: str) -> None:
    with zipfile.ZipFile(functions.build(name)) as archive:
        infos = archive.infolist()

    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.external_attr >> 16 for info in infos} == {0o100644}
    assert {info.create_system for info in infos} == {3}  # Unix, wherever it was made


@pytest.mark.parametrize("name", PACKAGES)
def test_holds_the_core_and_its_own_source_and_no_leftovers(name: str) -> None:
    names = entries(functions.build(name))

    assert {"hotread/query.py", "crosstwin_contract/token.py"} <= set(names)
    assert {"lambda_function.py", "function_app.py", "main.py"} & set(names)
    assert not [one for one in names if one.endswith((".pyc", "/RECORD", "/INSTALLER", "requirements.in"))]
    assert not [one for one in names if one.startswith(("bin/", "tests/"))]


def test_azure_finds_host_json_at_the_root_and_packages_in_its_folder() -> None:
    names = entries(functions.build("azure/hot-reader"))

    assert "host.json" in names
    assert ".python_packages/lib/site-packages/azure/functions/__init__.py" in names
    assert "requirements.txt" not in names


def test_azure_gets_binaries_for_linux() -> None:
    names = entries(functions.build("azure/hot-reader"))

    binaries = [name for name in names if name.endswith((".so", ".pyd", ".dylib"))]
    assert binaries
    assert not [name for name in binaries if not name.endswith(("x86_64-linux-gnu.so", ".abi3.so"))]


def test_google_cloud_gets_a_requirements_file_for_its_own_build() -> None:
    names = entries(functions.build("gcp/hot-reader"))

    assert "requirements.txt" in names
    assert not [name for name in names if "dist-info" in name]


@pytest.mark.parametrize("name", CONNECTORS)
def test_connectors_are_small_and_pure_python(name: str) -> None:
    zip_file = functions.build(name)

    assert zip_file.stat().st_size < 1_000_000
    assert not [entry for entry in entries(zip_file) if entry.endswith((".so", ".pyd"))]
    for package in ("requests", "urllib3", "idna", "certifi"):
        assert f"{package}/__init__.py" in entries(zip_file)


@pytest.mark.parametrize("name", CONNECTORS)
def test_a_connector_needs_nothing_but_its_zip(name: str, tmp_path: Path) -> None:
    """Not even the package that requests guesses encodings with, nor does the log tell that it is missing."""
    shutil.unpack_archive(functions.build(name), tmp_path)
    providers = {"config_providers": {"layer_3_hot_provider": "azure", "layer_4_provider": "aws"}}
    environment = {
        "DIGITAL_TWIN_INFO": json.dumps(providers),
        "INTER_CLOUD_TOKEN": "token",
        "REMOTE_READER_URL": "https://reader.invalid/hot-reader",
    }
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import lambda_function
print(sys.modules["requests"].__file__)
"""
    # -S: none of the packages that are installed here.
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == str(tmp_path / "requests/__init__.py"), done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["aws/hot-reader", "aws/hot-reader-last-entry"])
def test_hot_readers_on_aws_are_under_80_kb(name: str) -> None:
    """With histories of many devices, mapped records, and a client of DynamoDB of their own."""
    assert functions.build(name).stat().st_size < 80_000


@pytest.mark.parametrize("name", ["aws/hot-reader", "aws/hot-reader-last-entry"])
def test_hot_readers_on_aws_import_every_module_of_their_zip(name: str, tmp_path: Path) -> None:
    shutil.unpack_archive(functions.build(name), tmp_path)
    # It follows the imports within functions too, which the first query of a kind runs.
    finder = ModuleFinder([str(tmp_path)])
    finder.run_script(str(tmp_path / "lambda_function.py"))
    imported = {str(getattr(module, "__file__", "")) for module in finder.modules.values()}
    assert {str(file) for file in tmp_path.rglob("*.py")} - imported == set()
    ours = ("hotread", "hotread_aws", "crosstwin_contract")
    assert [name for name in finder.badmodules if name.split(".")[0] in ours] == []


@pytest.mark.parametrize("name", ["aws/hot-reader", "aws/hot-reader-last-entry"])
def test_hot_readers_on_aws_start_without_the_sdk(name: str, tmp_path: Path) -> None:
    """Whose import takes longer than the rest of their start."""
    shutil.unpack_archive(functions.build(name), tmp_path)
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import lambda_function
print({{"boto3", "botocore", "urllib3"}} & {{*sys.modules}})
"""
    environment = {
        **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "DYNAMODB_TABLE_NAME"), "a"),
        **dict.fromkeys(("DIGITAL_TWIN_INFO", "INTER_CLOUD_TOKEN"), "{}"),
        "AWS_REGION": "eu-central-1",
    }
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "set()", done.stderr


@pytest.mark.parametrize("name", [name for name in PACKAGES if name.startswith("aws/")])
def test_a_lambda_finds_all_it_imports_in_its_zip(name: str, tmp_path: Path) -> None:
    """In the zip or in the runtime, which has boto3 and what boto3 needs."""
    shutil.unpack_archive(functions.build(name), tmp_path)
    runtime = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six"}
    if name not in CONNECTORS:
        runtime |= {"urllib3", "certifi"}
    code = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
try:
    import lambda_function
except OSError as error:  # the environment is not set, which is looked at after the imports
    print("no environment", error, file=sys.stderr)
for name, module in sys.modules.items():
    if "site-packages" in (getattr(module, "__file__", None) or ""):
        print(name.split(".")[0])
"""
    # -I: neither this folder nor PYTHONPATH, so that hotread can only come out of the zip.
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    installed_here = set(done.stdout.split()) - runtime
    assert not {one for one in installed_here if not one.startswith("_")}, "not in the zip"


def test_a_twins_own_processor_lies_beside_the_wrapper(tmp_path: Path) -> None:
    (tmp_path / "process.py").write_text(
        "from helper import help\n\ndef process(event):\n    return help(event)\n"
    )
    (tmp_path / "helper.py").write_text("help = dict\n")
    zip_file = functions.build_processor(tmp_path)

    assert {"process.py", "helper.py", "lambda_function.py", "twin_processor/handler.py"} <= set(
        entries(zip_file)
    )
    assert zip_file == functions.build_processor(tmp_path), "made once"
    (tmp_path / "helper.py").write_text("help = list\n")
    assert zip_file != functions.build_processor(tmp_path)


@pytest.mark.parametrize("name", ["lambda_function.py", "hotread/env.py"])
def test_a_processor_may_not_take_the_place_of_the_wrapper(name: str, tmp_path: Path) -> None:
    for file in (tmp_path / "process.py", tmp_path / name):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    with pytest.raises(PackageError, match=f"two of its sources have a file {name}; rename one"):
        functions.build_processor(tmp_path)


def test_a_processors_requirements_are_locked_and_vendored(tmp_path: Path) -> None:
    (tmp_path / "process.py").touch()
    (tmp_path / "requirements.txt").write_text("idna==3.10\n")
    with pytest.raises(PackageError) as raised:
        functions.build_processor(tmp_path)
    assert str(raised.value).startswith(f"pip cannot install {tmp_path}/requirements.txt for Python 3.12:\n")

    # The lock file of a function that is small.
    shutil.copy(ROOT / "functions/aws/digital-twin-data-connector/requirements.txt", tmp_path)
    names = entries(functions.build_processor(tmp_path))
    assert "requests/__init__.py" in names
    assert "requirements.txt" not in names


def test_a_zip_is_made_once_for_its_content(other_checkout: Path) -> None:
    first = functions.build("aws/hot-reader", other_checkout)
    made = first.stat().st_mtime_ns

    assert functions.build("aws/hot-reader", other_checkout) == first
    assert first.stat().st_mtime_ns == made


def test_a_changed_source_gives_another_path(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "functions/aws", tmp_path / "functions/aws")
    shutil.copytree(ROOT / "functions/shared", tmp_path / "functions/shared")
    first = functions.build("aws/hot-reader", tmp_path)
    with (tmp_path / "functions/shared/hotread/env.py").open("a") as source:
        source.write("# changed\n")

    assert functions.build("aws/hot-reader", tmp_path) != first
    assert first.exists(), "another synthesis may still be copying it"


def test_packages_may_be_built_at_the_same_time(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "functions", tmp_path / "functions")
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda _: functions.build(CONNECTORS[0], tmp_path), range(4)))

    assert len(set(built)) == 1
    assert built[0].read_bytes() == functions.build(CONNECTORS[0]).read_bytes()
    assert [file.name for file in built[0].parent.iterdir()] == [built[0].name]


@pytest.mark.parametrize(
    "folder", [CONNECTORS[0], "azure/hot-reader", "azure/digital-twin-data-connector", "gcp/hot-reader"]
)
def test_requirements_are_locked_by_hash_and_name_no_index(folder: str) -> None:
    file = ROOT / "functions" / folder / "requirements.txt"
    lines = [line for line in file.read_text().splitlines() if line and not line.lstrip().startswith("#")]

    pins = [line for line in lines if not line.startswith(" ")]
    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins), "not pinned, or without a hash"
    assert not [line for line in lines if "index-url" in line or "find-links" in line]


def test_a_failing_pip_is_reported_with_its_output(tmp_path: Path) -> None:
    file = tmp_path / "functions/x/requirements.txt"
    file.parent.mkdir(parents=True)
    file.write_text("requests==2.32.4\n")

    with pytest.raises(PackageError) as raised:
        wheels.installed(Requirements("x/requirements.txt", "3.12", ()), tmp_path)

    assert str(raised.value).startswith("pip cannot install functions/x/requirements.txt for Python 3.12:\n")
    assert "Hashes are required in --require-hashes mode" in str(raised.value)
    assert not list((tmp_path / ".build/wheels").iterdir()), "nothing half done may stay"


def test_missing_sources_are_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"functions/aws/hot-reader is missing"):
        functions.build("aws/hot-reader", tmp_path)


def test_missing_requirements_are_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"functions/x/requirements.txt is missing"):
        wheels.installed(Requirements("x/requirements.txt", "3.12", ()), tmp_path)


def test_slow_work_is_announced(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(wheels, "_SLOW_SECONDS", 0.0)

    with wheels.note_if_slow("fetching"):
        time.sleep(0.2)

    assert capsys.readouterr().err == "crosstwin: fetching …\n"


def test_a_persister_of_ten_thousand_devices_is_small_and_knows_each_type() -> None:
    """Lambda takes 4 KB of environment, so the types are in the package, once for each kind of device."""
    kinds = [
        {"rpm": "integer", "torque": "double"},
        {"torque": "double", "rpm": "integer"},
        {"on": "boolean"},
    ]
    devices = {f"device-{number:05}": kinds[number % 3] for number in range(10_000)}
    file = functions.build_persister(devices)
    assert file == functions.build_persister(devices)
    assert file != functions.build("aws/persister")
    assert file.stat().st_size < functions.build("aws/persister").stat().st_size + 100_000
    with zipfile.ZipFile(file) as archive:
        found = json.loads(archive.read("properties.json"))
    assert len(found["kinds"]) == 2
    assert {device: found["kinds"][index] for device, index in found["devices"].items()} == devices
