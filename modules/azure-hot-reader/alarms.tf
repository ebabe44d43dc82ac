# Alarms, on what the app logs. Azure Monitor looks every 15 minutes, which is the cheapest; an alarm needs two looks of
# three, not one query that went wrong. Requests that the platform refuses, since all instances are busy, reach no
# function and no log: Application Insights does not count them.

locals {
  alarms = !var.alarms.enabled ? {} : {
    errors = {
      query       = "AppRequests | where toint(ResultCode) >= 500"
      severity    = 2
      description = "answered requests with an error of its own"
    }
    duration = {
      query       = "AppRequests | where DurationMs > ${var.timeout_seconds * 1000 * 0.8}"
      severity    = 3
      description = "took more than 80 % of timeout_seconds"
    }
    failed-queries = {
      query       = "AppTraces | extend line = parse_json(Message) | where isnotnull(line.store_ms) and line.severity == 'ERROR'"
      severity    = 2
      description = "could not answer queries: the store failed, or holds what is not a record"
    }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "hot_reader" {
  for_each = local.alarms

  name                = "${local.names.hot_reader}-${each.key}"
  resource_group_name = local.resource_group_name
  location            = var.location
  description         = "The hot reader of ${var.digital_twin_name} ${each.value.description}."
  severity            = each.value.severity

  scopes                  = [azurerm_log_analytics_workspace.hot_reader.id]
  evaluation_frequency    = "PT15M"
  window_duration         = "PT15M"
  auto_mitigation_enabled = true

  # The tables are there once the app has logged into them.
  skip_query_validation = true

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0

    failing_periods {
      number_of_evaluation_periods             = 3
      minimum_failing_periods_to_trigger_alert = 2
    }
  }

  action {
    action_groups = var.alarms.actions
  }

  tags = var.tags
}
