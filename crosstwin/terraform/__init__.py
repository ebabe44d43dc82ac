"""Finds and runs Terraform, and reads what it deployed."""
