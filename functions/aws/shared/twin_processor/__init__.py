"""The processors on AWS: from a device's event to the event that the persister stores."""
