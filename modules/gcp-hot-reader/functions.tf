# Two functions from one source.

locals {
  functions = {
    hot-reader = {
      name        = local.hot_reader_name
      entry_point = "hot_reader"
      description = "Answers queries of ${var.digital_twin_name} for a time range."
    }
    hot-reader-last-entry = {
      name        = local.hot_reader_last_entry_name
      entry_point = "hot_reader_last_entry"
      description = "Answers queries of ${var.digital_twin_name} for the newest value."
    }
  }
}

resource "google_cloudfunctions2_function" "reader" {
  # checkov:skip=CKV_GCP_124: callers are on another cloud; the token is the guard

  for_each = local.functions

  project     = var.project
  location    = var.region
  name        = each.value.name
  description = each.value.description

  build_config {
    runtime         = "python312"
    entry_point     = each.value.entry_point
    service_account = google_service_account.build.id

    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = google_storage_bucket_object.package.name
      }
    }
  }

  service_config {
    available_memory   = "${var.memory_mb}M"
    timeout_seconds    = var.timeout_seconds
    max_instance_count = var.max_concurrency

    # One request an instance, so that max_concurrency is what it says.
    max_instance_request_concurrency = 1

    ingress_settings               = "ALLOW_ALL" # other clouds call it; the token decides who is answered
    all_traffic_on_latest_revision = true
    service_account_email          = google_service_account.runtime.email

    environment_variables = {
      DIGITAL_TWIN_INFO    = var.digital_twin_info
      FIRESTORE_DATABASE   = local.hot_store.database
      FIRESTORE_COLLECTION = local.hot_store.collection
    }

    # A fixed version: a rotation is a new revision that sees the new tokens, and not a matter of which
    # instance happened to start when.
    secret_environment_variables {
      key        = "INTER_CLOUD_TOKEN"
      project_id = var.project
      secret     = google_secret_manager_secret.token.secret_id
      version    = google_secret_manager_secret_version.token.version
    }
  }

  labels = var.tags

  # Cloud Run refuses a revision whose account cannot read its secret, Cloud Build a build whose account cannot
  # read the source; and a query without its index is an error.
  depends_on = [
    google_firestore_index.records,
    google_project_iam_member.build,
    google_project_iam_member.runtime_reads_hot_store,
    google_secret_manager_secret_iam_member.runtime_reads_token,
    google_storage_bucket_iam_member.build_reads_package,
  ]
}
