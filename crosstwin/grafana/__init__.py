"""What an operator loads into a Grafana: data sources and dashboards of a deployed twin, as files."""
