# Logs and traces.

resource "azurerm_log_analytics_workspace" "hot_reader" {
  name                = local.names.hot_reader
  resource_group_name = local.resource_group_name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = var.log_retention_days
  tags                = var.tags
}

# Application Insights tables are kept for 90 days whatever the workspace says, unless each says otherwise.
resource "azurerm_log_analytics_workspace_table" "hot_reader" {
  for_each = toset(["AppDependencies", "AppExceptions", "AppMetrics", "AppPerformanceCounters", "AppRequests", "AppTraces"])

  workspace_id            = azurerm_log_analytics_workspace.hot_reader.id
  name                    = each.key
  retention_in_days       = var.log_retention_days
  total_retention_in_days = var.log_retention_days
}

resource "azurerm_application_insights" "hot_reader" {
  name                = local.names.hot_reader
  resource_group_name = local.resource_group_name
  location            = var.location
  workspace_id        = azurerm_log_analytics_workspace.hot_reader.id
  application_type    = "other"
  tags                = var.tags
}
