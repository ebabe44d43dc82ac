mock_resource "azapi_resource_action" {
  defaults = { output = { properties = { status = "Resolved" } } }
}

# Both data sources have it: the account its address, the container its partition key.
mock_data "azapi_resource" {
  defaults = {
    output = {
      properties = {
        documentEndpoint = "https://telemetry-db.documents.azure.com:443/"
        resource         = { partitionKey = { paths = ["/iotDeviceId"], kind = "Hash" } }
      }
    }
  }
}
