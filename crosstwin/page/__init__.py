"""The page: shows a twin's devices in a browser, from the readers that Grafana and TwinMaker query."""
