"""CDKTF's provider bindings, without the import of every resource they have.

`import cdktf_cdktf_provider_aws` runs over 2,200 `from . import` lines, of which a stack needs one
module: `provider`. Put a bare package object into `sys.modules` first, and only that one is imported.
Measured with aws 21.22.1, azurerm 14.23.1, google 16.12.1 in `tests/crosstwin/test_bindings.py`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from types import ModuleType
from typing import Any

from crosstwin.twin.fields import Cloud

_PROVIDERS: dict[Cloud, tuple[str, str]] = {
    "aws": ("cdktf_cdktf_provider_aws", "AwsProvider"),
    "azure": ("cdktf_cdktf_provider_azurerm", "AzurermProvider"),
    "gcp": ("cdktf_cdktf_provider_google", "GoogleProvider"),
}


def provider_class(cloud: Cloud) -> Any:
    """The class of the cloud's Terraform provider block, such as AwsProvider.

    Any, because the bindings are imported only here and only for clouds that a deployment uses.
    """
    package, name = _PROVIDERS[cloud]
    return getattr(_provider_module(package, name), name)


def _provider_module(package: str, name: str) -> ModuleType:
    if package not in sys.modules:
        try:
            return _import_provider_alone(package, name)
        except Exception as error:  # whatever a changed layout may raise: the plain import still works
            warnings.warn(
                f"{package} is not laid out as expected ({error}); importing all of it, which takes long",
                RuntimeWarning,
                stacklevel=3,
            )
            for module in [one for one in sys.modules if one == package or one.startswith(f"{package}.")]:
                del sys.modules[module]
    importlib.import_module(package)
    return importlib.import_module(f"{package}.provider")


def _import_provider_alone(package: str, name: str) -> ModuleType:
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    # A module made from its spec knows where its submodules are, but has run none of its code.
    sys.modules[package] = importlib.util.module_from_spec(spec)
    module = importlib.import_module(f"{package}.provider")
    if not hasattr(module, name):
        raise ImportError(f"{package}.provider has no {name}")
    return module
