# Who may call the functions, and what the functions and their builds may do.

# The provider knows the address of an account before it is created, so that a plan which replaces the account keeps
# grants that name it by `member`, and Google deletes them with it. The id is known after apply.
locals {
  runtime_member = "serviceAccount:${basename(google_service_account.runtime.id)}"
  build_member   = "serviceAccount:${basename(google_service_account.build.id)}"
}

# What the functions run as.
resource "google_service_account" "runtime" {
  project      = var.project
  account_id   = local.names.runtime_account
  display_name = "${var.digital_twin_name} hot reader"
  description  = "Runs the hot reader of ${var.digital_twin_name}."
}

resource "google_project_iam_member" "runtime_reads_hot_store" {
  project = var.project
  role    = "roles/datastore.viewer"
  member  = local.runtime_member

  # The role is the project's; the condition narrows it to the one database.
  condition {
    title       = "only-${local.hot_store.database}"
    description = "Reads the hot store of ${var.digital_twin_name} and no other database."
    expression  = "resource.name == \"projects/${var.project}/databases/${local.hot_store.database}\""
  }
}

resource "google_secret_manager_secret_iam_member" "runtime_reads_token" {
  project   = var.project
  secret_id = google_secret_manager_secret.token.id
  role      = "roles/secretmanager.secretAccessor"
  member    = local.runtime_member
}

# What the functions are built as. The account that Google uses by default has either the editor role on the
# project or, in newer projects, none at all and the build fails.
resource "google_service_account" "build" {
  project      = var.project
  account_id   = local.names.build_account
  display_name = "${var.digital_twin_name} hot reader build"
  description  = "Builds the hot reader of ${var.digital_twin_name}."
}

resource "google_storage_bucket_iam_member" "build_reads_package" {
  bucket = google_storage_bucket.source.id
  role   = "roles/storage.objectViewer"
  member = local.build_member
}

resource "google_project_iam_member" "build" {
  for_each = {
    write_image = { role = "roles/artifactregistry.writer", condition = null }
    write_log   = { role = "roles/logging.logWriter", condition = null }

    # Cloud Functions builds from its own copy of the package, in a bucket that it makes and names.
    read_copy = {
      role      = "roles/storage.objectViewer"
      condition = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
    }
  }

  project = var.project
  role    = each.value.role
  member  = local.build_member

  dynamic "condition" {
    for_each = each.value.condition == null ? [] : [each.value.condition]

    content {
      title       = "only-function-sources"
      description = "Reads the sources of functions and no other bucket."
      expression  = condition.value
    }
  }
}

# Anyone may call: the callers are on other clouds and have no Google identity. The functions check the token.
# The grant belongs on the Cloud Run service below the function; on the function itself it is refused.
resource "google_cloud_run_v2_service_iam_member" "public" {
  for_each = local.functions

  project  = var.project
  location = var.region
  name     = basename(google_cloudfunctions2_function.reader[each.key].service_config[0].service)
  role     = "roles/run.invoker"
  member   = "allUsers"

  lifecycle {
    # A function that is created again has a new service, without the grant. The id alone: an update keeps both.
    replace_triggered_by = [google_cloudfunctions2_function.reader[each.key].id]
  }
}
