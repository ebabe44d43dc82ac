# Alarms, on what Cloud Run counts, and on queries that failed. Over HTTP such a query is answered with a 500, as is a
# request whose function raised: the reader's own log shows which (metrics.tf).

locals {
  # Metrics under their names in PromQL (https://cloud.google.com/monitoring/promql/promql-mapping).
  service_labels = join(",", [
    "monitored_resource=\"cloud_run_revision\"",
    "location=\"${var.region}\"",
    "service_name=~\"${local.hot_reader_name}|${local.hot_reader_last_entry_name}\"",
  ])
  failed_queries = "logging_googleapis_com:user_${replace(google_logging_metric.failed_queries.name, "/[^A-Za-z0-9]/", "_")}"

  alarms = !var.alarms.enabled ? {} : {
    errors = {
      query       = "sum(increase(run_googleapis_com:request_count{${local.service_labels},response_code_class=\"5xx\"}[5m])) > 0"
      description = "answered requests with an error of its own"
    }
    throttles = {
      query       = "sum(increase(run_googleapis_com:request_count{${local.service_labels},response_code=\"429\"}[5m])) > 0"
      description = "received more requests than its instances can take"
    }
    duration = {
      query       = "histogram_quantile(0.99, sum by (le) (increase(run_googleapis_com:request_latencies_bucket{${local.service_labels}}[5m]))) > ${var.timeout_seconds * 1000 * 0.8}"
      description = "took more than 80 % of timeout_seconds"
    }
    failed-queries = {
      query       = "sum(increase(${local.failed_queries}{monitored_resource=\"cloud_run_revision\"}[5m])) > 0"
      description = "could not answer queries: the store failed, or holds what is not a record"
    }
  }
}

resource "google_monitoring_alert_policy" "hot_reader" {
  for_each = local.alarms

  project      = var.project
  display_name = "${local.hot_reader_name}-${each.key}"
  combiner     = "OR"

  conditions {
    display_name = each.key

    condition_prometheus_query_language {
      query               = each.value.query
      evaluation_interval = "60s"

      # For five minutes on end: not at one query that went wrong.
      duration = "300s"

      # A threshold over a metric that is new fails the first apply: it takes ten minutes until Monitoring finds it
      # (https://github.com/hashicorp/terraform-provider-google/issues/11102).
      disable_metric_validation = true
    }
  }

  documentation {
    content   = "The hot reader of ${var.digital_twin_name} ${each.value.description}."
    mime_type = "text/markdown"
  }

  notification_channels = var.alarms.actions
  user_labels           = var.tags
}
