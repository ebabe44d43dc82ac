"""The page: a twin's devices in a browser, from the same readers that Grafana and TwinMaker ask."""
