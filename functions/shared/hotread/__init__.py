"""The hot reader's cloud-neutral core: a query in, an answer in AWS IoT TwinMaker's form out.

It knows no cloud. A store comes in through the `HotStore` protocol, HTTP through `HttpRequest`.
"""
