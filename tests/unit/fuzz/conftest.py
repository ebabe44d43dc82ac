"""The two lengths of these tests: see benchmarks/fuzz/lengths.py."""

from __future__ import annotations

from hypothesis import settings

from benchmarks.fuzz.lengths import FULL

settings.register_profile("full", max_examples=FULL)
