"""Required environment variables: a function without them fails to start, with the name."""

from __future__ import annotations

import os


def require_env(name: str) -> str:
    """The variable's value. Raises EnvironmentError naming the variable if it is missing or blank."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise OSError(f"the environment variable {name} is missing or blank")
    return value
