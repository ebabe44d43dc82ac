"""Crosstwin on the operator's machine: reads twin.yaml, builds the Terraform stacks, asks the readers."""
