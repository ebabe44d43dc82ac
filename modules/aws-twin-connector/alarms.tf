# Alarms of each connector, on what Lambda counts: a query that fails is raised, so that TwinMaker reports it.

locals {
  alarms = {
    errors = {
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = 0
      description = "raised errors: the hot reader on ${var.hot_cloud} did not answer, or refused"
    }
    throttles = {
      metric      = "Throttles"
      statistic   = "Sum"
      threshold   = 0
      description = "received more requests than max_concurrency or the account allows"
    }
    duration = {
      metric      = "Duration"
      statistic   = "Maximum"
      threshold   = var.timeout_seconds * 1000 * 0.8
      description = "took more than 80 % of timeout_seconds"
    }
  }

  connector_alarms = !var.alarms.enabled ? {} : {
    for pair in setproduct(keys(local.connectors), keys(local.alarms)) :
    join("-", pair) => merge(local.alarms[pair[1]], { connector = pair[0] })
  }
}

resource "aws_cloudwatch_metric_alarm" "connector" {
  for_each = local.connector_alarms

  alarm_name        = "${local.prefix}-${each.key}"
  alarm_description = "${aws_lambda_function.connector[each.value.connector].function_name} ${each.value.description}."

  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = aws_lambda_function.connector[each.value.connector].function_name }
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold

  # In two of three periods of five minutes: not at one query that went wrong.
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 2

  # Nobody asks: nothing is wrong.
  treat_missing_data = "notBreaching"

  alarm_actions = var.alarms.actions
  ok_actions    = var.alarms.actions

  tags = var.tags
}
