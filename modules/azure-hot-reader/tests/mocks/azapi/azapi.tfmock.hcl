mock_data "azapi_resource_action" {
  defaults = { output = { properties = { status = "Resolved" } } }
}
