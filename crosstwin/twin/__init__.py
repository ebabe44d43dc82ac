"""twin.yaml: the validated model, and where in the file an error is."""
