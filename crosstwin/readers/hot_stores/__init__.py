"""Writers of telemetry into the hot stores, one for each cloud.

Each has `put(records)`, which takes any number of records `{"iotDeviceId": …, "id": …, "<property>": value}`.
"""
