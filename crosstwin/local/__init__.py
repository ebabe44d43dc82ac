"""The clouds' stand-ins and the readers, run on this machine for demos and tests."""
