"""What the functions of more than one cloud are tested with."""

from __future__ import annotations

import uuid

import pytest


@pytest.fixture
def device() -> str:
    """A device that no other test has written."""
    return f"device-{uuid.uuid4().hex[:8]}"
