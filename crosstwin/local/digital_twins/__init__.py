"""An emulator of Azure Digital Twins' data plane, for the operations that Crosstwin uses.

Models: POST, GET (list), DELETE. Twins: GET, PUT, PATCH, DELETE. Relationships: PUT, DELETE. And the query.

`service` routes requests, `models` holds DTDL models, `graph` twins and relationships, `patches` applies JSON
Patch, `queries` runs queries, and `limits` keeps the limits. `options` has a switch for each behaviour
that no source describes.

Sources, named beside each rule: the REST specification of 2023-10-31 (Azure/azure-rest-api-specs,
specification/digitaltwins), the service limits
(https://learn.microsoft.com/azure/digital-twins/reference-service-limits), how-to-manage-twin of the same
documentation, and the DTDL v3 specification.
"""
