# Alarms of each reader: on what Lambda counts, and on queries that failed. Over HTTP such a query is answered (500),
# which Lambda does not count as an error, so the reader's own log shows it (metrics.tf).

locals {
  alarms = {
    errors = {
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      statistic   = "Sum"
      threshold   = 0
      description = "raised errors: it could not start, ran out of time, or TwinMaker's query failed"
    }
    throttles = {
      namespace   = "AWS/Lambda"
      metric      = "Throttles"
      statistic   = "Sum"
      threshold   = 0
      description = "received more requests than max_concurrency or the account allows"
    }
    duration = {
      namespace   = "AWS/Lambda"
      metric      = "Duration"
      statistic   = "Maximum"
      threshold   = var.timeout_seconds * 1000 * 0.8
      description = "took more than 80 % of timeout_seconds"
    }
    failed-queries = {
      namespace   = local.metric_namespace
      metric      = "failed-queries"
      statistic   = "Sum"
      threshold   = 0
      description = "could not answer queries: the store failed, or holds what is not a record"
    }
  }

  reader_alarms = !var.alarms.enabled ? {} : {
    for pair in setproduct(keys(local.readers), keys(local.alarms)) :
    join("-", pair) => merge(local.alarms[pair[1]], { reader = pair[0] })
  }
}

resource "aws_cloudwatch_metric_alarm" "reader" {
  for_each = local.reader_alarms

  alarm_name        = "${var.digital_twin_name}-${each.key}"
  alarm_description = "${aws_lambda_function.reader[each.value.reader].function_name} ${each.value.description}."

  namespace           = each.value.namespace
  metric_name         = each.value.namespace == "AWS/Lambda" ? each.value.metric : "${each.value.reader}-${each.value.metric}"
  dimensions          = each.value.namespace == "AWS/Lambda" ? { FunctionName = aws_lambda_function.reader[each.value.reader].function_name } : null
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
