"""What an apply will refuse though Terraform plans it: provisioners on destruction run only then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crosstwin.console import listed

# modules/*/protection.tf, and modules/aws-twinmaker/main.tf
_PROTECTION = re.compile(r"(^|\.)terraform_data\.deletion_protection$")
_PLACE = re.compile(r"(^|\.)terraform_data\.place\[")
_SHOWN = 5


def refusals(resources: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each reason, from Terraform's `resource_changes`."""
    deleted = [one for one in resources if "delete" in one["change"]["actions"]]
    if any(_PROTECTION.search(one["address"]) and _input(one) is True for one in deleted):
        yield (
            "the deployment will fail, and delete nothing: deletion_protection is on. To do what this plan "
            "lists, set deletion_protection to false and deploy, then deploy this change"
        )
    places = [_input(one) for one in deleted if _PLACE.search(one["address"])]
    staying = sorted(str(place.get("id")) for place in places if place.get("must_stay"))
    if staying:
        yield (
            f"the deployment will fail: the deployed twin has devices in {listed(staying, _SHOWN)}. First "
            "deploy the twin with the place, and with its devices moved or removed; then remove the place"
        )


def _input(resource: Mapping[str, Any]) -> Any:
    return (resource["change"].get("before") or {}).get("input") or {}
