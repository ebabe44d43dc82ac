"""What the product costs in time, memory and bytes, each measured beside what it is compared with.

`make bench` runs all of it and writes docs/performance.md.
"""
