"""What this machine has of what Crosstwin needs, and what each missing piece would enable."""
