output "digital_twins_host" {
  description = "Host name of the Azure Digital Twins instance."
  value       = local.instance.host_name

  # Nothing keeps its twins at the newest values before the code is deployed and can read its tokens.
  depends_on = [
    azapi_resource_action.code,
    azapi_resource_action.token_reference,
  ]
}

output "digital_twins_id" {
  description = "Resource id of the Azure Digital Twins instance."
  value       = local.instance.id
}

output "tenant_id" {
  description = "Tenant in which a Grafana or another program signs in to read the twins."
  value       = data.azurerm_client_config.current.tenant_id
}

output "models" {
  description = "Models of devices by id, each with its telemetry: properties and their types."
  value       = { for id, keys in local.key_of_model : id => local.kinds[keys[0]].properties }
}

output "model_ids" {
  description = "Model id of each device type, by its name."
  value       = { for name in keys(var.device_types) : name => local.model_ids["type ${name}"] }
}

output "graph" {
  description = "The graph as JSON: models by id, with their interface in DTDL 3, and twins by id."
  value       = local.graph
}

output "graph_hash" {
  description = "Hash of the graph, which allow_deletions may name."
  value       = sha256(local.graph)
}

output "data_history_uri" {
  description = "URI of the cluster that keeps the data history, null without one."
  value       = one(data.azapi_resource.kusto_cluster[*].output.properties.uri)
}
