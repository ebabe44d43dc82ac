"""How this machine reaches AWS, or an emulator of it."""

from __future__ import annotations

from typing import Any


def client_options(region: str | None, endpoint_url: str | None) -> dict[str, Any]:
    """Keyword arguments for `boto3.client`.

    Plain HTTP means an emulator: it gets test keys, as from the Terraform provider, so that real
    ones never leave in clear text and an emulator works on a machine that has none.
    """
    options: dict[str, Any] = {"region_name": region, "endpoint_url": endpoint_url}
    if endpoint_url and endpoint_url.lower().startswith("http://"):
        options |= {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        options["region_name"] = region or "us-east-1"
    return options
