"""What Terraform would change, told so that a person can review it."""
