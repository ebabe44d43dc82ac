"""Environment variables: a function that lacks a required one, or has a faulty one, fails to start."""

from __future__ import annotations

import os


def require_env(name: str) -> str:
    """The variable's value. Raises EnvironmentError naming the variable if it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise OSError(f"the environment variable {name} is missing or empty")
    return value


def integer(name: str, *, otherwise: int, least: int, most: int) -> int:
    """The variable as an integer from `least` to `most`; `otherwise` if it is missing or empty.

    Raises EnvironmentError naming the variable if it is anything else.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return otherwise
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise OSError(
            f"the environment variable {name} is {value[:40]!r}; expected an integer from {least} to {most}"
        )
    return int(value)
