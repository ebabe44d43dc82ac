"""The shortcut past the bindings' eager import: it saves time and changes nothing."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from crosstwin.stacks import bindings
from crosstwin.twin.fields import Cloud

# The provider, what it is made of, and the assembly that both are in.
FEW_MODULES = 6

_SYNTHESIZE = """
import sys
plain, cloud, package, outdir = sys.argv[1:]
if plain == "plain":
    __import__(package)
from cdktf import App, TerraformStack
from crosstwin.stacks import bindings
app = App(outdir=outdir, stack_traces=False)
stack = TerraformStack(app, "one")
settings = {
    "aws": {"region": "eu-central-1", "endpoints": [{"lambda": "http://127.0.0.1:4566"}]},
    "azure": {"features": [{}], "subscription_id": "00000000-0000-0000-0000-000000000000"},
    "gcp": {"project": "some-project", "region": "europe-west1"},
}
bindings.provider_class(cloud)(stack, "provider", **settings[cloud])
from cdktf import LocalBackend
LocalBackend(stack, path="state")
app.synth()
print(sum(name.startswith(package + ".") for name in sys.modules))
"""


def synthesize(kind: str, cloud: Cloud, outdir: Path) -> tuple[str, int]:
    """The JSON of a stack with one provider, and how many of the package's modules were imported."""
    package, _ = bindings._PROVIDERS[cloud]
    outdir.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _SYNTHESIZE, kind, cloud, package, str(outdir)],
        capture_output=True,
        text=True,
        check=True,
    )
    return (outdir / "stacks/one/cdk.tf.json").read_text(), int(done.stdout)


@pytest.mark.parametrize("cloud", get_args(Cloud))
def test_only_the_provider_is_imported(cloud: Cloud, tmp_path: Path) -> None:
    _, modules = synthesize("alone", cloud, tmp_path / "alone")

    assert modules < FEW_MODULES


def test_the_json_is_that_of_a_plain_import(tmp_path: Path) -> None:
    """For one cloud, whose bindings are the smallest: a plain import takes 5 to 12 seconds."""
    alone, few = synthesize("alone", "azure", tmp_path / "alone")
    plain, many = synthesize("plain", "azure", tmp_path / "plain")

    assert alone == plain
    assert few < FEW_MODULES < many / 100


@pytest.fixture
def changed_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bindings package whose provider cannot be imported without the package itself."""
    package = tmp_path / "changed_layout_bindings"
    package.mkdir()
    (package / "__init__.py").write_text("LOADED = True\n")
    (package / "provider.py").write_text("from . import LOADED\n\nclass SomeProvider: loaded = LOADED\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(bindings._PROVIDERS, "aws", (package.name, "SomeProvider"))
    yield package.name
    for name in [name for name in sys.modules if name.startswith(package.name)]:
        del sys.modules[name]


def test_a_changed_layout_falls_back_to_the_plain_import_with_a_warning(changed_layout: str) -> None:
    with pytest.warns(RuntimeWarning, match=f"{changed_layout} is not laid out as expected"):
        provider = bindings.provider_class("aws")

    assert provider.loaded


def test_a_package_imported_before_is_used_as_it_is(changed_layout: str) -> None:
    __import__(changed_layout)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert bindings.provider_class("aws").loaded


def test_missing_bindings_are_an_import_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bindings._PROVIDERS, "aws", ("no_such_bindings", "SomeProvider"))

    with pytest.warns(RuntimeWarning), pytest.raises(ModuleNotFoundError, match="no_such_bindings"):
        bindings.provider_class("aws")
