"""The contract between readers, connectors and the program: each rule once, with the standard library only.

`url` says where a token may go, `token` what it looks like, `envelope` and `asking` how a query is wrapped,
`values` and `times` what an answer holds, `strict_json` how it is parsed, and `excerpt` what of a broken one
a log may show. `telemetry` says what a writer may store, `digital_twins` what Azure Digital Twins holds.
It is all that `functions/` and `crosstwin/` have in common.
"""
