"""The persister on AWS: from an event to a record of the hot table."""
