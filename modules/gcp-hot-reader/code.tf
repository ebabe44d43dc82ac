# The code: an object named by its content, because the platform does not see new content under an old name.

resource "google_storage_bucket" "source" {
  # checkov:skip=CKV_GCP_62: it holds code, no data; Cloud Build reads it
  # checkov:skip=CKV_GCP_78: objects are named by their content and never overwritten

  project  = var.project
  name     = local.names.source_bucket
  location = var.region

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Packages can be built again; nothing needs to outlive its deletion.
  soft_delete_policy {
    retention_duration_seconds = 0
  }

  labels = var.tags
}

resource "google_storage_bucket_object" "package" {
  name         = "${filesha256(var.hot_reader_package)}.zip"
  bucket       = google_storage_bucket.source.id
  source       = var.hot_reader_package
  content_type = "application/zip"
}
