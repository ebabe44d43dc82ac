"""Data sources and dashboards of a deployed twin, as files for a Grafana."""
