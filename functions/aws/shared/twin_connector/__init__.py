"""The digital twin data connector: what AWS IoT TwinMaker invokes to read the hot data of another cloud.

`settings` decides the route at cold start, `remote` asks another cloud's hot reader by `remote_reader`,
`local` invokes the hot reader of this account, `handler` is what both Lambdas are made of.
"""
