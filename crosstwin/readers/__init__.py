"""Asks the hot readers of a deployed twin, and writes telemetry into its hot stores."""
