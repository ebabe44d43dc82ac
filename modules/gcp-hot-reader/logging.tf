# Logs: in a bucket of their own, because the project's default bucket has one retention for everything.

locals {
  log_filter = join(" AND ", [
    "resource.type = \"cloud_run_revision\"",
    "resource.labels.location = \"${var.region}\"",
    "resource.labels.service_name = (\"${local.hot_reader_name}\" OR \"${local.hot_reader_last_entry_name}\")",
  ])
}

resource "google_logging_project_bucket_config" "hot_reader" {
  project        = var.project
  location       = var.region
  description    = "Logs of the hot reader of ${var.digital_twin_name}."
  retention_days = var.log_retention_days

  # Another id at each creation: Google keeps a deleted bucket for seven days, and its id is taken until then
  # (https://cloud.google.com/logging/docs/buckets#delete-bucket).
  bucket_id = "${local.hot_reader_name}-${substr(uuid(), 0, 8)}"

  lifecycle {
    # uuid() differs at each plan; the id is the one of the creation.
    ignore_changes = [bucket_id]
  }
}

resource "google_logging_project_sink" "hot_reader" {
  project                = var.project
  name                   = local.hot_reader_name
  description            = "Sends logs of the hot reader of ${var.digital_twin_name} to its bucket."
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.hot_reader.id}"
  filter                 = local.log_filter
  unique_writer_identity = true
}

# Not in the default bucket too: there they would be kept for as long as it says, and cost twice.
resource "google_logging_project_exclusion" "hot_reader" {
  project     = var.project
  name        = local.hot_reader_name
  description = "Keeps logs of the hot reader of ${var.digital_twin_name} out of the default bucket."
  filter      = local.log_filter

  depends_on = [google_logging_project_sink.hot_reader]
}
