# Metrics out of the readers' logs, which have one line a query (docs/operations.md, "Logs and metrics").

locals {
  metric_namespace = "Crosstwin/${var.digital_twin_name}"

  metrics = {
    query-duration = {
      pattern = "{ $.store_ms = * && $.duration_ms = * }"
      value   = "$.duration_ms"
      unit    = "Milliseconds"
    }
    failed-queries = {
      pattern = "{ $.store_ms = * && $.level = \"ERROR\" }"
      value   = "1"
      unit    = "Count"
    }
  }

  reader_metrics = {
    for pair in setproduct(keys(local.readers), keys(local.metrics)) :
    join("-", pair) => merge(local.metrics[pair[1]], { reader = pair[0] })
  }
}

resource "aws_cloudwatch_log_metric_filter" "reader" {
  for_each = local.reader_metrics

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.reader[each.value.reader].id
  pattern        = each.value.pattern

  metric_transformation {
    namespace = local.metric_namespace
    name      = each.key
    value     = each.value.value
    unit      = each.value.unit
  }
}
