# Metrics out of the functions' logs, which have one line a query (docs/operations.md, "Logs and metrics"). They count
# what the exclusion keeps out of the default bucket too: user-defined metrics see all that Logging receives.

locals {
  query_filter = join(" AND ", [local.log_filter, "jsonPayload.store_ms >= 0"])
}

resource "google_logging_metric" "query_duration" {
  project         = var.project
  name            = "${local.hot_reader_name}/query-duration"
  description     = "How long the hot reader of ${var.digital_twin_name} took for its queries."
  filter          = local.query_filter
  value_extractor = "EXTRACT(jsonPayload.duration_ms)"

  label_extractors = {
    route = "EXTRACT(jsonPayload.route)"
  }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "ms"

    labels {
      key         = "route"
      value_type  = "STRING"
      description = "Which reader was asked, and how."
    }
  }

  bucket_options {
    # From 1 ms to over a minute.
    exponential_buckets {
      num_finite_buckets = 17
      growth_factor      = 2
      scale              = 1
    }
  }

  lifecycle {
    # The provider sends a new name as an update, and the metric of the old name stays. The sink is replaced with its
    # name, which is made of the same.
    replace_triggered_by = [google_logging_project_sink.hot_reader.id]
  }
}

resource "google_logging_metric" "failed_queries" {
  project     = var.project
  name        = "${local.hot_reader_name}/failed-queries"
  description = "Queries that the hot reader of ${var.digital_twin_name} could not answer."
  filter      = join(" AND ", [local.query_filter, "severity >= ERROR"])

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }

  lifecycle {
    # The provider sends a new name as an update, and the metric of the old name stays. The sink is replaced with its
    # name, which is made of the same.
    replace_triggered_by = [google_logging_project_sink.hot_reader.id]
  }
}
