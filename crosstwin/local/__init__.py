"""Emulators of the clouds and the readers, run on this machine for demos and tests."""
