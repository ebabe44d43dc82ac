output "hot_reader_url" {
  description = "URL of the history reader, for POST with the header X-Inter-Cloud-Token."
  value       = "https://${azurerm_function_app_flex_consumption.hot_reader.default_hostname}/api/hot-reader"

  # Nothing answers there before the code is deployed and can read its token.
  depends_on = [
    azapi_resource_action.code,
    azapi_resource_action.token_reference,
  ]
}

output "hot_reader_last_entry_url" {
  description = "URL of the last-entry reader, for POST with the header X-Inter-Cloud-Token."
  value       = "https://${azurerm_function_app_flex_consumption.hot_reader.default_hostname}/api/hot-reader-last-entry"

  depends_on = [
    azapi_resource_action.code,
    azapi_resource_action.token_reference,
  ]
}

output "inter_cloud_token" {
  description = "Token of the current generation, which a connector sends."
  value       = local.inter_cloud_token
  sensitive   = true

  # Whoever sends this token must find it accepted.
  depends_on = [
    azapi_resource_action.app_settings,
    azapi_resource_action.token_reference,
  ]
}

output "hot_store_endpoint" {
  description = "Endpoint of the Cosmos DB account that holds the telemetry."
  value       = local.hot_store.endpoint
}

output "hot_store_database_name" {
  description = "Cosmos DB database that holds the telemetry."
  value       = local.hot_store.database_name
}

output "hot_store_container_name" {
  description = "Cosmos DB container that holds the telemetry."
  value       = local.hot_store.container_name
}
