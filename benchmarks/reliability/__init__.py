"""What readers and connectors do under faults and load.

The faults and what they are answered with are data (`network_faults`, `store_faults`), which the tests check.
`make reliability` runs the same in real time and writes what it found into docs/reliability.md.
"""
