"""What a plan does to the token that the callers of a hot reader send."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# token.tf of the hot readers' modules: one instance for each generation that the readers accept.
_TOKEN = re.compile(r'(?:^|\.)terraform_data\.inter_cloud_token\["(\d+)"\]$')


def token_note(resources: Sequence[Mapping[str, Any]]) -> str:
    """Of Terraform's `resource_changes`: what to know where the token that callers send is destroyed; or "".

    Only a plan knows: `twin.yaml` has one generation, and which one is deployed is in the state.
    """
    deployed, planned = set(), set()
    for resource in resources:
        found = _TOKEN.search(resource["address"])
        if found is None or "deposed" in resource:
            continue
        actions = resource["change"]["actions"]
        if "create" not in actions:
            deployed.add(int(found[1]))
        if "delete" not in actions:
            planned.add(int(found[1]))
    if not deployed or not planned or max(deployed) in planned:
        return ""
    sent = max(deployed)
    if max(planned) < sent:
        begin = f"token_generation is lowered from {sent} to {max(planned)}, which destroys the newest token"
    else:
        begin = f"token_generation is raised from {sent} to {max(planned)}, which destroys the token {sent}"
    return (
        f"{begin}: the readers refuse layer 4 until it is deployed too, and other callers until they have "
        f"the new token. To rotate it without that, set token_generation to {sent + 1}"
    )
