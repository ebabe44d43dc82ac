"""Terraform's AWS provider, started once for all that Terraform does in a folder.

Terraform starts a provider four times for an apply, and each start of this one takes some 3 s of processor
time. Here, Terraform uses one that runs, in the mode that it documents for debugging providers.
Source: https://developer.hashicorp.com/terraform/plugin/debugging
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from crosstwin.clouds import aws_emulator
from crosstwin.errors import Failure
from crosstwin.local.process import running
from crosstwin.terraform.finding import REGISTRIES

_EXECUTABLE = ".terraform/providers/*/hashicorp/aws/*/*/terraform-provider-aws*"
_REATTACH = re.compile(r"TF_REATTACH_PROVIDERS='(.*)'")
# Go's garbage collector runs when the heap is five times as large as what lives, instead of twice.
_GO = {"GOGC": "400"}
_VARIABLES = {
    **_GO,
    # In this mode it logs each request, with the variables of functions and so with tokens.
    **{f"TF_LOG_{part}": "OFF" for part in ("PROVIDER", "PROVIDER_AWS", "SDK", "SDK_PROTO")},
    # One that runs is configured more than once, which fails with such a bundle. The emulator has no TLS.
    "AWS_CA_BUNDLE": "",
}


@contextmanager
def running_aws_provider(place: Path) -> Iterator[Mapping[str, str]]:
    """The running AWS provider of an initialized stack. Yields the variables that make Terraform use it.

    It runs in the folder of the stack, from where the paths of the functions' packages are.
    Raises Failure where `terraform init` installed none, ServerFailedError.
    """
    executable = next(iter(sorted(place.glob(_EXECUTABLE))), None)
    if executable is None:
        raise Failure(f"terraform init in {place} installed no AWS provider")

    with tempfile.TemporaryDirectory(prefix="crosstwin-provider-") as folder:
        # It does not stay: another version may log tokens all the same.
        log = Path(folder) / "provider.log"

        def reattach() -> str:
            found = _REATTACH.search(log.read_text(encoding="utf-8", errors="replace"))
            if not found:
                return ""
            (address,) = json.loads(found[1]).values()
            # The provider names Terraform's registry alone; OpenTofu looks for the one of its own.
            return json.dumps({f"{registry}/hashicorp/aws": address for registry in REGISTRIES})

        with running(
            "Terraform's AWS provider",
            [str(executable), "-debug"],
            ready=lambda: bool(reattach()),
            log=log,
            env=_VARIABLES | aws_emulator.variables(place),
            cwd=place,
        ):
            yield {**_GO, "TF_REATTACH_PROVIDERS": reattach()}
