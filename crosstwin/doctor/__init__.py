"""Checks what Crosstwin needs on this machine, and what each missing item is for."""
