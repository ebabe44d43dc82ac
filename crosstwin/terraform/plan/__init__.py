"""What Terraform would change, in a form that a person can review."""
