"""Runs emulators of the clouds, and the readers over them, for demos and tests."""
