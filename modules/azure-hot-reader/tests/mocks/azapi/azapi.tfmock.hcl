mock_resource "azapi_resource_action" {
  defaults = { output = { properties = { status = "Resolved" } } }
}

mock_data "azapi_resource" {
  defaults = { output = { properties = { resource = { partitionKey = { paths = ["/iotDeviceId"], kind = "Hash" } } } } }
}
