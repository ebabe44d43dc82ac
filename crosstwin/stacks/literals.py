"""Strings of twin.yaml as Terraform strings: Terraform evaluates each string of its JSON as a template.

`${file("/etc/hostname")}` in an ARN would put the content of a file into a plan.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel

_SEQUENCE = re.compile(r"[$%]+(?=\{)")


def literal(text: str) -> str:
    """A template whose value is `text`.

    `${` becomes `${"$"}{`. Terraform also knows `$${`, in which CDKTF would still find its `${TfToken[…]}`.
    """
    return _SEQUENCE.sub(lambda found: f'${{"{found[0]}"}}', text)


def literals(value: Any) -> Any:
    """The same of every string in a model, a mapping, a tuple or a list.

    A backend's strings, which Terraform takes as they are, have no braces by twin.yaml's rules.
    """
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, BaseModel):
        update = {name: literals(getattr(value, name)) for name in type(value).model_fields}
        return value.model_copy(update=update)
    if isinstance(value, dict):
        return {literals(key): literals(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(literals, value))
    return value
