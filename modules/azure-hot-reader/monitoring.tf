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

# The app's log has one line a query (docs/operations.md, "Logs and metrics"); this makes metrics of it.
resource "azurerm_log_analytics_saved_search" "queries" {
  name                       = "${local.names.hot_reader}-queries"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.hot_reader.id
  category                   = "Hot reader"
  display_name               = "Queries of ${var.digital_twin_name}: number, failures and duration"
  tags                       = var.tags # azurerm sets them when it creates a search, and replaces it to change them

  lifecycle {
    ignore_changes = [tags]
  }

  query = <<-EOT
    AppTraces
    | extend line = parse_json(Message)
    | where isnotnull(line.store_ms)
    | summarize
        queries = count(),
        failed_queries = countif(line.severity == "ERROR"),
        query_duration_p50_ms = percentile(todouble(line.duration_ms), 50),
        query_duration_p95_ms = percentile(todouble(line.duration_ms), 95),
        rows = sum(tolong(line.rows))
        by route = tostring(line.route), bin(TimeGenerated, 5m)
  EOT
}
