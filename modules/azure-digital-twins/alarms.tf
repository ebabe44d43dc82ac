# Alarms: a function that has not finished a run, and values or twins that could not be written. Azure Monitor looks
# every 15 minutes, which is the cheapest; an alarm needs two looks of three, not one run that went wrong.

locals {
  functions = toset(concat(["graph"], [for cloud in local.clouds : "refresh-${cloud}"]))

  # Windows that Azure Monitor takes, with room for several runs.
  window = var.refresh_seconds <= 300 ? "PT15M" : var.refresh_seconds <= 1800 ? "PT1H" : "PT3H"

  alarms = {
    stopped = {
      # No row: nothing has run, or every run failed.
      query       = "AppRequests | where Name == '%s' and Success == true"
      operator    = "LessThan"
      threshold   = 1
      severity    = 1
      description = "has not finished a run"
    }
    failing = {
      query       = "AppTraces | where OperationName == '%s' | extend line = parse_json(Message) | where line.severity == 'ERROR' or tolong(line.failed) > 0"
      operator    = "GreaterThan"
      threshold   = 0
      severity    = 2
      description = "could not write twins or values, or was not answered"
    }
  }

  function_alarms = !var.alarms.enabled ? {} : {
    for pair in setproduct(local.functions, keys(local.alarms)) :
    join("-", pair) => merge(local.alarms[pair[1]], { function = pair[0] })
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "function" {
  for_each = local.function_alarms

  name                = "${local.names.connector}-${each.key}"
  resource_group_name = local.resource_group_name
  location            = var.location
  description         = "${each.value.function} of ${var.digital_twin_name} ${each.value.description}."
  severity            = each.value.severity

  scopes                  = [azurerm_log_analytics_workspace.connector.id]
  evaluation_frequency    = "PT15M"
  window_duration         = local.window
  auto_mitigation_enabled = true

  # The tables are there once the app has logged into them.
  skip_query_validation = true

  criteria {
    query                   = format(each.value.query, each.value.function)
    time_aggregation_method = "Count"
    operator                = each.value.operator
    threshold               = each.value.threshold

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
