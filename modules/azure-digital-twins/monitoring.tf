# Logs and traces.

resource "azurerm_log_analytics_workspace" "connector" {
  name                = local.names.connector
  resource_group_name = local.resource_group_name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = var.log_retention_days
  tags                = var.tags
}

# Application Insights tables are kept for 90 days whatever the workspace says, unless each says otherwise.
resource "azurerm_log_analytics_workspace_table" "connector" {
  for_each = toset(["AppDependencies", "AppExceptions", "AppMetrics", "AppPerformanceCounters", "AppRequests", "AppTraces"])

  workspace_id            = azurerm_log_analytics_workspace.connector.id
  name                    = each.key
  retention_in_days       = var.log_retention_days
  total_retention_in_days = var.log_retention_days
}

resource "azurerm_application_insights" "connector" {
  name                = local.names.connector
  resource_group_name = local.resource_group_name
  location            = var.location
  workspace_id        = azurerm_log_analytics_workspace.connector.id
  application_type    = "other"
  tags                = var.tags
}

# Each run of a refresh logs one line (docs/operations.md, "Logs and metrics"); this makes metrics of it.
resource "azurerm_log_analytics_saved_search" "runs" {
  name                       = "${local.names.connector}-runs"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.connector.id
  category                   = "Digital twins"
  display_name               = "Runs of ${var.digital_twin_name}: twins patched, failures and duration by cloud"
  tags                       = var.tags # azurerm sets them when it creates a search, and replaces it to change them

  lifecycle {
    ignore_changes = [tags]
  }

  query = <<-EOT
    AppTraces
    | extend line = parse_json(Message)
    | where isnotnull(line.patched)
    | summarize
        runs = count(),
        patched = sum(tolong(line.patched)),
        failed = sum(tolong(line.failed)),
        conflict = sum(tolong(line.conflict)),
        duration_p95_s = percentile(todouble(line.seconds), 95),
        query_charge = sum(todouble(line.query_charge))
        by cloud = tostring(line.cloud), bin(TimeGenerated, 5m)
  EOT
}
