mock_resource "azapi_resource_action" {
  defaults = { output = { properties = { status = "Resolved" } } }
}

mock_data "azapi_resource" {
  defaults = {
    output = {
      identity = { principalId = "88888888-8888-8888-8888-888888888888" }
      properties = {
        hostName = "plant.api.weu.digitaltwins.azure.net"
        uri      = "https://plant.westeurope.kusto.windows.net"
      }
    }
  }
}
